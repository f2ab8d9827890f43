// Package markdown reads the Markdown of plans: it takes a source.File and
// gives a plan.Document, with bodies as HTML with holes. It knows goldmark, so
// that no other package has to. It cannot fail: what it does not
// understand stays text. It knows one file at a time; what depends on other
// files is left as candidates (ids of unknown class) and holes.
//
// # The dialect
//
// CommonMark with GitHub's tables, strike-through, task boxes, bare addresses,
// footnotes and alerts ("> [!NOTE]"), and wiki links. Four things differ. A
// line "[Answer]: A", whose target is a bare word, is text and defines no link.
// Headings within quotes and items are one level down where they are of the
// first, and have anchors as all headings do. The markers of a merge conflict
// are reported and left out. Attributes in braces are text.
//
// # What an author's HTML may do
//
// Elements that GitHub keeps (see elements.go) keep their effect and lose all
// attributes but a few that say something. Every other tag is shown as it is
// written, and so is what stands in it: "<objective>", "Vec<String>",
// "<script>". Comments vanish. A tag that no other answers within its
// paragraph is text too; one that stays open ends with its section. With
// Options.RawHTML "escape", all of it is text.
//
// An address is a link by what is allowed (http, https, mailto, paths and
// anchors), read as a browser reads it; any other is text, and reported. An
// author's anchors are kept where no other element has them, but none that
// begins with "pf-", which is the frame's.
//
// # How HTML comes to be
//
// One type writes markup, and all it is given goes through its escaping:
// fragment. Holes are kept beside the text, not as marks in it, so that no text
// can be taken for one. Only a fragment with tags of the author's is read back
// to be balanced; its holes are comments then, which no author's text can be.
package markdown

import (
	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/source"
)

// Options are the settings that change what a file says. They are part of the
// key under which a document is remembered.
type Options struct {
	Kinds   []config.Kind
	Phases  []config.Phase // whose aliases open phases without the word
	RawHTML string         // "sanitize" or "escape"
	Limits  source.Limits
	Lang    string
}
