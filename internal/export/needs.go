package export

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/site"
)

// The format of needs.json, which sphinx-needs imports and ubCode reads:
// https://sphinx-needs.readthedocs.io/en/latest/builders.html#needs and the
// schema that sphinx-needs checks it with, sphinx_needs/needsfile.json.
type needsFile struct {
	Created string                  `json:"created,omitempty"`
	Current string                  `json:"current_version"`
	Project string                  `json:"project"`
	Version map[string]needsVersion `json:"versions"`
}

type needsVersion struct {
	Created string          `json:"created,omitempty"`
	Creator needsCreator    `json:"creator"`
	Needs   map[string]need `json:"needs"`
	Amount  int             `json:"needs_amount"`
}

type needsCreator struct {
	Program string `json:"program"`
	Version string `json:"version"`
}

// need is one requirement, section or task. Plan, Path, Line, Kind and Key are
// options of ours: an importing project lists those it wants in needs_fields.
type need struct {
	ID       string   `json:"id"`
	Type     string   `json:"type"`
	TypeName string   `json:"type_name"`
	Title    string   `json:"title"`
	Content  string   `json:"content"`
	Status   *string  `json:"status"`
	Tags     []string `json:"tags"`
	Links    []string `json:"links"`
	Parents  []string `json:"parent_needs"`
	DocName  string   `json:"docname"`
	URL      string   `json:"url"`

	Plan string `json:"plan"`
	Path string `json:"path"`
	Line int    `json:"line"`
	Kind string `json:"kind"`
	Key  string `json:"key"`
}

// needTypes are the directives of sphinx-needs' default configuration that come
// nearest, and their names.
var needTypes = map[nodeType][2]string{
	nodeRequirement: {"req", "Requirement"},
	nodeSection:     {"spec", "Specification"},
	nodeTask:        {"impl", "Implementation"},
}

// Needs is the portfolio as needs.json of sphinx-needs: each requirement a
// need, and each section and task that cites one a need that links to it.
func Needs(s *site.Site) ([]byte, error) {
	g := newGraph(s)
	ids := needIDs(g)
	const current = "1"
	version := needsVersion{
		Created: created(s), Creator: needsCreator{"planfolio", s.Facts.Built.Version},
		Needs: make(map[string]need, len(g.nodes)), Amount: len(g.nodes),
	}
	for i, n := range g.nodes {
		x := need{
			ID: ids[i], Type: needTypes[n.kind][0], TypeName: needTypes[n.kind][1], Title: strings.TrimSpace(n.name + " " + headline(n.text)), Content: n.text,
			Tags: []string{}, Links: []string{}, Parents: []string{}, DocName: strings.TrimSuffix(n.path, ".md"), URL: n.url,
			Plan: n.plan, Path: n.path, Line: n.line, Kind: n.class, Key: n.key,
		}
		if n.state != "" {
			x.Status = &n.state
		}
		if n.parent >= 0 {
			x.Parents = append(x.Parents, ids[n.parent])
		}
		version.Needs[ids[i]] = x
	}
	for _, l := range g.links {
		from := version.Needs[ids[l.from]]
		from.Links = append(from.Links, ids[l.to])
		version.Needs[from.ID] = from
	}
	return encode(needsFile{Created: version.Created, Current: current, Project: g.title, Version: map[string]needsVersion{current: version}})
}

// needIDs gives each node an id of the form that sphinx-needs asks for by
// default, ^[A-Z0-9_]{5,}: BILLING__FR_1_2. Two that would be alike are
// numbered.
func needIDs(g *graph) []string {
	ids := make([]string, len(g.nodes))
	taken := map[string]bool{}
	for i, n := range g.nodes {
		name := n.name
		if n.kind != nodeRequirement {
			name = string(n.kind) + "_" + fmt.Sprint(n.line)
		}
		id := needWord(n.plan) + "__" + needWord(name)
		if n.kind != nodeRequirement {
			id = needWord(n.path) + "__" + needWord(name)
		}
		for len(id) < 5 {
			id += "_"
		}
		unique := id
		for k := 2; taken[unique]; k++ {
			unique = fmt.Sprintf("%s_%d", id, k)
		}
		taken[unique] = true
		ids[i] = unique
	}
	return ids
}

// needWord is s in the letters that an id may have.
func needWord(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
			return r
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		}
		return '_'
	}, s)
}

// headline is the first sentence of a text, cut at 100 code points.
func headline(text string) string {
	if i := strings.IndexAny(text, "\n"); i >= 0 {
		text = text[:i]
	}
	if i := strings.Index(text, ". "); i >= 0 {
		text = text[:i]
	}
	if r := []rune(text); len(r) > 100 {
		text = strings.TrimSpace(string(r[:99])) + "…"
	}
	return text
}

// created is the time that the plans are from, "" where nobody knows it.
func created(s *site.Site) string {
	if s.Facts.Built.Date.IsZero() {
		return ""
	}
	return s.Facts.Built.Date.UTC().Format(time.RFC3339)
}

func encode(v any) ([]byte, error) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(b, '\n'), nil
}
