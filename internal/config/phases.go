package config

import (
	"regexp"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/metadata"
)

var phaseNumber = regexp.MustCompile(`^(?:\d{1,4}(?:\.\d{1,4})*[A-Za-z]?|[A-Za-z])$`)

// phases takes what the portfolio says of the phases of all plans.
func (d *decoder) phases(to *[]Phase) setter {
	return func(name string, n *metadata.Node) {
		seen, aliases := map[string]bool{}, map[string]bool{}
		d.entries(name, n, "a list of phases, each with number and name", func(item *metadata.Node) {
			p, ok := d.phase(item)
			switch {
			case !ok:
				return
			case seen[p.Number]:
				d.report(diag.ConfigInvalid, item.Start, item.End, "the phase %s stands here a second time", quoted(p.Number))
				return
			}
			seen[p.Number] = true
			for _, a := range p.Aliases {
				if key := strings.ToLower(a); aliases[key] {
					d.report(diag.ConfigInvalid, item.Start, item.End, "the alias %s stands here a second time", quoted(a))
				} else {
					aliases[key] = true
				}
			}
			*to = append(*to, p)
		})
	}
}

// entries gives each item of a list to take.
func (d *decoder) entries(name string, n *metadata.Node, want string, take func(*metadata.Node)) {
	switch {
	case n.Null:
	case n.Kind != metadata.Sequence:
		d.invalid(n, name, want)
	default:
		for _, item := range n.Items {
			if item.Kind != metadata.Mapping {
				d.invalid(item, name, want)
				continue
			}
			take(item)
		}
	}
}

// phase reads one of phases; it is used only when nothing is wrong with it.
func (d *decoder) phase(n *metadata.Node) (Phase, bool) {
	var p Phase
	var places []*metadata.Node
	before := len(d.found)
	d.mapping(n, "phases", fields{
		"number":     d.matching(&p.Number, phaseNumber, "the number of a phase such as 1, 0.5, 2A or A"),
		"name":       d.line(&p.Name),
		"aliases":    d.words(&p.Aliases),
		"start":      d.date(&p.Start),
		"end":        d.date(&p.End),
		"milestones": d.milestones(&p.Milestones, &places),
	})
	if len(d.found) > before {
		return Phase{}, false
	}
	if p.Number == "" {
		d.report(diag.ConfigInvalid, n.Start, n.End, "a phase needs %s", quoted("number"))
		d.hint("for instance: number: 1 and name: Foundation")
		return Phase{}, false
	}
	if p.Start != "" && p.End != "" && p.End < p.Start {
		d.report(diag.ConfigInvalid, n.Start, n.End, "the phase %s ends on %s, before it starts on %s", quoted(p.Number), p.End, p.Start)
		return Phase{}, false
	}
	for i, m := range p.Milestones {
		if m.Date < p.Start {
			d.report(diag.MilestoneEarly, places[i].Start, places[i].End, "the milestone %s is on %s, before phase %s begins on %s", quoted(m.Name), m.Date, p.Number, p.Start)
		}
	}
	p.Number = strings.ToUpper(p.Number)
	if t := strings.TrimLeft(p.Number, "0"); t == "" || t[0] == '.' {
		p.Number = "0" + t
	} else {
		p.Number = t
	}
	return p, true
}

// milestones takes the dates that a phase works to, and the place of each.
func (d *decoder) milestones(to *[]Milestone, places *[]*metadata.Node) setter {
	return func(name string, n *metadata.Node) {
		d.entries(name, n, "a list of milestones, each with name and date", func(item *metadata.Node) {
			var m Milestone
			d.mapping(item, "milestones", fields{"name": d.line(&m.Name), "date": d.date(&m.Date)})
			if m.Name == "" || m.Date == "" {
				d.report(diag.ConfigInvalid, item.Start, item.End, "a milestone needs %s and %s", quoted("name"), quoted("date"))
				return
			}
			*to, *places = append(*to, m), append(*places, item)
		})
	}
}

// words takes a list of texts, or one alone.
func (d *decoder) words(to *[]string) setter {
	return func(name string, n *metadata.Node) {
		items := n.Items
		switch {
		case n.Null:
			return
		case n.Kind == metadata.Scalar:
			items = []*metadata.Node{n}
		case n.Kind == metadata.Mapping:
			d.invalid(n, name, "a list")
			return
		}
		for _, item := range items {
			if text, ok := d.scalar(name, item); ok && text != "" {
				*to = append(*to, strings.Join(strings.Fields(text), " "))
			}
		}
	}
}
