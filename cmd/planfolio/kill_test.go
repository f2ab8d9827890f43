package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestInterrupted ends builds at moments of chance, in every way that a process
// can be ended: the published site is then whole, the old one or the new one,
// and the next build leaves nothing else.
func TestInterrupted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no signals here")
	}
	dir := t.TempDir()
	for i := range 15 {
		writeFileIn(t, dir, fmt.Sprintf("plans/plan-%02d.md", i), planText(i, "old"))
	}
	out := filepath.Join(dir, "public")
	began := time.Now()
	runCommand(t, 0, nil, 0, dir)
	whole := time.Since(began)
	chance := rand.New(rand.NewPCG(1, 2))
	statuses := map[int]int{}
	for i := range 9 {
		for j := range 15 {
			writeFileIn(t, dir, fmt.Sprintf("plans/plan-%02d.md", j), planText(j, fmt.Sprint("edition ", i)))
		}
		signal := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL}[i%3]
		status := runCommand(t, -1, signal, time.Duration(chance.Float64()*1.1*float64(whole)), dir)
		want := map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGKILL: -1}[signal]
		if status != 0 && status != want && status != -1 { // -1: it came before the command could listen
			t.Errorf("%v: status %d", signal, status)
		}
		statuses[status]++
		checkPublished(t, out)
	}
	runCommand(t, 0, nil, 0, dir)
	checkPublished(t, out)
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("left: %v, %v", entries, err)
	}
	t.Logf("by status: %v", statuses)
}

func planText(i int, edition string) string {
	return fmt.Sprintf("# Plan %d\n\n## Requirements\n\n- **FR-1:** The %s of requirement one.\n- **FR-2:** Another.\n\n## Phase 1: Start\n\n- [ ] T001 Do it (FR-1)\n", i, edition)
}

// runCommand builds dir/plans into dir/public and gives the status; -1 is killed.
func runCommand(t *testing.T, want int, signal os.Signal, after time.Duration, dir string) int {
	t.Helper()
	cmd := exec.Command(os.Args[0], "build", "plans", "--quiet")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asCommand+"=1")
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if signal != nil {
		timer := time.AfterFunc(after, func() { _ = cmd.Process.Signal(signal) })
		defer timer.Stop()
	}
	_ = cmd.Wait()
	status := cmd.ProcessState.ExitCode()
	if want >= 0 && status != want {
		t.Fatalf("status %d: %s", status, said.String())
	}
	return status
}

// checkPublished compares a published directory with its manifest.
func checkPublished(t *testing.T, out string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(out, ".planfolio", "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Files map[string]struct {
			SHA256 string `json:"sha256"`
		}
	}
	if err := json.Unmarshal(data, &manifest); err != nil {
		t.Fatal(err)
	}
	files := 0
	err = filepath.WalkDir(out, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(out, path)
		rel = filepath.ToSlash(rel)
		if rel == ".planfolio/manifest.json" {
			return nil
		}
		files++
		data, err := os.ReadFile(path)
		sum := sha256.Sum256(data)
		if f, ok := manifest.Files[rel]; !ok || f.SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("%s is not as the manifest has it", rel)
		}
		return err
	})
	if err != nil || files != len(manifest.Files) {
		t.Errorf("%d files, %d in the manifest, %v", files, len(manifest.Files), err)
	}
}
