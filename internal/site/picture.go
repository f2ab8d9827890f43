package site

import (
	"cmp"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// The measures of a picture, in CSS pixels, and its limits: what would make it
// taller is left out, and said to be.
const (
	boxWidth    = 170
	boxText     = 21 // code points
	columnStep  = 206
	planStep    = 300 // columns of a plan's picture: it has more lines
	rowStep     = 28
	boxMiddle   = 12 // of the box, from its top
	pictureHead = 24 // room for the words over the columns

	treeRows   = 18 // of one requirement's picture
	columnRows = 30 // of one plan's
)

// node is a box of the picture of one requirement, with what hangs on it.
type node struct {
	box      PictureBox
	column   int
	key      any
	children []*node
}

// child finds or adds what hangs on n under a key.
func (n *node) child(column int, key any, box func() PictureBox) *node {
	for _, c := range n.children {
		if c.key == key {
			return c
		}
	}
	c := &node{box: box(), column: column, key: key}
	n.children = append(n.children, c)
	return c
}

// The columns of a requirement's picture.
const (
	columnRequirement = iota
	columnSections
	columnPhases
	columnTasks
	columns
)

// phaseKey and sectionKey name the boxes of a document.
type (
	phaseKey struct {
		doc   *portfolio.Document
		index int
	}
	sectionKey struct {
		doc   *portfolio.Document
		index int
	}
	taskKey struct {
		doc   *portfolio.Document
		index int
	}
)

// requirementPicture draws what answers one requirement: the sections that cite
// it or hold the phases that do, the phases, their tasks, and other plans. It
// is nil where nothing cites it.
func (s *Site) requirementPicture(rel relation, f *requirementFacts) *Picture {
	if len(f.CitedBy) == 0 {
		return nil
	}
	root := &node{column: columnRequirement, box: PictureBox{Link: Link{Label: f.ID}, Kind: "requirement", State: requirementState(f)}}
	for _, c := range f.CitedBy {
		s.hang(rel, root, f, c)
	}
	p := &Picture{Label: "What answers " + f.ID + ", by section, phase and task"}
	t := tree{picture: p, left: map[string]int{}}
	t.columns(root)
	t.place(root)
	t.finish([columns]string{"Requirement", "Sections and plans", "Phases", "Tasks"})
	return p
}

// hang adds a citation to the tree.
func (s *Site) hang(rel relation, root *node, f *requirementFacts, c *portfolio.Citation) {
	d := s.index.doc(c.Doc)
	if c.Doc.Plan != f.Plan {
		root.child(columnSections, d.plan, func() PictureBox {
			return PictureBox{Link: planLink(rel, d.plan), Kind: "plan", State: State{"cited", "cited"}}
		})
		return
	}
	at, section, phase := root, int(c.Written.Section), int(c.Written.Phase)
	if phase != plan.None {
		section = holder(d, phase)
	}
	at = at.child(columnSections, sectionKey{c.Doc, section}, func() PictureBox {
		return PictureBox{Link: Link{Label: d.sectionTitle(section), Href: rel.toSection(d, section)}, Kind: "section", State: State{"cited", "cited"}}
	})
	if phase != plan.None {
		at = at.child(columnPhases, phaseKey{c.Doc, phase}, func() PictureBox {
			p := d.Document.Phases[phase]
			box := PictureBox{Link: Link{Label: phaseName(p), Href: rel.toSection(d, p.Section)}, Kind: "phase", State: State{"planned", "planned"}}
			if known := d.phase(phase); known != nil {
				box.State = phaseState(known)
			}
			return box
		})
	}
	if i := int(c.Written.Task); i != plan.None {
		at.child(columnTasks, taskKey{c.Doc, i}, func() PictureBox {
			return PictureBox{Link: Link{Label: taskLabel(d.Tasks[i]), Href: rel.toTask(d, i)}, Kind: "task", State: taskState(d.Tasks[i])}
		})
	}
}

// holder is the section that a phase stands in: the one around it where the
// phase is a section itself.
func holder(d *docFacts, phase int) int {
	p := d.Document.Phases[phase]
	at := &d.Sections[p.Section]
	if at.Line.Start <= p.Line.Start && p.Line.Start < at.Line.End && at.Parent != plan.None {
		return at.Parent
	}
	return p.Section
}

// sectionTitle is a section in one line; the title of the document stands for
// its first section and the text before it.
func (d *docFacts) sectionTitle(i int) string {
	if i <= 0 || i == d.titleSection() {
		return d.tabLabel()
	}
	return d.Sections[i].Title
}

// tree lays a tree out: each leaf has a row, what holds others the row of the
// first.
type tree struct {
	picture *Picture
	used    [columns]bool
	x       [columns]int
	rows    int
	left    map[string]int
}

// columns finds which columns there are, and where.
func (t *tree) columns(root *node) {
	var walk func(*node)
	walk = func(n *node) {
		t.used[n.column] = true
		for _, c := range n.children {
			walk(c)
		}
	}
	walk(root)
	x := 0
	for i := range t.x {
		t.x[i] = x
		if t.used[i] {
			x += columnStep
		}
	}
	t.picture.Width = x - columnStep + boxWidth
}

// place draws n and what hangs on it, and tells its row; -1 where there is no
// room for it.
func (t *tree) place(n *node) int {
	if t.rows == treeRows {
		t.leave(n)
		return -1
	}
	row := t.rows
	for _, c := range n.children {
		if at := t.place(c); at >= 0 {
			t.picture.Lines = append(t.picture.Lines, line(t.x[n.column], top(row), t.x[c.column], top(at)))
		}
	}
	if t.rows == row {
		t.rows++ // a leaf
	}
	n.box.X, n.box.Y, n.box.Width = t.x[n.column], top(row), boxWidth
	t.picture.Boxes = append(t.picture.Boxes, n.box)
	return row
}

func (t *tree) leave(n *node) {
	t.left[n.box.Kind]++
	for _, c := range n.children {
		t.leave(c)
	}
}

func (t *tree) finish(heads [columns]string) {
	for i, label := range heads {
		if t.used[i] {
			t.picture.Heads = append(t.picture.Heads, PictureHead{label, t.x[i]})
		}
	}
	t.picture.finish(t.rows, t.left)
}

// finish sets the height, shortens what is too long for a box, puts the boxes
// into the order in which they are read, and says what was left out.
func (p *Picture) finish(rows int, left map[string]int) {
	p.Height = pictureHead + rows*rowStep
	for i := range p.Boxes {
		b := &p.Boxes[i]
		b.Title = cmp.Or(b.Title, b.Label)
		b.Label = head(b.Label, boxText)
	}
	slices.SortStableFunc(p.Boxes, func(a, b PictureBox) int { return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X)) })
	var parts []string
	for _, kind := range []struct{ name, one, many string }{
		{"requirement", "requirement", "requirements"}, {"section", "section", "sections"}, {"plan", "plan", "plans"},
		{"phase", "phase", "phases"}, {"task", "task", "tasks"},
	} {
		if n := left[kind.name]; n > 0 {
			parts = append(parts, number(n, kind.one, kind.many))
		}
	}
	if len(parts) > 0 {
		p.Left = "Left out of the picture: " + strings.Join(parts, ", ") + "."
	}
}

// line is the curve from a box to one further right, by their corners.
func line(x1, y1, x2, y2 int) PictureLine {
	l := PictureLine{X1: x1 + boxWidth, Y1: y1 + boxMiddle, X2: x2, Y2: y2 + boxMiddle}
	l.XM = (l.X1 + l.X2) / 2
	return l
}

// top is where the box of a row begins.
func top(row int) int { return pictureHead + row*rowStep }
