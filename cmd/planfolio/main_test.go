package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/planfolio/planfolio/internal/build"
)

// asCommand makes the test binary the command, for tests that need a process.
const asCommand = "PLANFOLIO_TEST_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
	}
	testscript.Main(m, map[string]func(){"planfolio": main})
}

// TestStories runs the stories of testdata: what people do with the command.
// Beside testscript's own there are
//
//	status N cmd …     runs cmd, which has to end with exit status N
//	hold DIR           keeps DIR locked as another build would, until the end
//	snapshot DIR NAME  remembers what DIR holds; unchanged DIR NAME compares
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir+"/home")
			env.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			env.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(env.WorkDir))
			env.Values["snapshots"] = make(map[string][]fileOnDisk)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, errors.New("unknown condition " + cond)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status":    cmdStatus,
			"hold":      cmdHold,
			"snapshot":  cmdSnapshot,
			"unchanged": cmdUnchanged,
		},
	})
}

func cmdStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N cmd [args …]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

func cmdHold(ts *testscript.TestScript, _ bool, args []string) {
	o, err := build.OpenOutput(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(func() { o.Close() })
}

// fileOnDisk is a file as it lies there, written at a time.
type fileOnDisk struct {
	path string
	info os.FileInfo
}

func filesOf(ts *testscript.TestScript, dir string) []fileOnDisk {
	var files []fileOnDisk
	ts.Check(filepath.Walk(ts.MkAbs(dir), func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			files = append(files, fileOnDisk{path, info})
		}
		return err
	}))
	return files
}

func cmdSnapshot(ts *testscript.TestScript, _ bool, args []string) {
	ts.Value("snapshots").(map[string][]fileOnDisk)[args[1]] = filesOf(ts, args[0])
}

func cmdUnchanged(ts *testscript.TestScript, neg bool, args []string) {
	before := ts.Value("snapshots").(map[string][]fileOnDisk)[args[1]]
	var changed []string
	same := slices.EqualFunc(before, filesOf(ts, args[0]), func(a, b fileOnDisk) bool {
		// The manifest is written with every build; its text is compared by hand.
		equal := a.path == b.path && (filepath.Base(a.path) == "manifest.json" ||
			os.SameFile(a.info, b.info) && a.info.ModTime().Equal(b.info.ModTime()) && a.info.Size() == b.info.Size())
		if !equal {
			changed = append(changed, b.path)
		}
		return equal
	})
	if same == neg {
		ts.Fatalf("unchanged: %v; changed: %q", same, changed)
	}
}
