package export

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/site"
)

// The format is written here field by field, which takes a fraction of what
// encoding/json needs for structs. The bytes are those of json.Marshal; of the
// whole portfolio, each plan and each diagnostic stands on a line of its own.

// JSON is the whole portfolio.
func JSON(s *site.Site) ([]byte, error) {
	var b bytes.Buffer
	err := WriteJSON(&b, s)
	return b.Bytes(), err
}

// WriteJSON writes the whole portfolio plan by plan; no more than one of them is
// in memory. It fails as w does.
func WriteJSON(w io.Writer, s *site.Site) error {
	var e encoder
	e.object()
	e.field("schema").text(Schema)
	e.field("title").text(s.Title())
	e.field("plans").open()
	m := newMaker(s)
	for i, p := range sortedPlans(s) {
		e.line(i)
		row := m.plan(p)
		e.plan(&row)
		if _, err := w.Write(e.buf); err != nil {
			return err
		}
		e.buf = e.buf[:0]
	}
	e.buf = append(e.buf, ']')
	e.field("diagnostics").open()
	n := 0
	for d := range s.Facts.Diagnostics.All() {
		e.line(n)
		n++
		row := diagnosticOf(d)
		e.object()
		e.field("code").text(row.Code)
		e.field("name").text(row.Name)
		e.field("severity").text(row.Severity)
		e.field("message").text(row.Message)
		e.field("path").text(row.Path)
		e.field("line").number(row.Line)
		e.field("column").number(row.Column)
		e.field("hint").text(row.Hint)
		e.close()
		if len(e.buf) > 1<<16 {
			if _, err := w.Write(e.buf); err != nil {
				return err
			}
			e.buf = e.buf[:0]
		}
	}
	e.buf = append(e.buf, "]}\n"...)
	_, err := w.Write(e.buf)
	return err
}

// Plan is one plan: what JSON has of it, and the format's name.
func Plan(s *site.Site, p *portfolio.Plan) ([]byte, error) {
	return newMaker(s).document(p), nil
}

func (m *maker) document(p *portfolio.Plan) []byte {
	row := m.plan(p)
	e := encoder{buf: make([]byte, 0, 16<<10)}
	e.object()
	e.field("schema").text(Schema)
	e.planFields(&row)
	e.close()
	return append(e.buf, '\n')
}

// encoder appends JSON. A field's value follows it at once.
type encoder struct {
	buf   []byte
	first bool // the next field is the first of its object
}

func (e *encoder) object() {
	e.buf = append(e.buf, '{')
	e.first = true
}

func (e *encoder) close() {
	e.buf = append(e.buf, '}')
	e.first = false
}

// field begins a field; its name needs no escapes.
func (e *encoder) field(name string) *encoder {
	if !e.first {
		e.buf = append(e.buf, ',')
	}
	e.first = false
	e.buf = append(e.buf, '"')
	e.buf = append(e.buf, name...)
	e.buf = append(e.buf, '"', ':')
	return e
}

// open begins a list.
func (e *encoder) open() { e.buf = append(e.buf, '[') }

// line begins item i of a list on a line of its own.
func (e *encoder) line(i int) {
	if i > 0 {
		e.buf = append(e.buf, ',')
	}
	e.buf = append(e.buf, '\n')
}

func (e *encoder) number(n int) { e.buf = strconv.AppendInt(e.buf, int64(n), 10) }

func (e *encoder) text(s string) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c >= utf8.RuneSelf {
			quoted, err := json.Marshal(s)
			if err != nil {
				panic(err) // a string always encodes
			}
			e.buf = append(e.buf, quoted...)
			return
		}
	}
	e.buf = append(e.buf, '"')
	e.buf = append(e.buf, s...)
	e.buf = append(e.buf, '"')
}

func (e *encoder) texts(list []string) {
	each(e, list, func(s *string) { e.text(*s) })
}

// each appends a list, each item by one.
func each[T any](e *encoder, list []T, one func(*T)) {
	e.open()
	for i := range list {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		one(&list[i])
	}
	e.buf = append(e.buf, ']')
}

