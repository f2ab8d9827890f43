package schema

import "github.com/planfolio/planfolio/internal/plan"

// outline is what the titles of a document say, made once for all templates
// that it is held against.
type outline struct {
	d       *plan.Document
	entries []plan.Entry     // of d
	keys    []string         // of its sections
	core    []string         // of their keys
	series  []series         // of their keys
	kids    [][]int          // section → those directly below it
	tops    []int            // sections directly below the document's title
	byKey   map[string][]int // sections by their keys
	byRest  map[string][]int // sections by the title behind their number
	cores   map[string]bool
	root    int // the document's title section
}

func outlineOf(d *plan.Document) *outline {
	n := len(d.Sections)
	o := &outline{
		d: d, entries: d.Entries(), root: titleSection(d), keys: make([]string, n), core: make([]string, n), series: make([]series, n), kids: make([][]int, n),
		byKey: make(map[string][]int, n), byRest: map[string][]int{}, cores: make(map[string]bool, n),
	}
	for i, sec := range d.Sections {
		o.keys[i] = key(sec.Title)
		o.core[i] = core(o.keys[i])
		o.series[i] = seriesOf(o.keys[i])
		if sec.Parent >= 0 {
			o.kids[sec.Parent] = append(o.kids[sec.Parent], i)
		}
		if i == 0 || o.keys[i] == "" {
			continue
		}
		o.byKey[o.keys[i]] = append(o.byKey[o.keys[i]], i)
		o.cores[o.core[i]] = true
		if rest := o.series[i].rest; rest != "" {
			o.byRest[rest] = append(o.byRest[rest], i)
		}
	}
	for i := 1; i < n; i++ {
		if i != o.root && o.top(i) {
			o.tops = append(o.tops, i)
		}
	}
	return o
}

// top tells whether section j stands directly below the document's title.
func (o *outline) top(j int) bool {
	p := o.d.Sections[j].Parent
	return p == 0 || p == o.root || p == plan.None
}
