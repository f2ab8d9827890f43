package site

import (
	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/roadmap"
)

// The further pages of lists have keys as the pages of plans have: of the plans
// whose rows they show. That is why what is counted of a whole list stands on
// its first page alone: that of a filter has a key of all plans in it, that of
// the whole portfolio is always made.

// listPage adds a page of a list, with the key that fill adds to.
func (l *pageList) listPage(dir, template string, view func() any, fill func(k *listKeyMaker)) {
	l.pages = append(l.pages, Page{Path: dir + "index.html", Template: template, View: view, Key: l.site.listKey(fill)})
}

func (s *Site) listKey(fill func(k *listKeyMaker)) func() Key {
	return func() Key {
		k := listKeyMaker{site: s, keyMaker: keyBuffers.Get().(*keyMaker)}
		defer keyBuffers.Put(k.keyMaker)
		k.buf = k.buf[:0]
		k.key(s.global())
		fill(&k)
		return k.sum()
	}
}

// listKeyMaker adds the parts of a list to the key of one of its pages.
type listKeyMaker struct {
	*keyMaker
	site *Site
	last *planFacts // whose rows came before
}

// plan adds a plan, with everything that its rows may show of it.
func (k *listKeyMaker) plan(p *planFacts) {
	if p != k.last {
		k.key(k.site.planKey(p))
		k.last = p
	}
}

func (k *listKeyMaker) plans(list []*planFacts) {
	k.number(len(list))
	for _, p := range list {
		k.plan(p)
	}
}

func (k *listKeyMaker) of(p *portfolio.Plan) { k.plan(k.site.index.plan(p)) }

// requirement adds a row of a requirement.
func (k *listKeyMaker) requirement(f *requirementFacts) {
	k.plan(f.plan)
	k.text(f.ID, f.address)
}

// progress adds how much of some work is done.
func (k *listKeyMaker) progress(p roadmap.Progress) {
	for _, n := range []int{p.Done, p.Active, p.Blocked, p.Total} {
		k.number(n)
	}
}

// pages adds the links from page n of a list to the others.
func (k *listKeyMaker) pages(addresses []string, n int) {
	pages, prev, next := paging(from(addresses[n]), addresses, n)
	for i := range pages {
		k.link(&pages[i])
	}
	k.link(prev)
	k.link(next)
	k.text(addresses[n])
}
