package diag

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample has a diagnostic of every form: with and without place, excerpt,
// related places and hint; within a line and over several; in wide letters and
// behind tabs.
func sample() []Diagnostic {
	at := func(line, column, endLine, endColumn int) Range {
		return Range{Position{line, column}, Position{endLine, endColumn}}
	}
	dangling := New(DanglingCitation, "billing/design.md", "citation of %q, which no plan defines", "FR-9.1")
	dangling.Range, dangling.Excerpt = at(41, 16, 41, 22), "_Requirements: FR-9.1_"
	dangling.Hint = `did you mean "FR-1.9"?`

	twice := New(DuplicateID, "billing/requirements.md", "%q is defined twice in the plan, with different texts", "FR-2")
	twice.Range, twice.Excerpt = at(7, 5, 7, 9), "- **FR-2**: Show the total."
	twice.Related = []Related{
		{Path: "billing/requirements.md", Range: at(12, 5, 12, 9), Message: "the other definition"},
		{Path: "billing", Message: "the plan"},
	}

	config := New(ConfigUnknownKey, "planfolio.yaml", "there is no setting %q", "titel")
	config.Range, config.Excerpt = at(1, 1, 1, 6), "titel: x"

	wide := New(PlaceholderLeft, "名前 #1%.md", "“[説明]” is a placeholder")
	wide.Range, wide.Excerpt = at(3, 7, 3, 11), "\t要件：🎉[説明] のこと"

	lines := New(UntouchedSection, "a,b:c.md", "the section “Risks” is as the template has it")
	lines.Range, lines.Excerpt = at(5, 1, 9, 4), "## Risks"

	long := New(TodoLeft, "long.md", "“TBD” stands where content should be")
	long.Range, long.Excerpt = at(2, 301, 2, 304), strings.Repeat("word ", 60)+"TBD "+strings.Repeat("more ", 60)

	file := New(EmptyFile, "empty.md", "the plan has no text")
	whole := New(ThemeUnused, "", "%q replaces no file of the default theme", "x.html")
	return []Diagnostic{dangling, twice, config, wide, lines, long, file, whole}
}

// hostile has in every place of a diagnostic what a stranger may write to
// command a terminal or a CI system.
func hostile() []Diagnostic {
	evil := "\x1b[31m::error::x\r\n::set-output name=a::b\n##[add-mask]x \u202egnp.exe\u2066 \x9b2J \u2028 \x7f</failure>]]> [click](https://evil.example) %0A"
	d := New(BrokenLink, "::warning file=a::"+evil+".md", "link to %s", evil)
	d.Range, d.Excerpt = Range{Position{1, 3}, Position{1, 9}}, evil
	d.Related = []Related{{Path: " ::notice::" + evil, Range: Range{Position{2, 1}, Position{2, 2}}, Message: evil}}
	d.Hint = evil
	return []Diagnostic{d}
}

func render(t *testing.T, f Format, list []Diagnostic, opts Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Print(&b, f, list, opts); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (run with -update and look at the difference):\n%s", name, got)
	}
}

func TestPrint(t *testing.T) {
	opts := Options{Dir: "content", Version: "1.2.3"}
	for _, c := range []struct {
		format Format
		name   string
	}{{Text, "sample.txt"}, {JSON, "sample.json"}, {SARIF, "sample.sarif"}, {JUnit, "sample.xml"}, {GitHub, "sample.github"}} {
		t.Run(string(c.format), func(t *testing.T) { golden(t, c.name, render(t, c.format, sample(), opts)) })
	}
	opts.Color = true
	golden(t, "sample.color", render(t, Text, sample()[:3], opts))
	if err := Print(io.Discard, "yaml", nil, Options{}); err == nil || !strings.Contains(err.Error(), "text, json, sarif, junit, github") {
		t.Errorf("a format that does not exist: %v", err)
	}
}

func TestPrintNothing(t *testing.T) {
	for f, want := range map[Format]string{
		Text: "", GitHub: "",
		JSON:  `"diagnostics": []`,
		SARIF: `"results": []`,
		JUnit: `<testcase name="no diagnostics" classname="portfolio"></testcase>`,
	} {
		if got := render(t, f, nil, Options{}); !strings.Contains(got, want) {
			t.Errorf("%s: %s", f, got)
		}
	}
}

// TestPrintHostile holds every format to being harmless to whoever looks at it:
// no control characters, no turned directions, no line that begins a command
// but those of the GitHub format itself, whose number is the number of
// diagnostics.
func TestPrintHostile(t *testing.T) {
	for _, f := range Formats() {
		got := render(t, Format(f), hostile(), Options{Dir: ".", FailOn: Note})
		for i, line := range strings.Split(strings.TrimSuffix(got, "\n"), "\n") {
			for _, r := range line {
				if isHidden(r) {
					t.Errorf("%s, line %d: %U passes", f, i+1, r)
				}
			}
			start := strings.TrimSpace(line)
			if strings.Contains(line, "##[") || strings.HasPrefix(start, "::") && (f != string(GitHub) || i > 0) {
				t.Errorf("%s, line %d is a command: %s", f, i+1, line)
			}
		}
	}
	golden(t, "hostile.txt", render(t, Text, hostile(), Options{}))
	golden(t, "hostile.github", render(t, GitHub, hostile(), Options{}))
}

