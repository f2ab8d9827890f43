// Package serve previews a portfolio: it answers from memory, watches the plans
// and tells an open page to reload when what it shows has changed.
package serve

import (
	"context"
	"log"

	"github.com/planfolio/planfolio/internal/build"
)

// Options say how to serve.
type Options struct {
	Dir      string // root of the plans
	ThemeDir string
	Addr     string
	Poll     string // interval of polling instead of watching; "" to watch
	Log      *log.Logger
	Build    func(ctx context.Context, prev *build.Result) (*build.Result, error)
	Ready    func(url string) // called once, when the first answer can be given
}

// Serve serves until ctx ends.
func Serve(ctx context.Context, opts Options) error { panic("serve.Serve") }
