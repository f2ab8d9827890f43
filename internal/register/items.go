package register

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/schema"
)

// An item is one thing that a section holds.
type item struct {
	topic *topic
	place Place
	name  string             // the label, the first cell, or the sub-section's title
	text  string             // what is said of it
	cells [maxColumns]string // by column of the register
	group string             // heading or label that it stands under, below the topic's own: "High"
	head  string             // title of the topic's section
	done  bool               // ticked off or struck through
	whole string             // all of its text
	kind  plan.EntryKind
	heads []string // of a row: the heads of its columns, as keys
	row   []string // and its cells
}

// A reader finds the items of one document.
type reader struct {
	titles titles
	d      *portfolio.Document
	all    []plan.Entry // of d
	about  []about
	owed   []plan.Gap
	out    []*item
	head   []string // the head of a table that keys are of
	keys   []string
}

// about is what a section is about.
type about struct {
	topic *topic
	root  int    // section whose title says so
	thing int    // sub-section that is a thing and holds this one, plan.None
	group string // title of the sub-section that only groups
}

func newReader(d *portfolio.Document, known titles) *reader {
	r := &reader{d: d, titles: known, all: d.Entries(), about: make([]about, len(d.Sections)), owed: d.Gaps}
	if d.Alignment != nil {
		r.owed = d.Alignment.Gaps
	}
	r.readTopics()
	return r
}

// items reads every section with a topic.
func (r *reader) items() []*item {
	for i := range r.d.Sections {
		a := r.about[i]
		switch {
		case a.topic == nil:
		case a.thing == i:
			r.readThing(i)
		case a.thing == plan.None:
			r.readSection(i)
		}
	}
	return r.out
}

// readThing reads a sub-section that is one thing.
func (r *reader) readThing(i int) {
	a, s := r.about[i], &r.d.Sections[i]
	name := a.topic.nameOf(s.Title)
	if generic[strings.Join(titleWords(name), " ")] || r.unfilled(s.Line) {
		return
	}
	it := r.item(a, i, s.Line)
	it.name, it.whole = name, name
	it.done = settled(r.d.File.Text[s.Line.Start:s.Line.End])
	for e := range r.entries(i) {
		if e.Kind != plan.EntryParagraph && e.Kind != plan.EntryItem || r.unfilled(e.Span) {
			continue
		}
		r.tell(it, e, true)
	}
	r.split(it)
	if it.name != "" {
		r.out = append(r.out, it)
	}
}

// field is the column that a label or head fills: its own, or that of its first
// word, "Mitigation strategy and owner".
func (t *topic) field(label string) (column int, ok bool) { return t.fieldOf(key(label)) }

// fieldOf is field of a label's key.
func (t *topic) fieldOf(k string) (column int, ok bool) {
	if n, ok := t.fields[k]; ok {
		return n, true
	}
	first, _, more := strings.Cut(k, " ")
	if !more || t.names[first] || !t.leading {
		return 0, false
	}
	n, ok := t.fields[first]
	return n, ok
}

// nameOf is a thing's title without its number and without the word for what
// it is: "Risk 2: Data loss" is "Data loss".
func (t *topic) nameOf(title string) string {
	title = strings.TrimSpace(withoutNumber(title))
	if m := counted.FindStringSubmatch(title); m != nil && (t.nouns[strings.ToLower(m[1])] || t.names[strings.ToLower(m[1])]) {
		return strings.TrimSpace(title[len(m[0]):])
	}
	return title
}

// serial is a number before an item's text.
var serial = pattern.MustCompile(`^\d+(?:\.\d+)*[.)]\s+`)

// counted is the word for a thing, with its number.
var counted = pattern.MustCompile(`^(\p{L}+)\s*(?:[A-Z]?-?\d+(?:\.\d+)*|[A-Z])?\s*[:：.—–-]\s+`)

// tell adds what an entry says of an item; prose says whether its plain text
// counts too.
func (r *reader) tell(it *item, e *plan.Entry, prose bool) {
	if e.Label != "" {
		if n, ok := it.topic.field(e.Label); ok {
			it.set(n, e.Value)
			return
		}
		if it.topic.names[key(e.Label)] && it.text == "" {
			it.text = e.Value
			return
		}
	}
	if prose && it.text == "" && e.Label == "" && sentence(e.Text) {
		it.text = e.Text
	}
}

