package corpus

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestShape holds what the package promises of its plans.
func TestShape(t *testing.T) {
	s := Shape{Plans: 300}
	count := func(pattern, text string) int { return len(regexp.MustCompile(pattern).FindAllString(text, -1)) }
	var size, headings, cites, slotted, links int
	for i := range s.Plans {
		text := s.Text(i)
		size += len(text)
		headings += count(`(?m)^#+ `, text)
		cites += count(`_Requirements: `, text)
		slotted += count(`\[(e\.g\.|Minimum|Description|acceptable|Steps|if applicable)`, text)
		links += count(`\]\((\.\./area-\d+/)?plan-\d+\.md\)`, text)
		if n := count(`(?m)^- \*\*N?FR-`, text); n < 10 || n > 30 {
			t.Errorf("plan %d has %d requirements", i, n)
		}
		if n := count(`(?m)^### Phase `, text); n < 3 || n > 5 {
			t.Errorf("plan %d has %d phases", i, n)
		}
		for _, language := range []string{"go", "sql", "yaml", "mermaid"} {
			if n := count("(?m)^```"+language+"$", text); n != 1 {
				t.Errorf("plan %d has %d times %s", i, n, language)
			}
		}
	}
	for _, mean := range []struct {
		what      string
		all       int
		low, high float64
	}{
		{"bytes", size, 9_000, 11_500}, {"headings", headings, 26, 30}, {"lines of citations", cites, 16, 24},
		{"slots", slotted, 1, 8}, {"links", links, .5, 5},
	} {
		if got := float64(mean.all) / float64(s.Plans); got < mean.low || got > mean.high {
			t.Errorf("%.1f %s a plan, want %g to %g", got, mean.what, mean.low, mean.high)
		}
	}
}

func TestSameBytes(t *testing.T) {
	s := Shape{Plans: 250}
	first, again := s.Text(7), s.Text(7)
	if first != again || first == s.Text(8) {
		t.Error("a plan is not the same twice, or the same as another")
	}
	dir := t.TempDir()
	size, err := s.Write(dir)
	if err != nil {
		t.Fatal(err)
	}
	var written int64
	for path, f := range s.Files() {
		data, err := os.ReadFile(dir + "/" + path)
		if err != nil || string(data) != string(f.Data) {
			t.Errorf("%s is another in memory: %v", path, err)
		}
		written += int64(len(data))
	}
	if written != size {
		t.Errorf("%d bytes, said %d", written, size)
	}
}

// TestLinksLeadToPlans has no link to a plan that is not there.
func TestLinksLeadToPlans(t *testing.T) {
	for _, s := range []Shape{{Plans: 250}, {Plans: 250, PerDirectory: 250}, {Plans: 1}} {
		files := s.Files()
		if len(files) != s.Plans {
			t.Errorf("%d plans of %d", len(files), s.Plans)
		}
		for path, f := range files {
			for _, m := range regexp.MustCompile(`\]\((\.\./)?([^)]+\.md)\)`).FindAllStringSubmatch(string(f.Data), -1) {
				target := m[2]
				if m[1] == "" {
					target = path[:strings.Index(path, "/")+1] + m[2]
				}
				if files[target] == nil {
					t.Errorf("%s links to %s", path, m[2])
				}
			}
		}
	}
}

// TestLong has one plan of a size, in which no id is defined twice.
func TestLong(t *testing.T) {
	text := Long(200_000)
	if len(text) < 200_000 || len(text) > 220_000 {
		t.Errorf("%d bytes", len(text))
	}
	ids := regexp.MustCompile(`(?m)^- \*\*(N?FR-[0-9.]+)\*\*`).FindAllString(text, -1)
	slices.Sort(ids)
	if all := len(ids); len(slices.Compact(ids)) != all || all < 200 {
		t.Errorf("%d ids, of which some twice", all)
	}
	if strings.Count(text, "\n# ") != 1 || !strings.Contains(text, fmt.Sprintf("## Chapter %d\n", 10)) {
		t.Error("chapters are not below one title")
	}
}
