package diag

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// The elements of a JUnit report, as far as the readers of CI systems agree on
// them: a suite for each file, a case for each diagnostic.
type (
	junitReport struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Line    int           `xml:"line,attr,omitempty"`
		Failure *junitFailure `xml:"failure"`
		Output  string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// printJUnit writes a failure for what fails a check, and a passed case that
// tells what was found for what does not. A case is named by what it says, not
// by its line, so that it is the same case in the next report; readers that know
// cases by their names find no name twice in a suite. Without diagnostics there
// is one passed case, because some take a report without cases for a broken one.
func printJUnit(w io.Writer, list []Diagnostic, opts Options) error {
	limit := cmp.Or(opts.FailOn, Error)
	report := junitReport{Name: "planfolio"}
	index := map[string]int{}
	times := map[[2]string]int{} // of a name in a suite
	for _, d := range list {
		name := cmp.Or(opts.place(d.Path), "portfolio")
		i, ok := index[name]
		if !ok {
			i = len(report.Suites)
			index[name] = i
			report.Suites = append(report.Suites, junitSuite{Name: Visible(name)})
		}
		s := &report.Suites[i]
		c := junitCase{
			Name: fmt.Sprintf("%s %s: %s", d.Code, d.Code.Name(), Visible(d.Message)), Class: s.Name,
			File: Visible(opts.place(d.Path)), Line: d.Range.Start.Line,
		}
		named := [2]string{s.Name, c.Name}
		if times[named]++; times[named] > 1 {
			c.Name += fmt.Sprintf(" (%d)", times[named])
		}
		text := junitText(d, opts)
		if d.Severity.AtLeast(limit) {
			c.Failure = &junitFailure{Type: string(d.Severity), Message: Visible(d.Message), Text: text}
			s.Failures++
			report.Failures++
		} else {
			c.Output = text
		}
		s.Cases = append(s.Cases, c)
		s.Tests++
		report.Tests++
	}
	if report.Tests == 0 {
		report.Tests = 1
		report.Suites = []junitSuite{{Name: "portfolio", Tests: 1, Cases: []junitCase{{Name: "no diagnostics", Class: "portfolio"}}}}
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(report); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// junitText is the text format of d alone, without the escapes of colour.
func junitText(d Diagnostic, opts Options) string {
	var b strings.Builder
	opts.Color = false
	_ = printText(&b, []Diagnostic{d}, opts) // a strings.Builder does not fail
	return strings.TrimRight(b.String(), "\n")
}