func (e *encoder) plan(p *planRow) {
	e.object()
	e.planFields(p)
	e.close()
}

func (e *encoder) planFields(p *planRow) {
	e.field("id").text(p.ID)
	e.field("kind").text(p.Kind)
	e.field("path").text(p.Path)
	e.field("title").text(p.Title)
	e.field("status").text(p.Status)
	e.field("owners").texts(p.Owners)
	if e.field("template"); p.Template == nil {
		e.buf = append(e.buf, "null"...)
	} else {
		e.text(*p.Template)
	}
	each(e.field("documents"), p.Documents, func(d *documentRow) {
		e.object()
		e.field("path").text(d.Path)
		e.field("role").text(d.Role)
		e.field("title").text(d.Title)
		e.close()
	})
	each(e.field("sections"), p.Sections, func(s *sectionRow) {
		e.at(s.Path, s.Line)
		e.field("level").number(s.Level)
		e.field("title").text(s.Title)
		e.field("anchor").text(s.Anchor)
		e.field("state").text(s.State)
		e.close()
	})
	each(e.field("requirements"), p.Requirements, func(r *requirementRow) {
		e.object()
		e.field("id").text(r.ID)
		e.field("kind").text(r.Kind)
		e.field("text").text(r.Text)
		e.field("path").text(r.Path)
		e.field("line").number(r.Line)
		e.field("state").text(r.State)
		e.field("url").text(r.URL)
		e.close()
	})
	each(e.field("citations"), p.Citations, e.citation)
	each(e.field("phases"), p.Phases, e.phase)
	each(e.field("tasks"), p.Tasks, e.task)
	each(e.field("gaps"), p.Gaps, func(g *gapRow) {
		e.object()
		e.field("kind").text(g.Kind)
		e.field("text").text(g.Text)
		e.field("path").text(g.Path)
		e.field("line").number(g.Line)
		e.close()
	})
	e.field("completeness").completeness(&p.Completeness)
	e.field("coverage").object()
	e.field("requirements").number(p.Coverage.Requirements)
	e.field("cited").number(p.Coverage.Cited)
	e.field("planned").number(p.Coverage.Planned)
	e.field("done").number(p.Coverage.Done)
	e.close()
}

// at begins an object that says first where it stands.
func (e *encoder) at(path string, line int) {
	e.object()
	e.field("path").text(path)
	e.field("line").number(line)
}

func (e *encoder) citation(c *citationRow) {
	e.object()
	e.field("id").text(c.ID)
	e.field("path").text(c.Path)
	e.field("line").number(c.Line)
	if e.field("target"); c.Target == nil {
		e.buf = append(e.buf, "null"...)
	} else {
		e.object()
		e.field("plan").text(c.Target.Plan)
		e.field("id").text(c.Target.ID)
		e.close()
	}
	e.close()
}

func (e *encoder) phase(p *phaseRow) {
	e.object()
	e.field("number").text(p.Number)
	e.field("title").text(p.Title)
	e.field("path").text(p.Path)
	e.field("line").number(p.Line)
	e.field("status").text(p.Status)
	e.field("start").text(p.Start)
	e.field("end").text(p.End)
	e.field("tasks").object()
	e.field("total").number(p.Tasks.Total)
	e.field("done").number(p.Tasks.Done)
	e.close()
	e.close()
}

func (e *encoder) task(t *taskRow) {
	e.object()
	e.field("id").text(t.ID)
	e.field("text").text(t.Text)
	e.field("path").text(t.Path)
	e.field("line").number(t.Line)
	e.field("state").text(t.State)
	e.field("phase").text(t.Phase)
	e.field("cites").texts(t.Cites)
	e.close()
}

func (e *encoder) completeness(c *completenessRow) {
	e.object()
	if e.field("score"); c.Score == nil {
		e.buf = append(e.buf, "null"...)
	} else {
		e.buf = strconv.AppendFloat(e.buf, *c.Score, 'f', -1, 64)
	}
	e.field("level").text(c.Level)
	e.field("missing").texts(c.Missing)
	e.field("filled").number(c.Filled)
	e.field("total").number(c.Total)
	e.close()
}
