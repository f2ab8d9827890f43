package portfolio

import (
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/convention"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/metadata"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

// sources are the places where a plan's facts are written: the metadata that
// lies beside its documents, and those documents that speak for it.
type sources struct {
	sidecars  []*metadata.Node
	documents []*Document
	rows      []convention.Metadata // of its convention and of its sidecars', before those that all share
}

// The lists of keys that conventions have.
var (
	title      = func(m convention.Metadata) []string { return m.Title }
	status     = func(m convention.Metadata) []string { return m.Status }
	owners     = func(m convention.Metadata) []string { return m.Owners }
	tags       = func(m convention.Metadata) []string { return m.Tags }
	milestones = func(m convention.Metadata) []string { return m.Milestones }
	successors = func(m convention.Metadata) []string { return m.Successors }
)

func (m *maker) sources(p *Plan) sources {
	s := sources{rows: []convention.Metadata{p.Convention.Metadata}}
	for i, d := range p.Documents {
		if i > 0 && p.holdsDeeper(d) {
			continue // it speaks for a part of the plan
		}
		switch d.Role {
		case plan.Log, plan.Checklist, plan.Research, plan.Contract:
		default:
			s.documents = append(s.documents, d)
		}
	}
	if p.Path == p.dir {
		for _, f := range m.lookup.sidecars[p.dir] {
			if path.Ext(f.Path) == "" { // owners' files are no YAML
				continue
			}
			if n := m.readSidecar(f); n != nil {
				s.sidecars = append(s.sidecars, n)
			}
			if c := convention.OfSidecar(path.Base(f.Path)); c != nil && c != p.Convention {
				s.rows = append(s.rows, c.Metadata)
			}
		}
	}
	s.rows = append(s.rows, convention.Shared())
	return s
}

// readSidecar reads a sidecar. Where it does not parse, what its author meant by
// a value that begins with "@" is read all the same, and the fault is reported.
func (m *maker) readSidecar(f source.File) *metadata.Node {
	if m.opts.Metadata != nil {
		return m.opts.Metadata(f)
	}
	n, err := metadata.Parse(f.Text)
	if err == nil {
		return n
	}
	d := diag.New(diag.BadSidecar, f.Path, "%s is %s", path.Base(f.Path), err)
	var at *metadata.Error
	if errors.As(err, &at) {
		d = diag.New(diag.BadSidecar, f.Path, "%s: %s", path.Base(f.Path), at.Message)
		start := min(max(at.Offset, 0), len(f.Text))
		end := start + max(0, strings.IndexByte(f.Text[start:]+"\n", '\n'))
		d = f.At(d, start, end)
	}
	n, err = metadata.Parse(handle.ReplaceAllString(f.Text, `$1"$2"`))
	d.Hint = "nothing of it is read: status, owners and dates of the plan are lost"
	if err == nil {
		d.Hint = "put the value in quotes; it is read as if it stood in them"
	}
	m.found = append(m.found, d)
	if err != nil {
		return nil
	}
	return n
}

// handle is a name that begins with "@", as YAML's values must not.
var handle = regexp.MustCompile(`(?m)^(\s*(?:-\s+|[\w-]+:\s+)+)(@[\w.-]+)\s*$`)

// keys are those of all rows, the more particular ones first.
func (s sources) keys(of func(convention.Metadata) []string) []string {
	var list []string
	for _, row := range s.rows {
		for _, key := range of(row) {
			if !slices.Contains(list, key) {
				list = append(list, key)
			}
		}
	}
	return list
}

// beside are the values that sidecars have under the first key that has any.
func (s sources) beside(keys []string) []string {
	for _, n := range s.sidecars {
		for _, key := range keys {
			if list := scalars(child(n, key)); len(list) > 0 {
				return list
			}
		}
	}
	return nil
}

// values are those of the first key that has any, in sidecars, then in the
// plan's documents.
func (s sources) values(keys []string) []string {
	if list := s.beside(keys); len(list) > 0 {
		return list
	}
	for _, d := range s.documents {
		if list := append(fieldValues(d.Front, keys), fieldValues(d.Meta, keys)...); len(list) > 0 {
			return list
		}
	}
	return nil
}

// facts are what else the plan's convention has places for.
func (s sources) facts() []Fact {
	var list []Fact
	for _, row := range s.rows {
		for _, f := range row.Facts {
			values := s.values(f.Keys)
			for i, v := range values {
				values[i] = day.ReplaceAllString(v, "$1")
			}
			if v := settled(strings.Join(values, ", ")); v != "" {
				list = append(list, Fact{f.Name, v})
			}
		}
	}
	return list
}

// day is a point in time of which the day is told.
var day = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?$`)

// milestones are the stages of the first key that has any.
func (s sources) milestones() []Milestone {
	var list []Milestone
	keys := s.keys(milestones)
	for _, n := range s.sidecars {
		for _, key := range keys {
			if m := child(n, key); m != nil && m.Kind == metadata.Mapping {
				for _, k := range m.Keys {
					if v := settled(first(scalars(k.Value))); v != "" {
						list = append(list, Milestone{k.Name, v})
					}
				}
			}
		}
	}
	for _, d := range s.documents {
		for _, f := range d.Front {
			key, name, nested := strings.Cut(f.Name, ".")
			of := func(k string) bool { return convention.SameKey(k, key) }
			if nested && slices.ContainsFunc(keys, of) && settled(f.Value) != "" {
				list = append(list, Milestone{name, f.Value})
			}
		}
	}
	return list
}

// fieldValues are the values of the first key that has any.
func fieldValues(fields []plan.Field, keys []string) []string {
	for _, key := range keys {
		var list []string
		for _, f := range fields {
			if v := strings.TrimSpace(f.Value); v != "" && convention.SameKey(f.Key, key) && !slices.Contains(list, v) {
				list = append(list, v)
			}
		}
		if len(list) > 0 {
			return list
		}
	}
	return nil
}

// child is the value under key of a mapping; nil where there is none.
func child(n *metadata.Node, key string) *metadata.Node {
	for _, k := range n.Keys {
		if convention.SameKey(k.Name, key) {
			return k.Value
		}
	}
	return nil
}

// scalars are the values of a scalar or a list; of a mapping the names that are
// affirmed: "design: {approved: true}".
func scalars(n *metadata.Node) []string {
	var list []string
	switch {
	case n == nil:
	case n.Kind == metadata.Scalar && !n.Null && n.Value != "":
		return []string{n.Value}
	case n.Kind == metadata.Sequence:
		for _, item := range n.Items {
			if item.Kind == metadata.Scalar && !item.Null && item.Value != "" {
				list = append(list, item.Value)
			}
		}
	case n.Kind == metadata.Mapping:
		for _, k := range n.Keys {
			if yes := child(k.Value, "approved"); yes != nil && yes.Value == "true" {
				list = append(list, k.Name)
			}
		}
	}
	return list
}
