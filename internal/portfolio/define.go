package portfolio

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/planfolio/planfolio/internal/convention"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// formRank is the order of plan.Form. Bullets and checkboxes rank alike.
var formRank = map[plan.Form]int{
	plan.FormHeading: 1, plan.FormBullet: 2, plan.FormCheckbox: 2, plan.FormParagraph: 3, plan.FormTable: 4, plan.FormImplicit: 5,
}

// A candidate is a line shaped like a definition.
type candidate struct {
	doc   *Document
	index int // into doc.Requirements
	def   *plan.Requirement
}

// rank orders candidates for one id: a document whose role is requirements
// first, and of those the ones that are called so (requirements.md, spec.md);
// then by form.
func (c candidate) rank() int {
	r := formRank[c.def.Form]
	switch {
	case c.doc.Role != plan.Requirements:
		r += 20
	case !convention.IsPart(convention.Stem(c.doc.File.Path)) && len(c.doc.Plan.Documents) > 1:
		r += 10
	}
	return r
}

// define picks one definition for each id of the plan.
func (m *maker) define() {
	p := m.plan
	byID := map[string][]candidate{}
	for _, d := range p.Documents {
		d.defined = make([]*Requirement, len(d.Requirements))
		for i := range d.Requirements {
			c := candidate{d, i, &d.Requirements[i]}
			if c.def.ID != "" && c.counts() {
				byID[c.def.ID] = append(byID[c.def.ID], c)
			}
		}
	}
	dropImplied(byID)
	p.byID = make(map[string]*Requirement, len(byID))
	for _, id := range slices.SortedFunc(maps.Keys(byID), CompareIDs) {
		list := byID[id]
		slices.SortStableFunc(list, func(x, y candidate) int { return cmp.Compare(x.rank(), y.rank()) })
		first := list[0]
		r := &Requirement{Plan: p, Doc: first.doc, Def: first.def, ID: id}
		p.byID[id] = r
		first.doc.defined[first.index] = r
		if isRequirement(first.def.Class) {
			r.Index = len(p.Requirements)
			p.Requirements = append(p.Requirements, r)
		} else {
			r.Index = len(p.Others)
			p.Others = append(p.Others, r)
		}
		m.duplicates(p, list)
	}
	p.groups = groupIDs(p.Requirements)
	p.nest()
	p.mention()
}

// counts tells whether a line defines anything. An id of unknown kind is one
// only where a list of requirements defines it.
func (c candidate) counts() bool {
	if c.def.Class != plan.ClassUnknown {
		return true
	}
	return c.doc.Role == plan.Requirements && (c.def.Form == plan.FormHeading || c.def.Form == plan.FormBullet || c.def.Form == plan.FormCheckbox) &&
		unknownKind.MatchString(c.def.ID) && !otherKinds[strings.TrimRight(lead(c.def.ID), "-")] && !c.amongOthers()
}

// unknownKind is what an id of a kind that nobody has declared looks like:
// AUTH-01. Shorter ones (R-2, D-1, Q3) are risks, decisions and questions.
var unknownKind = regexp.MustCompile(`^[A-Z][A-Z0-9]{2,}(?:-[A-Z][A-Z0-9]*)*-\d+(?:\.\d+)*[A-Z]?$`)

// otherKinds are ids that lists of requirements hold beside requirements.
var otherKinds = set("RISK", "ADR", "TASK", "EPIC", "STORY", "BUG", "ISSUE", "TEST", "DEC", "ASM", "DEP", "KPI", "RFC", "KEP", "UTF", "ISO", "SHA", "TODO", "GOAL", "OUT", "QUESTION", "ASSUMPTION", "MILESTONE", "PHASE", "CVE", "PR")

// otherHeadings are words in the headings of lists that are not requirements.
var otherHeadings = regexp.MustCompile(`(?i)\b(risks?|decisions?|questions?|assumptions?|glossary|references?|dependenc(?:y|ies)|out of scope|tasks?|issues?)\b`)

func (c candidate) amongOthers() bool {
	for i := c.def.Section; i > 0; i = c.doc.Sections[i].Parent {
		if otherHeadings.MatchString(c.doc.Sections[i].Title) {
			return true
		}
	}
	return false
}

func isRequirement(c plan.Class) bool { return c == plan.ClassRequirement || c == plan.ClassUnknown }

