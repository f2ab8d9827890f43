package markdown

import (
	"strings"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/plan"
)

// A mention is one id or range as it is written in a text.
type mention struct {
	ident
	to     string // other end of a range
	bare   bool   // a number without prefix
	listed bool
	stop   int // end in the text, the range's other end included
}

// A region is a stretch of a text that is a citation list: numbers in it are ids.
type region struct {
	start, end int
	listed     bool // opened by a label; else by "Requirements 1.1, 1.2" in a sentence
	dotted     bool // only numbers with a dot count
}

// listLabels are the labels of citation lists, as subjects.
var listLabels = []string{
	"requirement", "requirements", "req", "reqs", "requirement id", "requirement ids", "requirements covered", "related requirements",
	"requirement refs", "requirements refs", "linked requirements", "covered requirements", "source requirements", "requirements addressed",
	"requirements satisfied", "requirements implemented", "requirements traceability", "traceability", "frs", "fr", "nfrs",
	"validates", "validate", "validates requirements", "covers", "satisfies", "implements", "maps to", "traces to", "addresses", "fulfills", "fulfils", "verifies", "supports requirements",
	"要件", "対応要件", "関連要件", "要求", "需求", "相关需求", "요구사항", "관련 요구사항", "requisitos", "requerimientos", "anforderungen", "exigences",
}

var isListLabel = func() map[string]bool {
	m := map[string]bool{}
	for _, l := range listLabels {
		m[l] = true
	}
	return m
}()

// mentions gives every id that the run mentions, ranges joined. cell tells that
// it is a table cell below a head that speaks of requirements: a citation list.
// What it gives is overwritten when it is asked again.
func (g *idGrammar) mentions(t *run, cell bool) []mention {
	if len(g.user) == 0 && nextDigit(t.text, 0) == len(t.text) {
		return nil
	}
	regions := regionsOf(t, cell)
	g.idents = g.find(g.idents[:0], t.text)
	idents, all := g.idents, g.mentioned[:0]
	next := 0
	for _, id := range idents {
		for next < len(regions) && regions[next].start <= id.start {
			next++
		}
		m := mention{ident: id, stop: id.after}
		for n := next - 1; n >= 0 && n >= next-2; n-- {
			m.listed = m.listed || regions[n].listed && id.start < regions[n].end
		}
		all = append(all, m)
	}
	for _, rg := range regions {
		all = appendBare(all, t.text, rg)
	}
	sortMentions(all)
	g.mentioned = all
	g.joined = joinRanges(g.joined[:0], t.text, all)
	return g.joined
}

// regionsOf finds the citation lists of a text, line by line.
func regionsOf(t *run, cell bool) []region {
	var regions []region
	if cell {
		regions = append(regions, region{0, len(t.text), true, true})
	}
	if !strings.ContainsAny(t.text, "0123456789") {
		return regions
	}
	open := false
	t.lines(func(start, end int, _ bool) {
		line := t.text[start:end]
		if open {
			regions[len(regions)-1].end = end
			open = strings.HasSuffix(strings.TrimRight(line, " "), ",")
			return
		}
		at := 0
		for at < len(line) {
			from := at + spaces(line[at:])
			stop := len(line)
			if n := strings.Index(line[from:], " | "); n >= 0 {
				stop = from + n
			}
			if l, ok := labelOf(strings.TrimLeft(line[from:stop], "_*([")); ok && isListLabel[l.subject] {
				value := from + len(line[from:stop]) - len(strings.TrimLeft(line[from:stop], "_*([")) + l.value
				rg := region{start + value, start + stop, true, false}
				rg.end = sameStyle(t, start+from, rg)
				regions = append(regions, rg)
			} else {
				regions = appendWorded(regions, t, start+from, start+stop)
			}
			at = stop + 3
		}
		if n := len(regions); n > 0 && regions[n-1].listed && regions[n-1].end == end {
			open = strings.HasSuffix(strings.TrimRight(line, " "), ",")
		}
	})
	return regions
}

