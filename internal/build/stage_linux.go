package build

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"

	"github.com/planfolio/planfolio/internal/source"
)

// Making a file through os.Root opens each directory above it in turn, a dozen
// calls of the system for a page. openat2 is one, and follows no links either.

// mkdir makes a directory whose parent is there.
func (s *stage) mkdir(name string) error {
	err := retry(func() error { return unix.Mkdirat(int(s.dir.Fd()), name, 0o777) })
	if err != nil {
		return &os.PathError{Op: "mkdir", Path: name, Err: err}
	}
	return nil
}

// create makes a file whose directory is there, and gives its stamp.
func (s *stage) create(name string, data []byte) (source.Stamp, error) {
	how := unix.OpenHow{
		Flags:   unix.O_WRONLY | unix.O_CREAT | unix.O_EXCL | unix.O_CLOEXEC,
		Mode:    0o666,
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS,
	}
	var fd int
	err := retry(func() (err error) {
		fd, err = unix.Openat2(int(s.dir.Fd()), name, &how)
		return err
	})
	switch {
	case errors.Is(err, unix.ENOSYS), errors.Is(err, unix.EPERM): // an older kernel, or a sandbox that does not know the call
		return writeNew(s.root, name, data)
	case err != nil:
		return source.Stamp{}, &os.PathError{Op: "open", Path: name, Err: err}
	}
	var st unix.Stat_t
	err = writeAll(fd, data)
	if err == nil {
		err = unix.Fstat(fd, &st)
	}
	if err := errors.Join(err, unix.Close(fd)); err != nil {
		return source.Stamp{}, &os.PathError{Op: "write", Path: name, Err: err}
	}
	return stampOf(&st), nil
}

func writeAll(fd int, data []byte) error {
	for len(data) > 0 {
		var n int
		err := retry(func() (err error) {
			n, err = unix.Write(fd, data)
			return err
		})
		if err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

// retry calls f until no signal has interrupted it, nor a change elsewhere in the
// tree, which openat2 gives up at.
func retry(f func() error) error {
	for {
		if err := f(); err != unix.EINTR && err != unix.EAGAIN {
			return err
		}
	}
}
