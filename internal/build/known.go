package build

import (
	"context"
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/cache"
	"github.com/planfolio/planfolio/internal/site"
	"github.com/planfolio/planfolio/internal/source"
)

// fewFrom is from how many files that stay as they are a change of few others is
// published in place: linking each of them into a stage would take longer than
// all the rest. Below it takes some tenths of a second.
const fewFrom = 4096

// known is what the record tells of the output.
type known struct {
	files   []recordedFile // sorted by path; none where there is no record
	stamper *stamper
	base    []byte // of what every page depends on
}

// recall opens the record of what was published before, as far as it is of use.
func (p *publishing) recall() {
	p.known = known{base: []byte(p.Tool + "\x00" + cache.Build() + "\x00" + p.result.themeDigest() + "\x00")}
	if p.Cache == "" || p.old.root == nil {
		return
	}
	rec, err := openRecord(p.Cache, p.path)
	if err != nil {
		return
	}
	defer rec.close()
	if p.known.stamper, err = newStamper(p.old.root); err != nil {
		return
	}
	p.known.files, _ = rec.files()
}

func (k *known) close() {
	if k.stamper != nil {
		k.stamper.close()
	}
}

func (k *known) find(path string) *recordedFile {
	i, ok := slices.BinarySearchFunc(k.files, path, func(f recordedFile, path string) int { return strings.Compare(f.path, path) })
	if !ok {
		return nil
	}
	return &k.files[i]
}

// entryAt identifies the bytes of a file of the output, which are not read where
// the file is as the record has it.
func (p *publishing) entryAt(path string) (entry, source.Stamp, error) {
	if f := p.known.find(path); f != nil && f.sure {
		if now, ok := p.known.stamper.stamp(path); ok && now == f.stamp {
			return entry{now.Size, f.sum}, now, nil
		}
	}
	return entryAt(p.old.root, path)
}

// pageKey stands for the bytes of a page; it is zero for one that has no key.
func (p *publishing) pageKey(f *file) [sha256.Size]byte {
	if f.Key == nil {
		return [sha256.Size]byte{}
	}
	var key site.Key
	if guard(func() { key = f.Key() }) != nil || key == (site.Key{}) {
		return [sha256.Size]byte{} // making the view meets the fault again, and says it
	}
	data := append(slices.Clip(p.known.base), f.Template...)
	return sha256.Sum256(append(append(data, 0), key[:]...))
}

// compareKnown finds the files that need not be made, because the output has
// them under the same key, or in the same bytes where these are there already.
func (p *publishing) compareKnown(ctx context.Context) error {
	paths := p.result.paths()
	p.files = make([]outFile, len(paths))
	return each(ctx, p.jobs(), len(paths), func(i int) error {
		f := p.result.lookUp(paths[i], false)
		out := &p.files[i]
		out.path, out.key = paths[i], p.pageKey(f)
		was := p.known.find(out.path)
		if was == nil || f.asset == nil && (was.key != out.key || out.key == [sha256.Size]byte{}) {
			return nil
		}
		e := entry{was.stamp.Size, was.sum}
		if f.asset != nil {
			e = entryOf(f.asset)
		}
		state, stamp, err := p.old.compare(out.path, e, p.entryAt)
		if err == nil && state == fileSame {
			out.entry, out.state, out.stamp, out.known = e, state, stamp, true
		}
		return err
	})
}

// few tells whether so little has changed in so large a site that it is better
// published in place.
func (p *publishing) few() bool {
	same := 0
	for i := range p.files {
		if p.files[i].known {
			same++
		}
	}
	return same >= p.fewFrom && same > 0 && 8*(len(p.files)-same) <= len(p.files)
}

// themeDigest identifies the theme; "" for a result that has none.
func (r *Result) themeDigest() string {
	if r.Theme == nil {
		return ""
	}
	return r.Theme.Digest()
}
