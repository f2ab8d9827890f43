package build

import (
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/schema"
)

// After each edit of a story, the facts that were taken over and those that were
// made anew are together what is made from nothing, pointers included.
func FuzzFacts(f *testing.F) {
	for seed := range uint64(3) {
		f.Add(seed, uint8(6))
	}
	f.Fuzz(func(t *testing.T, seed uint64, edits uint8) {
		r := rand.New(rand.NewPCG(seed, 9))
		p := newBench()
		p.write("planfolio.yaml", "phases:\n  - number: \"1\"\n    name: Begin\n    start: 2026-01-05\n    end: 2026-02-01\n    milestones:\n      - {name: Review, date: 2026-03-01}\n  - number: \"9\"\n    name: Later\nrules:\n  PF401: note\nhouse_rules:\n  - name: a-risk\n    section: Risks\n")
		paths := []string{"a.md", "b.md", "c/spec.md", "c/tasks.md", "d.md", "e/README.md", "e/plan.md", "e/parts/sail.md", "archive/z.md"}
		for _, path := range paths {
			p.write(path, someText(r))
		}
		var last *Result
		for n := range edits {
			in := p.inputs()
			next, err := Build(t.Context(), in, last)
			if err != nil {
				t.Fatal(err)
			}
			cold, err := Build(t.Context(), in, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := factsOf(next), factsOf(cold); got != want {
				t.Fatalf("after edit %d: %s", n, firstDifference(got, want))
			}
			last = next
			if path := paths[r.IntN(len(paths))]; r.IntN(8) == 0 {
				p.remove(path)
			} else {
				p.write(path, someText(r))
			}
		}
	})
}

// someText is a plan of parts of chance, which point at those of other plans.
func someText(r *rand.Rand) string {
	parts := []string{
		"- **FR-1**: it sails\n- **FR-2**: it lands\n",
		"- **FR-2**: it floats\n",
		"See FR-1, a/FR-2 and b/FR-9.\n",
		"[other](../b.md#risks) and [[spec]] and [gone](nowhere.md).\n",
		"## Risks\n\n- **Ice**: in winter. Mitigation: salt\n",
		"## Phase 1: Begin\n\n- [x] T001 lay the keel _Requirements: FR-1_\n- [ ] T002 rig it (depends on T001)\n\n## Phase 2: End\n\n**Depends on**: Phase 1\n\n- [ ] T003 sail\n",
		"## Phase 1: Start\n\n- [ ] T001 draw it\n\n## Phase 2A: Middle\n\n**Depends on**: Phase 7\n\n- [ ] T007 bend it (depends on T003)\n\nMilestone: 2026-03-01\n",
		"## Phase 7: End\n\n- [x] sail home (depends on T007)\n\n## Milestones\n\n- Landing: 2026-02-01\n- Feast: 2026-03-01\n",
		"## Dependencies\n\n- Phase 2 depends on Phase 1\n- [first](a.md), [second](../a.md)\n",
		"## Open questions\n\n- Who steers?\n",
		"## Technology stack\n\n- Database: PostgreSQL\n",
		"## Milestones\n\n- Launch: 2026-03-01 (Phase 1)\n",
		"<!-- planfolio:ignore dangling-citation as agreed -->\n",
	}
	var b strings.Builder
	if r.IntN(2) == 0 {
		fmt.Fprintf(&b, "---\nstatus: %s\ndepends_on: [%s]\n---\n\n", []string{"draft", "done"}[r.IntN(2)], []string{"a", "b", "d", "e", "spec", "nobody-7"}[r.IntN(6)])
	}
	fmt.Fprintf(&b, "# %s\n\n", []string{"Ferry", "Spec", "Bell buoy"}[r.IntN(3)])
	for _, i := range r.Perm(len(parts))[:2+r.IntN(6)] {
		b.WriteString(parts[i] + "\n")
	}
	return b.String()
}

func factsOf(r *Result) string {
	var b strings.Builder
	f := r.Site.Facts
	for d := range f.Diagnostics.All() {
		fmt.Fprintf(&b, "%+v\n", d)
	}
	describe(&b, f.Portfolio, f.Trace, f.Roadmap, f.Completeness, f.Registers.All())
	for _, l := range f.Roadmap.Lanes {
		for _, ph := range slices.Concat(l.Phases, l.Others) {
			fmt.Fprintf(&b, "%s %d: %+v\n", ph.Doc.File.Path, ph.Index, ph.Place())
		}
	}
	return b.String()
}

func firstDifference(got, want string) string {
	x, y := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d is\n%s\nfrom nothing it is\n%s", i, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d lines, from nothing %d", len(x), len(y))
}

// A describer writes values as text, exported fields only, so that two values
// have the same text where one could stand for the other: what a pointer leads
// to is written where it is met first, and by its number from then on.
type describer struct {
	w    io.Writer
	seen map[any]int
}

func describe(w io.Writer, values ...any) {
	d := &describer{w: w, seen: map[any]int{}}
	for _, v := range values {
		d.value(reflect.ValueOf(v))
		fmt.Fprintln(w)
	}
}

func (d *describer) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		d.pointer(v)
	case reflect.Interface:
		if v.IsNil() {
			fmt.Fprint(d.w, "nil")
			return
		}
		d.value(v.Elem())
	case reflect.Struct:
		if s, ok := v.Interface().(fmt.Stringer); ok {
			fmt.Fprintf(d.w, "%s", s)
			return
		}
		fmt.Fprintf(d.w, "{")
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				fmt.Fprintf(d.w, "%s:", f.Name)
				d.value(v.Field(i))
				fmt.Fprint(d.w, " ")
			}
		}
		fmt.Fprintf(d.w, "}")
	case reflect.Slice, reflect.Array:
		fmt.Fprint(d.w, "[")
		for i := range v.Len() {
			d.value(v.Index(i))
			fmt.Fprint(d.w, "\n")
		}
		fmt.Fprint(d.w, "]")
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int {
			x, y := fmt.Sprint(a), fmt.Sprint(b)
			if x < y {
				return -1
			}
			return 1
		})
		for _, k := range keys {
			fmt.Fprintf(d.w, "%v=", k)
			d.value(v.MapIndex(k))
		}
	case reflect.Func:
	default:
		fmt.Fprintf(d.w, "%#v", v.Interface())
	}
}

func (d *describer) pointer(v reflect.Value) {
	if v.IsNil() {
		fmt.Fprint(d.w, "nil")
		return
	}
	switch x := v.Interface().(type) {
	case *plan.Document: // what the stages are given, and do not change
		fmt.Fprintf(d.w, "%s@%x", x.File.Path, x.File.Digest)
		return
	case *schema.Alignment:
		fmt.Fprintf(d.w, "aligned with %s: %d gaps", x.Schema.Name, len(x.Gaps))
		return
	}
	n, known := d.seen[v.Interface()]
	if known {
		fmt.Fprintf(d.w, "#%d", n)
		return
	}
	n = len(d.seen)
	d.seen[v.Interface()] = n
	fmt.Fprintf(d.w, "#%d ", n)
	d.value(v.Elem())
}
