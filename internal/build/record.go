package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/source"
)

// A record is what a build remembers, outside of the published directory, of
// the site that it has published: enough for the next one to see that nothing
// has changed, or what. It is only ever a help: without one, or with one that
// does not fit, a build does all of its work.
type record struct {
	head  recordHead
	files []recordedFile    // sorted by path, the manifest among them
	found []diag.Diagnostic // all of them
}

// recordHead is the part of a record that is read first.
type recordHead struct {
	Output  string            // path of the directory
	Inputs  [sha256.Size]byte // identifies everything that the site was made from
	Known   []source.Known    // its files
	Bytes   int64             // of the site's files
	Summary Summary
}

// recordedFile is a file of the site as it was left in the output.
type recordedFile struct {
	path  string
	stamp source.Stamp
	sure  bool // the stamp was settled when the file was known to have these bytes
	sum   sum
	key   [sha256.Size]byte // of what the page shows; zero where that is not known
}

// recordMagic begins a record; its number is that of the format.
const recordMagic = "planfolio-site/1"

// Sections of a record. Each is read when it is needed.
const (
	sectionHead   = iota // recordHead
	sectionStamps        // of the files, with their paths
	sectionSums          // of the files, with their keys
	sectionFound         // all diagnostics
	sections
)

// Bounds of what is remembered, of all outputs together. The oldest records are
// removed beyond them.
const (
	maxRecords     = 32
	maxRecordBytes = 512 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// recordPath is where the record of the output at path lies in the cache.
func recordPath(cache, path string) string {
	name := sha256.Sum256([]byte(path))
	return filepath.Join(cache, hex.EncodeToString(name[:16])+".site")
}

// save writes the record in place of the one before.
func (r *record) save(cache string) error {
	var head, found bytes.Buffer
	if err := errors.Join(gob.NewEncoder(&head).Encode(&r.head), gob.NewEncoder(&found).Encode(r.found)); err != nil {
		return err
	}
	stamps, sums := encodeFiles(r.files)
	parts := [sections][]byte{head.Bytes(), stamps, sums, found.Bytes()}
	table := []byte(recordMagic)
	for _, part := range parts {
		table = binary.LittleEndian.AppendUint64(table, uint64(len(part)))
		table = binary.LittleEndian.AppendUint32(table, crc32.Checksum(part, castagnoli))
	}
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return err
	}
	path := recordPath(cache, r.head.Output)
	f, err := os.CreateTemp(cache, ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(table)
	for _, part := range parts {
		if err == nil {
			_, err = f.Write(part)
		}
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return err
	}
	tidyRecords(cache)
	return nil
}

// tidyRecords removes the oldest records beyond the bounds, and what builds that
// died have left.
func tidyRecords(cache string) {
	entries, err := os.ReadDir(cache)
	if err != nil {
		return
	}
	var kept []fs.FileInfo
	for _, e := range entries {
		info, err := e.Info()
		switch ext := filepath.Ext(e.Name()); {
		case err != nil || !info.Mode().IsRegular():
		case ext == ".site":
			kept = append(kept, info)
		case time.Since(info.ModTime()) > time.Hour:
			_ = os.Remove(filepath.Join(cache, e.Name()))
		}
	}
	slices.SortFunc(kept, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	var bytes int64
	for i, info := range kept {
		if bytes += info.Size(); i >= maxRecords || i > 0 && bytes > maxRecordBytes {
			_ = os.Remove(filepath.Join(cache, info.Name()))
		}
	}
}

// recordFile is a record that lies there, read as far as is asked for.
type recordFile struct {
	file *os.File
	head recordHead
	at   [sections]int64
	size [sections]int64
	crc  [sections]uint32
}

// openRecord opens the record of an output; it fails where there is none that can be used.
func openRecord(cache, output string) (*recordFile, error) {
	f, err := os.Open(recordPath(cache, output))
	if err != nil {
		return nil, err
	}
	r := &recordFile{file: f}
	if err := r.readHead(output); err != nil {
		f.Close()
		return nil, err
	}
	return r, nil
}

func (r *recordFile) readHead(output string) error {
	const row = 8 + 4
	table := make([]byte, len(recordMagic)+sections*row)
	if _, err := r.file.ReadAt(table, 0); err != nil {
		return err
	}
	if string(table[:len(recordMagic)]) != recordMagic {
		return errRecord
	}
	info, err := r.file.Stat()
	if err != nil {
		return err
	}
	at := int64(len(table))
	for i := range sections {
		t := table[len(recordMagic)+i*row:]
		r.at[i], r.size[i], r.crc[i] = at, int64(binary.LittleEndian.Uint64(t)), binary.LittleEndian.Uint32(t[8:])
		if r.size[i] < 0 || r.size[i] > info.Size() {
			return errRecord
		}
		at += r.size[i]
	}
	if err := r.decode(sectionHead, &r.head); err != nil {
		return err
	}
	if r.head.Output != output {
		return errRecord
	}
	return nil
}

var errRecord = errors.New("the record cannot be used")

// section reads one section.
func (r *recordFile) section(i int) ([]byte, error) {
	data := make([]byte, r.size[i])
	if _, err := r.file.ReadAt(data, r.at[i]); err != nil {
		return nil, err
	}
	if crc32.Checksum(data, castagnoli) != r.crc[i] {
		return nil, errRecord
	}
	return data, nil
}

func (r *recordFile) decode(i int, v any) error {
	data, err := r.section(i)
	if err != nil {
		return err
	}
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(v); err != nil {
		return fmt.Errorf("%w: %w", errRecord, err)
	}
	return nil
}

// files reads all files of the record.
func (r *recordFile) files() ([]recordedFile, error) {
	stamps, err := r.section(sectionStamps)
	if err != nil {
		return nil, err
	}
	sums, err := r.section(sectionSums)
	if err != nil {
		return nil, err
	}
	return decodeFiles(stamps, sums)
}

func (r *recordFile) close() { r.file.Close() }
