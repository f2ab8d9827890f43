package serve

import (
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/build"
	"github.com/planfolio/planfolio/internal/diag"
)

// The limits of what the panel is told.
const (
	maxHere    = 100     // problems of the page's own files
	maxOthers  = 100     // of all others
	maxMessage = 600     // bytes of a message or a hint
	maxBeside  = 120     // runes of a line above or below
	maxFile    = 1 << 20 // bytes of a configuration or a template that is read for a frame
)

// A fault is why there is no newer site, or why not all of it is as it should be.
type fault struct {
	message     string // "" where the diagnostics say it
	diagnostics []diag.Diagnostic
}

// newFault gives the fault of a build that failed.
func newFault(err error) *fault {
	var config *build.ConfigError
	if errors.As(err, &config) {
		return &fault{diagnostics: config.Diagnostics}
	}
	return &fault{message: err.Error()}
}

// String says it for the terminal, a line for each flaw; "" for none.
func (f *fault) String() string {
	if f == nil {
		return ""
	}
	lines := []string{diag.Visible(f.message)}
	if f.message == "" {
		lines = nil
	}
	for _, d := range f.diagnostics {
		lines = append(lines, diag.Visible(place(d.Path, d.Range.Start))+": "+diag.Visible(d.Message))
	}
	return strings.Join(lines, "\n")
}

// id identifies what the fault says; "" for none.
func (f *fault) id() string {
	if f == nil {
		return ""
	}
	return digest(f.String())
}

// report is what the panel of a page shows.
type report struct {
	Build    int       `json:"build"`
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	Notes    int       `json:"notes"`
	Fault    string    `json:"fault,omitempty"` // its id
	Message  string    `json:"message,omitempty"`
	Faults   []problem `json:"faults"`
	Here     []problem `json:"here"`   // of the files that the page is about
	Others   []problem `json:"others"` // the worst first
	More     int       `json:"more"`   // that are in none of the lists
	All      string    `json:"all"`    // address of the page that lists problems
}

// problem is one diagnostic.
type problem struct {
	Severity diag.Severity `json:"severity"`
	Code     diag.Code     `json:"code"`
	Name     string        `json:"name"`
	Message  string        `json:"message"`
	Hint     string        `json:"hint,omitempty"`
	Place    string        `json:"place"`            // path, line and column
	File     string        `json:"file,omitempty"`   // on this machine, with line and column, to be copied
	Editor   string        `json:"editor,omitempty"` // address that opens it
	Page     string        `json:"page,omitempty"`   // address of the section that shows it
	Frame    []frameLine   `json:"frame,omitempty"`
}

// frameLine is a line of source; of the one at fault Mark is what is wrong.
type frameLine struct {
	Number int    `json:"n"`
	Text   string `json:"text"`
	Fault  bool   `json:"fault,omitempty"`
	Mark   string `json:"mark,omitempty"`
	After  string `json:"after,omitempty"`
}

// serveProblems answers with the report of the page that the query names.
func (s *server) serveProblems(w http.ResponseWriter, r *http.Request) {
	path, _, ok := pageOf(r)
	if !ok {
		plain(w, r, http.StatusBadRequest)
		return
	}
	body, err := json.Marshal(s.report(s.current.Load(), path))
	if err != nil {
		plain(w, r, http.StatusInternalServerError)
		return
	}
	send(w, r, http.StatusOK, "application/json", body)
}

// pageOf gives the page that a request of the preview's script is about, and
// what that shows.
func pageOf(r *http.Request) (path, version string, ok bool) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return "", "", false
	}
	path = query.Get("page")
	if decoded, err := url.PathUnescape(path); err == nil {
		path = decoded
	}
	return path, query.Get("version"), strings.HasPrefix(path, "/") && sound(path)
}

func (s *server) report(st *state, path string) report {
	tally := st.tally()
	rep := report{
		Build: st.number, Errors: tally.Errors, Warnings: tally.Warnings, Notes: tally.Notes, All: st.address("problems/"),
		Fault: st.fault.id(), Faults: []problem{}, Here: []problem{}, Others: []problem{},
	}
	desk := desk{server: s, state: st, texts: map[string][]string{}}
	if st.fault != nil {
		rep.Message = clip(st.fault.message)
		for _, d := range st.fault.diagnostics[:min(len(st.fault.diagnostics), maxHere)] {
			rep.Faults = append(rep.Faults, desk.problem(d))
		}
	}
	files := map[string]bool{}
	if inSite, ok := strings.CutPrefix(path, st.prefix); ok {
		for _, f := range st.result.Site.FilesOf(inSite) {
			files[f] = true
		}
	}
	for _, severity := range []diag.Severity{diag.Error, diag.Warning, diag.Note} {
		for d := range st.here(files, severity) {
			if len(rep.Here) == maxHere {
				break
			}
			rep.Here = append(rep.Here, desk.problem(d))
		}
		for d := range st.found(severity) {
			if len(rep.Others) == maxOthers {
				break
			}
			if !files[d.Path] {
				rep.Others = append(rep.Others, desk.problem(d))
			}
		}
	}
	rep.More = tally.All() - len(rep.Here) - len(rep.Others)
	return rep
}

