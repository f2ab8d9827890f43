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

// feedLength is how many plans the feed names: those that changed last.
const feedLength = 500

// feed is feed.xml: one entry for each plan with what stands on the home page,
// the last changed first. Atom asks for a time of change: it is that of git,
// else the newest day that the plan itself gives as that of its change, else
// the time of the plans' commit, and where that is not known either, 1970.
func (s *Site) feed() []byte {
	f := atomFeed{
		Title: s.Title(), Subtitle: s.Facts.Config.Description, ID: s.feedID("feed"),
		Author: atomPerson{s.Title()}, Generator: "Planfolio " + s.Facts.Built.Version,
		Links: []atomLink{{"self", "application/atom+xml", s.absolute("feed.xml")}, {"alternate", "text/html", s.absolute("")}},
	}
	for _, p := range s.index.plans {
		if !p.counted() {
			continue
		}
		e := atomEntry{
			Title: p.title(), ID: s.feedID("plan\x00" + p.path), Updated: s.changed(p).Format(time.RFC3339),
			Link: atomLink{"alternate", "text/html", s.absolute(p.address)}, Summary: s.planSummary(p),
		}
		for _, owner := range p.Owners {
			e.Authors = append(e.Authors, atomPerson{owner})
		}
		f.Entries = append(f.Entries, e)
	}
	slices.SortStableFunc(f.Entries, func(a, b atomEntry) int { return strings.Compare(b.Updated, a.Updated) })
	f.Entries = f.Entries[:min(len(f.Entries), feedLength)]
	f.Updated = s.stamp().Format(time.RFC3339)
	return encodeXML(f)
}

// changeKeys are the fields that say when a plan was changed.
var changeKeys = map[string]bool{
	"updated": true, "last-updated": true, "last_updated": true, "lastupdated": true, "updated-at": true, "updated_at": true, "updated_date": true, "modified": true, "last-modified": true,
	"last_modified": true, "date": true, "created": true, "created_date": true, "created-at": true, "created_at": true, "completed": true, "fecha": true, "更新日": true, "作成日": true,
}

// changed is when the plan was last changed, as git says, else as far as the
// plan does; nothing changes after the build.
func (s *Site) changed(p *planFacts) time.Time {
	if f := s.planChanged(p); f != nil {
		return f.Changed
	}
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
