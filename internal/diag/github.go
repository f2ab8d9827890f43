package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// printGitHub writes one workflow command for each diagnostic:
//
//	::error file=content/a.md,line=4,endLine=4,col=2,endColumn=8,title=PF102 dangling-citation::message
//
// See docs.github.com, "Workflow commands for GitHub Actions".
func printGitHub(w io.Writer, list []Diagnostic, opts Options) error {
	out := bufio.NewWriter(w)
	for _, d := range list {
		command := string(d.Severity)
		if d.Severity == Note {
			command = "notice"
		}
		var props []string
		if d.Path != "" {
			props = append(props, "file="+commandProperty(opts.place(d.Path)))
			if d.Range.Start.Line > 0 {
				props = append(props, fmt.Sprintf("line=%d,endLine=%d", d.Range.Start.Line, d.Range.End.Line))
				if d.Range.End.Line == d.Range.Start.Line { // GitHub takes columns within one line only
					props = append(props, fmt.Sprintf("col=%d,endColumn=%d", d.Range.Start.Column, d.Range.End.Column))
				}
			}
		}
		props = append(props, "title="+commandProperty(string(d.Code)+" "+d.Code.Name()))
		text := Visible(d.Message)
		for _, r := range d.Related {
			text += "\n" + location(opts.place(r.Path), r.Range.Start) + ": " + Visible(r.Message)
		}
		if d.Hint != "" {
			text += "\n" + Visible(d.Hint)
		}
		fmt.Fprintf(out, "::%s %s::%s\n", command, strings.Join(props, ","), commandData(text))
	}
	return out.Flush()
}

// commandData escapes the text of a workflow command.
func commandData(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

// commandProperty escapes the value of a property of a workflow command.
func commandProperty(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(commandData(Visible(text)))
}
