package cache

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
)

// The names of files: of those that are whole, and of those that are not yet.
const (
	packExt = ".pack"
	openExt = ".part"
)

// A pack is: magic, values one after another, the index, the footer. The index
// has a row for each value: its key, its offset and size, the checksum of its
// bytes. The footer has the index's offset, the number of its rows, and the
// checksum of both. Numbers are little-endian.
const (
	magic      = "planfolio pack 1\n"
	rowSize    = 16 + 8 + 4 + 4
	footerSize = 8 + 4 + 4
	maxRows    = 1 << 26
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errDamaged = errors.New("this is no whole pack")

// A pack is one open file. It is closed when nothing refers to it any more.
type pack struct {
	file *os.File
	path string
	end  int64 // of the values
	used int64 // bytes of values that this process has asked for
	rows []row // of a pack that is still written
}

// row is a value's line in the index.
type row struct {
	key  Key
	at   int64
	size uint32
	sum  uint32
}

// Value is bytes in a pack.
type Value struct {
	pack *pack
	at   int64
	size uint32
	sum  uint32
}

// Read gives the bytes, in buf where they have room in it. It tells false where
// they cannot be read or are not what was written.
func (v Value) Read(buf []byte) ([]byte, bool) {
	if v.pack == nil {
		return nil, false
	}
	if cap(buf) < int(v.size) {
		buf = make([]byte, v.size)
	}
	buf = buf[:v.size]
	if _, err := v.pack.file.ReadAt(buf, v.at); err != nil {
		return nil, false
	}
	return buf, crc32.Checksum(buf, castagnoli) == v.sum
}

// openPack opens a whole pack and reads its index.
func openPack(path string) (*pack, []row, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil {
		var rows []row
		var end int64
		if rows, end, err = readIndex(f, info.Size()); err == nil {
			return &pack{file: f, path: path, end: end}, rows, nil
		}
	}
	f.Close()
	return nil, nil, err
}

// readIndex reads the index of a pack of that size, and tells where the values end.
func readIndex(f io.ReaderAt, size int64) ([]row, int64, error) {
	head := make([]byte, len(magic))
	if size < int64(len(magic)+footerSize) {
		return nil, 0, errDamaged
	}
	if _, err := f.ReadAt(head, 0); err != nil || string(head) != magic {
		return nil, 0, errDamaged
	}
	footer := make([]byte, footerSize)
	if _, err := f.ReadAt(footer, size-footerSize); err != nil {
		return nil, 0, errDamaged
	}
	end := int64(binary.LittleEndian.Uint64(footer))
	count := int64(binary.LittleEndian.Uint32(footer[8:]))
	if count > maxRows || end < int64(len(magic)) || end != size-footerSize-count*rowSize {
		return nil, 0, errDamaged
	}
	index := make([]byte, count*rowSize+footerSize-4)
	if _, err := f.ReadAt(index, end); err != nil {
		return nil, 0, errDamaged
	}
	if crc32.Checksum(index, castagnoli) != binary.LittleEndian.Uint32(footer[12:]) {
		return nil, 0, errDamaged
	}
	rows := make([]row, count)
	for i := range rows {
		b := index[i*rowSize:]
		r := &rows[i]
		r.key = Key(b[:16])
		r.at, r.size, r.sum = int64(binary.LittleEndian.Uint64(b[16:])), binary.LittleEndian.Uint32(b[24:]), binary.LittleEndian.Uint32(b[28:])
		if r.at < int64(len(magic)) || r.at > end || int64(r.size) > end-r.at {
			return nil, 0, errDamaged
		}
	}
	return rows, end, nil
}

// createPack begins a pack in dir.
func createPack(dir string) (*pack, error) {
	f, err := os.CreateTemp(dir, "*"+openExt)
	if err != nil {
		return nil, err
	}
	p := &pack{file: f, path: f.Name(), end: int64(len(magic))}
	if _, err := f.WriteAt([]byte(magic), 0); err != nil {
		p.discard()
		return nil, err
	}
	return p, nil
}

func (p *pack) add(key Key, data []byte) (Value, error) {
	r := row{key: key, at: p.end, size: uint32(len(data)), sum: crc32.Checksum(data, castagnoli)}
	if int64(r.size) != int64(len(data)) || len(p.rows) >= maxRows {
		return Value{}, errors.New("too large to be kept")
	}
	if _, err := p.file.WriteAt(data, p.end); err != nil {
		return Value{}, err
	}
	p.end += int64(len(data))
	p.used += int64(len(data))
	p.rows = append(p.rows, r)
	return p.value(r), nil
}

func (p *pack) value(r row) Value { return Value{pack: p, at: r.at, size: r.size, sum: r.sum} }

// seal writes the index and gives the pack the name of one that is whole.
func (p *pack) seal() error {
	index := make([]byte, 0, len(p.rows)*rowSize+footerSize)
	for _, r := range p.rows {
		index = append(index, r.key[:]...)
		index = binary.LittleEndian.AppendUint64(index, uint64(r.at))
		index = binary.LittleEndian.AppendUint32(index, r.size)
		index = binary.LittleEndian.AppendUint32(index, r.sum)
	}
	index = binary.LittleEndian.AppendUint64(index, uint64(p.end))
	index = binary.LittleEndian.AppendUint32(index, uint32(len(p.rows)))
	index = binary.LittleEndian.AppendUint32(index, crc32.Checksum(index, castagnoli))
	if _, err := p.file.WriteAt(index, p.end); err != nil {
		return err
	}
	whole := p.path[:len(p.path)-len(openExt)] + packExt
	if err := os.Rename(p.path, whole); err != nil {
		return err
	}
	p.path, p.rows = whole, nil
	return nil
}

// discard removes the file. Values in it can still be read as long as the
// system lets an open file be.
func (p *pack) discard() { _ = os.Remove(p.path) }
