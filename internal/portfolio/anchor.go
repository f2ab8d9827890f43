package portfolio

import (
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/plan"
)

// anchor finds the heading of to that fragment names. It reports one that is
// not there, and says so; then a link into another document still leads to it.
func (m *maker) anchor(d, to *Document, k *plan.Link, fragment string) (Target, bool) {
	t := Target{Kind: TargetDocument, To: to.File.Path, Section: plan.None}
	fragment, _, _ = strings.Cut(fragment, ":~:") // text to scroll to: the browser's
	fragment = decode(fragment)
	if fragment == "" || fragment == "top" {
		return t, true
	}
	if to.Plan != m.plan {
		m.ask(m.lookup.byID[to.Plan.ID])
	}
	if i := sectionOf(to, fragment); i != plan.None {
		t.Section = i
		return t, true
	}
	if slices.Contains(to.Anchors, fragment) {
		t.Anchor = fragment
		return t, true
	}
	for i := range to.Requirements { // spec.md#fr-005: the id itself
		if strings.EqualFold(to.Requirements[i].ID, fragment) {
			t.Section = to.Requirements[i].Section
			return t, true
		}
	}
	x := diag.New(diag.BrokenAnchor, "", "link to the heading %q, which is not there", "#"+fragment)
	if d != to {
		x = diag.New(diag.BrokenAnchor, "", "link to the heading %q, which is not in %s", "#"+fragment, to.File.Path)
	}
	if near := nearestAnchor(to, fragment); near != "" {
		x.Hint = "did you mean " + strconv.Quote("#"+near) + "?"
	}
	m.flaw(d, k, x)
	return t, false
}

// sectionOf is the section with an anchor; GitHub takes no notice of case.
func sectionOf(d *Document, anchor string) int {
	fold := plan.None
	for i := range d.Sections {
		switch a := d.Sections[i].Anchor; {
		case a == anchor:
			return i
		case fold == plan.None && a != "" && strings.EqualFold(a, anchor):
			fold = i
		}
	}
	return fold
}

// nearestAnchor is the heading that a broken anchor most likely meant: one that
// has the same letters, that begins or ends like it, or that is a slip away.
func nearestAnchor(d *Document, anchor string) string {
	want := letters(anchor)
	var all []string
	for i := range d.Sections {
		a := d.Sections[i].Anchor
		if a == "" {
			continue
		}
		if letters(a) == want {
			return a
		}
		all = append(all, a)
	}
	for _, a := range all {
		if s := letters(a); len(want) >= 4 && len(s) >= 4 && (strings.HasSuffix(s, want) || strings.HasPrefix(s, want) || strings.HasSuffix(want, s)) {
			return a
		}
	}
	return nearest(strings.ToLower(anchor), all)
}
