package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// used is what a process took.
type used struct {
	wall, cpu time.Duration // CPU is user and system, of all processors
	peak      int64         // bytes of memory; 0 where the system does not tell
}

// runChild runs a command to its end. A status of 1 is that of findings.
func runChild(ctx context.Context, env []string, path string, args ...string) (used, error) {
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), env...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	began := time.Now()
	err := cmd.Run()
	u := used{wall: time.Since(began)}
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1 && said.Len() == 0) {
		return u, fmt.Errorf("%s %q: %w\n%s", path, args, err, tail(said.Bytes()))
	}
	u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	u.peak = peakMemory(cmd.ProcessState)
	return u, nil
}

// tail is the end of what a command said.
func tail(b []byte) []byte { return b[max(0, len(b)-2000):] }

// caches makes a tool keep what it remembers below dir, and nothing elsewhere.
func caches(dir string) []string {
	return []string{"XDG_CACHE_HOME=" + dir, "HOME=" + dir, "LocalAppData=" + dir, "HUGO_CACHEDIR=" + filepath.Join(dir, "hugo")}
}

// written is what lies in a directory that was built.
type written struct {
	files int
	bytes int64
	sizes map[string]int64 // by slash path
}

func survey(dir string) (w written, err error) {
	w.sizes = make(map[string]int64)
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		w.files++
		w.bytes += info.Size()
		w.sizes[filepath.ToSlash(rel)] = info.Size()
		return err
	})
	return w, err
}
