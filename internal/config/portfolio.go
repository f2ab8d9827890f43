package config

import (
	"path"
	"regexp"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/metadata"
)

var kindName = regexp.MustCompile(`^\p{Ll}[\p{L}\p{N} -]*$`)

// maxPattern bounds a kind's regular expression: it is tried on every word that
// may be an id.
const maxPattern = 200

// kinds takes the kinds of id that a portfolio adds.
func (d *decoder) kinds(to *[]Kind) setter {
	return func(name string, n *metadata.Node) {
		if n.Null {
			return
		}
		if n.Kind != metadata.Sequence {
			d.invalid(n, name, "a list of kinds, each with name and pattern")
			return
		}
		seen := map[string]bool{}
		for _, item := range n.Items {
			k, ok := d.kind(item)
			switch {
			case !ok:
			case seen[k.Name]:
				d.report(diag.ConfigInvalid, item.Start, item.End, "the kind %s stands here a second time", quoted(k.Name))
			default:
				seen[k.Name] = true
				*to = append(*to, k)
			}
		}
	}
}

// kind reads one of kinds; it is used only when nothing is wrong with it.
func (d *decoder) kind(n *metadata.Node) (Kind, bool) {
	if n.Kind != metadata.Mapping {
		d.invalid(n, "kinds", "a list of kinds, each with name and pattern")
		return Kind{}, false
	}
	var k Kind
	before := len(d.found)
	d.mapping(n, "kinds", fields{
		"name":    d.matching(&k.Name, kindName, "a word in lower case such as security"),
		"plural":  d.line(&k.Plural),
		"pattern": d.pattern(&k.Pattern),
		"color":   d.hue(&k.Color),
	})
	if len(d.found) > before {
		return Kind{}, false
	}
	for _, need := range []struct{ name, value string }{{"name", k.Name}, {"pattern", k.Pattern}} {
		if need.value == "" {
			d.report(diag.ConfigInvalid, n.Start, n.End, "a kind needs %s", quoted(need.name))
			d.hint("for instance: name: security and pattern: SEC-\\d+")
			return Kind{}, false
		}
	}
	if k.Plural == "" {
		k.Plural = k.Name + " requirements"
	}
	return k, true
}

// pattern takes a regular expression of whole ids.
func (d *decoder) pattern(to *string) setter {
	return func(name string, n *metadata.Node) {
		text, ok := d.scalar(name, n)
		if !ok {
			return
		}
		_, err := regexp.Compile(text)
		switch {
		case len(text) > maxPattern:
			d.report(diag.ConfigInvalid, n.Start, n.End, "%s has %d bytes, more than the limit of %d", quoted(name), len(text), maxPattern)
		case err != nil:
			reason := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
			d.report(diag.ConfigInvalid, n.Start, n.End, "%s is no regular expression: %s", quoted(name), reason)
			d.hint("the syntax is that of https://go.dev/s/re2syntax")
		case regexp.MustCompile(`^(?:` + text + `)$`).MatchString(""):
			d.report(diag.ConfigInvalid, n.Start, n.End, "%s must not match the empty text, as %s does", quoted(name), quoted(text))
		default:
			*to = text
		}
	}
}

// templates takes which plans follow which template.
func (d *decoder) templates(to *map[string]string) setter {
	return func(name string, n *metadata.Node) {
		if n.Null {
			return
		}
		if n.Kind != metadata.Mapping {
			d.invalid(n, name, "a mapping of plans to templates")
			d.hint("for instance: services/*.md: technical-implementation-plan")
			return
		}
		for _, k := range n.Keys {
			if _, err := path.Match(k.Name, ""); err != nil || k.Name == "" {
				d.report(diag.ConfigInvalid, k.Start, k.End, "%s is no pattern of paths", quoted(k.Name))
				d.hint("a pattern has *, ? and [a-z], each within one part of a path, and ** for any number of parts")
				continue
			}
			if text, ok := d.scalar(k.Name, k.Value); ok {
				if *to == nil {
					*to = map[string]string{}
				}
				(*to)[k.Name] = text
			}
		}
	}
}
