package main

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/site"
)

// findBuilt says what a site of dir is made from: the last commit that touched
// dir, where git knows one, and its date, unless SOURCE_DATE_EPOCH says another.
// The clock is never read: the same plans make the same site on every day.
func findBuilt(ctx context.Context, dir string) (site.Built, error) {
	b := site.Built{Version: toolVersion()}
	b.Commit, b.Date = lastCommit(ctx, dir)
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return b, usagef("it is a number of seconds since 1970", "SOURCE_DATE_EPOCH: %q is not a number", epoch)
		}
		b.Date = time.Unix(seconds, 0).UTC()
	}
	return b, nil
}

// lastCommit asks git, which may not be there, about a directory, which may be
// in no repository. The repository may be a stranger's: nothing that its
// configuration names is run.
func lastCommit(ctx context.Context, dir string) (commit string, date time.Time) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", "-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false",
		"--no-pager", "log", "-1", "--no-show-signature", "--format=%h %ct", "--", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	out, err := cmd.Output()
	if err != nil {
		return "", time.Time{}
	}
	hash, stamp, ok := strings.Cut(strings.TrimSpace(string(out)), " ")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if !ok || err != nil {
		return "", time.Time{}
	}
	return hash, time.Unix(seconds, 0).UTC()
}
