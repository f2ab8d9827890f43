//go:build !linux && !darwin

package build

import (
	"os"

	"github.com/planfolio/planfolio/internal/source"
)

// A stamper gives the stamps of files below a directory.
type stamper struct{ root *os.Root }

func newStamper(root *os.Root) (*stamper, error) { return &stamper{root: root}, nil }

func (s *stamper) close() {}

// stamp gives the stamp of the regular file at path; ok is false where there is none.
func (s *stamper) stamp(path string) (stamp source.Stamp, ok bool) {
	info, err := s.root.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return stamp, false
	}
	return source.StampOf(info), true
}
