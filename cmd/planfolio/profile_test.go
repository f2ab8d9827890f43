package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestProfiles has each kind written in the format of its tool.
func TestProfiles(t *testing.T) {
	dir := t.TempDir()
	var asked []string
	begins := map[string]string{"cpu": "\x1f\x8b", "mem": "\x1f\x8b", "trace": "go 1."}
	for _, kind := range profileKinds {
		asked = append(asked, kind+"="+filepath.Join(dir, kind))
	}
	stop, err := startProfiles(asked)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := startProfiles([]string{"cpu=" + filepath.Join(dir, "again")}); err == nil {
		t.Error("two profiles of the processor at a time")
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	for kind, want := range begins {
		data, err := os.ReadFile(filepath.Join(dir, kind))
		if err != nil || !strings.HasPrefix(string(data), want) {
			t.Errorf("%s: %d bytes, %v", kind, len(data), err)
		}
	}
}
