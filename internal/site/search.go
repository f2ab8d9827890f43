package site

import (
	"slices"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/search"
)

// addSearch adds the search page and the files of its index. Their names follow
// from the number of entries; the index itself is made when a file is first
// asked for.
func (s *Site) addSearch(l *pageList) {
	l.page(searchPage, "search", func() any { return s.search() })
	x := s.lists.search()
	for _, name := range search.Names(x.entries) {
		page := Page{Path: "search/" + name, View: func() any { return Raw{Bytes: x.file(name)} }}
		if from, to, ok := search.EntriesFile(name); ok {
			page.Key = s.listKey(func(k *listKeyMaker) { x.key(k, from, min(to, x.entries)) })
		}
		l.pages = append(l.pages, page)
	}
	l.file("404.html", "not-found", func() any { return s.notFound() })
}

// searchIndex makes the files of the index. It holds the terms of all entries,
// and of the entries themselves only those of a few plans: the files of entries
// are mostly asked for one after another.
type searchIndex struct {
	site    *Site
	starts  []int // number of the first entry of each plan
	entries int
	terms   func() *search.TermFiles

	mu     sync.Mutex
	recent [recentPlans]planEntries
	next   int // of recent, to be given up
}

// recentPlans is how many plans' entries are kept.
const recentPlans = 8

type planEntries struct {
	plan    *planFacts
	entries []search.Entry
}

func newSearchIndex(s *Site) *searchIndex {
	x := &searchIndex{site: s, starts: make([]int, len(s.index.plans))}
	for i, p := range s.index.plans {
		x.starts[i] = x.entries
		x.entries += searchCount(p)
	}
	x.terms = sync.OnceValue(x.collect)
	return x
}

// collect goes through all entries once.
func (x *searchIndex) collect() *search.TermFiles {
	t := search.NewTerms(x.entries)
	for _, p := range x.site.index.plans {
		entries := x.site.searchEntries(p)
		for i := range entries {
			t.Add(&entries[i])
		}
	}
	return t
}

func (x *searchIndex) file(name string) []byte {
	if name == search.Manifest {
		return search.EncodeManifest(x.entries)
	}
	from, to, ok := search.EntriesFile(name)
	if ok {
		return search.EncodeEntries(x.slice(from, min(to, x.entries)))
	}
	terms := x.terms()
	x.mu.Lock()
	defer x.mu.Unlock()
	text, _ := terms.File(name)
	return text
}

// key adds the entries from including to excluding: their plans, and where in
// each they begin and end.
func (x *searchIndex) key(k *listKeyMaker, from, to int) {
	at, found := slices.BinarySearch(x.starts, from)
	if !found {
		at--
	}
	for ; at < len(x.starts) && x.starts[at] < to; at++ {
		k.plan(x.site.index.plans[at])
		k.number(max(from-x.starts[at], 0))
		k.number(to - x.starts[at])
	}
}

// slice gives the entries from including to excluding.
func (x *searchIndex) slice(from, to int) []search.Entry {
	list := make([]search.Entry, 0, to-from)
	at, found := slices.BinarySearch(x.starts, from)
	if !found {
		at--
	}
	for ; at < len(x.starts) && x.starts[at] < to; at++ {
		entries := x.of(x.site.index.plans[at])
		first := max(from-x.starts[at], 0)
		last := min(to-x.starts[at], len(entries))
		if first < last {
			list = append(list, entries[first:last]...)
		}
	}
	return list
}

// of gives the entries of a plan.
func (x *searchIndex) of(p *planFacts) []search.Entry {
	if entries, ok := x.kept(p); ok {
		return entries
	}
	entries := x.site.searchEntries(p)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.recent[x.next] = planEntries{p, entries}
	x.next = (x.next + 1) % recentPlans
	return entries
}

// kept gives the entries of a plan if they are among the recent ones.
func (x *searchIndex) kept(p *planFacts) ([]search.Entry, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range x.recent {
		if x.recent[i].plan == p {
			return x.recent[i].entries, true
		}
	}
	return nil, false
}

// searchCount is the number of searchEntries.
func searchCount(p *planFacts) int {
	n := 1
	if p.counted() {
		n += len(p.Requirements) + len(p.Others)
	}
	for _, d := range p.docs {
		n += len(d.Sections) + len(d.Document.Document.Phases) + len(d.Tasks)
	}
	return n
}

// searchEntries are everything of a plan that can be found: itself, its
// sections, phases, tasks and requirements. Those of a template's requirements
// are in its sections.
func (s *Site) searchEntries(p *planFacts) []search.Entry {
	entries := make([]search.Entry, 0, searchCount(p))
	entries = append(entries, search.Entry{
		Kind: "plan", Title: p.title(), Path: p.Path, URL: p.address,
		Text: strings.Join(slices.Concat([]string{p.Status}, p.Owners, p.Tags), " "),
	})
	for _, d := range p.docs {
		entries = documentEntries(entries, d)
	}
	if !p.counted() {
		return entries
	}
	for _, list := range [][]*portfolio.Requirement{p.Requirements, p.Others} {
		for _, r := range list {
			title := r.ID
			if r.Def.Title != "" {
				title += ": " + r.Def.Title
			}
			entries = append(entries, search.Entry{Kind: "requirement", Title: title, Path: p.title(), URL: s.index.defined(r).address, Text: r.Def.Text})
		}
	}
	return entries
}

func documentEntries(entries []search.Entry, d *docFacts) []search.Entry {
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
