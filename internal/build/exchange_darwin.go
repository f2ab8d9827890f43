package build

import (
	"os"

	"golang.org/x/sys/unix"
)

// exchangeDirs exchanges two directories in one step.
func exchangeDirs(a, b string) error {
	if err := unix.RenamexNp(a, b, unix.RENAME_SWAP); err != nil {
		return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
	}
	return nil
}

// syncDisk asks for everything written to be put on the disk; unless whole, for one
// file, or the entries of one directory.
func syncDisk(name string, whole bool) error {
	if whole {
		return unix.Sync()
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return unix.Fsync(int(f.Fd()))
}