// sameStyle is the end of a list that is set in italics or bold together with
// its label, _Requirements: 1.1, 1.2_; what follows is no part of it.
func sameStyle(t *run, labelAt int, rg region) int {
	if rg.start >= rg.end {
		return rg.end
	}
	st := t.style(rg.start) & t.style(labelAt) & (bold | italic)
	if st == 0 {
		return rg.end
	}
	for p := t.part(rg.start); p < len(t.parts) && t.parts[p].at < rg.end; p++ {
		if t.parts[p].style&st == 0 && t.parts[p].at > rg.start {
			return t.parts[p].at
		}
	}
	return rg.end
}

// appendWorded adds the stretches that the word Requirement opens within a line:
// "(Requirements: 1.1)", "see Requirement 3.2", "Req 1.1".
func appendWorded(regions []region, t *run, start, end int) []region {
	s := t.text
	for i := start; i < end; {
		n := strings.Index(s[i:end], "eq")
		if n < 0 {
			return regions
		}
		at := i + n - 1
		i += n + 2
		if at < start || s[at] != 'R' && s[at] != 'r' || !leftBoundary(s, at) {
			continue
		}
		stop := i
		for stop < end && isLetter(s[stop]) {
			stop++
		}
		switch strings.ToLower(s[at:stop]) {
		case "req", "reqs", "requirement", "requirements":
		default:
			continue
		}
		rg := region{start: stop, end: end, dotted: s[at] == 'r' || stop-at < 5}
		if stop < end && s[stop] == ':' {
			before := strings.TrimRight(s[start:at], " ")
			set := before != "" && t.style(at)&(bold|italic)&^t.style(start+len(before)-1) != 0
			if before != "" && !set && (isAlnum(before[len(before)-1]) || before[len(before)-1] >= utf8.RuneSelf && !isSymbol(lastRune(before))) {
				continue // "Resource Requirements: 1 engineer"
			}
			rg.start, rg.listed, rg.dotted = stop+1, s[at] == 'R', s[at] == 'r'
		} else if stop >= end || s[stop] != ' ' && s[stop] != '\t' {
			continue
		}
		sp := rg.start + spaces(s[rg.start:end])
		if sp >= end || !isDigit(s[sp]) && (!rg.listed || !isLetter(s[sp])) {
			continue
		}
		if rg.listed {
			if close := strings.IndexAny(s[rg.start:end], ")]|"); close >= 0 {
				rg.end = rg.start + close
			}
			rg.start = sp
			rg.end = sameStyle(t, at, rg)
		} else {
			rg.end = rg.start + numberList(s[rg.start:rg.end])
		}
		regions = append(regions, rg)
		i = max(i, rg.end)
	}
	return regions
}

// numberList is the length of the numbers that s begins with: " 1.1, 1.2 and 2.3-2.5".
func numberList(s string) int {
	end, i := 0, 0
	for {
		i += spaces(s[i:])
		n := numberEnd(s[i:])
		if n == 0 {
			return end
		}
		i += n
		end = i
		rest := s[i:]
		trimmed := strings.TrimLeft(rest, " ")
		i += len(rest) - len(trimmed)
		switch {
		case strings.HasPrefix(trimmed, ", and "):
			i += 6
		case strings.HasPrefix(trimmed, "and "), strings.HasPrefix(trimmed, "to "):
			i += strings.IndexByte(trimmed, ' ')
		case strings.HasPrefix(trimmed, "through "):
			i += 8
		case strings.HasPrefix(trimmed, "–"), strings.HasPrefix(trimmed, "、"), strings.HasPrefix(trimmed, "，"):
			i += 3
		case trimmed != "" && strings.IndexByte(",-&/", trimmed[0]) >= 0:
			i++
		default:
			return end
		}
	}
}

// numberEnd is the length of the number s begins with: 6, 1.1, 2.5.1. Anything
// that makes it a measure or a version (53/53, 95 %, 3.12+) makes it none.
func numberEnd(s string) int {
	i, dots, run := 0, 0, 0
	for i < len(s) {
		switch {
		case isDigit(s[i]):
			run++
		case s[i] == '.' && run > 0 && i+1 < len(s) && isDigit(s[i+1]):
			dots++
			run = 0
		default:
			goto done
		}
		if run > 3 {
			return 0
		}
		i++
	}
done:
	if i == 0 || dots > 2 || s[0] == '0' {
		return 0
	}
	if i < len(s) && 'a' <= s[i] && s[i] <= 'z' && rightBoundary(s, i+1) {
		return i + 1 // 3a
	}
	if !rightBoundary(s, i) || i < len(s) && strings.IndexByte("+%=<>", s[i]) >= 0 {
		return 0
	}
	return i
}

