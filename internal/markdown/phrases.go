package markdown

import (
	"strings"
	"unicode/utf8"
)

// A phraseSet holds words and groups of words that are looked for in subjects (see
// subject), each with what it says there. They are found by their first word:
// there are many, and a subject has few words.
type phraseSet struct {
	byWord map[string][]phrase
	apart  []phrase // of scripts without spaces: they may stand anywhere
}

type phrase struct {
	text string
	says place
}

// phrasesOf are phrases that say nothing but that they are there.
func phrasesOf(texts ...string) phraseSet {
	var p phraseSet
	p.add(1, texts)
	return p
}

func (p *phraseSet) add(says place, texts []string) {
	if p.byWord == nil {
		p.byWord = map[string][]phrase{}
	}
	for _, t := range texts {
		if r, _ := utf8.DecodeRuneInString(t); r >= 0x2E80 {
			p.apart = append(p.apart, phrase{t, says})
			continue
		}
		first, _, _ := strings.Cut(t, " ")
		p.byWord[first] = append(p.byWord[first], phrase{t, says})
	}
}

// in tells whether one of the phrases stands in subj.
func (p *phraseSet) in(subj string) bool { return p.saidIn(subj) != 0 }

// saidIn is what the phrases that stand in subj say together.
func (p *phraseSet) saidIn(subj string) place {
	var said place
	ascii := true
	for at := 0; at < len(subj); {
		end := at
		for end < len(subj) && subj[end] != ' ' {
			ascii = ascii && subj[end] < utf8.RuneSelf
			end++
		}
		for _, ph := range p.byWord[subj[at:end]] {
			if stop := at + len(ph.text); strings.HasPrefix(subj[at:], ph.text) && (stop == len(subj) || subj[stop] == ' ') {
				said |= ph.says
			}
		}
		at = end + 1
	}
	if ascii {
		return said
	}
	for _, ph := range p.apart {
		if strings.Contains(subj, ph.text) {
			said |= ph.says
		}
	}
	return said
}
