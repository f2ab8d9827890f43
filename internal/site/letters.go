package site

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/parallel"
	"github.com/planfolio/planfolio/internal/search"
)

const searchPage = "search/"

// listedSections is how many sections the A–Z list takes in; a portfolio with
// more lists its plans and documents alone.
const listedSections = 2000

// blockLetters is what the A–Z list has of some plans: plans and documents.
type blockLetters struct {
	items    []letterItem
	sections int // upper ones
}

// letterItem is an item with what it is sorted by.
type letterItem struct {
	key string
	Item
}

func newLetterItem(i Item) letterItem { return letterItem{search.Fold(letterPart(i.Label)), i} }

// lettersOf finds the items of a block.
func (s *Site) lettersOf(b *block) *blockLetters {
	b.lettersOnce.Do(func() {
		l, rel := &blockLetters{}, from(searchPage)
		for _, p := range b.plans {
			l.items = append(l.items, newLetterItem(Item{Link: planLink(rel, p), Note: p.Path}))
			for _, d := range p.docs {
				if !d.leads() {
					l.items = append(l.items, newLetterItem(Item{Link: rel.link(d.pageTitle(), d.address), Note: p.title()}))
				}
				l.sections += len(upperSections(d))
			}
		}
		b.letters = l
	})
	return b.letters
}

// search is the A–Z list of plans, documents and their upper sections.
func (s *Site) search() SearchView {
	rel := from(searchPage)
	v := SearchView{Frame: s.frame(rel, "Search", "Every plan, document and section, from A to Z."), Index: rel.to("search/" + search.Manifest)}
	parallel.For(len(s.index.blocks), func(i int) { s.lettersOf(s.index.blocks[i]) })
	var items []*letterItem
	sections := 0
	for _, b := range s.index.blocks {
		of := s.lettersOf(b)
		for i := range of.items {
			items = append(items, &of.items[i])
		}
		sections += of.sections
	}
	if sections <= listedSections {
		for _, p := range s.index.plans {
			for _, d := range p.docs {
				for _, i := range upperSections(d) {
					item := newLetterItem(Item{Link: rel.link(d.Sections[i].Title, d.sectionAddress(i)), Note: p.title()})
					items = append(items, &item)
				}
			}
		}
	}
	v.Letters = letters(items)
	return v
}

// upperSections are the sections of the second level.
func upperSections(d *docFacts) []int {
	var list []int
	for i := range d.Sections {
		if d.Sections[i].Level == 2 && d.Sections[i].Title != "" {
			list = append(list, i)
		}
	}
	return list
}

// letters sorts items by label and sets them under their first letters.
func letters(items []*letterItem) []SearchLetter {
	slices.SortStableFunc(items, func(a, b *letterItem) int { return strings.Compare(a.key, b.key) })
	var list []SearchLetter
	for _, i := range items {
		letter := "#"
		if r, _ := utf8.DecodeRuneInString(i.key); unicode.IsLetter(r) {
			letter = strings.ToUpper(string(r))
		}
		if len(list) == 0 || list[len(list)-1].Letter != letter {
			list = append(list, SearchLetter{Letter: letter})
		}
		list[len(list)-1].Items = append(list[len(list)-1].Items, i.Item)
	}
	return list
}

// letterPart is a label from its first letter or digit on.
func letterPart(label string) string {
	return strings.TrimLeftFunc(label, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
