package main

import (
	"errors"
	"os"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"slices"
	"strings"
)

// profileKinds are the kinds of --profile KIND=FILE.
var profileKinds = []string{"cpu", "mem", "trace"}

// startProfiles begins the profiles that a command is asked for, and gives what
// writes them. A kind is given once.
func startProfiles(asked []string) (stop func() error, err error) {
	var stops []func() error
	stop = func() error {
		var errs []error
		for _, s := range slices.Backward(stops) {
			errs = append(errs, s())
		}
		stops = nil
		return errors.Join(errs...)
	}
	var given []string
	for _, text := range asked {
		kind, path, ok := strings.Cut(text, "=")
		switch {
		case !ok || path == "" || !slices.Contains(profileKinds, kind):
			err = usagef("give it as cpu=FILE, mem=FILE or trace=FILE", "--profile %q has no such kind, or no file", text)
		case slices.Contains(given, kind):
			err = usagef("", "--profile %s is given twice", kind)
		}
		if err != nil {
			return nil, errors.Join(err, stop())
		}
		given = append(given, kind)
		s, err := startProfile(kind, path)
		if err != nil {
			return nil, errors.Join(err, stop())
		}
		stops = append(stops, s)
	}
	return stop, nil
}

// startProfile begins one. What "go tool pprof" and "go tool trace" read is in
// the file when stop has been called.
func startProfile(kind, path string) (stop func() error, err error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	stop = f.Close
	switch kind {
	case "cpu":
		err = pprof.StartCPUProfile(f)
		stop = func() error { pprof.StopCPUProfile(); return f.Close() }
	case "trace":
		err = trace.Start(f)
		stop = func() error { trace.Stop(); return f.Close() }
	case "mem":
		stop = func() error {
			runtime.GC() // so that what is in use is up to date
			return errors.Join(pprof.Lookup("allocs").WriteTo(f, 0), f.Close())
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return stop, nil
}
