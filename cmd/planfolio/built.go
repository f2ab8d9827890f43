package main

import (
	"context"
	"os"
	"strconv"
	"time"

	"github.com/planfolio/planfolio/internal/history"
	"github.com/planfolio/planfolio/internal/site"
)

// findBuilt says what a site of dir is made from: the last commit that touched
// dir, where git knows one, and its date, unless SOURCE_DATE_EPOCH says another.
// The clock is never read: the same plans make the same site on every day.
func findBuilt(ctx context.Context, dir string) (site.Built, error) {
	b := site.Built{Version: toolVersion()}
	b.Commit, b.Date = history.LastCommit(ctx, dir)
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return b, usagef("it is a number of seconds since 1970", "SOURCE_DATE_EPOCH: %q is not a number", epoch)
		}
		b.Date = time.Unix(seconds, 0).UTC()
	}
	return b, nil
}
