// Package codec writes plan documents and their alignments as bytes, and reads
// them back: equal in every field, and smaller in memory. A text that stands in
// the file is a stretch of the file's text then, not a copy of it; one that
// stands there twice is one.
//
// One function for each type names its fields, for both ways: what is written
// is what is read. Bytes that were not written here, or not for this file, are
// told apart from those that were only as far as they cannot be read; callers
// keep a checksum.
package codec

import (
	"encoding/binary"
	"math"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/plan"
)

// A coder writes values, or reads them.
//
// The bytes are the number of literals' bytes, the literals, and the fields.
// Numbers are varints. A text is its length and where it stands: in the file's
// text, in the literals, or as the file's path.
type coder struct {
	path, file string // of the document: its path and its text
	near       plan.Span
	reading    bool

	written  strings.Builder // the literals, while writing
	at       map[string]int  // of texts that are in them
	literals string          // while reading
	fields   []byte          // written, or to read
	next     int             // of fields, while reading: how far it has come
	piece    int             // of literals, the same
	bad      bool            // what was to be read is not there
	apart    bool            // each literal gets memory of its own: of one that is kept, not all are
	slab     []string        // room for short lists of texts
	head     []string        // of the table of the row before
}

var coders = sync.Pool{New: func() any { return &coder{at: map[string]int{}} }}

// encode gives what write writes.
func encode(path, file string, write func(*coder)) []byte {
	c := coders.Get().(*coder)
	c.path, c.file, c.near = path, file, plan.Span{}
	c.fields = c.fields[:0]
	write(c)
	out := make([]byte, 0, binary.MaxVarintLen64+c.written.Len()+len(c.fields))
	out = binary.AppendUvarint(out, uint64(c.written.Len()))
	out = append(append(out, c.written.String()...), c.fields...)
	clear(c.at)
	c.written.Reset()
	c.path, c.file, c.head = "", "", nil
	coders.Put(c)
	return out
}

// decode reads what encode has written. It tells false where data is not that.
func decode(path, file string, data []byte, read func(*coder)) bool {
	size, n := binary.Uvarint(data)
	if n <= 0 || size > uint64(len(data)-n) {
		return false
	}
	end := n + int(size)
	c := coder{path: path, file: file, reading: true, literals: string(data[n:end]), fields: data[end:]}
	read(&c)
	return !c.bad && c.next == len(c.fields)
}

// unsigned is a number from 0.
func (c *coder) unsigned(n uint64) uint64 {
	if !c.reading {
		c.fields = binary.AppendUvarint(c.fields, n)
		return n
	}
	if c.next < len(c.fields) && c.fields[c.next] < 0x80 { // most are
		n = uint64(c.fields[c.next])
		c.next++
		return n
	}
	n, size := binary.Uvarint(c.fields[c.next:])
	if size <= 0 {
		c.fail()
		return 0
	}
	c.next += size
	return n
}

// fail says that what was to be read is not there: nothing more is read.
func (c *coder) fail() { c.bad, c.next = true, len(c.fields) }

// signed is any number; those near 0 are short.
func (c *coder) signed(n int64) int64 {
	u := c.unsigned(uint64(n)<<1 ^ uint64(n>>63))
	return int64(u>>1) ^ -int64(u&1)
}

func (c *coder) number(n *int) {
	if v := c.signed(int64(*n)); c.reading {
		*n = int(v)
	}
}

// short is a number that is held in few bytes.
func short[N int16 | int32](c *coder, n *N) {
	if v := c.signed(int64(*n)); c.reading {
		*n = N(v)
	}
}

// small is one of a few values.
func small[N ~uint8](c *coder, n *N) {
	if v := c.unsigned(uint64(*n)); c.reading {
		*n = N(v)
	}
}

func (c *coder) fraction(f *float64) {
	if v := c.unsigned(math.Float64bits(*f)); c.reading {
		*f = math.Float64frombits(v)
	}
}

// flags are up to eight truths in one byte.
func (c *coder) flags(list ...*bool) {
	var bits uint64
	for i, f := range list {
		if *f {
			bits |= 1 << i
		}
	}
	if bits = c.unsigned(bits); c.reading {
		for i, f := range list {
			*f = bits>>i&1 == 1
		}
	}
}

