package markdown

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/plan"
)

// quoteLength bounds the text that is quoted around a citation, in code points.
const quoteLength = 240

// readCitations finds every mention of an id that is not where it is defined.
func (r *reader) readCitations() {
	defined := map[int]bool{}    // offsets of the ids that definitions begin with
	onLine := map[ownLine]bool{} // a definition's line may repeat its id
	for i := range r.defs {
		d := &r.defs[i]
		if d.id.End > d.id.Start {
			defined[d.id.Start] = true
		}
		onLine[ownLine{r.lineAt(d.id.Start), d.ID}] = true
	}
	var found []plan.Citation
	found, r.cited = r.citeFront(r.cited[:0]), nil
	for i := range r.blocks {
		b := &r.blocks[i]
		cell := b.row != nil && r.listsIDs(b)
		for _, m := range r.ids.mentions(&b.run, cell) {
			r.starred(b, &m)
			at := b.run.source(m.start)
			if defined[at] || onLine[ownLine{r.lineAt(at), m.id}] || b.bareOutside(m) {
				continue
			}
			if b.run.style(m.start)&address != 0 || isPath(b.run.text, m.start, m.stop) {
				continue
			}
			c := plan.Citation{
				From: m.id, Rest: restOf(m.to), Wildcard: m.wildcard, Class: m.class, Listed: m.listed && !b.heading, Bare: m.bare,
				Span: b.run.span(m.start, m.stop), Section: int32(b.section), Phase: plan.None, Task: plan.None,
			}
			start := m.start
			if q, ok := qualifier(b.run.text, m.start); ok {
				c.Rest = &plan.CitationRest{To: m.to, Qualifier: q}
				start -= len(q) + 1
				c.Span.Start = b.run.source(start)
			}
			c.Quote, c.Mark = quote(b.run.text, start, m.stop)
			found = append(found, c)
		}
	}
	r.cited, r.doc.Citations = found, exactly(found)
	slices.SortStableFunc(r.doc.Citations, func(a, b plan.Citation) int { return a.Span.Start - b.Span.Start })
	r.placeCitations()
}

// listsIDs tells whether a cell is a citation list: its column's head says so,
// or, in a table of fields and values, the first cell of its row.
func (r *reader) listsIDs(b *block) bool {
	if b.column < len(b.row.table.head) && isListLabel[b.row.table.head[b.column]] {
		return true
	}
	return b.column > 0 && isListLabel[subject(r.blocks[b.row.cells[0]].run.text)]
}

// starred makes a wildcard of an id in a list whose ".*" the Markdown parser has
// taken for emphasis, and takes back one that is part of a pattern in code.
func (r *reader) starred(b *block, m *mention) {
	t := &b.run
	if t.style(m.start)&code != 0 {
		if m.wildcard {
			m.wildcard, m.stop = false, m.end
		}
		return
	}
	if m.wildcard || !m.listed || m.bare || m.to != "" || m.stop >= len(t.text) || t.text[m.stop] != '.' {
		return
	}
	star := t.source(m.stop) + 1
	first := t.source(0)
	if star >= len(r.text) || r.text[star] != '*' || star+1 < len(r.text) && r.text[star+1] == '*' || first > 0 && r.text[first-1] == '*' {
		return
	}
	m.wildcard, m.stop = true, m.stop+1
}

// An ownLine is an id on the line of its definition.
type ownLine struct {
	line int
	id   string
}

// bareOutside tells whether m is a number that belongs to a heading's title or
// stands in code, and so is no citation.
func (b *block) bareOutside(m mention) bool {
	titled := b.heading && !m.listed && !strings.ContainsAny(b.run.text[:m.start], "([（")
	return m.bare && (titled || b.run.style(m.start)&code != 0)
}

// lineAt is the number of the line that holds the byte at offset, from 0.
func (r *reader) lineAt(offset int) int {
	if r.lines == nil {
		r.lines = append(r.lines, 0)
		for i, c := range r.text {
			if c == '\n' {
				r.lines = append(r.lines, i+1)
			}
		}
	}
	return sort.SearchInts(r.lines, offset+1) - 1
}

// longestPath bounds how far around an id its path is read, in bytes.
const longestPath = 256

// qualifier reads the plan before an id: billing of billing/FR-1.2.
func qualifier(s string, id int) (string, bool) {
	if id < 2 || s[id-1] != '/' {
		return "", false
	}
	i := id - 1
	for i > 0 && id-i < longestPath && (isAlnum(s[i-1]) || strings.IndexByte("-_./", s[i-1]) >= 0) {
		i--
	}
	q := s[i : id-1]
	if q == "" || q != strings.ToLower(q) || !isAlnum(q[0]) || !isAlnum(q[len(q)-1]) || !leftBoundary(s, i) {
		return "", false
	}
	return q, true
}

// isPath tells whether the id s[start:end] is part of a path or file name.
func isPath(s string, start, end int) bool {
	if start > 1 && s[start-1] == '/' && (s[start-2] == '/' || s[start-2] == '.' || s[start-2] == '_') {
		return true
	}
	if end+1 >= len(s) || s[end] != '/' {
		return false
	}
	i := end + 1
	for i < len(s) && i-end < longestPath && (isAlnum(s[i]) || strings.IndexByte("-_./", s[i]) >= 0) {
		i++
	}
	rest := strings.TrimRight(s[end+1:i], ".")
	return rest == "" || 'a' <= rest[0] && rest[0] <= 'z' && (strings.ContainsAny(rest, "./") || start > 0 && s[start-1] == '/')
}

