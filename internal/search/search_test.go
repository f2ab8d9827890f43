package search

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestTerms(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{"The quick, brown fox.", "the quick brown fox"},
		{"FR-1.1: Sign in", "fr-1.1 fr sign in"},
		{"See NFR-001.", "see nfr-001 nfr 001"},
		{"a--b c.-d .env snake_case_", "a b c d env snake_case snake case"},
		{"Überprüfung der Größe", "uberprufung der große"},
		{"Ångström ﬁle ΟΔΟΣ", "angstrom file οδοσ"},
		{"認証サービス", "認証 証サ サー ービ ビス"},
		{"鍵", "鍵"},
		{"API認証v2", "api 認証 v2"},
		{"한국어 검색", "한국어 검색"},
		{strings.Repeat("a", 40), strings.Repeat("a", 32)},
		{"https://example.org/a/b?c=1", "https example.org example org a b c 1"},
		{"emoji 🚀 only", "emoji only"},
	} {
		got := strings.Join(slices.Collect(Terms(test.text)), " ")
		if got != test.want {
			t.Errorf("Terms(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestIndex(t *testing.T) {
	entries := []Entry{
		{"section", "Storage", "Billing › Design", "plans/billing/design/#storage", "Invoices are stored <twice>. Storage is cheap, storage is slow."},
		{"requirement", "FR-1.1", "Billing › Requirements", "requirements/billing/FR-1.1/", "An invoice can be paid."},
	}
	files := map[string]string{}
	for _, s := range Index(entries) {
		files[s.Name] = string(s.JSON)
	}
	want := map[string]string{
		"index.json":     `{"version":1,"entries":2,"chunk":50,"shards":1,"key":2,"cap":512}`,
		"entries-0.json": `[{"kind":"section","title":"Storage","path":"Billing › Design","url":"plans/billing/design/#storage","text":"Invoices are stored \u003ctwice\u003e. Storage is cheap, storage is slow."},{"kind":"requirement","title":"FR-1.1","path":"Billing › Requirements","url":"requirements/billing/FR-1.1/","text":"An invoice can be paid."}]`,
	}
	for name, text := range want {
		if files[name] != text {
			t.Errorf("%s is\n%s\nwant\n%s", name, files[name], text)
		}
	}
	var terms map[string][]int
	if err := json.Unmarshal([]byte(files["terms-0.json"]), &terms); err != nil {
		t.Fatal(err)
	}
	for term, want := range map[string][]int{
		"storage": {0, 14}, // title, and twice in the text
		"billing": {0, 3, 1, 3},
		"fr-1.1":  {1, 12},
		"invoice": {1, 1},
	} {
		if !reflect.DeepEqual(terms[term], want) {
			t.Errorf("postings of %q are %v, want %v", term, terms[term], want)
		}
	}
}

// portfolio makes n entries that share a word.
func portfolio(n int) []Entry {
	entries := make([]Entry, n)
	for i := range entries {
		entries[i] = Entry{Kind: "section", Title: fmt.Sprintf("Part %d", i), Text: fmt.Sprintf("common word%d thing%d", i, i%97)}
	}
	return entries
}

func TestNamesAreThoseOfIndex(t *testing.T) {
	for _, n := range []int{0, 1, 50, 51, 129, 300, 5000} {
		var got []string
		for _, s := range Index(portfolio(n)) {
			got = append(got, s.Name)
		}
		if want := Names(n); !slices.Equal(got, want) {
			t.Errorf("%d entries: Index makes %v, Names says %v", n, got, want)
		}
	}
}

func TestShards(t *testing.T) {
	shards := Index(portfolio(5000))
	var m manifest
	at := slices.IndexFunc(shards, func(s Shard) bool { return s.Name == Manifest })
	if err := json.Unmarshal(shards[at].JSON, &m); err != nil {
		t.Fatal(err)
	}
	if m.Shards != 64 || m.Key != 3 {
		t.Errorf("5,000 entries make %d shards by %d characters, want 64 by 3", m.Shards, m.Key)
	}
	for _, s := range shards {
		if !strings.HasPrefix(s.Name, "terms-") {
			continue
		}
		var terms map[string][]int
		if err := json.Unmarshal(s.JSON, &terms); err != nil {
			t.Fatal(err)
		}
		for term, list := range terms {
			h := fnv.New32a()
			h.Write([]byte(term[:min(len(term), m.Key)]))
			if want := fmt.Sprintf("terms-%d.json", h.Sum32()%uint32(m.Shards)); s.Name != want {
				t.Fatalf("%q is in %s, want %s", term, s.Name, want)
			}
			if len(list) > 2*m.Cap {
				t.Errorf("%q has %d postings, more than the cap", term, len(list)/2)
			}
		}
		if terms["common"] != nil && len(terms["common"]) != 2*m.Cap {
			t.Errorf("a word of every entry has %d postings, want %d", len(terms["common"])/2, m.Cap)
		}
	}
}

func TestIndexIsDeterministic(t *testing.T) {
	if a, b := Index(portfolio(700)), Index(portfolio(700)); !reflect.DeepEqual(a, b) {
		t.Error("two indexes of the same entries differ")
	}
}

func FuzzTerms(f *testing.F) {
	f.Add("FR-1.1 認証ー Straße a-.b")
	f.Fuzz(func(t *testing.T, text string) {
		for term := range Terms(text) {
			if term == "" || strings.ContainsAny(term, " \n/") || len([]rune(term)) > termLength {
				t.Fatalf("Terms(%q) gives %q", text, term)
			}
		}
	})
}

// FuzzASCIITerms compares the short way for ASCII with that for all texts.
func FuzzASCIITerms(f *testing.F) {
	f.Add("See NFR-001, a--b c.-d .env snake_case_ v1.2.")
	f.Add(strings.Repeat("a", 40) + "-" + strings.Repeat("B", 40) + "_")
	f.Fuzz(func(t *testing.T, text string) {
		if !isASCII(text) {
			return
		}
		var want []string
		for word := range words(Fold(text)) {
			wordTerms(word, func(term string) bool {
				want = append(want, term)
				return true
			})
		}
		if got := slices.Collect(Terms(text)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	})
}

func BenchmarkIndex(b *testing.B) {
	entries := portfolio(5000)
	for b.Loop() {
		Index(entries)
	}
}

// TestTermFiles holds the terms of many entries to lists that are made at once
// and cut at the end.
func TestTermFiles(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	words := strings.Fields("gate fare quay lamp rope tide mast hull FR-1.1 snake_case 認証 größe")
	some := func(n int) string {
		var list []string
		for range random.IntN(n) {
			list = append(list, words[random.IntN(len(words))])
		}
		return strings.Join(list, " ")
	}
	var entries []Entry
	for range 5 * postingCap {
		entries = append(entries, Entry{Title: some(3), Path: some(2), Text: some(12)})
	}
	want := map[string][]int{}
	for _, term := range slices.Compact(slices.Sorted(Terms(strings.Join(words, " ")))) {
		var list []posting
		for i, e := range entries {
			weight := min(count(e.Text, term), textWeight)
			if count(e.Title, term) > 0 {
				weight += titleWeight
			}
			if count(e.Path, term) > 0 {
				weight += pathWeight
			}
			if weight > 0 {
				list = append(list, posting{int32(i), int32(weight)})
			}
		}
		slices.SortStableFunc(list, func(a, b posting) int { return int(b.weight - a.weight) })
		for _, p := range list[:min(len(list), postingCap)] {
			want[term] = append(want[term], int(p.entry), int(p.weight))
		}
	}
	got := map[string][]int{}
	for _, file := range Index(entries) {
		if strings.HasPrefix(file.Name, "terms-") {
			var terms map[string][]int
			if err := json.Unmarshal(file.JSON, &terms); err != nil {
				t.Fatal(err)
			}
			for term, list := range terms {
				got[term] = list
			}
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the terms are %v, want %v", got, want)
	}
}

func count(text, term string) int {
	n := 0
	for t := range Terms(text) {
		if t == term {
			n++
		}
	}
	return n
}
