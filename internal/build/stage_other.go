//go:build !linux

package build

import "github.com/planfolio/planfolio/internal/source"

// mkdir makes a directory whose parent is there.
func (s *stage) mkdir(name string) error { return s.root.Mkdir(name, 0o777) }

// create makes a file whose directory is there, and gives its stamp.
func (s *stage) create(name string, data []byte) (source.Stamp, error) {
	return writeNew(s.root, name, data)
}
