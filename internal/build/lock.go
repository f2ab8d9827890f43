package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/gofrs/flock"
)

// ErrLocked is what every *LockedError is.
var ErrLocked = errors.New("another build holds the output directory")

// LockedError says that another build holds the output directory.
type LockedError struct {
	Dir string
	PID int // of the other build; 0 where it is not known
}

func (e *LockedError) Error() string {
	if e.PID > 0 {
		return fmt.Sprintf("another build (process %d) holds %s", e.PID, e.Dir)
	}
	return fmt.Sprintf("another build holds %s", e.Dir)
}

// Is makes it an ErrLocked.
func (e *LockedError) Is(target error) bool { return target == ErrLocked }

// A lock keeps two builds from one directory. The operating system lets go of
// it when the process ends, however it ends.
type lock struct {
	file *flock.Flock
	path string
}

// acquire takes the lock of the directory, or fails at once. The lock file
// lies beside dir, so that it need not exist and can be exchanged; where its
// parent cannot be written to, as that of a mount point, within.
func (o *Output) acquire() (*lock, error) {
	l, err := o.acquireFile(filepath.Join(filepath.Dir(o.path), "."+filepath.Base(o.path)+".lock"))
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		if err := os.MkdirAll(filepath.Join(o.path, stateDir), 0o777); err != nil {
			return nil, o.outputError(err)
		}
		return o.acquireFile(filepath.Join(o.path, stateDir, "lock"))
	}
	return l, err
}

func (o *Output) acquireFile(path string) (*lock, error) {
	for {
		l := &lock{file: flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR)), path: path}
		locked, err := l.file.TryLock()
		if err != nil {
			return nil, o.outputError(err)
		}
		if !locked {
			data, _ := os.ReadFile(path)
			pid, _ := strconv.Atoi(strings.TrimSpace(string(data)))
			return nil, &LockedError{Dir: o.Dir, PID: pid}
		}
		// Whoever held it before may have removed the file between our open
		// and our lock: then what we hold is a file that nobody else finds.
		held, err1 := l.file.Stat()
		found, err2 := os.Stat(path)
		if err1 == nil && err2 == nil && os.SameFile(held, found) {
			_ = os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o666) // only for the message of others
			return l, nil
		}
		l.file.Close()
	}
}

func (l *lock) release() error {
	removeErr := os.Remove(l.path) // while it is held, so that nobody can lock it in between
	err := l.file.Close()
	if removeErr != nil {
		_ = os.Remove(l.path) // where an open file cannot be removed
	}
	return err
}
