package site

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"math"
	"sync"
	"time"
)

// Key stands for everything that the view of a page depends on, found out
// without making the view. Two pages of one path and template whose keys are
// equal have equal views, also where the sites were made by two processes of
// one version of Planfolio. Different keys say nothing: what a key is made of
// is coarse. The zero Key is that of no page.
//
// The pages of a plan share one key. It is made of the documents' digests and
// of what cannot be told from them: the settings, the template, what git knows,
// and everything of other plans that a page of the plan may show.
type Key [16]byte

// keyMaker collects what a key stands for. What varies in length says its
// length first, so that no two different lists are the same bytes.
type keyMaker struct{ buf []byte }

func (k *keyMaker) sum() Key {
	sum := sha256.Sum256(k.buf)
	return Key(sum[:len(Key{})])
}

// keyBuffers are those of keys that are made.
var keyBuffers = sync.Pool{New: func() any { return new(keyMaker) }}

func (k *keyMaker) number(n int) { k.buf = binary.AppendVarint(k.buf, int64(n)) }

func (k *keyMaker) share(f float64) {
	k.buf = binary.LittleEndian.AppendUint64(k.buf, math.Float64bits(f))
}

func (k *keyMaker) truth(list ...bool) {
	for _, b := range list {
		if b {
			k.buf = append(k.buf, 1)
		} else {
			k.buf = append(k.buf, 0)
		}
	}
}

func (k *keyMaker) text(list ...string) {
	for _, s := range list {
		k.number(len(s))
		k.buf = append(k.buf, s...)
	}
}

func (k *keyMaker) list(texts []string) {
	k.number(len(texts))
	k.text(texts...)
}

func (k *keyMaker) key(key Key) { k.buf = append(k.buf, key[:]...) }

func (k *keyMaker) time(t time.Time) { k.number(int(t.Unix())) }

func (k *keyMaker) link(l *Link) {
	k.truth(l != nil)
	if l != nil {
		k.text(l.Label, l.Href, l.Title)
	}
}

// siteKey stands for what every page depends on: the settings, what the site is
// made from, and the addresses that all pages may lead to.
func (s *Site) siteKey() Key {
	settings, err := json.Marshal(s.Facts.Config)
	if err != nil {
		panic(err) // it was read from text
	}
	var k keyMaker
	b := s.Facts.Built
	k.text(b.Version, b.Commit, s.Title(), s.base(), string(settings), s.lists.standing().similar, s.lists.standing().states)
	k.time(b.Date)
	k.text(s.lists.requirements().all.address())
	for _, key := range indexKeys[1:] { // the addresses of a plan's own are told with it
		for _, i := range s.lists.requirements().byKey[key] {
			if usual := "requirements/" + key + "/" + escapePath(segment(i.value)) + "/"; i.address() != usual {
				k.text(usual, i.address())
			}
		}
	}
	for _, key := range laneKeys {
		for _, i := range s.lists.lanes().byKey[key] {
			if usual := "roadmap/" + key + "/" + escapePath(i.value) + "/"; i.address() != usual {
				k.text(usual, i.address())
			}
		}
	}
	return k.sum()
}
