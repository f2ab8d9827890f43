package build

import (
	"os"

	"golang.org/x/sys/unix"
)

// exchangeDirs exchanges two directories in one step.
func exchangeDirs(a, b string) error {
	if err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE); err != nil {
		return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
	}
	return nil
}

// syncDisk writes to the disk what was written to the file system of dir, in one
// call whatever the number of files; unless whole, one file, or the entries of one
// directory.
func syncDisk(dir string, whole bool) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if !whole {
		return f.Sync()
	}
	if err := unix.Syncfs(int(f.Fd())); err != nil {
		return &os.PathError{Op: "sync", Path: dir, Err: err}
	}
	return nil
}
