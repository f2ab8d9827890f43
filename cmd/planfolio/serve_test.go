package main

import (
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestServe previews, edits, sees, and stops.
func TestServe(t *testing.T) {
	dir := t.TempDir()
	writeFileIn(t, dir, "lamp.md", "# Lamp\n\nIt is dark.\n")
	url := serveDir(t, dir) // which ends it, and looks at its status
	get := func(path string) string {
		t.Helper()
		r, err := http.Get(url + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	if page := get("plans/lamp/"); !strings.Contains(page, "It is dark.") {
		t.Errorf("page: %s", page)
	}
	writeFileIn(t, dir, "lamp.md", "# Lamp\n\nIt is light.\n")
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(get("plans/lamp/"), "It is light."); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the edit is never seen")
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the preview wrote to the plans: %v, %v", entries, err)
	}
}

func TestServeBusy(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	cmd := exec.Command(os.Args[0], "serve", t.TempDir(), "--addr", l.Addr().String())
	cmd.Env = append(os.Environ(), asCommand+"=1")
	out, _ := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != exitFailed || !strings.Contains(string(out), "planfolio: "+l.Addr().String()+" is in use by another program\nhint: ") {
		t.Errorf("status %d: %s", cmd.ProcessState.ExitCode(), out)
	}
}
