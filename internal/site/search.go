package site

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/search"
)

// listedSections is how many sections the A–Z list takes in; a portfolio with
// more lists its plans and documents alone.
const listedSections = 2000

// addSearch adds the search page and the files of its index. Their names follow
// from the number of entries; the index itself is made when a file is first
// asked for.
func (s *Site) addSearch() {
	s.page("search/", "search", func() any { return s.search() })
	files := sync.OnceValue(func() map[string][]byte {
		files := map[string][]byte{}
		for _, f := range search.Index(s.searchEntries()) {
			files[f.Name] = f.JSON
		}
		return files
	})
	for _, name := range search.Names(s.searchCount()) {
		s.raw("search/"+name, func() []byte { return files()[name] })
	}
	s.file("404.html", "not-found", func() any { return s.notFound() })
}

// searchCount is the number of searchEntries.
func (s *Site) searchCount() int {
	n := len(s.index.plans) + len(s.index.requirements)
	for _, p := range s.index.plans {
		for _, d := range p.docs {
			n += len(d.Sections) + len(d.Document.Document.Phases) + len(d.Tasks)
		}
	}
	return n
}

// searchEntries are everything that can be found: plans, sections, phases,
// tasks and requirements.
func (s *Site) searchEntries() []search.Entry {
	entries := make([]search.Entry, 0, s.searchCount())
	for _, p := range s.index.plans {
		entries = append(entries, search.Entry{
			Kind: "plan", Title: p.title(), Path: p.Path, URL: p.address,
			Text: strings.Join(append([]string{p.Status}, append(p.Owners, p.Tags...)...), " "),
		})
		for _, d := range p.docs {
			entries = append(entries, documentEntries(d)...)
		}
	}
	for _, f := range s.index.requirements {
		title := f.ID
		if f.Def.Title != "" {
			title += ": " + f.Def.Title
		}
		entries = append(entries, search.Entry{Kind: "requirement", Title: title, Path: f.plan.title(), URL: f.address, Text: f.Def.Text})
	}
	return entries
}

func documentEntries(d *docFacts) []search.Entry {
	name := d.plan.title()
	if d.plan.several() {
		name += " › " + d.tabLabel()
	}
	texts := make([]strings.Builder, len(d.Sections))
	leaves := d.Entries()
	for i := range leaves {
		e := &leaves[i]
		texts[e.Section].WriteString(e.Text)
		texts[e.Section].WriteByte('\n')
	}
	var entries []search.Entry
	for i := range d.Sections {
		title, path := d.Sections[i].Title, name
		if i == 0 {
			title = d.pageTitle()
		} else {
			path = d.below(name, d.Sections[i].Parent)
		}
		entries = append(entries, search.Entry{Kind: "section", Title: title, Path: path, URL: d.sectionAddress(i), Text: texts[i].String()})
	}
	for _, p := range d.Document.Document.Phases {
		entries = append(entries, search.Entry{Kind: "phase", Title: phaseName(p), Path: name, URL: d.sectionAddress(p.Section), Text: p.Goal})
	}
	for i, t := range d.Tasks {
		entries = append(entries, search.Entry{Kind: "task", Title: taskLabel(t), Path: d.below(name, t.Section), URL: d.taskAddress(i), Text: t.Text})
	}
	return entries
}

// below names section i after what holds the document; the section of the
// document's title adds nothing to it.
func (d *docFacts) below(name string, i int) string {
	if above := sectionPath(d.Document.Document, i); above != "" && i != d.titleSection() {
		return name + " › " + above
	}
	return name
}

// search is the A–Z list of plans, documents and their upper sections.
func (s *Site) search() SearchView {
	rel := from("search/")
	v := SearchView{Frame: s.frame(rel, "Search", "Every plan, document and section, from A to Z."), Index: rel.to("search/" + search.Manifest)}
	var items []Item
	sections := 0
	for _, p := range s.index.plans {
		items = append(items, Item{Link: planLink(rel, p), Note: p.Path})
		for _, d := range p.docs {
			if !d.leads() {
				items = append(items, Item{Link: rel.link(d.pageTitle(), d.address), Note: p.title()})
			}
			sections += len(upperSections(d))
		}
	}
	if sections <= listedSections {
		for _, p := range s.index.plans {
			for _, d := range p.docs {
				for _, i := range upperSections(d) {
					items = append(items, Item{Link: rel.link(d.Sections[i].Title, d.sectionAddress(i)), Note: p.title()})
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
func letters(items []Item) []SearchLetter {
	key := func(i Item) string { return search.Fold(letterPart(i.Label)) }
	slices.SortStableFunc(items, func(a, b Item) int { return strings.Compare(key(a), key(b)) })
	var list []SearchLetter
	for _, i := range items {
		letter := "#"
		if r, _ := utf8.DecodeRuneInString(key(i)); unicode.IsLetter(r) {
			letter = strings.ToUpper(string(r))
		}
		if len(list) == 0 || list[len(list)-1].Letter != letter {
			list = append(list, SearchLetter{Letter: letter})
		}
		list[len(list)-1].Items = append(list[len(list)-1].Items, i)
	}
	return list
}

// letterPart is a label from its first letter or digit on.
func letterPart(label string) string {
	return strings.TrimLeftFunc(label, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// notFound is the page for addresses that do not exist. It is shown at any
// address, so its links begin with the site's path.
func (s *Site) notFound() NotFoundView {
	rel := relation{address: "404.html", root: s.basePath()}
	v := NotFoundView{Frame: s.frame(rel, "Page not found", "There is no page at this address.")}
	v.Canonical = ""
	for _, p := range s.index.plans {
		if p.counted() && !p.Archived && len(v.Plans) < 20 {
			v.Plans = append(v.Plans, planLink(rel, p))
		}
	}
	return v
}
