package build

import (
	"context"
	"crypto/sha256"
	"path"
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
	files   recordedFiles // none where there is no record
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
	if manifest := p.known.files.find(manifestPath); manifest != nil && !p.old.pending {
		if e, _, err := p.entryAt(manifestPath); err == nil && e == manifest.entry() {
			p.old.listed = p.known.files
		}
	}
}

func (k *known) close() {
	if k.stamper != nil {
		k.stamper.close()
	}
}

// entryAt identifies the bytes of a file of the output, which are not read where
// the file is as the record has it.
func (p *publishing) entryAt(path string) (entry, source.Stamp, error) {
	if f := p.known.files.find(path); p.known.has(f) {
		return f.entry(), f.stamp, nil
	}
	return entryAt(p.old.root, path)
}

// has tells whether the output has f, by its stamp.
func (k *known) has(f *recordedFile) bool {
	if f == nil || !f.sure {
		return false
	}
	now, ok := k.stamper.stamp(f.path)
	return ok && now == f.stamp
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
	blocks := (len(paths) + blockFiles - 1) / blockFiles
	return each(ctx, p.jobs(), blocks, func(b int) error {
		known := p.known.files
		for i := b * blockFiles; i < min(len(paths), (b+1)*blockFiles); i++ {
			out := &p.files[i]
			out.path = paths[i]
			f := p.result.lookUp(out.path, false)
			out.key = p.pageKey(f)
			if len(known) > 0 && known[0].path != out.path { // it is the next one, mostly
				at, _ := slices.BinarySearchFunc(known, out.path, func(f recordedFile, path string) int { return strings.Compare(f.path, path) })
				known = known[at:]
			}
			if len(known) == 0 || known[0].path != out.path {
				continue
			}
			was := &known[0]
			known = known[1:]
			if f.asset == nil && (was.key != out.key || out.key == [sha256.Size]byte{}) {
				continue
			}
			if err := p.compareOne(out, was, f.asset); err != nil {
				return err
			}
		}
		return nil
	})
}

// compareOne finds out whether the output has a file as the record has it, or
// has the asset that it is to be.
func (p *publishing) compareOne(out *outFile, was *recordedFile, asset []byte) error {
	e := was.entry()
	if asset != nil {
		e = entryOf(asset)
	}
	if p.old.listed != nil && e == was.entry() && p.known.has(was) {
		out.entry, out.state, out.stamp, out.known = e, fileSame, was.stamp, true
		return nil
	}
	state, stamp, err := p.old.compare(out.path, e, p.entryAt)
	if err == nil && state == fileSame {
		out.entry, out.state, out.stamp, out.known = e, state, stamp, true
	}
	return err
}

// clear tells whether there is nothing but files of ours, and directories, where
// files are to be written and removed: then the rest of the output need not be
// looked at.
func (p *publishing) clear() bool {
	dirs := map[string]bool{".": true}
	free := func(name string) bool {
		for d := path.Dir(name); !dirs[d]; d = path.Dir(d) {
			if mode, _, exists, err := p.old.at(d); err != nil || exists && !mode.IsDir() {
				return false
			}
			dirs[d] = true
		}
		mode, _, exists, err := p.old.at(name)
		return err == nil && (!exists || mode.IsRegular())
	}
	for i := range p.files {
		if !p.files[i].known && !free(p.files[i].path) {
			return false
		}
	}
	return !slices.ContainsFunc(p.gone(), func(name string) bool { return !free(name) })
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