// found goes through all diagnostics of a severity: those of the site that is
// shown, then those that came while its pages were made.
func (st *state) found(severity diag.Severity) iter.Seq[diag.Diagnostic] {
	return func(yield func(diag.Diagnostic) bool) {
		for d := range st.result.Site.Facts.Diagnostics.Graded(severity) {
			if !yield(d) {
				return
			}
		}
		for _, d := range st.result.Faults() {
			if d.Severity == severity && !yield(d) {
				return
			}
		}
	}
}

// here goes through those of found that are in some files.
func (st *state) here(files map[string]bool, severity diag.Severity) iter.Seq[diag.Diagnostic] {
	return func(yield func(diag.Diagnostic) bool) {
		for _, path := range slices.Sorted(maps.Keys(files)) {
			for _, d := range st.result.Site.Facts.Diagnostics.Of(path) {
				if d.Severity == severity && !yield(*d) {
					return
				}
			}
		}
		for _, d := range st.result.Faults() {
			if d.Severity == severity && files[d.Path] && !yield(d) {
				return
			}
		}
	}
}

// tally counts what is found.
func (st *state) tally() diag.Count {
	return st.result.Site.Facts.Diagnostics.Tally().And(diag.Tally(st.result.Faults()))
}

// desk makes problems of diagnostics.
type desk struct {
	*server
	*state
	texts map[string][]string // lines of the files that were looked at
}

func (k *desk) problem(d diag.Diagnostic) problem {
	start := d.Range.Start
	p := problem{
		Severity: d.Severity, Code: d.Code, Name: d.Code.Name(), Message: clip(d.Message), Hint: clip(d.Hint), Place: diag.Visible(place(d.Path, start)),
	}
	if d.Path == "" {
		return p
	}
	if address, ok := k.result.Site.Locate(d.Path, start.Line); ok {
		p.Page = k.state.address(address)
	}
	if file := k.opts.locate(d.Path); file != "" {
		p.File = place(file, start)
		p.Editor = k.opts.Editor.Address(file, start.Line, start.Column)
	}
	p.Frame = k.frame(d)
	return p
}

// frame gives the line at fault with those around it that are not blank.
func (k *desk) frame(d diag.Diagnostic) []frameLine {
	n := d.Range.Start.Line
	if n == 0 || strings.TrimSpace(d.Excerpt) == "" {
		return nil
	}
	lines := k.lines(d.Path)
	var frame []frameLine
	beside := func(n int) {
		if n >= 1 && n <= len(lines) && strings.TrimSpace(lines[n-1]) != "" {
			frame = append(frame, frameLine{Number: n, Text: shorten(lines[n-1])})
		}
	}
	beside(n - 1)
	before, mark, after := d.Cut()
	frame = append(frame, frameLine{Number: n, Fault: true, Text: before, Mark: mark, After: after})
	beside(n + 1)
	return frame
}

// lines gives the lines of a file that a diagnostic names: of the portfolio as
// it was read, of anything else as it is on disk.
func (k *desk) lines(path string) []string {
	if lines, ok := k.texts[path]; ok {
		return lines
	}
	tree := k.result.Site.Facts.Tree
	text := ""
	for i := range tree.Files {
		if tree.Files[i].Path == path {
			text = tree.Files[i].Text
		}
	}
	if text == "" {
		if file := k.opts.locate(path); file != "" {
			if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() && info.Size() <= maxFile {
				data, _ := os.ReadFile(file)
				text = strings.ToValidUTF8(string(data), "\ufffd")
			}
		}
	}
	lines := strings.Split(text, "\n")
	k.texts[path] = lines
	return lines
}

// clip bounds a text.
func clip(text string) string {
	if len(text) <= maxMessage {
		return text
	}
	end := maxMessage
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}

// shorten makes a line beside the one at fault visible and short.
func shorten(line string) string {
	line = diag.Visible(strings.ReplaceAll(strings.TrimRight(line, "\r"), "\t", "    "))
	if runes := []rune(line); len(runes) > maxBeside {
		return string(runes[:maxBeside]) + "…"
	}
	return line
}
