// Package search makes the search index: it takes the texts of the portfolio
// and gives shards of JSON, one of them for each first letter of a term, small
// enough to fetch on demand. The look-up itself is the theme's script.
package search

// Entry is one thing that can be found: a section, a requirement, a task.
type Entry struct {
	Kind  string // plan, section, requirement, phase, task
	Title string
	Path  string // where it stands, for the reader: "Billing › Design › Storage"
	URL   string // relative to the site's root
	Text  string // plain text to search and to quote from
}

// Shard is one file of the index.
type Shard struct {
	Name string // file name without directory
	JSON []byte
}

// Index makes the shards, sorted by name; "index.json" lists the others.
func Index(entries []Entry) []Shard { panic("search.Index") }
