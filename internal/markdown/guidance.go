package markdown

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// Guidance is template prose about what should stand in its place, left as it
// was: it asks, it tells the author what to do, or it speaks of the section.
var (
	// aboutFilling speaks of the template, or of when and how to fill it in.
	aboutFilling = pattern.MustCompile(`(?i)^\W*this (?:is )?where you (?:(?:can|may|should|will) )?(?:add|define|describe|document|explain|give|indicate|list|outline|propose|provide|put|say|specify|state|summari[sz]e|talk|tell|write)\b|^\W*feel free to add\b|^\W*this is an? (?:\w+ ){0,2}template\b|\bthis template (?:is (?:filled|used|meant|intended|for|to be)|should|provides)\b|^\W*(?:note\W+)?fill (?:in |out )?(?:only|this|the section|when|if)\b|^\W*example of marking\b|^\W*(?:please )?(?:remove|delete|replace) this (?:section|template|placeholder)\b|\bthis section (?:must|should) be (?:completed|filled)\b|\bthis section is (?:required|encouraged|optional)\b`)
	telling      = pattern.MustCompile(`(?i)^\W*(?:explain|describe|list|keep in mind|consider|provide|include|summari[sz]e|outline|discuss|fill (?:in|out)|specify|identify|think about|use this section|be sure|make sure to|detail (?:the|any|how)|mention|try to|ideally, this)\b|\bbe (?:very |extremely )?careful\b|\bplease (?:attempt|consider|describe|explain|include|keep|provide|list|add|think|specify|identify)\b`)
	// onItsPlace speaks of what a section is for its document.
	onItsPlace   = pattern.MustCompile(`(?i)^\W*(?:this is the bulk of\b|optional, but\b)`)
	ofTheSection = pattern.MustCompile(`(?i)\bthis section (?:should|could|can|may|must|is|will|describes|lists|explains)\b`)
	askingWhat   = pattern.MustCompile(`(?i)^\W*(?:what|why|how|would|are there|is there|does|do|who|when|which|where)\b`)
	directive    = pattern.MustCompile(`^\W*(?:Describe|Explain|Summari[sz]e|Outline)\b(?: \S+){3,}`)
	// a description that describes nothing: "High-level description of the design."
	namesOnly   = pattern.MustCompile(`(?i)^(?:(?:an?|the) )?(?:(?:high-level|brief|short|general|detailed|one[ -](?:paragraph|sentence|line)) )?(?:description|explanation)s? of(?: \S+){2,20}$`)
	finiteVerb  = pattern.MustCompile(`(?i) (?:is|are|was|were|has|have|will|should|must|can|may) `)
	sentenceEnd = pattern.MustCompile(`[.?!]["”)]?(?:\s+|$)`)
	attribution = pattern.MustCompile(`(?m)^\s*(?:—|–|--)\s*\p{Lu}|\[!`)
)

// guidance notes template prose left as it was.
func (g *gapReader) guidance(n ast.Node, p passage) bool {
	if strings.IndexFunc(p.text, unicode.IsLetter) < 0 || !speaksOfFilling(p.plain) && !g.aloneDirective(n, p) {
		return false
	}
	g.add(plan.GapUntouched, p.start, p.start+len(strings.TrimRight(p.text, " \n")), 0)
	return true
}

// fillingWords are parts of what aboutFilling looks for, one of each.
var fillingWords = []string{"emplate", "his section", "his placeholder", "here you", "ree to add", "fill ", "Fill ", " of marking"}

func speaksOfFilling(text string) bool {
	return containsAny(text, fillingWords) && aboutFilling.MatchString(text)
}

// aloneDirective tells whether a paragraph is the only content of its section
// and tells the author what to write there.
func (g *gapReader) aloneDirective(n ast.Node, p passage) bool {
	if n.Parent() != g.root || g.own || !directive.MatchString(p.plain) && !describesNothing(p.plain) && !onItsPlace.MatchString(p.plain) && !(emphasised(n) && reads(p.plain)) {
		return false
	}
	after := n.NextSibling()
	_, heading := after.(*ast.Heading)
	return after == nil || heading
}

// emphasised tells whether a paragraph is one stretch of emphasis.
func emphasised(n ast.Node) bool {
	e, ok := n.FirstChild().(*ast.Emphasis)
	return ok && e.NextSibling() == nil && e.Level == 1
}

// reads tells whether text is guidance: at least half of its sentences are, and
// one question behind a statement is not enough.
func reads(text string) bool {
	all := sentences(text)
	guiding, told := 0, false
	for _, s := range all {
		if isGuiding(s) {
			guiding++
			told = told || !strings.HasSuffix(s, "?")
		}
	}
	return guiding > 0 && 2*guiding >= len(all) && (told || guiding > 1 || len(all) == 1)
}

func sentences(text string) []string {
	var out []string
	for text != "" {
		s := text
		if m := sentenceEnd.FindStringIndex(text); m != nil {
			s = text[:m[1]]
		}
		text = text[len(s):]
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func isGuiding(sentence string) bool {
	return telling.MatchString(sentence) || ofTheSection.MatchString(sentence) || onItsPlace.MatchString(sentence) || describesNothing(sentence) ||
		strings.HasSuffix(sentence, "?") && askingWhat.MatchString(sentence)
}

func describesNothing(text string) bool {
	return namesOnly.MatchString(text) && !finiteVerb.MatchString(text)
}

// guides tells whether any sentence of text is guidance.
func guides(text string) bool { return slices.ContainsFunc(sentences(text), isGuiding) }

// onlyAsks tells whether text is questions and nothing else.
func onlyAsks(text string) bool {
	for s := range strings.SplitSeq(text, "?") {
		s = strings.TrimSpace(s)
		if s != "" && (sentenceEnd.MatchString(s) || utf8.RuneCountInString(s) > 400) {
			return false
		}
	}
	return strings.HasSuffix(strings.TrimSpace(text), "?")
}

// guidanceQuote notes a quote in which a template says what should stand in the
// section: each of its paragraphs and items is a gap. A question whose answer
// is written below it owes nothing.
func (g *gapReader) guidanceQuote(q *ast.Blockquote) bool {
	first, ok := q.FirstChild().(*ast.Paragraph)
	if !ok || q.Parent() != g.root || attribution.MatchString(g.plainText(q)) {
		return false
	}
	text := g.plainText(first)
	among := g.guiding && g.followsQuote(q)
	if g.guiding = !g.own && (reads(text) || among && guides(text)); !g.guiding {
		return false
	}
	if onlyAsks(text) && g.answered[q] {
		return true
	}
	g.quoteGaps(q)
	return true
}

// followsQuote tells whether the block before q is a quote as well.
func (g *gapReader) followsQuote(q ast.Node) bool {
	_, ok := q.PreviousSibling().(*ast.Blockquote)
	return ok
}

// answeredQuotes are the quotes that other text follows in the same section.
func answeredQuotes(root ast.Node) map[ast.Node]bool {
	out := map[ast.Node]bool{}
	follows := false
	for n := root.LastChild(); n != nil; n = n.PreviousSibling() {
		switch n.(type) {
		case *ast.Heading:
			follows = false
		case *ast.Blockquote:
			out[n] = follows
		case *ast.HTMLBlock, *ast.ThematicBreak, *ast.LinkReferenceDefinition:
		default:
			follows = true
		}
	}
	return out
}

func (g *gapReader) quoteGaps(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			lines := c.Lines()
			g.add(plan.GapUntouched, lines.At(0).Start, lines.At(lines.Len()-1).Stop, 0)
		default:
			g.quoteGaps(c)
		}
	}
}