// dropImplied takes out criteria that are numbered by their place under FR-4
// where the plan writes FR-4.x ids of its own.
func dropImplied(byID map[string][]candidate) {
	explicit := map[string]bool{}
	for id, list := range byID {
		if up := parentID(id); up != "" && slices.ContainsFunc(list, func(c candidate) bool { return c.def.Form != plan.FormImplicit }) {
			explicit[up] = true
		}
	}
	for id, list := range byID {
		if lead(id) == "" || !explicit[parentID(id)] {
			continue
		}
		list = slices.DeleteFunc(list, func(c candidate) bool { return c.def.Form == plan.FormImplicit })
		if len(list) == 0 {
			delete(byID, id)
		} else {
			byID[id] = list
		}
	}
}

// duplicates reports definitions of the first one's rank with another text, each
// with all the other places. Those of a lower rank are mentions, and nothing is
// said of them; nor of stories and criteria that plans and tasks name again.
func (m *maker) duplicates(p *Plan, list []candidate) {
	first := list[0]
	if p.Kind == KindTemplate || !isRequirement(first.def.Class) && first.doc.Role != plan.Requirements {
		return
	}
	var others []candidate
	for _, c := range list[1:] {
		if c.rank() == first.rank() && !sameText(first.def, c.def) {
			others = append(others, c)
		}
	}
	for _, c := range others {
		d := diag.New(diag.DuplicateID, "", "%q is defined %s in the plan, with different texts", c.def.ID, times(1+len(others)))
		d.Related = []diag.Related{related(first.doc, head(first), "the definition that counts")}
		for _, other := range others {
			if other != c && len(d.Related) < maxRelated {
				d.Related = append(d.Related, related(other.doc, head(other), "defined here too"))
			}
		}
		d.Hint = "give one of them an id of its own"
		m.report(c.doc, head(c), d)
	}
}

func times(n int) string {
	if n == 2 {
		return "twice"
	}
	return strconv.Itoa(n) + " times"
}

// head is the first line of a definition.
func head(c candidate) plan.Span { return firstLine(c.doc, c.def.Span) }

func firstLine(d *Document, s plan.Span) plan.Span {
	if s.Start < 0 || s.End > len(d.File.Text) || s.Start > s.End {
		return plan.Span{}
	}
	if i := strings.IndexByte(d.File.Text[s.Start:s.End], '\n'); i >= 0 {
		s.End = s.Start + i
	}
	return s
}

// sameText tells whether two definitions say the same: letters and digits
// alike, or one is the beginning of the other.
func sameText(x, y *plan.Requirement) bool {
	s, t := letters(x.Title+" "+x.Text), letters(y.Title+" "+y.Text)
	return strings.HasPrefix(s, t) || strings.HasPrefix(t, s)
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// nest finds parents and children: by id (FR-1 of FR-1.1), else by place.
func (p *Plan) nest() {
	for _, r := range slices.Concat(p.Requirements, p.Others) {
		for up := parentID(r.ID); up != "" && r.Parent == nil; up = parentID(up) {
			r.Parent = p.byID[up]
		}
		if i := r.Def.Parent; r.Parent == nil && i >= 0 && i < len(r.Doc.defined) {
			r.Parent = r.Doc.defined[i]
		}
		if r.Parent != nil && (r.Parent == r || isRequirement(r.Parent.Def.Class) != isRequirement(r.Def.Class) || r.within(r.Parent)) {
			r.Parent = nil
		}
		if r.Parent != nil {
			r.Parent.Children = append(r.Parent.Children, r)
		}
	}
}

// within tells whether r contains q, however deep.
func (r *Requirement) within(q *Requirement) bool {
	for q = q.Parent; q != nil; q = q.Parent {
		if q == r {
			return true
		}
	}
	return false
}

// mention lists the definitions that lost, in order of the text.
func (p *Plan) mention() {
	for _, d := range p.Documents {
		for i := range d.Requirements {
			r := p.byID[d.Requirements[i].ID]
			if r != nil && d.defined[i] == nil && d.Requirements[i].Form != plan.FormImplicit {
				p.Mentions = append(p.Mentions, Mention{Of: r, Doc: d, Def: &d.Requirements[i]})
			}
		}
	}
}
