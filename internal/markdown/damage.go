package markdown

import (
	"bytes"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// mergeMarker is a line that git leaves where two versions of a text disagree.
var mergeMarker = pattern.MustCompile(`^(?:<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|) .`)

// readMerges reports the markers of merge conflicts and blanks them out of
// r.text. Markdown would make a heading of the text between them, and seven
// quotes of what follows. In a block of code they stay: there they are text.
func (r *reader) readMerges() {
	if !bytes.Contains(r.text, []byte("<<<<<<< ")) && !bytes.Contains(r.text, []byte(">>>>>>> ")) {
		return
	}
	fence, conflict := "", false
	for at := 0; at < len(r.text); {
		end := r.lineEnd(at)
		line := strings.TrimRight(string(r.text[at:end]), " \t\n")
		switch {
		case fence != "":
			if mark := fenceMark(line); strings.HasPrefix(mark, fence) && strings.TrimLeft(line, " ") == mark {
				fence = ""
			}
		case fenceMark(line) != "":
			fence = fenceMark(line)
		case mergeMarker.MatchString(line):
			conflict = line[0] != '>'
			d := diag.New(diag.MergeMarker, r.file.Path, "marker of a merge conflict: %q", line[:7])
			d.Hint = "decide which side holds and delete the markers"
			r.report(d, plan.Span{Start: at, End: at + 7})
			r.blank(at, end)
		case conflict && line == "=======":
			r.blank(at, end)
		}
		at = end
	}
}
