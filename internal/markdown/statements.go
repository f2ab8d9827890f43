package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A statement is a phase as a line states it: "Phase 2A: Title".
type statement struct {
	word   string // as written
	number string // without leading zeros
	at     int    // where it begins, behind marks and a number of the heading's own
	title  int    // where the title begins
	clear  bool   // a sign stands between number and title, or nothing follows
	span   bool   // several phases: Phase 1-2, Phases 3+
	lesser bool   // Group, Wave, Week …: a phase only where the document has none by that name
}

type phaseWord struct {
	word   string
	lesser bool
}

// phaseWords are the words for a phase. Those of East Asian languages may stand
// behind the number.
var phaseWords = []phaseWord{
	{"phases", false}, {"phase", false}, {"phasen", false}, {"fases", false}, {"fase", false}, {"faza", false}, {"фаза", false}, {"giai đoạn", false},
	{"フェーズ", false}, {"段階", false}, {"단계", false}, {"阶段", false}, {"階段", false},
	{"milestone", true}, {"sprint", true}, {"week", true}, {"wave", true}, {"epic", true}, {"task group", true}, {"group", true}, {"day", true}, {"track", true},
	{"stage", true}, {"iteration", true}, {"increment", true}, {"chunk", true}, {"slice", true}, {"batch", true}, {"workstream", true},
	{"hito", true}, {"semana", true}, {"etapa", true}, {"étape", true}, {"etap", true}, {"этап", true}, {"meilenstein", true}, {"woche", true},
	{"マイルストーン", true}, {"スプリント", true}, {"里程碑", true}, {"마일스톤", true}, {"스프린트", true},
}

// phaseAt reads the statement of a phase at the start of s, behind marks and a
// number of the heading's own.
func phaseAt(s string) (statement, bool) {
	start := skipMarks(s)
	if _, n := boxMark(s[start:]); n > 0 {
		start += n + skipMarks(s[start+n:])
	} else if strings.HasPrefix(s, "[") {
		if _, n := boxMark(s); n > 0 {
			start = n + skipMarks(s[n:])
		}
	}
	if st, ok := phaseFrom(s, start); ok {
		return st, true
	}
	if n := skipNumbering(s[start:]); n > 0 {
		return phaseFrom(s, start+n)
	}
	return statement{}, false
}

func phaseFrom(s string, i int) (statement, bool) {
	st, ok := wordedPhase(s, i)
	st.at = i
	return st, ok
}

// phaseWordsBy are the phaseWords that a text may begin with, by its first byte.
var phaseWordsBy = func() (by [utf8.RuneSelf][]phaseWord) {
	for c := range by {
		for _, w := range phaseWords {
			letter := w.word[0] < utf8.RuneSelf && isLetter(byte(c)) && w.word[0] == byte(c)|0x20
			counted := w.word[0] >= utf8.RuneSelf && isDigit(byte(c)) // 1단계
			if letter || counted {
				by[c] = append(by[c], w)
			}
		}
	}
	return by
}()

// phaseWordsAt are the phaseWords that s may begin with.
func phaseWordsAt(s string) []phaseWord {
	switch {
	case s == "":
		return nil
	case s[0] < utf8.RuneSelf:
		return phaseWordsBy[s[0]]
	}
	return phaseWords
}

func wordedPhase(s string, i int) (statement, bool) {
	for _, w := range phaseWordsAt(s[i:]) {
		if n := prefixFold(s[i:], w.word); n > 0 {
			at := i + n
			if isLetter(w.word[0]) && at < len(s) && (isLetter(s[at]) || s[at] >= utf8.RuneSelf) {
				continue
			}
			st := statement{word: s[i:at], lesser: w.lesser, span: strings.HasSuffix(w.word, "s")}
			at += len(s[at:]) - len(strings.TrimLeft(s[at:], " #"))
			if at+1 < len(s) && s[at] == '-' && isAlnum(s[at+1]) {
				at++ // Phase-1
			}
			return st.withNumber(s, at)
		}
		// 1단계, 第1フェーズ
		if w.word[0] >= utf8.RuneSelf {
			at := i
			for _, ordinal := range []string{"第", "제"} {
				if strings.HasPrefix(s[at:], ordinal) {
					at += len(ordinal)
				}
			}
			digits := at
			for digits < len(s) && isDigit(s[digits]) {
				digits++
			}
			if digits > at && strings.HasPrefix(s[digits:], w.word) {
				st := statement{word: w.word, lesser: w.lesser, number: trimZeros(s[at:digits])}
				return st.withTitle(s, digits+len(w.word))
			}
		}
	}
	return statement{}, false
}

