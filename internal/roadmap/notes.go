package roadmap

import (
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// A Note is an entry of a document that names a risk.
type Note struct {
	Doc   *portfolio.Document
	Entry int // into Doc.Entries
}

// Text is what the entry says.
func (n Note) Text() string { return n.Doc.Entries()[n.Entry].Text }

// An Asked is an open question left in a document.
type Asked struct {
	Doc *portfolio.Document
	Gap int // into Doc.Gaps
}

func isRisk(w string) bool {
	switch w {
	case "risk", "risks", "riesgo", "riesgos", "risiko", "risiken", "risque", "risques", "リスク", "風險", "리스크":
		return true
	}
	return false
}

// aboutRisk are labels of what is said of a risk, beside the risk itself.
var aboutRisk = map[string]bool{
	"impact": true, "mitigation": true, "mitigations": true, "mitigation strategy": true, "probability": true, "likelihood": true, "severity": true,
	"owner": true, "status": true, "contingency": true, "response": true, "migration plan": true, "recommendations": true, "files": true, "trigger": true,
}

// risks are the entries of a plan that name a risk: those of its sections on
// risks, and lines such as "**Risk**: …". Deeper items say more of the one above.
func risks(p *portfolio.Plan) []Note {
	var list []Note
	for _, d := range p.Documents {
		if d.Role == plan.Log || d.Role == plan.Checklist || d.Role == plan.Template {
			continue
		}
		about := map[int]bool{}
		for i := range d.Sections {
			s := &d.Sections[i]
			about[i] = slices.ContainsFunc(strings.Fields(words(s.Title)), isRisk) || s.Parent != plan.None && about[s.Parent]
		}
		labelled := map[int]bool{} // sections in which risks are marked as such
		entries := d.Entries()
		for i := range entries {
			if e := &entries[i]; isRisk(strings.ToLower(e.Label)) {
				labelled[e.Section] = true
			}
		}
		for i := range entries {
			e := &entries[i]
			named := isRisk(strings.ToLower(e.Label))
			listed := about[e.Section] && !labelled[e.Section] && !aboutRisk[words(e.Label)] && (e.Kind == plan.EntryItem || e.Kind == plan.EntryRow)
			if e.Depth == 0 && (named || listed) && strings.TrimSpace(e.Text) != "" && !isGap(d, e.Span) {
				list = append(list, Note{d, i})
			}
		}
	}
	return list
}

// isGap tells whether nothing but an unfilled slot stands there.
func isGap(d *portfolio.Document, span plan.Span) bool {
	return slices.ContainsFunc(d.Gaps, func(g plan.Gap) bool {
		return g.Kind != plan.GapQuestion && span.Start <= g.Span.Start && g.Span.Start < span.End
	})
}

// Concerns are what may stand in the way of work: risks and open questions.
type Concerns struct {
	Risks     []Note
	Questions []Asked
}

// Concerns are those of a phase of the lane, which stand in it or name it; of
// nil those of the plan that belong to no phase. They are looked for when first
// asked for.
func (l *Lane) Concerns(ph *Phase) Concerns {
	l.once.Do(l.findConcerns)
	return l.concerns[ph]
}

func (l *Lane) findConcerns() {
	l.concerns = map[*Phase]Concerns{}
	for _, n := range risks(l.Plan) {
		e := &n.Doc.Entries()[n.Entry]
		ph := l.concerned(n.Doc, e.Span.Start, e.Text)
		c := l.concerns[ph]
		c.Risks = append(c.Risks, n)
		l.concerns[ph] = c
	}
	for _, d := range l.Plan.Documents {
		for i := range d.Gaps {
			if d.Gaps[i].Kind != plan.GapQuestion {
				continue
			}
			ph := l.concerned(d, d.Gaps[i].Span.Start, d.Gaps[i].Text)
			c := l.concerns[ph]
			c.Questions = append(c.Questions, Asked{d, i})
			l.concerns[ph] = c
		}
	}
}

// concerned is the leading phase that holds the place, or that the text names.
func (l *Lane) concerned(d *portfolio.Document, offset int, text string) *Phase {
	var in *Phase
	for _, ph := range l.Phases {
		if s := ph.row().Span; ph.Doc == d && s.Start <= offset && offset < s.End {
			in = ph
		}
	}
	if in != nil {
		return in
	}
	if m := phaseNamed.FindStringSubmatch(text); m != nil && m[2] == "" {
		for _, ph := range l.Phases {
			if number(ph.row().Number) == number(m[1]) {
				return ph
			}
		}
	}
	return nil
}
