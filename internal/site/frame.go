package site

import (
	"net/url"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// sections of the header, by address.
var navigation = []struct{ label, address string }{
	{"Plans", ""},
	{"Requirements", "requirements/"},
	{"Matrix", "matrix/"},
	{"Roadmap", "roadmap/"},
	{"Completeness", "completeness/"},
	{"Registers", "registers/"},
}

// frame gives what every page has. The page's address decides which entry of
// the header is current.
func (s *Site) frame(rel relation, title, description string) Frame {
	f := s.common()
	f.Title, f.Description = title, head(description, 160)
	f.Root, f.Path = rel.root, rel.address
	f.Problems = rel.link("Problems", "problems/")
	if base := s.base(); base != "" {
		f.Canonical = base + rel.address
	}
	f.Nav = s.nav(rel)
	if rel.address != "" {
		f.Crumbs = append(make([]Link, 0, 3), rel.link(f.Site, ""))
	}
	return f
}

// commonFrame is what the frames of all pages have in common.
func (s *Site) commonFrame() Frame {
	c := s.Facts.Config
	f := Frame{Site: s.Title(), Lang: s.lang(), Generator: "Planfolio " + s.Facts.Built.Version, Date: date(s.Facts.Built.Date), Accent: c.Accent}
	if commit := s.Facts.Built.Commit; commit != "" {
		f.Commit = Link{Label: commit}
		if c.RepoURL != "" {
			f.Commit.Href = strings.TrimSuffix(c.RepoURL, "/") + "/commit/" + url.PathEscape(commit)
		}
	}
	return f
}

// navOf tells the headers apart that a site has: by the way to its root and the
// entry that is current.
type navOf struct{ root, part string }

// nav is the header's entries, one list for all pages that have the same.
func (s *Site) nav(rel relation) []NavItem {
	part, _, _ := strings.Cut(rel.address, "/")
	if part == "plans" {
		part = ""
	}
	key := navOf{rel.root, part}
	if known, ok := s.navs.Load(key); ok {
		return known.([]NavItem)
	}
	items := make([]NavItem, len(navigation))
	for i, n := range navigation {
		items[i] = NavItem{rel.link(n.label, n.address), strings.TrimSuffix(n.address, "/") == part}
	}
	s.navs.Store(key, items)
	return items
}

// Title is the portfolio's: as configured, else its own.
func (s *Site) Title() string {
	if s.Facts.Config.Title != "" {
		return s.Facts.Config.Title
	}
	if s.Facts.Portfolio.Title != "" {
		return s.Facts.Portfolio.Title
	}
	return "Plans"
}

func (s *Site) lang() string {
	if s.Facts.Config.Lang != "" {
		return s.Facts.Config.Lang
	}
	return "en"
}

// base is the site's absolute address with "/" at its end; "" where it is not known.
func (s *Site) base() string {
	if s.Facts.Config.BaseURL == "" {
		return ""
	}
	return strings.TrimSuffix(s.Facts.Config.BaseURL, "/") + "/"
}

// basePath is the path at which the site stands, "/" where that is not known.
func (s *Site) basePath() string {
	u, err := url.Parse(s.base())
	if err != nil || !strings.HasPrefix(u.Path, "/") {
		return "/"
	}
	return u.EscapedPath()
}

// absolute is an address of ours for a file in the site's root that is read
// elsewhere: with the base URL or, where that is not known, relative to the file.
func (s *Site) absolute(address string) string {
	if base := s.base(); base != "" {
		return base + address
	}
	return from("").to(address)
}

// edit is where a file of the portfolio can be edited; "" where that is not configured.
func (s *Site) edit(path string) string {
	pattern := s.Facts.Config.EditURL
	if pattern == "" {
		return ""
	}
	return strings.ReplaceAll(pattern, "{path}", escapePath(path))
}

// place is a line of a file, linked to the section of the page that shows it.
func (s *Site) place(rel relation, path string, line int) Place {
	p := Place{Path: path, Line: line, Edit: s.edit(path)}
	if d := s.docAt(path); d != nil {
		p.Href = rel.toSection(d, d.sectionAt(line))
	}
	return p
}

// planLink is a plan by its title.
func planLink(rel relation, p *planFacts) Link {
	return Link{Label: p.title(), Href: rel.to(p.address), Title: p.Path}
}

func (p *planFacts) title() string {
	if p.Title != "" {
		return p.Title
	}
	return p.ID
}

// cite is a requirement in a margin, list or ledger.
func (s *Site) cite(rel relation, f *requirementFacts) Citation {
	return Citation{ID: f.ID, Href: rel.to(s.requirementAddress(f)), State: requirementState(f), Title: head(RequirementText(f.Requirement), 120), Plan: f.plan.title(), Hue: s.kindHue(f)}
}

// RequirementText is what a requirement asks for, with its title before it.
func RequirementText(r *portfolio.Requirement) string {
	title, text := r.Def.Title, r.Def.Text
	switch {
	case title == "" || strings.HasPrefix(text, title):
		return text
	case text == "":
		return title
	}
	return strings.TrimRight(title, ":. ") + ": " + text
}

// sectionPath names a section with the sections around it: "Design › Storage".
func sectionPath(d *plan.Document, i int) string {
	titles := make([]string, 0, 4)
	for ; i > 0; i = d.Sections[i].Parent {
		if d.Sections[i].Level == 1 && len(titles) > 0 {
			break
		}
		titles = append(titles, d.Sections[i].Title)
	}
	slices.Reverse(titles)
	return strings.Join(titles, " › ")
}
