package config

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/metadata"
)

// AnyKind is the key of Config.Coverage that holds for the kinds without an
// entry of their own.
const AnyKind = "default"

// builtinKinds are the kinds of requirement that need no configuration, with
// the prefix of their ids: a policy names them by either.
var builtinKinds = map[string]string{
	"FR": "functional", "NFR": "non-functional", "REQ": "requirement", "TR": "technical", "BR": "business",
}

// Waiver says that requirements need no answer.
type Waiver struct {
	Requirement string // "billing/FR-1.2", or an id alone; * stands for any part of it
	Reason      string
	Date        string // ISO date on which it was granted
	Until       string // ISO date on which it ends, that day included; "" for none
	Line        int    // in the configuration
}

// coverage takes what each kind of requirement needs.
func (d *decoder) coverage(to *map[string]Condition, kinds []Kind) setter {
	return func(name string, n *metadata.Node) {
		if n.Null {
			return
		}
		if n.Kind != metadata.Mapping {
			d.invalid(n, name, "a mapping of kinds of requirement to what they need")
			d.hint("for instance: NFR: design and testing")
			return
		}
		known := append([]string{AnyKind}, slices.Sorted(maps.Values(builtinKinds))...)
		for _, k := range kinds {
			known = append(known, k.Name)
		}
		for _, k := range n.Keys {
			kind := k.Name
			if full, ok := builtinKinds[strings.ToUpper(kind)]; ok {
				kind = full
			}
			if !slices.Contains(known, kind) {
				d.unknown(k, name, known)
				continue
			}
			text, ok := d.scalar(k.Name, k.Value)
			if !ok {
				continue
			}
			c, err := ParseCondition(text)
			if err != nil {
				d.report(diag.ConfigInvalid, k.Value.Start, k.Value.End, "what %s needs cannot be read: %s", quoted(k.Name), err)
				d.hint("join section, design, phase, task, testing and done by and, or and parentheses")
				continue
			}
			if *to == nil {
				*to = map[string]Condition{}
			}
			(*to)[kind] = c
		}
	}
}

// waivers takes the requirements that need no answer.
func (d *decoder) waivers(to *[]Waiver) setter {
	return func(name string, n *metadata.Node) {
		if n.Null {
			return
		}
		if n.Kind != metadata.Sequence {
			d.invalid(n, name, "a list of waivers, each with requirement, reason and date")
			return
		}
		for _, item := range n.Items {
			if w, ok := d.waiver(item); ok {
				*to = append(*to, w)
			}
		}
	}
}

var waived = regexp.MustCompile(`^[^\s\[\]?\\]+$`)

// waiver reads one of waivers; it is used only when nothing is wrong with it.
func (d *decoder) waiver(n *metadata.Node) (Waiver, bool) {
	if n.Kind != metadata.Mapping {
		d.invalid(n, "waivers", "a list of waivers, each with requirement, reason and date")
		return Waiver{}, false
	}
	before := len(d.found)
	w := Waiver{Line: d.file.Range(n.Start, n.End).Start.Line}
	d.mapping(n, "waivers", fields{
		"requirement": d.matching(&w.Requirement, waived, "an id such as FR-1.2, or with its plan, billing/FR-1.2"),
		"reason":      d.line(&w.Reason),
		"date":        d.date(&w.Date),
		"until":       d.date(&w.Until),
	})
	if len(d.found) > before {
		return Waiver{}, false
	}
	for _, need := range []struct{ name, value string }{{"requirement", w.Requirement}, {"reason", w.Reason}, {"date", w.Date}} {
		if need.value == "" {
			d.report(diag.ConfigInvalid, n.Start, n.End, "a waiver needs %s", quoted(need.name))
			d.hint("for instance: {requirement: billing/FR-1.2, reason: measured by the vendor, date: 2026-03-14}")
			return Waiver{}, false
		}
	}
	return w, true
}

// date takes a day: 2026-03-14.
func (d *decoder) date(to *string) setter {
	return func(name string, n *metadata.Node) {
		if n.Kind == metadata.Scalar && !n.Null {
			if _, err := time.Parse(time.DateOnly, n.Value); err == nil {
				*to = n.Value
				return
			}
		}
		d.invalid(n, name, "a date such as 2026-03-14")
	}
}
