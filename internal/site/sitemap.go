package site

import (
	"encoding/xml"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// sitemapLength is the most addresses that the protocol allows in one file.
const sitemapLength = 50000

type urlset struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

type sitemapIndex struct {
	XMLName  xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Sitemaps []sitemapURL `xml:"sitemap"`
}

// addSitemaps adds sitemap.xml: all pages or, where they are too many for one
// file, the list of sitemap-1.xml, sitemap-2.xml …
func (s *Site) addSitemaps(l *pageList) {
	list := s.newAddressList()
	n := list.total
	if n <= sitemapLength {
		l.raw("sitemap.xml", func() []byte { return s.sitemap(list.slice(0, n)) })
		return
	}
	var index sitemapIndex
	for from := 0; from < n; from += sitemapLength {
		name := fmt.Sprintf("sitemap-%d.xml", from/sitemapLength+1)
		l.raw(name, func() []byte { return s.sitemap(list.slice(from, min(from+sitemapLength, n))) })
		index.Sitemaps = append(index.Sitemaps, sitemapURL{Loc: s.absolute(name)})
	}
	l.raw("sitemap.xml", func() []byte { return encodeXML(index) })
}

// addressList is the addresses of the pages that are there to be found: those of
// lists, then plan by plan. Those of plans are many, so they are not kept.
type addressList struct {
	site   *Site
	lists  []string
	starts []int // number of the first address of each plan
	total  int
}

func (s *Site) newAddressList() *addressList {
	x := &addressList{site: s, starts: make([]int, len(s.index.plans))}
	for _, of := range s.parts {
		for _, p := range of.pages() {
			if dir, ok := strings.CutSuffix(p.Path, "index.html"); ok {
				x.lists = append(x.lists, escapePath(dir))
			}
		}
	}
	x.total = len(x.lists)
	for i, p := range s.index.plans {
		x.starts[i] = x.total
		x.total += len(s.addressesOf(p))
	}
	return x
}

// slice gives the addresses from including to excluding.
func (x *addressList) slice(from, to int) []string {
	list := make([]string, 0, to-from)
	if from < len(x.lists) {
		list = append(list, x.lists[from:min(to, len(x.lists))]...)
	}
	for i := max(sort.SearchInts(x.starts, from+1)-1, 0); i < len(x.starts) && x.starts[i] < to; i++ {
		of := x.site.addressesOf(x.site.index.plans[i])
		first := x.starts[i]
		if low, high := max(from-first, 0), min(to-first, len(of)); low < high {
			list = append(list, of[low:high]...)
		}
	}
	return list
}

// addressesOf are the addresses of the pages of a plan, without those of ids of
// earlier days.
func (s *Site) addressesOf(p *planFacts) []string {
	var list []string
	for _, family := range families() {
		for _, dir := range family.dirs(s, p) {
			list = append(list, escapePath(dir))
		}
	}
	if len(p.Renames) == 0 || !p.counted() {
		return list
	}
	moved := map[string]bool{}
	for _, m := range p.defines().moved {
		moved[m.address] = true
	}
	return slices.DeleteFunc(list, func(address string) bool { return moved[address] })
}

func (s *Site) sitemap(addresses []string) []byte {
	set := urlset{URLs: make([]sitemapURL, len(addresses))}
	for i, a := range addresses {
		set.URLs[i] = sitemapURL{Loc: s.absolute(a), LastMod: date(s.Facts.Built.Date)}
	}
	return encodeXML(set)
}
