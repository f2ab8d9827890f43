package roadmap

import (
	"cmp"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/portfolio"
)

// fewChanges is up to how many plans columns are renewed rather than gathered.
const fewChanges = 50

// findColumns puts phases of the same column below each other. A column that
// nothing has changed of is the same pointer as before.
func (r *Roadmap) findColumns(c change) {
	r.byNumber = make(map[string]*Column, len(c.before.byNumber))
	for _, p := range r.opts.Phases {
		r.column(p.Number)
	}
	if c.before.byNumber == nil || len(c.gone)+len(c.fresh) > fewChanges {
		r.gatherColumns()
	} else {
		r.renewColumns(c)
	}
	r.Columns = make([]*Column, 0, len(r.byNumber))
	for _, col := range r.byNumber {
		r.Columns = append(r.Columns, col)
	}
	slices.SortFunc(r.Columns, func(a, b *Column) int {
		return cmp.Or(compareNumbers(a.Number, b.Number), strings.Compare(a.Number, b.Number))
	})
	taken := make(map[string]bool, len(r.Columns))
	for i, col := range r.Columns {
		if s := slug(col.Number, taken); s != col.Slug {
			other := *col
			other.Slug = s
			r.Columns[i], r.byNumber[col.Number] = &other, &other
		}
	}
}

// column is the column of a number, made where there is none: as configured,
// without phases.
func (r *Roadmap) column(number string) *Column {
	c := r.byNumber[number]
	if c == nil {
		c = &Column{Number: number}
		for _, p := range r.opts.Phases {
			if p.Number == number {
				c.Title, c.Start, c.End = p.Name, date(p.Start), date(p.End)
			}
		}
		r.byNumber[number] = c
	}
	return c
}

func (r *Roadmap) gatherColumns() {
	for _, lane := range r.Lanes {
		for _, ph := range lane.Phases {
			if ph.column != "" {
				c := r.column(ph.column)
				c.Phases = append(c.Phases, ph)
				c.Tasks.add(ph.Tasks, 1)
			}
		}
	}
	for _, c := range r.byNumber {
		if c.Title == "" {
			c.Title = commonTitle(c.Phases)
		}
	}
}

// renewColumns takes the phases of what has gone out of the columns of before,
// and puts those of what is new in their places.
func (r *Roadmap) renewColumns(c change) {
	gone, fresh := columnRuns(c.gone), columnRuns(c.fresh)
	for number, before := range c.before.byNumber {
		if g, f := gone[number], fresh[number]; len(g)+len(f) == 0 {
			r.byNumber[number] = before
		} else if r.byNumber[number] != nil || len(f) > 0 || len(before.Phases) > phasesIn(g) {
			r.renew(r.column(number), before, g, f)
		}
	}
	for number, f := range fresh {
		if c.before.byNumber[number] == nil {
			r.renew(r.column(number), &Column{}, nil, f)
		}
	}
}

// renew makes a column of what it was before.
func (r *Roadmap) renew(c, before *Column, gone, fresh [][]*Phase) {
	c.Slug, c.Tasks, c.Phases = before.Slug, before.Tasks, slices.Clone(before.Phases)
	for _, run := range gone {
		at := placeOf(run, c.Phases)
		c.Phases = slices.Delete(c.Phases, at, at+len(run))
		for _, ph := range run {
			c.Tasks.add(ph.Tasks, -1)
		}
	}
	for _, run := range fresh {
		c.Phases = slices.Insert(c.Phases, placeOf(run, c.Phases), run...)
		for _, ph := range run {
			c.Tasks.add(ph.Tasks, 1)
		}
	}
	switch {
	case c.Title != "":
	case slices.EqualFunc(gone, fresh, titledAlike):
		c.Title = before.Title
	default:
		c.Title = commonTitle(c.Phases)
	}
}

// columnRuns gives the phases that lanes have in each column, lane by lane.
func columnRuns(shares []*share) map[string][][]*Phase {
	runs := map[string][][]*Phase{}
	for _, s := range shares {
		if s.lane == nil {
			continue
		}
		for _, ph := range s.lane.Phases {
			list := runs[ph.column]
			switch n := len(list); {
			case ph.column == "":
			case n > 0 && list[n-1][0].Lane == ph.Lane:
				list[n-1] = append(list[n-1], ph)
			default:
				runs[ph.column] = append(list, []*Phase{ph})
			}
		}
	}
	return runs
}

// phasesIn counts the phases of runs.
func phasesIn(runs [][]*Phase) int {
	n := 0
	for _, run := range runs {
		n += len(run)
	}
	return n
}

// placeOf is where the phases of a run stand in a column, or would.
func placeOf(run, column []*Phase) int {
	at, _ := slices.BinarySearchFunc(column, run[0].Lane.Plan, func(ph *Phase, p *portfolio.Plan) int { return cmp.Compare(ph.Lane.Plan.ID, p.ID) })
	return at
}

// titledAlike tells whether runs of one plan have the same titles.
func titledAlike(a, b []*Phase) bool {
	return a[0].Lane.Plan.ID == b[0].Lane.Plan.ID && slices.EqualFunc(a, b, func(x, y *Phase) bool { return x.row().Title == y.row().Title })
}
