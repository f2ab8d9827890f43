//go:build linux || darwin

package build

import (
	"os"

	"golang.org/x/sys/unix"

	"github.com/planfolio/planfolio/internal/source"
)

// A stamper gives the stamps of files below a directory in one system call each.
type stamper struct{ dir *os.File }

func newStamper(root *os.Root) (*stamper, error) {
	dir, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	return &stamper{dir: dir}, nil
}

func (s *stamper) close() { s.dir.Close() }

// stamp gives the stamp of the regular file at path; ok is false where there is none.
func (s *stamper) stamp(path string) (stamp source.Stamp, ok bool) {
	var st unix.Stat_t
	if err := unix.Fstatat(int(s.dir.Fd()), path, &st, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return stamp, false
	}
	return stampOf(&st), st.Mode&unix.S_IFMT == unix.S_IFREG
}

func stampOf(st *unix.Stat_t) source.Stamp {
	return source.Stamp{Size: st.Size, ModTime: st.Mtim.Nano(), ChangeTime: st.Ctim.Nano(), Inode: st.Ino}
}
