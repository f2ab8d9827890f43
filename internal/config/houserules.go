package config

import (
	"regexp"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/metadata"
)

// HouseRule is a rule of the portfolio's own. It concerns the documents that In,
// Role and Template name, and holds where everything that it asks for is there.
type HouseRule struct {
	Name     string
	Message  string // what to do, "" to say only what is missing
	Severity diag.Severity
	In       []string // patterns of paths; none for everywhere
	Role     string   // of the document: requirements, design, plan, tasks …; "" for any
	Template string   // name of the template that the document follows; "" for any

	Section  string            // a section that must exist; the others of this rule are then about it, else about the document
	Words    int               // at least so many words
	Contains string            // regular expression that must match
	Excludes string            // regular expression that must not match
	Cites    string            // pattern of ids of which one must be cited: NFR-*
	Fields   map[string]string // front matter or "**Name**: value" at the head: name → regular expression of the whole value
	Line     int               // in the configuration
}

var ruleName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// houseRules takes the rules that a portfolio adds.
func (d *decoder) houseRules(to *[]HouseRule) setter {
	return func(name string, n *metadata.Node) {
		if n.Null {
			return
		}
		if n.Kind != metadata.Sequence {
			d.invalid(n, name, "a list of rules, each with a name and what it asks for")
			return
		}
		seen := map[string]bool{}
		for _, item := range n.Items {
			r, ok := d.houseRule(item)
			switch {
			case !ok:
			case seen[r.Name]:
				d.report(diag.ConfigInvalid, item.Start, item.End, "the rule %s stands here a second time", quoted(r.Name))
			default:
				seen[r.Name] = true
				*to = append(*to, r)
			}
		}
	}
}

// houseRule reads one of them; it is used only when nothing is wrong with it.
func (d *decoder) houseRule(n *metadata.Node) (HouseRule, bool) {
	if n.Kind != metadata.Mapping {
		d.invalid(n, "house_rules", "a list of rules, each with a name and what it asks for")
		return HouseRule{}, false
	}
	before := len(d.found)
	r := HouseRule{Severity: diag.Warning, Line: d.file.Range(n.Start, n.End).Start.Line}
	d.mapping(n, "house_rules", fields{
		"name":     d.matching(&r.Name, ruleName, "a name such as security-section"),
		"message":  d.line(&r.Message),
		"severity": d.choice((*string)(&r.Severity), "error", "warning", "note"),
		"in":       d.globs(&r.In),
		"role":     d.line(&r.Role),
		"template": d.line(&r.Template),
		"section":  d.line(&r.Section),
		"words":    d.integer(&r.Words, 1, 100_000),
		"contains": d.pattern(&r.Contains),
		"excludes": d.pattern(&r.Excludes),
		"cites":    d.line(&r.Cites),
		"fields":   d.fieldPatterns(&r.Fields),
	})
	if len(d.found) > before {
		return HouseRule{}, false
	}
	switch {
	case r.Name == "":
		d.report(diag.ConfigInvalid, n.Start, n.End, "a house rule needs %s", quoted("name"))
	case r.Section == "" && r.Words == 0 && r.Contains == "" && r.Excludes == "" && r.Cites == "" && len(r.Fields) == 0:
		d.report(diag.ConfigInvalid, n.Start, n.End, "the house rule %s asks for nothing", quoted(r.Name))
	default:
		return r, true
	}
	d.hint("for instance: {name: security-section, section: Security, words: 30}")
	return HouseRule{}, false
}

// fieldPatterns takes names of fields with the pattern of their whole value.
func (d *decoder) fieldPatterns(to *map[string]string) setter {
	return func(name string, n *metadata.Node) {
		if n.Kind != metadata.Mapping {
			d.invalid(n, name, "a mapping of fields to patterns")
			return
		}
		for _, k := range n.Keys {
			var pattern string
			if d.pattern(&pattern)(k.Name, k.Value); pattern != "" {
				if *to == nil {
					*to = map[string]string{}
				}
				(*to)[k.Name] = pattern
			}
		}
	}
}