// appendBare adds the bare numbers of a citation list. An element counts where
// it is a number, a range or either with a note in brackets; "53 of 53 done" and
// "Python 3.12" do not.
func appendBare(all []mention, s string, rg region) []mention {
	for at := rg.start; at < rg.end; {
		stop, size := elementEnd(s, at, rg.end)
		all = appendElement(all, s, at, stop, rg)
		at = stop + size
	}
	return all
}

// elementEnd is where an element of a list ends, and the length of what divides
// it from the next. Commas in brackets divide nothing.
func elementEnd(s string, i, end int) (int, int) {
	depth, start := 0, i
	for i < end {
		c, size := utf8.DecodeRuneInString(s[i:end])
		switch c {
		case '(', '[', '（':
			depth++
		case ')', ']', '）':
			depth--
		case '/': // 1.1/1.2, but not 53/53
			if depth <= 0 && strings.Contains(s[max(start, i-4):i], ".") {
				return i, size
			}
		case ',', ';', '、', '，', '&', '\n', '|':
			if depth <= 0 {
				return i, size
			}
		case ' ':
			if depth <= 0 && (strings.HasPrefix(s[i:end], " and ") || strings.HasPrefix(s[i:end], " y ")) {
				return i, strings.IndexByte(s[i+1:end], ' ') + 1
			}
		}
		i += size
	}
	return end, 0
}

func appendElement(all []mention, s string, start, end int, rg region) []mention {
	i := start + len(s[start:end]) - len(strings.TrimLeft(s[start:end], " \t_*[("))
	i += worded(s[i:end])
	n := numberEnd(s[i:end])
	if n == 0 {
		return all
	}
	first := bareMention(s, i, i+n, rg)
	i += n
	found := []mention{first}
	if n, size := rangeSign(s[i:end]); size > 0 && n >= 0 {
		if k := numberEnd(s[i+size : end]); k > 0 {
			found = append(found, bareMention(s, i+size, i+size+k, rg))
			i += size + k
		}
	}
	rest := strings.TrimSpace(strings.TrimRight(strings.TrimSpace(s[i:end]), "_*.])"))
	if rest != "" {
		c, _ := utf8.DecodeRuneInString(rest)
		if !strings.ContainsRune("(（[—–-:", c) && !isSymbol(c) {
			return all
		}
	}
	if rg.dotted && !strings.Contains(first.id, ".") {
		return all
	}
	return append(all, found...)
}

// worded is the length of the words that an element of a list may have before
// its number: "Requirement ", "criterion: ", or, of a number with a dot at the
// element's end, any that lead up to it, "the context for 1.1".
func worded(s string) int {
	for _, w := range []string{"requirements", "requirement", "reqs", "req", "criterion", "criteria", "要件"} {
		if n := prefixFold(s, w); n > 0 && n < len(s) && !isLetter(s[n]) {
			n += spaces(s[n:])
			if n < len(s) && s[n] == ':' {
				n++
				n += spaces(s[n:])
			}
			return n
		}
	}
	for _, w := range []string{" for ", " from ", " of ", " in ", " per ", " see "} {
		if at := strings.LastIndex(s, w); at > 0 {
			number := strings.TrimRight(s[at+len(w):], " _*.")
			if n := numberEnd(number); n == len(number) && strings.Contains(number, ".") {
				return at + len(w)
			}
		}
	}
	return 0
}

func bareMention(s string, start, end int, rg region) mention {
	m := mention{bare: true, listed: rg.listed, stop: end}
	m.start, m.end, m.after = start, end, end
	m.id, m.class = strings.ToUpper(s[start:end]), plan.ClassRequirement
	return m
}
