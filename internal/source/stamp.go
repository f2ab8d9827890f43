package source

import (
	"io/fs"
	"time"
)

// settled is how old a file's times must be when it is read, to be trusted
// later: a file saved twice within one tick of a file system's clock keeps its
// time, and may keep its size. (The ticks of FAT are the longest, two seconds.)
const settled = 2 * time.Second

// Stamp is by what a regular file is known again without being read. Times are
// nanoseconds since 1970. ChangeTime and Inode are zero where the system does
// not tell; where it does, they tell of a file that was changed and given its
// old time back.
type Stamp struct {
	Size       int64
	ModTime    int64
	ChangeTime int64
	Inode      uint64
}

// StampOf gives the stamp of a file.
func StampOf(info fs.FileInfo) Stamp {
	s := Stamp{Size: info.Size()}
	if t := info.ModTime(); !t.IsZero() {
		s.ModTime = t.UnixNano()
	}
	s.ChangeTime, s.Inode = changeOf(info)
	return s
}

// Settled tells whether a file that had this stamp at now, and has it later,
// has the same bytes then.
func (s Stamp) Settled(now time.Time) bool {
	before := now.Add(-settled).UnixNano()
	return s.ModTime != 0 && s.ModTime < before && s.ChangeTime < before
}