func restOf(to string) *plan.CitationRest {
	if to == "" {
		return nil
	}
	return &plan.CitationRest{To: to}
}

// quote gives the sentence around s[start:end] on one line, and where in it the
// citation stands.
func quote(s string, start, end int) (string, [2]int16) {
	room := quoteLength - utf8.RuneCountInString(s[start:end])
	from := start
	for n := 0; from > 0 && n < room*2/3; n++ {
		c, size := utf8.DecodeLastRuneInString(s[:from])
		if endsSentence(c, s[from:]) {
			break
		}
		from -= size
		room--
	}
	to := end
	for ; to < len(s) && room > 0; room-- {
		c, size := utf8.DecodeRuneInString(s[to:])
		to += size
		if endsSentence(c, s[to:]) {
			break
		}
	}
	text := blanked(s[from:to])
	lead := len(text) - len(strings.TrimLeft(text, " "))
	// A no-break space becomes a shorter one: the marks are counted again.
	before := blanked(s[from:start])
	at := len(before) - lead
	return strings.TrimSpace(text), plan.MarkOf(at, at+end-start)
}

// blanked is s with a space for every white space.
func blanked(s string) string {
	if strings.IndexFunc(s, func(c rune) bool { return c != ' ' && unicode.IsSpace(c) }) < 0 {
		return s
	}
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return ' '
		}
		return c
	}, s)
}

func endsSentence(c rune, rest string) bool {
	switch c {
	case '。', '！', '？', '\n':
		return c != '\n'
	case '.', '!', '?':
		return rest == "" || strings.HasPrefix(rest, " ") && len(rest) > 1 && !unicode.IsLower(firstRune(rest[1:]))
	}
	return false
}

func firstRune(s string) rune {
	c, _ := utf8.DecodeRuneInString(s)
	return c
}

func sortMentions(all []mention) {
	slices.SortStableFunc(all, func(a, b mention) int { return a.start - b.start })
}

// frontLists are the keys of front matter that list requirements.
var frontLists = map[string]bool{
	"requirements": true, "requirement": true, "requirement-refs": true, "requirement_refs": true, "requirement-ids": true, "requirement_ids": true,
	"requirements-completed": true, "requirements_completed": true, "reqs": true, "covers": true, "satisfies": true, "implements": true, "validates": true,
	"refs": true, "traces": true, "traces-to": true, "traces_to": true,
}

// citeFront appends the ids that the front matter lists.
func (r *reader) citeFront(found []plan.Citation) []plan.Citation {
	for _, f := range r.doc.Front {
		key := f.Key
		if strings.HasPrefix(key, "renamed.") {
			continue // says what an id is called today, and cites nothing
		}
		if dot := strings.LastIndexByte(key, '.'); dot >= 0 {
			key = key[dot+1:]
		}
		listed := frontLists[key]
		t := run{text: f.Value, parts: []part{{src: f.Span.Start}}, end: f.Span.End}
		if f.Span.End-f.Span.Start != len(f.Value) {
			i := strings.Index(r.file.Text[f.Span.Start:f.Span.End], f.Value)
			if i < 0 {
				continue
			}
			t.parts[0].src += i
		}
		if len(f.Value) == 0 {
			continue
		}
		for _, m := range r.ids.mentions(&t, listed) {
			if m.class == plan.ClassUnknown && !listed || m.bare && !listed {
				continue
			}
			q, mark := quote(t.text, m.start, m.stop)
			found = append(found, plan.Citation{
				From: m.id, Rest: restOf(m.to), Wildcard: m.wildcard, Class: m.class, Listed: listed, Bare: m.bare,
				Span: t.span(m.start, m.stop), Phase: plan.None, Task: plan.None, Quote: q, Mark: mark,
			})
		}
	}
	return found
}

// placeCitations says which phase and task each citation stands in, and gives
// the tasks their citations.
func (r *reader) placeCitations() {
	tasks, phases := newNesting(len(r.doc.Tasks), func(i int) (plan.Span, int) {
		return r.doc.Tasks[i].Span, r.doc.Tasks[i].Parent
	}), newNesting(len(r.doc.Phases), func(i int) (plan.Span, int) {
		return r.doc.Phases[i].Span, r.doc.Phases[i].Parent
	})
	unwritten := newNesting(len(r.unwritten), func(i int) (plan.Span, int) { return r.unwritten[i], plan.None })
	for i := range r.doc.Citations {
		c := &r.doc.Citations[i]
		c.Phase, c.Task = int32(phases.at(c.Span.Start)), int32(tasks.at(c.Span.Start))
		if c.Task != plan.None {
			t := &r.doc.Tasks[c.Task]
			t.Cites = append(t.Cites, i)
		} else {
			c.Example = unwritten.at(c.Span.Start) != plan.None
		}
	}
}

// A nesting finds which of several spans that nest a byte stands in.
type nesting struct {
	n    int
	span func(int) (plan.Span, int) // of the i-th, in order of the text, with the index of the one around it
}

func newNesting(n int, span func(int) (plan.Span, int)) nesting { return nesting{n, span} }

// at is the innermost span that holds offset, plan.None where none does.
func (n nesting) at(offset int) int {
	i := sort.Search(n.n, func(i int) bool {
		s, _ := n.span(i)
		return s.Start > offset
	}) - 1
	for i >= 0 {
		s, parent := n.span(i)
		if offset < s.End {
			return i
		}
		i = parent
	}
	return plan.None
}
