// Command planfolio publishes a directory of plans as one cross-linked site.
//
// The rules of what it says:
//
//   - Results go to standard output, everything else to standard error, so that
//     "planfolio check --format json | …" works.
//   - A failure is one line, "planfolio: " and what could not be done, in lower
//     case, without full stop; what to do about it is a line of its own,
//     "hint: …".
//   - Progress is shown on a terminal only, and leaves nothing behind.
//   - Colour is used on a terminal only, and not where NO_COLOR is set.
//   - What comes from plans is printed by package diag, which makes control
//     characters visible; paths in other messages are quoted where they need it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/planfolio/planfolio/internal/build"
)

// version is set by the linker; a build without it says what the module is.
var version = ""

func main() {
	tuneCollector()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is the command with its exit status.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := interruptible(context.Background())
	defer stop()
	cmd := newRoot(stdout, stderr)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(ctx)
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, context.Canceled) {
		err = cause
	}
	return report(stderr, err)
}

// The exit statuses, as the contract has them.
const (
	exitDone     = 0
	exitFindings = 1 // at or above --fail-on
	exitUsage    = 2 // wrong usage or configuration
	exitFailed   = 3 // the work could not be done
	exitRefused  = 4 // the output directory is not ours to write to
	exitLocked   = 5 // another build holds it
)

// errFindings says that there are findings; they have been printed.
var errFindings = errors.New("findings")

// A failure is an error of the work, not of the command line, with advice.
type failure struct {
	err  error
	hint string
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// A usageError is the caller's.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(hint, format string, args ...any) error {
	return &usageError{err: fmt.Errorf(format, args...), hint: hint}
}

// signalError is the cause of a context that a signal ended.
type signalError struct{ signal syscall.Signal }

func (e *signalError) Error() string { return "interrupted" }

// interruptible gives a context that an interrupt or a request to terminate
// ends; the second one ends the process at once.
func interruptible(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		for range 2 {
			s, ok := <-signals
			if !ok {
				return
			}
			number, _ := s.(syscall.Signal)
			if ctx.Err() != nil {
				os.Exit(128 + int(number))
			}
			cancel(&signalError{number})
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}

// report prints what went wrong and gives the exit status.
func report(stderr io.Writer, err error) int {
	var (
		signalled *signalError
		config    *build.ConfigError
		refused   *build.RefusedError
		output    *build.OutputError
		fault     *build.PanicError
		failed    *failure
		usage     *usageError
	)
	say := func(hint string) {
		fmt.Fprintf(stderr, "planfolio: %v\n", err)
		if hint != "" {
			fmt.Fprintf(stderr, "hint: %s\n", hint)
		}
	}
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.As(err, &signalled):
		return 128 + int(signalled.signal)
	case errors.As(err, &config): // its diagnostics have been printed
		say("")
		return exitUsage
	case errors.As(err, &refused):
		say(refused.Remedy)
		return exitRefused
	case errors.Is(err, build.ErrLocked):
		say("wait until it is done, or choose another directory with --out")
		return exitLocked
	case errors.As(err, &output):
		say(output.Remedy)
		return exitFailed
	case errors.As(err, &fault):
		say("please report it at https://github.com/planfolio/planfolio/issues with what follows")
		fmt.Fprintf(stderr, "%s\n", fault.Stack)
		return exitFailed
	case errors.As(err, &failed):
		say(failed.hint)
		return exitFailed
	case errors.As(err, &usage):
		say(usage.hint)
		return exitUsage
	}
	say("planfolio --help tells the commands and their flags")
	return exitUsage
}