// withNumber reads the number at s[i]: 1, 0.5, 01.1, 2A, A, A3b, IV, One.
func (st statement) withNumber(s string, i int) (statement, bool) {
	end := i
	for end < len(s) && (isDigit(s[end]) || s[end] == '.' && end > i && end+1 < len(s) && isDigit(s[end+1])) {
		end++
	}
	if end > i {
		st.number = trimZeros(s[i:end])
		if end < len(s) && isLetter(s[end]) && rightBoundary(s, end+1) {
			st.number += strings.ToUpper(s[end : end+1])
			end++
		} else if end+1 < len(s) && s[end] == '-' && 'A' <= s[end+1] && s[end+1] <= 'Z' && rightBoundary(s, end+2) {
			st.number += s[end : end+2] // 2-A
			end += 2
		}
	} else {
		for end < len(s) && isLetter(s[end]) {
			end++
		}
		name := s[i:end]
		switch {
		case len(name) == 1 && unicode.IsUpper(rune(name[0])), name != "" && strings.Trim(name, "IVX") == "" && name == strings.ToUpper(name):
			st.number = name
			if j := end; j < len(s) && isDigit(s[j]) {
				for j < len(s) && isDigit(s[j]) {
					j++
				}
				if j < len(s) && 'a' <= s[j] && s[j] <= 'z' && rightBoundary(s, j+1) {
					j++ // A3b
				}
				st.number, end = strings.ToUpper(s[i:j]), j
			}
		case !st.lesser && numberWords[strings.ToLower(name)] != "" && !strings.HasPrefix(s[end:], "-"):
			st.number = numberWords[strings.ToLower(name)]
		default:
			return statement{}, false
		}
	}
	if !rightBoundary(s, end) {
		return statement{}, false
	}
	rest := s[end:]
	if strings.HasPrefix(rest, "+") {
		st.span, end = true, end+1
	}
	if of, ok := strings.CutPrefix(rest, " of "); ok && of != "" && isDigit(of[0]) {
		n := 0
		for n < len(of) && isDigit(of[n]) {
			n++
		}
		return st.withTitle(s, len(s)-len(of)+n) // Phase 1 of 3
	}
	for _, sign := range []string{"-", "–", "—", "/", " & ", " and ", ", ", " to ", " - ", " – "} {
		after, ok := strings.CutPrefix(rest, sign)
		after = strings.TrimPrefix(after, st.word+" ")
		n := 0
		for n < len(after) && (isDigit(after[n]) || after[n] == '.' && n+1 < len(after) && isDigit(after[n+1])) {
			n++
		}
		if ok && n > 0 && rightBoundary(after, n) {
			st.span = true
			st.number += "-" + trimZeros(after[:n])
			end = len(s) - len(after) + n
			break
		}
	}
	return st.withTitle(s, end)
}

// withTitle reads the sign between number and title.
func (st statement) withTitle(s string, i int) (statement, bool) {
	i += spaces(s[i:])
	st.title = i
	if i >= len(s) {
		st.clear = true
		return st, true
	}
	c, size := utf8.DecodeRuneInString(s[i:])
	switch {
	case strings.ContainsRune(":：-–—.)|/", c):
		st.clear, st.title = true, i+size
	case strings.ContainsRune("([（", c), isSymbol(c):
		st.clear = true
	case strings.ContainsRune(",;'’→", c):
		return statement{}, false
	}
	return st, true
}

var numberWords = map[string]string{
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"zero": "0",
}

func trimZeros(s string) string {
	t := strings.TrimLeft(s, "0")
	if t == "" || t[0] == '.' {
		t = "0" + t
	}
	return t
}