func TestJSONReadsBack(t *testing.T) {
	var got struct {
		Schema      string
		Errors      int
		Diagnostics []Record
	}
	if err := json.Unmarshal([]byte(render(t, JSON, hostile(), Options{})), &got); err != nil {
		t.Fatal(err)
	}
	if d := hostile()[0]; got.Schema != "planfolio/v1" || got.Errors != 1 || got.Diagnostics[0].Hint != strings.ToValidUTF8(d.Hint, "\ufffd") {
		t.Errorf("got %+v", got)
	}
}

func TestJUnitCounts(t *testing.T) {
	type suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Name string `xml:"name,attr"`
		} `xml:"testsuite"`
	}
	for failOn, failures := range map[Severity]int{"": 3, Error: 3, Warning: 5, Note: 8} {
		var got suites
		if err := xml.Unmarshal([]byte(render(t, JUnit, sample(), Options{FailOn: failOn})), &got); err != nil {
			t.Fatal(err)
		}
		if got.Tests != 8 || got.Failures != failures || len(got.Suites) != 8 {
			t.Errorf("fail on %q: %+v", failOn, got)
		}
	}
}

// TestSARIFKeepsItsRules checks what the format's readers insist on.
func TestSARIFKeepsItsRules(t *testing.T) {
	var log struct {
		Version string
		Runs    []struct {
			ColumnKind string
			Tool       struct {
				Driver struct {
					Rules []struct{ ID, Name string }
				}
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI, URIBaseID string }
						Region           *struct{ StartLine, StartColumn, EndLine, EndColumn int }
					}
				}
				RelatedLocations    []struct{ ID int }
				PartialFingerprints map[string]string
			}
		}
	}
	if err := json.Unmarshal([]byte(render(t, SARIF, append(sample(), sample()[0]), Options{Dir: "content"})), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if log.Version != "2.1.0" || run.ColumnKind != "unicodeCodePoints" || len(run.Tool.Driver.Rules) != len(All()) {
		t.Errorf("version %s, columns %s, %d rules", log.Version, run.ColumnKind, len(run.Tool.Driver.Rules))
	}
	for _, r := range run.Tool.Driver.Rules {
		if r.Name == r.ID || r.Name == "" {
			t.Errorf("rule %s is named %q", r.ID, r.Name)
		}
	}
	prints := map[string]bool{}
	for _, r := range run.Results {
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("result of %s points at rule %s", r.RuleID, run.Tool.Driver.Rules[r.RuleIndex].ID)
		}
		for _, l := range r.Locations {
			p := l.PhysicalLocation
			if p.ArtifactLocation.URIBaseID != "%SRCROOT%" || strings.ContainsAny(p.ArtifactLocation.URI, " #") || p.Region != nil && p.Region.StartLine < 1 {
				t.Errorf("%s: %+v", r.RuleID, p)
			}
		}
		for _, l := range r.RelatedLocations {
			if !strings.Contains(r.Message.Text, "]("+string(rune('0'+l.ID))+")") {
				t.Errorf("%s: the message links no related place %d: %s", r.RuleID, l.ID, r.Message.Text)
			}
		}
		if prints[r.PartialFingerprints["planfolio/v1"]] {
			t.Errorf("two results have the fingerprint %v", r.PartialFingerprints)
		}
		prints[r.PartialFingerprints["planfolio/v1"]] = true
	}
}

func TestFingerprint(t *testing.T) {
	d := sample()[0]
	moved := d
	moved.Range.Start.Line += 10
	moved.Excerpt = "  " + moved.Excerpt
	other := d
	other.Message += "!"
	if d.Fingerprint() != moved.Fingerprint() || d.Fingerprint() == other.Fingerprint() {
		t.Error("a fingerprint must stay when a line moves, and differ with the message")
	}
}

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"plain é 🎉 👩\u200d🚀": "plain é 🎉 👩\u200d🚀", "\x9b31m": "�31m", "\u009b": "<U+009B>", "a\tb": "a␉b", "\ufeffx\u00adx": "<U+FEFF>x<U+00AD>x", "x ##[y]": `x ##\[y]`,
	} {
		if got := Visible(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestWidth(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "é": 1, "e\u0301": 1, "日本": 4, "한글": 4, "🎉": 2, "✅": 2, "ｆ": 2, "a\u200db": 2} {
		if got := width(text); got != want {
			t.Errorf("%q takes %d cells, want %d", text, got, want)
		}
	}
}
