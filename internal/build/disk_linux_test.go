package build

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// TestDiskFull publishes to file systems of many sizes: where the new site does
// not fit, the old one stays, the failure says what to do, and nothing is left.
func TestDiskFull(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can make a small file system")
	}
	bigger := maps.Clone(newSite)
	for i := range 10 {
		bigger[fmt.Sprintf("plans/big-%d/index.html", i)] = strings.Repeat("x", 16<<10)
	}
	full, fits := 0, 0
	for kib := 128; kib <= 448; kib += 32 {
		disk := t.TempDir()
		if err := unix.Mount("tmpfs", disk, "tmpfs", 0, fmt.Sprintf("size=%dk", kib)); err != nil {
			t.Skip("cannot mount: ", err)
		}
		t.Cleanup(func() { _ = unix.Unmount(disk, 0) })
		for name, inPlace := range map[string]bool{"exchange": false, "in place": true} {
			dir := filepath.Join(disk, strings.ReplaceAll(name, " ", "-"))
			if inPlace {
				write(t, filepath.Join(dir, ".git"), "gitdir: elsewhere\n")
			}
			publish(t, dir, oldSite)
			o, err := OpenOutput(dir)
			if err != nil {
				t.Fatal(err)
			}
			o.sync = func(string, bool) error { return nil }
			_, err = o.Publish(context.Background(), siteOf(bigger))
			o.Close()
			what := fmt.Sprintf("%d KiB, %s", kib, name)
			if err == nil {
				fits++
				checkTree(t, what, tree(t, dir), withDirs(bigger))
			} else {
				full++
				var failed *OutputError
				if !errors.As(err, &failed) || !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), dir) || !strings.Contains(failed.Remedy, "space") {
					t.Errorf("%s: error %v", what, err)
				}
				checkTree(t, what, tree(t, dir), withDirs(oldSite))
			}
			if left := siblings(t, dir); len(left) > 0 {
				t.Errorf("%s: left: %q", what, left)
			}
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}
	}
	if full == 0 || fits == 0 {
		t.Errorf("%d did not fit, %d did", full, fits)
	}
}
