package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"github.com/planfolio/planfolio/internal/plan"
)

// finishRequirements puts the definitions in order of the text, finds what
// contains what, and gives headings the text below them.
func (r *reader) finishRequirements() {
	r.dropRestated()
	byID := map[string]int{}
	for i := range r.defs {
		if _, ok := byID[r.defs[i].ID]; !ok {
			byID[r.defs[i].ID] = i
		}
	}
	for i := range r.defs {
		d := &r.defs[i]
		if d.Form != plan.FormImplicit {
			d.Parent = r.parentOf(i, byID)
		}
		if d.Form == plan.FormHeading {
			r.describe(d)
			if d.Text == "" && i+1 < len(r.defs) && r.defs[i+1].Parent == i {
				d.Text = r.defs[i+1].Text
			}
		}
		r.doc.Requirements = append(r.doc.Requirements, d.Requirement)
		r.requirementNodes = append(r.requirementNodes, d.nodes)
	}
}

// dropRestated leaves out the definitions that cannot be the one of their id,
// as the document itself has a better: those of a lower form, and those of the
// same form that say the same. They are citations.
func (r *reader) dropRestated() {
	best := map[string]int{}
	for i := range r.defs {
		j, ok := best[r.defs[i].ID]
		if !ok || formRank[r.defs[i].Form] < formRank[r.defs[j].Form] {
			best[r.defs[i].ID] = i
		}
	}
	if len(best) == len(r.defs) {
		return
	}
	place := make([]int, len(r.defs)) // of each definition among those kept
	var kept []definition
	for i := range r.defs {
		d, b := &r.defs[i], best[r.defs[i].ID]
		restated := i != b && (formRank[d.Form] > formRank[r.defs[b].Form] || d.Form != plan.FormImplicit && restates(d, &r.defs[b]))
		if restated {
			place[i] = plan.None
			continue
		}
		place[i] = len(kept)
		kept = append(kept, *d)
	}
	at := func(i int) int {
		if i == plan.None || place[i] != plan.None {
			return i
		}
		return best[r.defs[i].ID]
	}
	for i, o := range r.sectionOwner {
		if o != plan.None {
			r.sectionOwner[i] = place[o]
		}
	}
	for i := range kept {
		if kept[i].Form == plan.FormImplicit {
			kept[i].Parent = place[at(kept[i].Parent)]
		}
	}
	r.defs = kept
}

// formRank is the order of the forms: which of two definitions of an id is the one.
var formRank = map[plan.Form]int{
	plan.FormHeading: 0, plan.FormBullet: 1, plan.FormCheckbox: 1, plan.FormParagraph: 2, plan.FormTable: 3, plan.FormImplicit: 4,
}

// restates tells whether two definitions of one form say the same.
func restates(a, b *definition) bool {
	said := func(d *definition) string { return subject(freeTitle(d.Title).title + " " + d.Text) }
	return formRank[a.Form] == formRank[b.Form] && said(a) == said(b)
}

// parentOf finds FR-1 for FR-1.1, else the requirement whose section it stands in.
func (r *reader) parentOf(i int, byID map[string]int) int {
	d := &r.defs[i]
	id := d.ID
	for {
		dot := strings.LastIndexByte(id, '.')
		if dot < 0 {
			break
		}
		id = id[:dot]
		if p, ok := byID[id]; ok && p != i {
			return p
		}
	}
	section := d.Section
	if d.Form == plan.FormHeading {
		section = r.doc.Sections[section].Parent
	}
	if section == plan.None {
		return plan.None
	}
	if o := r.owner(section); o != i {
		return o
	}
	return plan.None
}

// describe gives a heading its text, and the nodes that show it: everything up
// to the heading of a requirement within it.
func (r *reader) describe(d *definition) {
	s := r.doc.Sections
	last := d.Section
	for last+1 < len(s) && s[last+1].Level > s[d.Section].Level && r.sectionOwner[last+1] == plan.None {
		last++
	}
	for n := r.heads[d.Section].NextSibling(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && (last+1 < len(s) && h == r.heads[last+1]) {
			break
		}
		d.nodes = append(d.nodes, n)
	}
	d.Text = r.firstText(d.Section, last)
	if d.Text == "" {
		d.Text = d.Title
	}
	d.Retired = d.Retired || d.Section > 0 && s[d.Section].Parent > 0 && r.places[s[d.Section].Parent]&inRetired != 0
}

// firstText is the first paragraph of the sections from first to last that is
// more than fields, else the first item of a list.
func (r *reader) firstText(first, last int) string {
	item := ""
	for i := r.firstBlock(first); i < len(r.blocks) && r.blocks[i].section <= last; i++ {
		b := &r.blocks[i]
		switch {
		case b.heading || b.raw || b.defines || b.node.Kind() == east.KindTableCell:
		case b.item != nil:
			if item == "" && b.first && b.item.box == nil && b.item.lead == "" {
				item = plain(b.run.text)
			}
		default:
			if text := r.withoutFields(b); text != "" {
				return text
			}
		}
	}
	return item
}

// textFields are the labels of fields that hold what is required.
var textFields = phrasesOf("description", "user story", "story", "objective", "statement", "as a", "説明", "目的", "descripción", "beschreibung")

// withoutFields is the text of a paragraph without its lines that are labels or
// fields such as **Priority**: High.
func (r *reader) withoutFields(b *block) string {
	var text []string
	b.run.lines(func(start, end int, _ bool) {
		line := b.run.text[start:end]
		if l, ok := labelOf(line); ok {
			if !textFields.in(l.subject) {
				return
			}
			line = line[l.value:]
		}
		text = append(text, line)
	})
	return plain(strings.Join(text, " "))
}

// firstBlock is the index of the first block of the section.
func (r *reader) firstBlock(section int) int {
	lo, hi := 0, len(r.blocks)
	for lo < hi {
		mid := (lo + hi) / 2
		if !r.blocks[mid].note && r.blocks[mid].section < section {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
