package cache

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Store is the values of one name. It is safe for concurrent use.
//
// What is put into it lies in a file at once, also where nothing can be kept:
// then in a temporary one. So a Store serves to keep values out of memory too.
type Store struct {
	dir  Dir
	path string // of its directory, "" where nothing is to be kept
	err  error  // why nothing is kept

	mu    sync.Mutex
	known map[Key]item
	packs []*pack // whole
	open  *pack   // that values are added to; nil before the first
}

// An item is a value that the store knows of.
type item struct {
	Value
	used bool // this process has asked for it, and not released it
}

// Open opens the store of a name, which is that of a file. It does not fail:
// what cannot be read is not there.
func (d Dir) Open(name string) *Store {
	s := &Store{dir: d, known: map[Key]item{}}
	if d.Path == "" {
		return s
	}
	s.path = filepath.Join(d.Path, name)
	if s.err = d.make(s.path); s.err == nil {
		now := time.Now()
		s.err = os.Chtimes(s.path, now, now) // used: see Dir.trim
	}
	entries, _ := os.ReadDir(s.path)
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != packExt {
			continue
		}
		path := filepath.Join(s.path, entry.Name())
		p, rows, err := openPack(path)
		if errors.Is(err, errDamaged) {
			_ = os.Remove(path)
		}
		if err != nil {
			continue
		}
		s.packs = append(s.packs, p)
		for _, r := range rows {
			s.known[r.key] = item{Value: p.value(r)}
		}
	}
	return s
}

// Err tells why nothing that is put into the store is kept for the next run;
// nil where it is, or is not meant to be.
func (s *Store) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// keeps tells whether there is a next run to keep values for.
func (s *Store) keeps() bool { return s.path != "" && s.err == nil }

// Get finds the value under key.
func (s *Store) Get(key Key) (Value, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x, ok := s.known[key]
	if ok && !x.used {
		x.used = true
		x.pack.used += int64(x.size)
		s.known[key] = x
	}
	return x.Value, ok
}

// Has tells whether there is a value under key, without asking for it.
func (s *Store) Has(key Key) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.known[key]
	return ok
}

// Put writes data under key. It tells false where that cannot be done.
func (s *Store) Put(key Key, data []byte) (Value, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil && !s.begin() {
		return Value{}, false
	}
	v, err := s.open.add(key, data)
	if err != nil {
		return Value{}, false
	}
	s.release(key)
	if s.keeps() {
		s.known[key] = item{v, true}
	}
	return v, true
}

// begin opens a pack to add values to.
func (s *Store) begin() bool {
	if s.keeps() {
		if s.open, s.err = createPack(s.path); s.err == nil {
			return true
		}
	}
	var err error
	if s.open, err = createPack(""); err != nil {
		s.open = nil
		return false
	}
	s.open.discard() // where an open file cannot be removed, it is the system's to tidy up
	return true
}

// Release says that this process will not ask for a key again. The values that
// it has can still be read.
func (s *Store) Release(keys ...Key) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range keys {
		s.release(key)
	}
}

func (s *Store) release(key Key) {
	if x, ok := s.known[key]; ok && x.used {
		x.used = false
		x.pack.used -= int64(x.size)
		s.known[key] = x
	}
}

// Pending is how many bytes have been put into the store since the last Flush.
func (s *Store) Pending() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		return 0
	}
	return s.open.end - int64(len(magic))
}

// Flush keeps what has been put into the store for the next run. It gives the
// store's files a bound: of those that are not much larger than what is new, and
// of those of which less than half is used, the used values go into the new
// file, and they are deleted.
func (s *Store) Flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.open == nil:
		return
	case !s.keeps():
		s.open = nil // the values in it are all there is to it
		return
	}
	if s.err = s.seal(); s.err != nil {
		s.open.discard()
		s.open = nil
		return
	}
	s.dir.trim()
}

// seal makes a whole pack of the open one and those that it takes the place of.
func (s *Store) seal() error {
	kept, gone := s.choose()
	into := s.open
	if wasteful(into) {
		fresh, err := createPack(s.path)
		if err != nil {
			return err
		}
		into, gone = fresh, append(gone, s.open)
	}
	moved, err := s.move(gone, into)
	if err == nil {
		err = into.seal()
	}
	if err != nil {
		into.discard()
		return err
	}
	for key, x := range s.known {
		if slices.Contains(gone, x.pack) {
			delete(s.known, key)
		}
	}
	for _, r := range moved {
		s.known[r.key] = item{into.value(r), true}
	}
	for _, p := range gone {
		p.discard()
	}
	s.packs, s.open = append(kept, into), nil
	return nil
}

// small is the size in bytes up to which packs are always put together.
const small = 1 << 20

// wasteful tells whether most of a pack is of no use.
func wasteful(p *pack) bool { return 2*p.used < p.end-int64(len(magic)) }

// choose tells which packs stay and which go into the next one. As each pack is
// more than twice the size of those below it together, there are never many.
func (s *Store) choose() (kept, gone []*pack) {
	packs := slices.Clone(s.packs)
	slices.SortStableFunc(packs, func(a, b *pack) int { return cmp.Compare(a.end, b.end) })
	sum := s.open.used
	for _, p := range packs {
		if wasteful(p) || p.end <= max(2*sum, small) {
			gone = append(gone, p)
			sum += p.used
		} else {
			kept = append(kept, p)
		}
	}
	return kept, gone
}

// move copies the used values of packs into another, and gives their rows there.
// One that cannot be read any more is lost.
func (s *Store) move(packs []*pack, into *pack) ([]row, error) {
	if len(packs) == 0 {
		return nil, nil
	}
	var rows []row
	for key, x := range s.known {
		if x.used && slices.Contains(packs, x.pack) {
			rows = append(rows, row{key: key, at: x.at})
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.at, b.at) })
	var buf []byte
	moved := rows[:0]
	for _, r := range rows {
		data, ok := s.known[r.key].Read(buf)
		if !ok {
			continue
		}
		buf = data
		v, err := into.add(r.key, data)
		if err != nil {
			return nil, err
		}
		moved = append(moved, row{key: r.key, at: v.at, size: v.size, sum: v.sum})
	}
	return moved, nil
}
