//go:build unix

package source

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestSpecialFiles(t *testing.T) {
	dir, fsys := root(t, map[string]string{"a.md": "a", "closed.md": "c", "closed/b.md": "b"})
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.md"), 0o644); err != nil {
		t.Skip(err)
	}
	unreadable := "pipe.md PF004"
	if os.Geteuid() != 0 { // root reads everything
		for _, p := range []string{"closed.md", "closed"} {
			if err := os.Chmod(filepath.Join(dir, p), 0); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Chmod(filepath.Join(dir, p), 0o755) })
		}
		unreadable = "closed PF004, closed.md PF004, pipe.md PF004"
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		tree, found := mustRead(t, fsys, Options{}, nil)
		if got := codes(found); got != unreadable {
			t.Errorf("got %s, want %s", got, unreadable)
		}
		if os.Geteuid() != 0 && !strings.Contains(tree.Files[1].Text, "cannot be read") {
			t.Errorf("the stub of an unreadable file reads %q", tree.Files[1].Text)
		}
	}()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatal("the walk waits for a pipe")
	}
}
