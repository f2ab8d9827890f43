package site

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// addFiles adds what machines read, and the files that plans show. Search
// engines, feed readers and hosts find them by these fixed names.
func (s *Site) addFiles() {
	s.addSitemaps()
	s.raw("robots.txt", s.robots)
	s.raw("_headers", func() []byte { return []byte(headers) })
	s.raw("_redirects", s.redirects)
	s.raw("llms.txt", s.llms)
	s.raw("feed.xml", s.feed)
	s.raw("roadmap.ics", s.calendar)
	s.addBadges()
	s.addAssets()
}

// addAssets gives an address to each file of the portfolio that a plan shows or
// links to, and adds a copy of it.
func (s *Site) addAssets() {
	for _, p := range s.index.plans {
		for _, d := range p.docs {
			for _, t := range d.Links {
				if t.Kind != portfolio.TargetAsset || s.index.assets[t.Asset] != "" {
					continue
				}
				claimed, _ := s.index.claimed.claim("files/" + segments(t.Asset))
				s.index.assets[t.Asset] = escapePath(claimed)
				s.file(claimed, "", func() any { return Raw{Asset: t.Asset} })
			}
		}
	}
}

func (s *Site) assetAddress(asset string) string { return s.index.assets[asset] }

// redirects is the _redirects file of Netlify and its kin: the directories that
// addresses pass through lead to the page that lists what is in them, a plan's
// leading document to the plan, and an id of earlier days to that of today.
func (s *Site) redirects() []byte {
	var b bytes.Buffer
	add := func(from, to string, status int) {
		fmt.Fprintf(&b, "%s%s %s%s %d\n", s.basePath(), from, s.basePath(), to, status)
	}
	add("plans/", "", 302)
	add("api/", "api/v1/portfolio.json", 302)
	add("api/v1/", "api/v1/portfolio.json", 302)
	for _, p := range s.index.plans {
		if p.leading != "" {
			add(p.leading, p.address, 301)
		}
	}
	for _, m := range s.index.moved {
		add(m.address, m.to.address, 301)
	}
	return b.Bytes()
}

func (s *Site) robots() []byte {
	text := "User-agent: *\nAllow: /\n"
	if s.base() != "" {
		text += "Sitemap: " + s.absolute("sitemap.xml") + "\n"
	}
	return []byte(text)
}

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
func (s *Site) addSitemaps() {
	n := 0
	for i := range s.pages {
		if p := &s.pages[i]; p.Template != "moved" && strings.HasSuffix(p.Path, "index.html") {
			n++
		}
	}
	if n <= sitemapLength {
		pages := s.pages // those that come after these are no pages to be found
		s.raw("sitemap.xml", func() []byte { return s.sitemap(sitemapAddresses(pages)) })
		return
	}
	addresses := sitemapAddresses(s.pages)
	var index sitemapIndex
	for i := 0; i < len(addresses); i += sitemapLength {
		name := fmt.Sprintf("sitemap-%d.xml", i/sitemapLength+1)
		part := addresses[i:min(i+sitemapLength, len(addresses))]
		s.raw(name, func() []byte { return s.sitemap(part) })
		index.Sitemaps = append(index.Sitemaps, sitemapURL{Loc: s.absolute(name)})
	}
	s.raw("sitemap.xml", func() []byte { return encodeXML(index) })
}

// sitemapAddresses are the addresses of the pages that are there to be found.
func sitemapAddresses(pages []Page) []string {
	addresses := make([]string, 0, len(pages))
	for i := range pages {
		if dir, ok := strings.CutSuffix(pages[i].Path, "index.html"); ok && pages[i].Template != "moved" {
			addresses = append(addresses, escapePath(dir))
		}
	}
	return addresses
}

func (s *Site) sitemap(addresses []string) []byte {
	set := urlset{URLs: make([]sitemapURL, len(addresses))}
	for i, a := range addresses {
		set.URLs[i] = sitemapURL{Loc: s.absolute(a), LastMod: date(s.Facts.Built.Date)}
	}
	return encodeXML(set)
}

// encodeXML writes v with the XML declaration.
func encodeXML(v any) []byte {
	b := bytes.NewBufferString(xml.Header)
	e := xml.NewEncoder(b)
	e.Indent("", "  ")
	if err := e.Encode(v); err != nil {
		panic(err) // structs of strings always encode
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// llms is llms.txt: the site for readers that read Markdown and follow links,
// see llmstxt.org.
func (s *Site) llms() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", plainLine(s.Title()))
	if d := s.Facts.Config.Description; d != "" {
		fmt.Fprintf(&b, "\n> %s\n", plainLine(d))
	}
	b.WriteString("\n## Plans\n\n")
	for _, p := range s.index.plans {
		if p.counted() {
			fmt.Fprintf(&b, "- [%s](%s): %s\n", plainLine(p.title()), s.absolute(p.address), plainLine(s.planSummary(p)))
		}
	}
	b.WriteString("\n## Across plans\n\n")
	for _, l := range []struct{ label, address, what string }{
		{"Requirements", "requirements/", "every requirement with its state"},
		{"Traceability matrices", "matrix/", "which sections and phases answer which requirement"},
		{"Roadmap", "roadmap/", "phases of all plans, with tasks and dates"},
		{"Completeness", "completeness/", "how finished each plan's text is"},
		{"Registers", "registers/", "open questions, risks, technologies, decisions and more, of all plans"},
		{"Problems", "problems/", "what is wrong, with file and line"},
		{"Data", "api/v1/portfolio.json", "all of it as JSON"},
	} {
		fmt.Fprintf(&b, "- [%s](%s): %s\n", l.label, s.absolute(l.address), l.what)
	}
	return []byte(b.String())
}

// plainLine is text on one line that Markdown takes for nothing else.
func plainLine(s string) string {
	return strings.NewReplacer("[", `\[`, "]", `\]`, "<", `\<`, "`", "\\`").Replace(strings.Join(strings.Fields(s), " "))
}

// planSummary is a plan in one line of figures.
func (s *Site) planSummary(p *planFacts) string {
	var parts []string
	if p.Status != "" {
		parts = append(parts, p.Status)
	}
	if p.report != nil && p.report.Scored {
		parts = append(parts, fmt.Sprintf("%d %% complete", completeness.Percent(p.report.Score)))
	}
	if p.trace != nil && p.trace.Coverage.Requirements > 0 {
		c := p.trace.Coverage
		parts = append(parts, fmt.Sprintf("%d of %s covered", c.Covered, number(c.Requirements, "requirement", "requirements")))
	}
	if p.lane != nil && p.lane.Tasks.Measurable() {
		parts = append(parts, tasksDone(p.lane.Tasks))
	}
	if len(parts) == 0 {
		return number(len(p.docs), "document", "documents")
	}
	return strings.Join(parts, ", ")
}
