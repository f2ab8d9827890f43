package main

import (
	"context"
	"fmt"
	"time"
)

// soaked is the memory that a preview had on the way through many edits in a row.
// What it has at one moment depends on when memory was last collected, so it is
// the most of many moments.
type soaked struct {
	edits       int
	first, last int64 // bytes: in the first soakWindow edits, and in the last
}

// soakWindow is so many edits.
const soakWindow = 100

// soak saves one edit of a plan after the other, each when the one before is
// visible in the plan's page.
func (b *bench) soak(ctx context.Context, s *server, p *previews, page string) error {
	plan := b.shape.Plans / 2
	p.soaked.edits = b.soakEdits
	for i := range b.soakEdits {
		word := fmt.Sprintf("quagga%dth", i)
		if err := b.edit(plan, "The", word); err != nil {
			return err
		}
		if _, err := s.until(ctx, page, word, editAtMost); err != nil {
			return err
		}
		memory := memoryOf(s.cmd.Process.Pid)
		if i < soakWindow {
			p.soaked.first = max(p.soaked.first, memory)
		}
		if i >= b.soakEdits-soakWindow {
			p.soaked.last = max(p.soaked.last, memory)
		}
	}
	if err := b.edit(plan, "", ""); err != nil {
		return err
	}
	time.Sleep(gap)
	return nil
}
