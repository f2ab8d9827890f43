package site

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/history"
)

// completenessIndex is the documents that follow templates, or those of one
// template, owner, status or month of change, with the addresses of their pages.
type completenessIndex struct {
	key     string // one of completenessKeys; "" for all
	value   string
	label   string
	address string             // of the first page
	n       int                // documents
	docs    func() []scoredDoc // by template, the least complete first
	pages   func() completenessPages
}

// completenessPages are the pages of an index, each with its documents.
type completenessPages struct {
	addresses []string
	parts     [][]scoredDoc
}

// scoredDoc is a document that follows a template, with what it is ordered and
// laid out by.
type scoredDoc struct {
	template string
	score    float64 // of its plan
	cells    int     // that its row takes
	*docFacts
}

// completenessIndexes are all of them, by key.
type completenessIndexes struct {
	all   *completenessIndex
	byKey map[string][]*completenessIndex
}

// completenessKeys are what indexes are narrowed by. The months of change are in
// order: it is the way to the plans that nobody has touched for long.
var completenessKeys = []string{"template", "owner", "status", "changed"}

var completenessNames = map[string]string{"template": "Template", "owner": "Owner", "status": "Status", "changed": "Last change"}

// findCompleteness counts the documents that follow templates by their indexes.
func (s *Site) findCompleteness() *completenessIndexes {
	x := &completenessIndexes{byKey: map[string][]*completenessIndex{}}
	docs := sync.OnceValue(s.scoredDocuments)
	byValue := sync.OnceValue(func() map[docValue][]scoredDoc { return s.docsByValue(docs()) })
	claimed := s.newAddresses()
	x.all = &completenessIndex{docs: docs}
	s.layCompleteness(x.all, claimed.claim("completeness"))
	found := map[docValue]*completenessIndex{}
	for _, b := range s.index.blocks {
		of := s.scoredIn(b)
		x.all.n += len(of.docs)
		for _, v := range of.values {
			i := found[v.docValue]
			if i == nil {
				i = &completenessIndex{key: v.key, value: v.value, label: v.label}
				i.docs = func() []scoredDoc { return byValue()[v.docValue] }
				found[v.docValue] = i
				x.byKey[v.key] = append(x.byKey[v.key], i)
			}
			i.n += v.n
		}
	}
	if s.fitsOnePage() {
		clear(x.byKey) // the page has everything, and narrows itself
		return x
	}
	for _, key := range completenessKeys {
		if list := x.byKey[key]; len(list) == 1 && list[0].n == x.all.n {
			delete(x.byKey, key) // it narrows nothing
		}
		slices.SortFunc(x.byKey[key], func(a, b *completenessIndex) int { return strings.Compare(a.value, b.value) })
		for _, i := range x.byKey[key] {
			s.layCompleteness(i, claimed.claim("completeness/"+key+"/"+i.value))
		}
	}
	return x
}

// fitsOnePage tells whether all documents stand on one page.
func (s *Site) fitsOnePage() bool {
	cells, first := 0, true
	for _, b := range s.index.blocks {
		for _, d := range s.scoredIn(b).docs {
			if cells += d.cells; cells > heatCells && !first {
				return false
			}
			first = false
		}
	}
	return true
}

// layCompleteness gives an index its pages, of which the first is claimed.
func (s *Site) layCompleteness(i *completenessIndex, first string) {
	_, i.address = directory(first)
	i.pages = sync.OnceValue(func() completenessPages {
		parts := partsOf(i.docs())
		return completenessPages{s.pagesAt(first, len(parts)), parts}
	})
}

// blockDocs are the documents of some plans that follow templates.
type blockDocs struct {
	docs     []scoredDoc
	values   []docCount
	strip    [10]int      // plans by tenths of their score
	unscored []*planFacts // plans that follow none
}

// docValue is a value of one of completenessKeys.
type docValue struct{ key, value string }

// docCount is how many documents have a value.
type docCount struct {
	docValue
	label string
	n     int
}

