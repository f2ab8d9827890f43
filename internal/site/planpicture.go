package site

import (
	"slices"

	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/trace"
)

// planPicture draws a plan's requirements between the sections that cite them
// and the phases that plan them, and other plans behind. Where there are many,
// the requirements that contain others stand for these. It is nil where nothing
// cites any.
func (s *Site) planPicture(rel relation, p *planFacts) *Picture {
	m := planPictureMaker{s: s, rel: rel, p: p, left: map[string]int{}, rows: map[any]int{}}
	rows := m.requirements()
	m.others(rows)
	if len(m.columns[0])+len(m.columns[2])+len(m.columns[3]) == 0 {
		return nil
	}
	return m.draw()
}

// planPictureMaker collects the boxes of the four columns.
type planPictureMaker struct {
	s       *Site
	rel     relation
	p       *planFacts
	columns [4][]PictureBox // sections, requirements, phases, plans
	rows    map[any]int     // row of a box within its column, by what it stands for
	links   []pictureLink
	left    map[string]int
}

// pictureLink is a line between two things, by what they stand for.
type pictureLink struct {
	from, to           any
	fromColumn, column int
}

// add puts a thing into a column while there is room.
func (m *planPictureMaker) add(column int, key any, box PictureBox) bool {
	if _, known := m.rows[key]; known {
		return true
	}
	if len(m.columns[column]) == columnRows {
		m.left[box.Kind]++
		m.rows[key] = -1
		return false
	}
	m.rows[key] = len(m.columns[column])
	m.columns[column] = append(m.columns[column], box)
	return true
}

// requirements fills their column and tells which box each row belongs to.
func (m *planPictureMaker) requirements() map[*trace.Row]*requirementFacts {
	rows := map[*trace.Row]*requirementFacts{}
	fold := len(m.p.trace.Rows) > columnRows
	for _, row := range m.p.trace.Rows {
		if row.State == trace.Retired {
			continue
		}
		r := row.Requirement
		for fold && r.Parent != nil {
			r = r.Parent
		}
		f := m.s.index.defined(r)
		if m.add(1, f, PictureBox{Link: Link{Label: f.ID, Href: m.rel.to(f.address), Title: head(RequirementText(r), 120)}, Kind: "requirement", State: requirementState(f)}) && m.rows[f] >= 0 {
			rows[row] = f
		}
	}
	return rows
}

// others fills the columns of what cites the requirements.
func (m *planPictureMaker) others(rows map[*trace.Row]*requirementFacts) {
	citedBy := m.cited(rows)
	for i, c := range m.p.trace.Columns {
		d := m.s.index.doc(c.Doc)
		cited := citedBy[i]
		if len(cited) == 0 && c.Kind == trace.ColumnSection {
			continue
		}
		head := m.s.matrixColumn(m.rel, c)
		box := PictureBox{Link: head.Link, Kind: "section", State: State{"cited", "cited"}}
		column := 0
		if c.Kind == trace.ColumnPhase {
			column, box.Kind, box.State = 2, "phase", State{"planned", "planned"}
			if known := d.phase(c.Index); known != nil {
				box.State = phaseState(known)
				box.Title = head.Label + ", " + tasksDone(known.Tasks)
			}
		}
		if !m.add(column, i, box) {
			continue
		}
		for _, f := range cited {
			if column == 0 {
				m.links = append(m.links, pictureLink{i, f, 0, 1})
			} else {
				m.links = append(m.links, pictureLink{f, i, 1, 2})
			}
		}
	}
	for _, row := range m.p.trace.Rows {
		f := rows[row]
		if f == nil {
			continue
		}
		for _, c := range row.Elsewhere() {
			m.plan(f, c)
		}
	}
}

// cited are the requirements of the picture that each column of the matrix
// cites, each once.
func (m *planPictureMaker) cited(rows map[*trace.Row]*requirementFacts) [][]*requirementFacts {
	lists := make([][]*requirementFacts, len(m.p.trace.Columns))
	matrix := m.p.trace.Matrix()
	for _, row := range m.p.trace.Rows {
		f := rows[row]
		if f == nil {
			continue
		}
		for _, column := range matrix.ColumnsOf(row) {
			if list := lists[column]; !slices.Contains(list, f) {
				lists[column] = append(list, f)
			}
		}
	}
	return lists
}

// plan links a requirement with another plan that cites it.
func (m *planPictureMaker) plan(f *requirementFacts, c *portfolio.Citation) {
	other := m.s.index.plan(c.Doc.Plan)
	link := pictureLink{f, other, 1, 3}
	if m.add(3, other, PictureBox{Link: planLink(m.rel, other), Kind: "plan", State: State{"cited", "cited"}}) && !slices.Contains(m.links, link) {
		m.links = append(m.links, link)
	}
}

// draw sets the columns side by side, each in the middle of the height. Plans
// stand below the phases, where the lines to them cross nothing.
func (m *planPictureMaker) draw() *Picture {
	p := &Picture{Label: "The requirements of " + m.p.title() + ", with the sections that cite them and the phases that plan them"}
	last := len(m.columns[2]) + len(m.columns[3])
	rows := max(len(m.columns[0]), len(m.columns[1]), last)
	var x, y [4]int
	for i, column := range []struct {
		head string
		rows int
	}{{"Sections", len(m.columns[0])}, {"Requirements", len(m.columns[1])}, {lastHead(len(m.columns[2]), len(m.columns[3])), last}} {
		if column.rows == 0 {
			continue
		}
		x[i], y[i] = p.Width, (rows-column.rows)*rowStep/2
		p.Heads = append(p.Heads, PictureHead{column.head, p.Width})
		p.Width += planStep
	}
	p.Width += boxWidth - planStep
	x[3], y[3] = x[2], y[2]+len(m.columns[2])*rowStep
	for _, l := range m.links {
		from, to := m.rows[l.from], m.rows[l.to]
		if from >= 0 && to >= 0 {
			p.Lines = append(p.Lines, line(x[l.fromColumn], top(from)+y[l.fromColumn], x[l.column], top(to)+y[l.column]))
		}
	}
	for column, boxes := range m.columns {
		for row, box := range boxes {
			box.X, box.Y, box.Width = x[column], top(row)+y[column], boxWidth
			p.Boxes = append(p.Boxes, box)
		}
	}
	p.finish(rows, m.left)
	return p
}

// lastHead is the word over phases and other plans.
func lastHead(phases, plans int) string {
	switch {
	case plans == 0:
		return "Phases"
	case phases == 0:
		return "Other plans"
	}
	return "Phases, other plans"
}
