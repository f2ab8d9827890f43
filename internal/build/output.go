package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Output is a directory that is locked for publishing.
type Output struct {
	Dir      string                // as given
	Tool     string                // written into the manifest: "Planfolio 0.1.0"
	Jobs     int                   // at most so many files at a time; 0 for one a processor
	Cache    string                // directory in which builds remember what they have published; "" for none
	Progress func(done, total int) // may be nil; called from many goroutines

	path string // absolute, links in it resolved
	lock *lock

	published *publishing                        // what Publish did, once it has
	fewFrom   int                                // the constant, but in tests
	step      func(name string)                  // called before every step that a kill could fall on; for tests
	sync      func(dir string, whole bool) error // syncDisk, except in tests that need not wait for a disk
}

// ErrRefused is what every *RefusedError is.
var ErrRefused = errors.New("the output directory is refused")

// RefusedError says why a directory is not written to. Nothing was touched.
type RefusedError struct {
	Dir    string
	Reason string
	Remedy string
	Paths  []string // the first of those in the way
}

func (e *RefusedError) Error() string {
	msg := fmt.Sprintf("refusing to write to %s: %s", e.Dir, e.Reason)
	if len(e.Paths) > 0 {
		msg += " (" + strings.Join(e.Paths, ", ") + ")"
	}
	return msg
}

// Is makes every refusal an ErrRefused.
func (e *RefusedError) Is(target error) bool { return target == ErrRefused }

// OutputError says that the directory could not be written. The site that was
// there is intact, unless the message says otherwise.
type OutputError struct {
	Err    error // names the path
	Remedy string
}

func (e *OutputError) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *OutputError) Unwrap() error { return e.Err }

// outputError names the directory and gives err its remedy.
func (o *Output) outputError(err error) error {
	var known *OutputError
	if errors.As(err, &known) || errors.Is(err, ErrRefused) {
		return err
	}
	e := &OutputError{Err: fmt.Errorf("cannot publish to %s: %w", o.Dir, err)}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		e.Remedy = "free some space there, or choose another directory with --out"
	case errors.Is(err, syscall.EROFS):
		e.Remedy = "the file system is read-only; choose another directory with --out"
	case errors.Is(err, fs.ErrPermission):
		e.Remedy = "make the directory writable, or choose another with --out"
	case errors.Is(err, syscall.EMFILE):
		e.Remedy = "raise the limit of open files (ulimit -n), or lower --jobs"
	default:
		e.Remedy = "what was published before is as it was; build again when the cause is gone"
	}
	return e
}

// OpenOutput locks dir for publishing after it has made sure that it may be
// written to. sources are the directories that the site is made from: neither
// they nor anything above them can be the output. dir itself need not exist. It
// fails with a *RefusedError, a *LockedError or an *OutputError.
func OpenOutput(dir string, sources ...string) (*Output, error) {
	o := &Output{Dir: dir, fewFrom: fewFrom, step: func(string) {}, sync: syncDisk}
	var err error
	if o.path, err = resolve(dir); err != nil {
		return nil, o.outputError(err)
	}
	if err := o.refuse(sources); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(o.path), 0o777); err != nil {
		return nil, o.outputError(err)
	}
	if o.lock, err = o.acquire(); err != nil {
		return nil, err
	}
	return o, nil
}

// Close lets others publish to the directory.
func (o *Output) Close() error { return o.lock.release() }

// resolve gives the absolute path of dir with every link above it followed.
// What does not exist yet is taken as it is written.
func resolve(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	above, rest := filepath.Dir(abs), filepath.Base(abs)
	if above == abs {
		return abs, nil
	}
	for {
		real, err := filepath.EvalSymlinks(above)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if filepath.Dir(above) == above {
			return abs, nil
		}
		above, rest = filepath.Dir(above), filepath.Join(filepath.Base(above), rest)
	}
}

// refuse gives the reason why the directory must not be written to, or nil.
func (o *Output) refuse(sources []string) error {
	refused := func(remedy, format string, args ...any) error {
		return &RefusedError{Dir: o.Dir, Reason: fmt.Sprintf(format, args...), Remedy: remedy}
	}
	const another = "choose another directory with --out"
	if filepath.Dir(o.path) == o.path {
		return refused(another, "it is the root of the file system")
	}
	if slices.Contains(strings.Split(filepath.ToSlash(o.path), "/"), ".git") {
		return refused(another, "it lies in a git directory")
	}
	info, err := os.Lstat(o.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		info = nil
	case err != nil:
		return o.outputError(err)
	case info.Mode()&fs.ModeSymlink != 0:
		target, _ := filepath.EvalSymlinks(o.path)
		return refused("give the directory that it leads to: "+target, "it is a symbolic link")
	case !info.IsDir():
		return refused(another, "it is not a directory")
	}
	if home, err := os.UserHomeDir(); err == nil && o.holds(info, home) {
		return refused(another, "it is or holds the home directory %s", home)
	}
	for _, source := range sources {
		if o.holds(info, source) {
			return refused(another, "it is or holds %s, which the site is made from", source)
		}
	}
	if info == nil {
		return nil
	}
	return o.refuseForeign()
}

// holds tells whether the output is dir or lies above it: by path, and by
// device and inode, which also see through bind mounts and folded case.
func (o *Output) holds(info fs.FileInfo, dir string) bool {
	real, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	if followed, err := filepath.EvalSymlinks(real); err == nil {
		real = followed
	}
	for p := real; ; p = filepath.Dir(p) {
		if p == o.path {
			return true
		}
		if other, err := os.Stat(p); err == nil && info != nil && os.SameFile(info, other) {
			return true
		}
		if filepath.Dir(p) == p {
			return false
		}
	}
}

// harmless are files that lie in a directory that is empty all the same: what
// git, a file manager or a fresh file system put there.
var harmless = map[string]bool{".git": true, ".gitignore": true, ".gitkeep": true, ".gitattributes": true, ".DS_Store": true, "lost+found": true}

// refuseForeign refuses a directory that holds something and was not made by us.
func (o *Output) refuseForeign() error {
	root, err := os.OpenRoot(o.path)
	if err != nil {
		return o.outputError(err)
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return o.outputError(err)
	}
	var foreign []string
	for _, e := range entries {
		if !harmless[e.Name()] && e.Name() != stateDir {
			foreign = append(foreign, e.Name())
		}
	}
	if len(foreign) == 0 {
		return nil
	}
	err = checkManifests(root)
	if err == nil {
		return nil
	}
	return o.refusal(err, foreign)
}

// refusal refuses a directory that is not empty and whose manifests cannot be read.
func (o *Output) refusal(err error, foreign []string) error {
	refusal := &RefusedError{
		Dir:    o.Dir,
		Reason: "it is not empty and was not made by Planfolio",
		Remedy: "choose another directory with --out, or empty this one",
		Paths:  foreign[:min(len(foreign), 10)],
	}
	if !errors.Is(err, fs.ErrNotExist) {
		refusal.Reason = fmt.Sprintf("its manifest cannot be used: %v", err)
	}
	return refusal
}
