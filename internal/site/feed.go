package site

import (
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/plan"
)

// atomFeed is an Atom feed (RFC 4287) with what we use of it.
type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle,omitempty"`
	ID        string      `xml:"id"`
	Updated   string      `xml:"updated"`
	Author    atomPerson  `xml:"author"`
	Generator string      `xml:"generator"`
	Links     []atomLink  `xml:"link"`
	Entries   []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title   string       `xml:"title"`
	ID      string       `xml:"id"`
	Updated string       `xml:"updated"`
	Authors []atomPerson `xml:"author"`
	Link    atomLink     `xml:"link"`
	Summary string       `xml:"summary"`
}

// A feed tells of the newest changes: of so many, and of no plan more than its
// share, so that a busy one leaves room for the others.
const (
	feedLength = 500
	feedShare  = 10
)

// feed is feed.xml: an entry for each change of a plan that git knows, with the
// documents that it changed, the newest first. A plan of which git knows none
// has one entry, of the day that it gives itself.
func (s *Site) feed() []byte {
	f := atomFeed{
		Title: s.Title(), Subtitle: s.Facts.Config.Description, ID: s.feedID("feed"),
		Author: atomPerson{s.Title()}, Generator: "Planfolio " + s.Facts.Built.Version,
		Links: []atomLink{{"self", "application/atom+xml", s.absolute("feed.xml")}, {"alternate", "text/html", s.absolute("")}},
	}
	for _, p := range s.index.plans {
		if p.counted() {
			f.Entries = append(f.Entries, s.feedEntries(p)...)
		}
	}
	slices.SortStableFunc(f.Entries, func(a, b atomEntry) int { return strings.Compare(b.Updated, a.Updated) })
	f.Entries = f.Entries[:min(len(f.Entries), feedLength)]
	f.Updated = s.stamp().Format(time.RFC3339)
	if len(f.Entries) > 0 { // it changed when the newest entry did, whatever the build says
		f.Updated = max(f.Updated, f.Entries[0].Updated)
	}
	return encodeXML(f)
}

// feedEntries are a plan's entries. How the plan stands is said with its last
// change: what is known of it is what that left.
func (s *Site) feedEntries(p *planFacts) []atomEntry {
	entry := func(id string, at time.Time, authors ...string) atomEntry {
		e := atomEntry{
			Title: p.title(), ID: s.feedID(id), Updated: at.Format(time.RFC3339),
			Link: atomLink{"alternate", "text/html", s.absolute(p.address)}, Summary: s.planSummary(p),
		}
		for _, name := range authors {
			e.Authors = append(e.Authors, atomPerson{name})
		}
		return e
	}
	changes := s.planChanges(p, feedShare)
	if len(changes) == 0 {
		return []atomEntry{entry("plan\x00"+p.path, s.stated(p), p.Owners...)}
	}
	var list []atomEntry
	for i, c := range changes {
		authors := p.Owners
		if c.author != "" {
			authors = []string{c.author}
		}
		at := c.at.Format(time.RFC3339)
		e := entry("change\x00"+p.path+"\x00"+at+"\x00"+c.author, c.at, authors...)
		what := "Changed: " + head(strings.Join(c.documents, ", "), 200) + "."
		if i == 0 {
			what += " Now: " + e.Summary + "."
		}
		e.Summary = what
		list = append(list, e)
	}
	return list
}

// changeKeys are the fields that say when a plan was changed.
var changeKeys = map[string]bool{
	"updated": true, "last-updated": true, "last_updated": true, "lastupdated": true, "updated-at": true, "updated_at": true, "updated_date": true, "modified": true, "last-modified": true,
	"last_modified": true, "date": true, "created": true, "created_date": true, "created-at": true, "created_at": true, "completed": true, "fecha": true, "更新日": true, "作成日": true,
}

// stated is when the plan says that it was last changed, at the latest when the
// site was built. Atom asks for a time: where the plan gives no day, it is that
// of the plans' commit, and where that is not known either, 1970.
func (s *Site) stated(p *planFacts) time.Time {
	var newest time.Time
	for _, d := range p.docs {
		for _, list := range [][]plan.Field{d.Front, d.Meta} {
			for _, f := range list {
				if !changeKeys[f.Key] || len(f.Value) < len(time.DateOnly) {
					continue
				}
				day, err := time.Parse(time.DateOnly, f.Value[:len(time.DateOnly)])
				if err == nil && day.After(newest) && !day.After(s.stamp()) {
					newest = day
				}
			}
		}
	}
	if newest.IsZero() {
		return s.stamp()
	}
	return newest
}

// stamp is the time of the plans' commit, in UTC; 1970 where it is not known.
func (s *Site) stamp() time.Time {
	if s.Facts.Built.Date.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return s.Facts.Built.Date.UTC()
}

// feedID is an id that stays the same as long as the site and the thing do: a
// UUID of version 8 (RFC 9562) made of their names.
func (s *Site) feedID(name string) string {
	sum := sha256.Sum256([]byte(s.base() + "\x00" + s.Title() + "\x00" + name))
	id := sum[:16]
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}
