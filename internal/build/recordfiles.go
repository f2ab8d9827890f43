package build

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/source"
)

// The stamps of a record are numbers of variable length. Paths share their
// beginnings with the path before, times and inodes are told by their distance
// from those before. Every blockFiles files begin anew, so that blocks can be
// read at the same time; the table of blocks comes first.

const blockFiles = 1024

// recordedFiles are sorted by path.
type recordedFiles []recordedFile

// find gives the file at path; nil for none.
func (files recordedFiles) find(path string) *recordedFile {
	i, ok := slices.BinarySearchFunc(files, path, func(f recordedFile, path string) int { return strings.Compare(f.path, path) })
	if !ok {
		return nil
	}
	return &files[i]
}

// owned gives the files as the manifest has them, which does not list itself.
func (files recordedFiles) owned() owned {
	ours := make(owned, len(files))
	for i := range files {
		if f := &files[i]; !isState(f.path) {
			ours[f.path] = []entry{f.entry()}
		}
	}
	return ours
}

func (f *recordedFile) entry() entry { return entry{f.stamp.Size, f.sum} }

// encodeFiles gives the two sections of files.
func encodeFiles(files []recordedFile) (stamps, sums []byte) {
	var body []byte
	var starts []int
	var prev recordedFile
	sums = make([]byte, 0, len(files)*2*sha256.Size)
	for i, f := range files {
		if i%blockFiles == 0 {
			starts, prev = append(starts, len(body)), recordedFile{}
		}
		shared := 0
		for shared < min(len(prev.path), len(f.path)) && prev.path[shared] == f.path[shared] {
			shared++
		}
		body = binary.AppendUvarint(body, uint64(shared))
		body = binary.AppendUvarint(body, uint64(len(f.path)-shared))
		body = append(body, f.path[shared:]...)
		sure := uint64(0)
		if f.sure {
			sure = 1
		}
		body = binary.AppendUvarint(body, uint64(f.stamp.Size)<<1|sure)
		body = binary.AppendVarint(body, f.stamp.ModTime-prev.stamp.ModTime)
		body = binary.AppendVarint(body, f.stamp.ChangeTime-f.stamp.ModTime)
		body = binary.AppendVarint(body, int64(f.stamp.Inode-prev.stamp.Inode))
		sums = append(append(sums, f.sum[:]...), f.key[:]...)
		prev = f
	}
	stamps = binary.AppendUvarint(nil, uint64(len(files)))
	for _, at := range starts {
		stamps = binary.LittleEndian.AppendUint32(stamps, uint32(at))
	}
	return append(stamps, body...), sums
}

// A stampTable is the section of stamps, in blocks.
type stampTable struct {
	n      int      // files
	blocks [][]byte // encoded
}

func parseStamps(stamps []byte) (stampTable, error) {
	n, length := binary.Uvarint(stamps)
	blocks := (n + blockFiles - 1) / blockFiles
	if length <= 0 || n > uint64(len(stamps)) || uint64(len(stamps)-length) < 4*blocks {
		return stampTable{}, errRecord
	}
	table, body := stamps[length:], stamps[uint64(length)+4*blocks:]
	t := stampTable{n: int(n), blocks: make([][]byte, blocks)}
	end := uint32(len(body))
	for i := int(blocks) - 1; i >= 0; i-- {
		at := binary.LittleEndian.Uint32(table[4*i:])
		if at > end {
			return stampTable{}, errRecord
		}
		t.blocks[i], end = body[at:end], at
	}
	return t, nil
}

// each calls f for the files of a block; path is only good until f returns.
func (t stampTable) each(block int, f func(i int, path []byte, stamp source.Stamp, sure bool) error) error {
	d := varints{data: t.blocks[block]}
	var path []byte
	var stamp source.Stamp
	for i := block * blockFiles; i < min(t.n, (block+1)*blockFiles); i++ {
		shared := d.unsigned()
		rest := d.bytes(d.unsigned())
		if shared > uint64(len(path)) {
			return errRecord
		}
		path = append(path[:shared], rest...)
		size := d.unsigned()
		stamp.Size = int64(size >> 1)
		stamp.ModTime += d.signed()
		stamp.ChangeTime = stamp.ModTime + d.signed()
		stamp.Inode += uint64(d.signed())
		if d.broken {
			return errRecord
		}
		if err := f(i, path, stamp, size&1 == 1); err != nil {
			return err
		}
	}
	return nil
}

// varints reads numbers of variable length.
type varints struct {
	data   []byte
	broken bool
}

func (d *varints) unsigned() uint64 {
	v, n := binary.Uvarint(d.data)
	if n <= 0 {
		d.broken = true
		return 0
	}
	d.data = d.data[n:]
	return v
}

func (d *varints) signed() int64 {
	v, n := binary.Varint(d.data)
	if n <= 0 {
		d.broken = true
		return 0
	}
	d.data = d.data[n:]
	return v
}

func (d *varints) bytes(n uint64) []byte {
	if n > uint64(len(d.data)) {
		d.broken = true
		return nil
	}
	b := d.data[:n]
	d.data = d.data[n:]
	return b
}

// decodeFiles is encodeFiles undone.
func decodeFiles(stamps, sums []byte) ([]recordedFile, error) {
	t, err := parseStamps(stamps)
	if err != nil {
		return nil, err
	}
	if len(sums) != t.n*2*sha256.Size {
		return nil, errRecord
	}
	files := make([]recordedFile, t.n)
	for b := range t.blocks {
		err := t.each(b, func(i int, path []byte, stamp source.Stamp, sure bool) error {
			f := &files[i]
			f.path, f.stamp, f.sure = string(path), stamp, sure
			s := sums[i*2*sha256.Size:]
			copy(f.sum[:], s)
			copy(f.key[:], s[sha256.Size:])
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}
