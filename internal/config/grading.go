package config

import (
	"slices"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/metadata"
)

// Grading says how severe the diagnostics of a rule are, in some files or in all.
type Grading struct {
	Code     diag.Code
	Severity string   // "off", "error", "warning" or "note"
	In       []string // patterns of paths; none for everywhere
}

// Match tells whether a pattern fits a path: *, ? and [a-z] each within one part
// of it, {a,b} for one or the other, and ** for any number of parts.
func Match(pattern, path string) bool {
	ok, err := doublestar.Match(pattern, path)
	return ok && err == nil
}

// MatchAny tells whether one of patterns fits a path, or there are none.
func MatchAny(patterns []string, path string) bool {
	return len(patterns) == 0 || slices.ContainsFunc(patterns, func(p string) bool { return Match(p, path) })
}

// Grade gives list with the severities that the configuration wants, and
// without what it turns off. Of several gradings of one rule the last that fits
// holds. list stays as it is, and what it leads to.
func (c *Config) Grade(list []*diag.Diagnostic) []*diag.Diagnostic {
	if len(c.Rules) == 0 {
		return list
	}
	graded := make([]*diag.Diagnostic, 0, len(list))
	for _, d := range list {
		severity := string(d.Severity)
		for i := range c.Rules {
			if g := &c.Rules[i]; g.Code == d.Code && MatchAny(g.In, d.Path) {
				severity = g.Severity
			}
		}
		switch severity {
		case diag.Off:
		case string(d.Severity):
			graded = append(graded, d)
		default:
			other := *d
			other.Severity = diag.Severity(severity)
			graded = append(graded, &other)
		}
	}
	return graded
}

// rules takes how diagnostics are graded, by the code or the name of a rule: a
// severity, or severity and in, or a list of these.
func (d *decoder) rules(to *[]Grading) setter {
	return func(name string, n *metadata.Node) {
		if n.Null {
			return
		}
		if n.Kind != metadata.Mapping {
			d.invalid(n, name, "a mapping of rules to off, error, warning or note")
			return
		}
		seen := map[diag.Code]bool{}
		for _, k := range n.Keys {
			rule, ok := diag.Lookup(k.Name)
			switch {
			case !ok:
				d.unknownRule(k)
			case seen[rule.Code]:
				d.report(diag.ConfigInvalid, k.Start, k.End, "the rule %s (%s) is graded a second time", rule.Code, rule.Name)
				d.hint("one rule takes a list: [{severity: off, in: drafts/**}, {severity: error, in: services/**}]")
			default:
				seen[rule.Code] = true
				d.gradings(k, rule.Code, to)
			}
		}
	}
}

func (d *decoder) unknownRule(k metadata.Key) {
	var names []string
	for _, r := range diag.All() {
		names = append(names, r.Name)
	}
	d.report(diag.ConfigUnknownKey, k.Start, k.End, "there is no rule %s", quoted(k.Name))
	if near, ok := nearest(k.Name, names); ok {
		d.hint("did you mean %s?", quoted(near))
	} else {
		d.hint("a rule is named by its code, such as PF102, or its name, such as dangling-citation")
	}
}

// gradings reads what stands under the key of one rule.
func (d *decoder) gradings(k metadata.Key, code diag.Code, to *[]Grading) {
	items := []*metadata.Node{k.Value}
	if k.Value.Kind == metadata.Sequence {
		items = k.Value.Items
	}
	for _, item := range items {
		g := Grading{Code: code}
		severity := d.choice(&g.Severity, diag.Off, "error", "warning", "note")
		if item.Kind == metadata.Mapping {
			d.mapping(item, k.Name, fields{"severity": severity, "in": d.globs(&g.In)})
		} else {
			severity(k.Name, item)
		}
		if g.Severity != "" {
			*to = append(*to, g)
		}
	}
}

// globs takes a list of patterns of paths as Match reads them, or one alone.
func (d *decoder) globs(to *[]string) setter {
	return func(name string, n *metadata.Node) {
		items := []*metadata.Node{n}
		if n.Kind == metadata.Sequence {
			items = n.Items
		}
		for _, item := range items {
			text, ok := d.scalar(name, item)
			if !ok {
				continue
			}
			if text == "" || !doublestar.ValidatePattern(text) {
				d.report(diag.ConfigInvalid, item.Start, item.End, "%s is no pattern of paths", quoted(text))
				d.hint("a pattern has *, ? and [a-z], each within one part of a path, and ** for any number of parts")
				continue
			}
			*to = append(*to, text)
		}
	}
}