func (c *coder) span(s *plan.Span) {
	start := c.signed(int64(s.Start))
	length := c.signed(int64(s.End) - int64(s.Start))
	if c.reading {
		*s = plan.Span{Start: int(start), End: int(start + length)}
	}
}

// about says where in the file the texts to come are looked for.
func (c *coder) about(s plan.Span) {
	c.near = plan.Span{Start: min(max(s.Start, 0), len(c.file))}
	c.near.End = min(max(s.End, c.near.Start), len(c.file))
}

// The places where a text may stand.
const (
	inFile = iota
	inLiterals
	isPath
	places = 4
)

// text is a string.
func text[S ~string](c *coder, s *S) {
	if c.reading {
		*s = S(c.readText())
	} else {
		c.writeText(string(*s))
	}
}

func (c *coder) writeText(s string) {
	size := uint64(len(s)) * places
	if s == "" {
		c.unsigned(size)
		return
	}
	if s == c.path {
		c.unsigned(size + isPath)
		return
	}
	if at, ok := c.at[s]; ok {
		c.unsigned(size + inLiterals)
		c.unsigned(uint64(at))
		return
	}
	if at := strings.Index(c.file[c.near.Start:c.near.End], s); at >= 0 {
		c.unsigned(size + inFile)
		c.signed(int64(at))
		return
	}
	c.unsigned(size + inLiterals)
	c.unsigned(uint64(c.literal(s)))
}

// tail is how far back a text is looked for within other literals.
const tail = 1 << 10

// literal gives the place of s in the literals: within those just written,
// where it stands there, or behind them.
func (c *coder) literal(s string) int {
	from := max(c.written.Len()-tail, 0)
	at := strings.Index(c.written.String()[from:], s)
	if at >= 0 {
		at += from
	} else {
		at = c.written.Len()
		c.written.WriteString(s)
	}
	c.at[s] = at
	return at
}

func (c *coder) readText() string {
	n := c.unsigned(0)
	size := n / places
	if size == 0 {
		c.bad = c.bad || n != 0
		return ""
	}
	from, at := "", uint64(0)
	switch n % places {
	case inFile:
		from, at = c.file, uint64(int64(c.near.Start)+c.signed(0))
	case inLiterals:
		from, at = c.literals, c.unsigned(0)
	case isPath:
		from = c.path
	}
	if at > uint64(len(from)) || size > uint64(len(from))-at {
		c.fail()
		return ""
	}
	s := from[at : at+size]
	if c.apart && n%places == inLiterals {
		return strings.Clone(s)
	}
	return s
}

// list is a slice: nil and an empty one are told apart.
func list[T any](c *coder, l *[]T, each func(*coder, *T)) {
	if !c.reading {
		if *l == nil {
			c.unsigned(0)
			return
		}
		c.unsigned(uint64(len(*l)) + 1)
	} else {
		n := c.unsigned(0)
		if n == 0 {
			*l = nil
			return
		}
		if !c.fits(n - 1) {
			return
		}
		*l = make([]T, n-1)
	}
	for i := range *l {
		each(c, &(*l)[i])
		if c.bad {
			return
		}
	}
}

// fits tells whether there can be n more values: each takes a byte or more.
func (c *coder) fits(n uint64) bool {
	if n > uint64(len(c.fields)-c.next) {
		c.fail()
		return false
	}
	return true
}

// texts is a list of strings.
func (c *coder) texts(l *[]string) { c.strings(l, text) }

// strings is list; what is read lies in memory behind the list before it.
func (c *coder) strings(l *[]string, each func(*coder, *string)) {
	if !c.reading {
		list(c, l, each)
		return
	}
	n := c.unsigned(0)
	if n == 0 || !c.fits(n-1) {
		*l = nil
		return
	}
	n--
	if uint64(len(c.slab)) < n {
		c.slab = make([]string, max(n, slabSize))
	}
	*l, c.slab = c.slab[:n:n], c.slab[n:]
	for i := range *l {
		each(c, &(*l)[i])
	}
}

// slabSize is for how many texts of short lists there is room at a time.
const slabSize = 32