// sentence tells whether text says something: four words, or a line of a script
// that sets no spaces.
func sentence(text string) bool {
	return !strings.HasSuffix(text, ":") && (len(strings.Fields(text)) > 3 || utf8.RuneCountInString(text) > 30 || strings.HasSuffix(text, "."))
}

func (it *item) set(column int, value string) {
	if value = strings.TrimSpace(value); value == "" {
		return
	}
	if it.cells[column] != "" {
		value = it.cells[column] + "; " + value
	}
	it.cells[column] = value
}

func (r *reader) item(a about, section int, span plan.Span) *item {
	return &item{
		topic: a.topic, place: Place{r.d.Plan, r.d, section, span},
		group: a.group, head: r.d.Sections[a.root].Title,
	}
}

// readSection reads the things that stand in section i itself.
func (r *reader) readSection(i int) {
	a := r.about[i]
	var last *item
	var prose *plan.Entry
	before := len(r.out)
	add := func(it *item) { r.out, last = append(r.out, it), it }
	skip := false        // what stands here is said of the things, not one of them
	bare := bareLabels{} // labels without a value, by depth: what stands below them is grouped
	for e := range r.entries(i) {
		switch e.Kind {
		case plan.EntryRow:
			if it := r.fromRow(a, e); it != nil {
				add(it)
			}
			last = nil
		case plan.EntryItem, plan.EntryParagraph:
			if e.Kind == plan.EntryParagraph && e.Label == "" {
				if e.Depth == 0 {
					leads := strings.HasSuffix(e.Text, ":") || strings.HasSuffix(e.Text, "：")
					skip = leads && a.topic.remedies(e.Text)
					if prose == nil && (!leads || skip) {
						prose = e
					}
					last = nil
				}
				continue
			}
			if e.Label != "" && last != nil {
				if n, ok := a.topic.field(e.Label); ok && (e.Depth > 0 || e.Kind == plan.EntryParagraph || !a.topic.labelled) {
					last.set(n, e.Value)
					continue
				}
			}
			if e.Kind == plan.EntryItem && e.Depth > 0 && last != nil && bare.at(e.Depth-1) == "" {
				r.nested(last, e)
				continue
			}
			if e.Value == "" && e.Label != "" && !strings.HasSuffix(e.Label, "?") {
				bare.set(e.Depth, e.Label) // a name alone: what follows tells more, or is what it names
				skip = a.topic.leaves(e.Label) || a.topic.remedies(e.Label)
				last = nil
				continue
			}
			if skip && e.Label == "" {
				continue
			}
			if e.Depth == 0 && e.Kind == plan.EntryItem && e.Label != "" {
				bare.set(0, "")
			}
			if it := r.fromText(a, e, bare.at(e.Depth-1), bare.at(e.Depth)); it != nil {
				add(it)
			} else {
				last = nil
			}
		}
	}
	if prose != nil && len(r.out) == before && a.topic.prose && (a.topic.name != Questions || strings.Contains(prose.Text, "?")) && !r.unfilled(prose.Span) && !isNothing(prose.Text) && !r.parent(i) {
		it := r.item(a, i, prose.Span)
		it.text, it.whole, it.kind = prose.Text, prose.Text, prose.Kind
		it.done = settled(r.d.File.Text[prose.Span.Start:prose.Span.End])
		r.out = append(r.out, it)
	}
}

// bareLabels are labels without a value, by depth of the list.
type bareLabels struct{ list []string }

func (b *bareLabels) at(depth int) string {
	if depth < 0 || depth >= len(b.list) {
		return ""
	}
	return b.list[depth]
}

func (b *bareLabels) set(depth int, label string) {
	if label == "" && depth >= len(b.list) {
		return
	}
	for depth >= len(b.list) {
		b.list = append(b.list, "")
	}
	b.list[depth] = label
}

// parent tells whether sections stand below i.
func (r *reader) parent(i int) bool {
	return i+1 < len(r.d.Sections) && r.d.Sections[i+1].Parent == i
}

// nested reads an item below another: a fact of it, or its answer.
func (r *reader) nested(it *item, e *plan.Entry) {
	if e.Label != "" && !r.unfilled(e.Span) {
		r.tell(it, e, false)
	}
}

