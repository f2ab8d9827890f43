package site

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/roadmap"
)

// The drawing of dependencies: columns from left to right, in pixels. What has
// more nodes than a page can show is given in words alone.
const (
	nodeWidth   = 176
	nodeHeight  = 26
	columnWidth = 232
	rowHeight   = 36
	mostDrawn   = 80
)

// drawing lays out what waits for what within a plan: each node stands right of
// all that it waits for, and beside the middle of that. What it waits for through
// another has no line of its own. nil where nothing waits,
// where all waits in a circle, or where it would be too much to read.
func (s *Site) drawing(rel relation, p *planFacts, sc *roadmap.Schedule) *Drawing {
	var nodes []*roadmap.Node
	for _, n := range s.waitsOf(p).nodes {
		if n.Doc != nil && (within(n.After, p) || within(n.Before, p)) {
			nodes = append(nodes, n)
		}
	}
	if len(nodes) == 0 || len(nodes) > mostDrawn || sc == nil {
		return nil
	}
	slices.SortStableFunc(nodes, func(a, b *roadmap.Node) int { return cmp.Compare(placeOf(a), placeOf(b)) })
	column := columnsOf(nodes)
	if column == nil {
		return nil
	}
	critical := map[[2]int]bool{}
	for _, i := range sc.Path {
		critical[[2]int{i.Phase, i.Task}] = true
		if i.Task != plan.None {
			critical[[2]int{plan.None, i.Task}] = true
			critical[[2]int{i.Phase, plan.None}] = true
		}
	}
	d := &Drawing{}
	rows := map[*roadmap.Node]int{}
	var columns [][]*roadmap.Node
	for _, n := range nodes {
		for len(columns) <= column[n] {
			columns = append(columns, nil)
		}
		columns[column[n]] = append(columns[column[n]], n)
	}
	tallest := 0
	for _, list := range columns {
		slices.SortStableFunc(list, func(a, b *roadmap.Node) int { return cmp.Compare(middle(a, rows), middle(b, rows)) })
		for at, n := range list {
			rows[n] = at
		}
		tallest = max(tallest, len(list))
	}
	at := map[*roadmap.Node]DrawnNode{}
	for x, list := range columns {
		for y, n := range list {
			dep := s.dependency(rel, n, p.Plan)
			node := DrawnNode{Link: Link{Label: head(dep.Label, 24), Href: dep.Href, Title: dep.Label}, State: dep.State, X: x*columnWidth + 1, Y: y*rowHeight + (tallest-len(list))*rowHeight/2 + 5, Critical: critical[[2]int{n.Phase, n.Task}]}
			at[n] = node
			d.Nodes = append(d.Nodes, node)
		}
	}
	for _, n := range nodes {
		for _, to := range n.After {
			a, ok := at[to]
			if !ok || roundabout(n, to, at) {
				continue
			}
			b := at[n]
			x1, y1, x2, y2 := a.X+nodeWidth, a.Y+nodeHeight/2, b.X, b.Y+nodeHeight/2
			bend := (x2 - x1) / 2
			d.Lines = append(d.Lines, DrawnLine{Path: fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, x1+bend, y1, x2-bend, y2, x2-4, y2), Critical: a.Critical && b.Critical})
		}
	}
	d.Width, d.Height = (len(columns)-1)*columnWidth+nodeWidth+2, tallest*rowHeight
	return d
}

// roundabout tells whether n waits for to through something else that is drawn
// as well: the line itself would say nothing.
func roundabout(n, to *roadmap.Node, drawn map[*roadmap.Node]DrawnNode) bool {
	seen := map[*roadmap.Node]bool{}
	var reaches func(*roadmap.Node) bool
	reaches = func(at *roadmap.Node) bool {
		if _, ok := drawn[at]; !ok || seen[at] {
			return false
		}
		seen[at] = true
		return slices.Contains(at.After, to) || slices.ContainsFunc(at.After, reaches)
	}
	return slices.ContainsFunc(n.After, func(other *roadmap.Node) bool { return other != to && reaches(other) })
}

func within(list []*roadmap.Node, p *planFacts) bool {
	return slices.ContainsFunc(list, func(n *roadmap.Node) bool { return n.Plan == p.Plan && n.Doc != nil })
}

// placeOf orders nodes as the text does.
func placeOf(n *roadmap.Node) int {
	if n.Task != plan.None {
		return n.Doc.Tasks[n.Task].Line.Start
	}
	return n.Doc.Phases[n.Phase].Line.Start
}

// columnsOf gives each node the length of the longest chain before it; nil where
// there is a circle.
func columnsOf(nodes []*roadmap.Node) map[*roadmap.Node]int {
	column := map[*roadmap.Node]int{}
	for _, n := range nodes {
		column[n] = 0
	}
	for range nodes {
		moved := false
		for _, n := range nodes {
			for _, to := range n.After {
				if c, ok := column[to]; ok && column[n] <= c {
					column[n], moved = c+1, true
				}
			}
		}
		if !moved {
			return column
		}
	}
	return nil
}

// middle is the mean row of what a node waits for, in hundredths; those that
// wait for nothing keep their order.
func middle(n *roadmap.Node, rows map[*roadmap.Node]int) int {
	sum, count := 0, 0
	for _, to := range n.After {
		if row, ok := rows[to]; ok {
			sum += row * 100
			count++
		}
	}
	if count == 0 {
		return 0
	}
	return sum / count
}
