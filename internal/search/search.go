// Package search makes the search index: it takes the texts of the portfolio
// and gives a few files of JSON, small enough to fetch on demand. The look-up
// itself is the theme's script, so this comment is the format that both keep.
//
// # Files
//
// All lie in one directory. index.json is the manifest:
//
//	{"version":1,"entries":1234,"chunk":50,"shards":16,"key":2,"cap":512}
//
// entries-N.json holds the entries N*chunk up to (N+1)*chunk-1, in order:
//
//	[{"kind":"section","title":"Storage","path":"Billing › Design","url":"plans/billing/design/#storage","text":"…"}, …]
//
// where url is relative to the site's root and text is plain, cut after
// 1,200 code points. terms-N.json is shard N, a map from a term to the entries
// that have it, as one flat list of entry, weight, entry, weight …, the
// heaviest first:
//
//	{"storage":[12,15,4,2],"store":[7,1]}
//
// A term keeps at most cap entries; where it has as many, there may be more, so
// that several words together must not drop an entry for lacking that one.
//
// # Terms
//
// A text, and a query, becomes terms by these steps:
//
//  1. Fold: lower case, NFKD, without the diacritics U+0300 to U+036F, NFC, ς to σ.
//     In JavaScript: s.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g,"").normalize("NFC").replaceAll("ς","σ")
//  2. Words are the longest runs of [\p{L}\p{N}\p{M}], which may hold single
//     "-", "." and "_" between two such characters: "fr-1.1" is one word.
//  3. Within a word, a run of characters of scripts written without spaces
//     (Han, Hiragana, Katakana and "ー", Thai, Lao, Khmer, Myanmar) gives its
//     pairs of neighbours; a run of one gives itself. What is left and right of
//     such a run is a word of its own.
//  4. Any other word is a term, cut after 32 code points. One that holds "-",
//     "." or "_" gives its parts of two code points and more as terms as well.
//
// # Look-up
//
// The shard of a term is fnv1a32(UTF-8 of its first key code points) mod shards
// (offset basis 2166136261, prime 16777619). All terms that begin with the same
// key characters are therefore in one shard: the last word of a query, perhaps
// unfinished, is looked up as a prefix of terms in the one shard of its own
// first characters; one shorter than key finds only the term that equals it.
//
// Which files there are depends on the number of entries alone, never on their
// words: Names tells them without reading any text.
package search

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// Entry is one thing that can be found: a section, a requirement, a task.
type Entry struct {
	Kind  string `json:"kind"` // plan, section, requirement, phase, task
	Title string `json:"title"`
	Path  string `json:"path"` // where it stands, for the reader: "Billing › Design › Storage"
	URL   string `json:"url"`  // relative to the site's root
	Text  string `json:"text"` // plain text to search and to quote from
}

// Shard is one file of the index.
type Shard struct {
	Name string // file name without directory
	JSON []byte
}

// Manifest is the name of the file that describes the others.
const Manifest = "index.json"

const (
	version     = 1
	chunkSize   = 50   // entries in one entries file: the results of one screen touch few of them
	perShard    = 128  // entries for each shard: some 50 KB of terms
	maxShards   = 1024 // Netlify and people look into this directory
	largeSite   = 4000 // entries from which two leading characters no longer spread the terms
	postingCap  = 512
	textLength  = 1200 // code points kept to quote from
	termLength  = 32   // code points of a term
	titleWeight = 12
	pathWeight  = 3
	textWeight  = 5 // most that repetition in the text adds
)

type manifest struct {
	Version int `json:"version"`
	Entries int `json:"entries"`
	Chunk   int `json:"chunk"`
	Shards  int `json:"shards"`
	Key     int `json:"key"`
	Cap     int `json:"cap"`
}

func plan(entries int) manifest {
	m := manifest{Version: version, Entries: entries, Chunk: chunkSize, Shards: 1, Key: 2, Cap: postingCap}
	if n := entries / perShard; n > 1 {
		m.Shards = min(1<<bits.Len(uint(n-1)), maxShards)
	}
	if entries >= largeSite {
		m.Key = 3
	}
	return m
}

// Names gives the names of the files that Index makes of so many entries, sorted.
func Names(entries int) []string {
	m := plan(entries)
	names := []string{Manifest}
	for i := 0; i*m.Chunk < m.Entries; i++ {
		names = append(names, entriesName(i))
	}
	for i := range m.Shards {
		names = append(names, termsName(i))
	}
	slices.Sort(names)
	return names
}

func entriesName(i int) string { return fmt.Sprintf("entries-%d.json", i) }
func termsName(i int) string   { return fmt.Sprintf("terms-%d.json", i) }

// Index makes the files of the index, sorted by name. Entries keep their order.
func Index(entries []Entry) []Shard {
	shards := []Shard{{Manifest, EncodeManifest(len(entries))}}
	t := NewTerms(len(entries))
	for i := 0; i*chunkSize < len(entries); i++ {
		shards = append(shards, Shard{entriesName(i), EncodeEntries(entries[i*chunkSize : min((i+1)*chunkSize, len(entries))])})
	}
	for i := range entries {
		t.Add(&entries[i])
	}
	for i := range t.Shards {
		shards = append(shards, Shard{termsName(i), t.shardJSON(i)})
	}
	slices.SortFunc(shards, func(a, b Shard) int { return strings.Compare(a.Name, b.Name) })
	return shards
}

// EncodeManifest makes the manifest of the index of so many entries.
func EncodeManifest(entries int) []byte { return encode(plan(entries)) }

// EntriesFile tells which entries stand in the file of a name, from including
// to excluding; ok is false for a name that is not that of a file of entries.
// The last file may hold fewer.
func EntriesFile(name string) (from, to int, ok bool) {
	n, ok := fileNumber(name, "entries-")
	return n * chunkSize, (n + 1) * chunkSize, ok
}

// EncodeEntries makes a file of entries.
func EncodeEntries(entries []Entry) []byte {
	chunk := slices.Clone(entries)
	for j := range chunk {
		chunk[j].Text = cut(chunk[j].Text, textLength)
	}
	return encode(chunk)
}

// fileNumber is the number in a file's name, after what its kind begins with.
func fileNumber(name, kind string) (n int, ok bool) {
	number, ok := strings.CutPrefix(strings.TrimSuffix(name, ".json"), kind)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(number)
	return n, err == nil && n >= 0
}

// cut gives the first n code points of s.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// encode writes v as JSON; "<", ">" and "&" are escaped, and keys are sorted.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return b
}
