package portfolio

import (
	"cmp"
	"iter"
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
	n := 0
	for _, d := range p.Documents {
		n += len(d.Requirements)
	}
	list := make([]candidate, 0, n)
	defined := make([]*Requirement, n)
	for _, d := range p.Documents {
		d.defined, defined = defined[:len(d.Requirements):len(d.Requirements)], defined[len(d.Requirements):]
		for i := range d.Requirements {
			if c := (candidate{d, i, &d.Requirements[i]}); c.def.ID != "" && c.counts() {
				list = append(list, c)
			}
		}
	}
	slices.SortStableFunc(list, func(x, y candidate) int { return CompareIDs(x.def.ID, y.def.ID) })
	list = withoutImplied(list)
	all := make([]Requirement, 0, distinct(list))
	p.byID = make(ids, 0, cap(all))
	for same := range sameIDs(list) {
		slices.SortStableFunc(same, func(x, y candidate) int { return cmp.Compare(x.rank(), y.rank()) })
		first := same[0]
		all = append(all, Requirement{Plan: p, Doc: first.doc, Def: first.def, ID: first.def.ID})
		r := &all[len(all)-1]
		p.byID = append(p.byID, r)
		first.doc.defined[first.index] = r
		if !isRequirement(first.def.Class) {
			r.Index = len(p.Others)
			p.Others = append(p.Others, r)
		}
		m.duplicates(p, same)
	}
	p.Requirements = make([]*Requirement, 0, len(all)-len(p.Others))
	for _, r := range p.byID {
		if isRequirement(r.Def.Class) {
			r.Index = len(p.Requirements)
			p.Requirements = append(p.Requirements, r)
		}
	}
	slices.SortFunc(p.byID, func(x, y *Requirement) int { return cmp.Compare(x.ID, y.ID) })
	p.groups = groupIDs(p.Requirements)
	p.nest()
	p.mention()
}

// sameIDs are the parts of a list, which is sorted by id, that have the same one.
func sameIDs(list []candidate) iter.Seq[[]candidate] {
	return func(yield func([]candidate) bool) {
		for len(list) > 0 {
			n := 1
			for n < len(list) && list[n].def.ID == list[0].def.ID {
				n++
			}
			if !yield(list[:n:n]) {
				return
			}
			list = list[n:]
		}
	}
}

// distinct counts the ids of a list that is sorted by them.
func distinct(list []candidate) int {
	n := 0
	for range sameIDs(list) {
		n++
	}
	return n
}

// ids finds requirements by id, by which they are sorted.
type ids []*Requirement

// find gives the requirement of an id; nil for none.
func (l ids) find(id string) *Requirement {
	i, ok := slices.BinarySearchFunc(l, id, func(r *Requirement, id string) int { return cmp.Compare(r.ID, id) })
	if !ok {
		return nil
	}
	return l[i]
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

// withoutImplied takes out criteria that are numbered by their place under FR-4
// where the plan writes FR-4.x ids of its own.
func withoutImplied(list []candidate) []candidate {
	implied := func(c candidate) bool { return c.def.Form == plan.FormImplicit }
	if !slices.ContainsFunc(list, implied) {
		return list
	}
	explicit := map[string]bool{}
	for _, c := range list {
		if up := parentID(c.def.ID); up != "" && !implied(c) {
			explicit[up] = true
		}
	}
	return slices.DeleteFunc(list, func(c candidate) bool {
		return implied(c) && lead(c.def.ID) != "" && explicit[parentID(c.def.ID)]
	})
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
			r.Parent = p.byID.find(up)
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
			if d.defined[i] != nil || d.Requirements[i].Form == plan.FormImplicit {
				continue
			}
			if r := p.byID.find(d.Requirements[i].ID); r != nil {
				p.Mentions = append(p.Mentions, Mention{Of: r, Doc: d, Def: &d.Requirements[i]})
			}
		}
	}
}
