package highlight

// A byteSet holds bytes, and endOfText.
type byteSet [5]uint64

const endOfText = 256

var everyByte = byteSet{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), 1}

func (s *byteSet) add(b int)      { s[b>>6] |= 1 << (b & 63) }
func (s *byteSet) has(b int) bool { return s[b>>6]&(1<<(b&63)) != 0 }

func (s byteSet) or(t byteSet) byteSet {
	for i := range s {
		s[i] |= t[i]
	}
	return s
}

func (s byteSet) and(t byteSet) byteSet {
	for i := range s {
		s[i] &= t[i]
	}
	return s
}

func (c *class) firstBytes() (s byteSet) {
	for b, in := range c.bytes {
		if in {
			s.add(b)
		}
	}
	return s
}

// A dispatch lists, for each byte that can come next, which of several
// expressions can match there.
type dispatch struct {
	list  [endOfText + 1]uint16 // index in lists
	lists [][]int32
}

// newDispatch makes the dispatch over expressions with these starts; what it
// lists are the values of of, in order.
func newDispatch(starts []byteSet, of []int32) *dispatch {
	d := &dispatch{}
	known := map[string]uint16{}
	var key []byte
	for b := range d.list {
		key = key[:0]
		for _, s := range starts {
			if s.has(b) {
				key = append(key, 1)
			} else {
				key = append(key, 0)
			}
		}
		i, ok := known[string(key)]
		if !ok {
			i = uint16(len(d.lists))
			known[string(key)] = i
			var list []int32
			for j, in := range key {
				if in == 1 {
					list = append(list, of[j])
				}
			}
			d.lists = append(d.lists, list)
		}
		d.list[b] = i
	}
	return d
}

// at gives the index of the list for what stands at pos.
func (d *dispatch) at(text string, pos int) uint16 {
	if pos < len(text) {
		return d.list[text[pos]]
	}
	return d.list[endOfText]
}
