package site

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// addFiles adds what machines read. Search engines, feed readers and hosts find
// them by these fixed names.
func (s *Site) addFiles(l *pageList) {
	l.raw("robots.txt", s.robots)
	l.raw("_headers", func() []byte { return []byte(headers) })
	l.raw("_redirects", s.redirects)
	l.raw("llms.txt", s.llms)
	l.raw("feed.xml", s.feed)
	l.raw("roadmap.ics", s.calendar)
}

// assetPage is a file of the portfolio with its place in the site.
type assetPage struct{ asset, path string }

// assetsOf are the files of the portfolio that a plan shows or links to, each once.
func (p *planFacts) assetsOf() []string {
	p.assetsOnce.Do(func() {
		for _, d := range p.Documents {
			for i := range d.Links {
				if t := &d.Links[i]; t.Kind == portfolio.TargetAsset && !slices.Contains(p.assets, t.Asset) {
					p.assets = append(p.assets, t.Asset)
				}
			}
		}
	})
	return p.assets
}

// findAssets gives a path to each file of the portfolio that a plan shows or links to.
func (s *Site) findAssets() []assetPage {
	var list []assetPage
	known := map[string]bool{}
	claimed := s.newAddresses()
	for _, p := range s.index.plans {
		for _, asset := range p.assetsOf() {
			if !known[asset] {
				known[asset] = true
				list = append(list, assetPage{asset, claimed.claim("files/" + segments(asset))})
			}
		}
	}
	return list
}

func (s *Site) findAssetAddresses() map[string]string {
	list := s.lists.assets()
	addresses := make(map[string]string, len(list))
	for _, a := range list {
		addresses[a.asset] = escapePath(a.path)
	}
	return addresses
}

func (s *Site) assetAddress(asset string) string { return s.lists.assetsByPath()[asset] }

// addAssets adds a copy of each file that a plan shows or links to.
func (s *Site) addAssets(l *pageList) {
	for _, a := range s.lists.assets() {
		l.file(a.path, "", func() any { return Raw{Asset: a.asset} })
	}
}

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
	for _, p := range s.index.plans {
		if len(p.Renames) > 0 && p.counted() {
			for _, m := range p.defines().moved {
				add(m.address, m.to.address, 301)
			}
		}
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
