package markdown

import (
	"strings"
	"unicode"

	"github.com/planfolio/planfolio/internal/convention"
	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// Requirements by name, as OpenSpec writes them: "### Requirement: Session
// expiry" has no id but its name. Its id is the name's slug, session-expiry. No
// other id is in lower case, so it meets none. In a document that proposes
// changes of another plan, the name of that plan stands before it:
// auth.session-expiry.

const namedKind = "requirement by name"

// namedHeading reads a heading "Requirement: Name". A name that begins with an
// id has that.
func (r *reader) namedHeading(t *run) (shape, bool) {
	s := t.text
	start := skipMarks(s)
	for _, w := range numberedWords {
		n := prefixFold(s[start:], w.word)
		if n == 0 || w.class != plan.ClassRequirement {
			continue
		}
		i := start + n
		i += spaces(s[i:])
		rest, ok := strings.CutPrefix(s[i:], ":")
		if !ok {
			rest, ok = strings.CutPrefix(s[i:], "：")
		}
		text := len(s) - len(strings.TrimLeft(rest, " \t"))
		id := nameID(s[text:])
		if !ok || id == "" {
			continue
		}
		if own, ok := r.shapeAt(t, text, len(s)); ok && own.class == plan.ClassRequirement {
			return own, true
		}
		sh := shape{clear: true, text: text}
		sh.start, sh.end, sh.after = start, i, i
		sh.id, sh.prefix, sh.class, sh.kind = r.qualified(id), w.word, plan.ClassNamed, namedKind
		return sh, true
	}
	return shape{}, false
}

// nameID is the id of a requirement by its name; "" for a name without a letter
// or digit. A name of digits alone would be the id of another.
func nameID(name string) string {
	slug := strings.Trim(plan.Slug(plain(name)), "-_")
	for strings.Contains(slug, "--") {
		slug = strings.ReplaceAll(slug, "--", "-")
	}
	if slug != "" && !strings.ContainsFunc(slug, unicode.IsLetter) {
		slug = "requirement-" + slug
	}
	return slug
}

// qualified puts the name of the plan before id that the document proposes to
// change.
func (r *reader) qualified(id string) string {
	if _, name, ok := convention.DeltaOf(r.file.Path); ok {
		return nameID(strings.ReplaceAll(name, "/", "-")) + "." + id
	}
	return id
}

var deltaHeading = pattern.MustCompile(`(?i)^(added|modified|removed|renamed) requirements?$`)

// delta is what the headings above say is to happen to a requirement; "" in
// documents that propose no changes of another plan.
func (r *reader) delta(section int) plan.Change {
	if _, _, ok := convention.DeltaOf(r.file.Path); !ok {
		return ""
	}
	for ; section > 0; section = r.doc.Sections[section].Parent {
		if m := deltaHeading.FindStringSubmatch(r.doc.Sections[section].Title); m != nil {
			return plan.Change(strings.ToLower(m[1]))
		}
	}
	return ""
}

// nameChange is what a requirement by name proposes, and the id that it has in
// the plan that it is about.
func (d *definition) nameChange(change plan.Change, of string) {
	if change != "" {
		d.Change, d.Of = change, of
	}
}

var renameLine = pattern.MustCompile(`^(FROM|TO):\s*#*\s*Requirement:\s*(.+)$`)

// defineRenamed reads "FROM: ### Requirement: Old name" and, in the item behind
// it, "TO: ### Requirement: New name".
func (r *reader) defineRenamed(i int) bool {
	b := &r.blocks[i]
	to := renameLine.FindStringSubmatch(strings.TrimSpace(b.run.text))
	if to == nil || to[1] != "TO" || r.delta(b.section) != plan.ChangeRenamed {
		return to != nil
	}
	for j := i - 1; j >= 0 && r.blocks[j].section == b.section; j-- {
		from := renameLine.FindStringSubmatch(strings.TrimSpace(r.blocks[j].run.text))
		if from == nil {
			continue
		}
		id := nameID(to[2])
		if from[1] != "FROM" || id == "" {
			return true
		}
		d := definition{nodes: childrenOf(b.item.node), id: b.run.span(0, len(b.run.text))}
		d.ID, d.Class, d.Kind, d.Form, d.Section = r.qualified(id), plan.ClassNamed, namedKind, plan.FormBullet, b.section
		d.Title, d.Text = to[2], "renamed from "+from[2]
		d.Span = plan.Span{Start: d.id.Start, End: max(b.item.span.End, d.id.End)}
		d.nameChange(plan.ChangeRenamed, nameID(from[2]))
		b.defines = true
		r.defs = append(r.defs, d)
		return true
	}
	return true
}
