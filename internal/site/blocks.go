package site

import (
	"slices"
	"sync"

	"github.com/planfolio/planfolio/internal/history"
)

// blockLength is how many plans a block has: after an edit those of one block are
// looked at again, and one number of each of the others.
const blockLength = 100

// block is some plans in a row, with what lists over all plans have of them. It
// serves the next site too while its plans are the same.
type block struct {
	plans   []*planFacts
	history *history.History

	// What follows is added up when a page first asks for it.
	runsOnce, workOnce, docsOnce, homeOnce, lettersOnce sync.Once

	runs    []runCount
	work    *blockWork
	docs    *blockDocs
	home    *blockHome
	letters *blockLetters

	figuresMu sync.Mutex
	figures   map[indexRun]indexFigures
}

// newBlocks takes over from prev the blocks that are the same.
func newBlocks(plans []*planFacts, h *history.History, prev []*block) []*block {
	blocks := make([]*block, 0, (len(plans)+blockLength-1)/blockLength)
	for part := range slices.Chunk(plans, blockLength) {
		if k := len(blocks); k < len(prev) && prev[k].history == h && slices.Equal(prev[k].plans, part) {
			blocks = append(blocks, prev[k])
		} else {
			blocks = append(blocks, &block{plans: slices.Clone(part), history: h}) // lest it hold on to all plans of an earlier site
		}
	}
	return blocks
}