// fromText reads an item or a labelled paragraph; nil where it is no thing.
func (r *reader) fromText(a about, e *plan.Entry, groups ...string) *item {
	t := a.topic
	if r.unfilled(e.Span) || isNothing(e.Text) || e.Label != "" && isNothing(e.Value) {
		return nil
	}
	it := r.item(a, e.Section, e.Span)
	it.whole, it.kind = e.Text, e.Kind
	it.done = settled(r.d.File.Text[lineStart(r.d.File.Text, e.Span.Start):e.Span.End])
	it.name, it.text = t.nameOf(e.Label), e.Value
	if it.name == "" {
		it.text = serial.ReplaceAllString(it.text, "")
	}
	k := key(e.Label)
	switch _, field := t.fieldOf(k); {
	case remark[lastOf(k)] && e.Label != "", fieldName.MatchString(e.Label):
		return nil
	case t.names[k] || t.names[strings.TrimRight(k, "0123456789 ")]:
		it.name = ""
	case field && t.name != Technologies && t.labelled:
		return nil // a fact without the thing that it is of
	}
	if t.labelled && (it.name == "" || e.Kind == plan.EntryParagraph) {
		return nil
	}
	for _, g := range groups {
		if g != "" && !generic[key(g)] {
			it.group = g
			if it.name == "" {
				it.name = g
			}
		}
	}
	r.split(it)
	if utf8.RuneCountInString(it.name+it.text) < 3 || strings.HasSuffix(it.text, ":") || strings.HasSuffix(it.text, ",") {
		return nil
	}
	return it
}

// unfilled tells whether a stretch of the text still owes its content.
func (r *reader) unfilled(span plan.Span) bool {
	for _, g := range r.owed {
		if g.Span.Start < span.End && span.Start < g.Span.End && g.Kind != plan.GapQuestion && g.Kind != plan.GapEmpty {
			return true
		}
	}
	if a := r.d.Alignment; a != nil {
		for _, s := range a.Sections() {
			for _, slot := range s.Slots {
				if slot.State != schema.Filled && slot.State != schema.Partial && slot.State != schema.Question && slot.Span.Start < span.End && span.Start < slot.Span.End {
					return true
				}
			}
		}
	}
	return false
}

// generic are titles of sub-sections that are about all of the things.
var generic = phrases("overview", "summary", "introduction", "architecture", "responsibilities", "interfaces", "data models", "data model", "dependencies",
	"purpose", "description", "structure", "hierarchy", "layout", "api", "apis", "rationale", "context", "general", "other", "misc", "status", "legend", "types", "key decisions", "acceptance criteria", "criteria", "options")

// fieldName matches keys of metadata at the foot of a text: created_at.
var fieldName = pattern.MustCompile(`^[a-z]+(?:_[a-z]+)+$`)

// remark are labels of paragraphs that only remark on the rest.
var remark = words("insight note notes example examples important warning tip hint source sources see caveat caveats update context background rationale goal goals summary conclusion total todo reference references")

// key is a label or the head of a column as they are looked up.
func key(label string) string {
	if plain(label) {
		return label
	}
	label = parenthesis.ReplaceAllString(strings.ToLower(label), " ")
	return strings.Join(strings.FieldsFunc(label, func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsMark(c) && !unicode.IsNumber(c) && c != '#'
	}), " ")
}

// plain tells whether s is its own key: words of a to z and digits.
func plain(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		case c == ' ' && i > 0 && i+1 < len(s) && s[i-1] != ' ':
		default:
			return false
		}
	}
	return true
}

// empty tells whether a cell says nothing.
func empty(cell string) bool {
	return strings.Trim(cell, " -–—./?…") == ""
}

var resolved = pattern.MustCompile(`(?i)^\W*(?:\[?(?:resolved|answered|closed|settled|decided)\b|✅|☑|✔)|\((?:resolved|answered|closed|decided)\b|✅\s*$`)

var ticked = pattern.MustCompile(`^\[(?:[xX]|✅|✓|✔)\]\s`)

// settled tells whether a line is struck through or says that it is settled.
func settled(line string) bool {
	text := strings.TrimLeft(line, " \t-*+#>0123456789.)|")
	if ticked.MatchString(text) {
		return true
	}
	text = strings.TrimLeft(text, "[] *_")
	return strings.HasPrefix(text, "~~") || resolved.MatchString(text)
}

func lineStart(text string, offset int) int {
	return strings.LastIndexByte(text[:min(offset, len(text))], '\n') + 1
}