// scoredIn finds the documents of a block.
func (s *Site) scoredIn(b *block) *blockDocs {
	b.docsOnce.Do(func() {
		of := &blockDocs{}
		for _, p := range b.plans {
			switch {
			case !p.counted() || p.report == nil:
			case !p.report.Scored:
				of.unscored = append(of.unscored, p)
			default:
				of.strip[min(completeness.Percent(p.report.Score)/10, 9)]++
				for _, doc := range p.report.Aligned {
					d := p.doc(doc)
					of.docs = append(of.docs, scoredDoc{d.Alignment.Schema.Name, p.report.Score, len(heatSections(d.Alignment.Schema)), d})
					for _, v := range s.docValues(d) {
						of.add(v)
					}
				}
			}
		}
		b.docs = of
	})
	return b.docs
}

func (of *blockDocs) add(v docCount) {
	for i := range of.values {
		if of.values[i].docValue == v.docValue {
			of.values[i].n++
			return
		}
	}
	of.values = append(of.values, v)
}

// docValues gives what a document is found by, each value once.
func (s *Site) docValues(d *docFacts) []docCount {
	list := make([]docCount, 0, 4)
	add := func(key, label string) {
		v := docValue{key, strings.ToLower(segment(label))}
		if !slices.ContainsFunc(list, func(c docCount) bool { return c.docValue == v }) {
			list = append(list, docCount{v, label, 1})
		}
	}
	add("template", d.Alignment.Schema.Title)
	for _, owner := range d.plan.Owners {
		add("owner", owner)
	}
	if d.plan.Status != "" {
		add("status", head(d.plan.Status, 60))
	}
	if f := s.lastChange(d); f != nil {
		add("changed", month(f))
	}
	return list
}

// docsByValue sorts the documents by the values that they have: whoever asks for
// those of one value is mostly about to ask for others.
func (s *Site) docsByValue(docs []scoredDoc) map[docValue][]scoredDoc {
	byValue := map[docValue][]scoredDoc{}
	for _, d := range docs {
		for _, v := range s.docValues(d.docFacts) {
			byValue[v.docValue] = append(byValue[v.docValue], d)
		}
	}
	return byValue
}

// addCompleteness adds the pages of all documents, addCompletenessOf those of the
// narrower indexes.
func (s *Site) addCompleteness(l *pageList) { s.addCompletenessPages(l, s.lists.completeness().all) }

func (s *Site) addCompletenessOf(l *pageList) {
	x := s.lists.completeness()
	for _, key := range completenessKeys {
		for _, i := range x.byKey[key] {
			s.addCompletenessPages(l, i)
		}
	}
}

// month is the month in which a file was last changed: "2026-03".
func month(f *history.File) string { return f.Changed.Format("2006-01") }

// partsOf divides documents into pages of at most heatCells.
func partsOf(docs []scoredDoc) [][]scoredDoc {
	var parts [][]scoredDoc
	start, cells := 0, 0
	for n := range docs {
		if n > start && cells+docs[n].cells > heatCells {
			parts = append(parts, docs[start:n])
			start, cells = n, 0
		}
		cells += docs[n].cells
	}
	return append(parts, docs[start:])
}

// scoredDocuments are the documents that follow templates: by the name of the
// template, then the least complete first.
func (s *Site) scoredDocuments() []scoredDoc {
	var docs []scoredDoc
	for _, b := range s.index.blocks {
		docs = append(docs, s.scoredIn(b).docs...)
	}
	slices.SortStableFunc(docs, func(a, b scoredDoc) int {
		return cmp.Or(strings.Compare(a.template, b.template), cmp.Compare(a.score, b.score))
	})
	return docs
}

// addCompletenessPages adds the pages of an index.
func (s *Site) addCompletenessPages(l *pageList, i *completenessIndex) {
	at := i.pages()
	for n, address := range at.addresses {
		view := func() any { return s.completeness(i, n) }
		if n == 0 && i.key == "" {
			l.page(unescape(address), "completeness", view)
			continue
		}
		l.listPage(unescape(address), "completeness", view, func(k *listKeyMaker) {
			k.text(i.key, i.value, i.label)
			k.pages(at.addresses, n)
			docs := at.parts[n]
			k.number(len(docs))
			if n == 0 {
				docs = i.docs() // it counts them
			}
			for _, d := range docs {
				k.plan(d.plan)
				k.text(d.address)
			}
		})
	}
}
