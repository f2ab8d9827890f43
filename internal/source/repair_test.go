package source

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/diag"
)

func TestRepair(t *testing.T) {
	for _, c := range []struct{ name, raw, text, found string }{
		{"plain", "a\nb\n", "a\nb\n", ""},
		{"byte order mark", "\ufeff# a", "# a", ""},
		{"CRLF", "a\r\nb\r\n", "a\nb\n", ""},
		{"lone CR", "a\rb\r\rc", "a\nb\n\nc", ""},
		{"NUL", "a\nb\x00c\x00", "a\nb\ufffdc\ufffd", `2:2 PF002 the file has 2 NUL bytes, shown as "�"`},
		{"Windows-1252", "caf\xe9 \x97 x", "caf\ufffd \ufffd x", `1:4 PF001 the file is not valid UTF-8: 2 bytes shown as "�"`},
		{"cut short", "a\xe2\x82", "a\ufffd\ufffd", `1:2 PF001 the file is not valid UTF-8: 2 bytes shown as "�"`},
		{"surrogate", "\xed\xa0\x80", "\ufffd\ufffd\ufffd", `1:1 PF001 the file is not valid UTF-8: 3 bytes shown as "�"`},
		{"its own replacement is no flaw", "a\ufffd", "a\ufffd", ""},
		{"UTF-16 LE", "\xff\xfea\x00\n\x00\xe9\x00", "a\né", "1:1 PF001 the file is UTF-16 (little endian), not UTF-8"},
		{"UTF-16 BE", "\xfe\xff\xd8\x3d\xde\x00\x00x", "😀x", "1:1 PF001 the file is UTF-16 (big endian), not UTF-8"},
		{"UTF-16, odd", "\xff\xfea\x00b", "a\ufffd", "1:1 PF001 the file is UTF-16 (little endian), not UTF-8"},
		{"both", "\xff\x00", "\ufffd\ufffd", `1:1 PF001 the file is not valid UTF-8: 1 byte shown as "�"; 1:2 PF002 the file has 1 NUL byte, shown as "�"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := NewFile("notes.txt", c.raw)
			if f.Text != c.text {
				t.Errorf("got %q, want %q", f.Text, c.text)
			}
			var found []string
			for _, d := range f.Diagnostics {
				if d.Path != f.Path || d.Hint == "" {
					t.Errorf("%+v", d)
				}
				found = append(found, fmt.Sprintf("%d:%d %s %s", d.Range.Start.Line, d.Range.Start.Column, d.Code, d.Message))
			}
			if got := strings.Join(found, "; "); got != c.found {
				t.Errorf("got  %s\nwant %s", got, c.found)
			}
		})
	}
}

func FuzzRepair(f *testing.F) {
	for _, s := range []string{"a\r\nb", "\xff\xfea\x00", "\xfe\xff\x00a", "\ufeffx\x00", "\xe2\x82"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, _ := repair(raw)
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\r") {
			t.Errorf("%q became %q", raw, text)
		}
		if again, flaws := repair([]byte(text)); again != text && !strings.HasPrefix(text, "\ufeff") || len(flaws) > 0 {
			t.Errorf("%q became %q, then %q", raw, text, again)
		}
	})
}

func TestPosition(t *testing.T) {
	f := NewFile("a.md", "ab\nüß€😀x\n\nend")
	for _, c := range []struct{ offset, line, column int }{
		{-1, 1, 1}, {0, 1, 1}, {1, 1, 2}, {2, 1, 3}, {3, 2, 1}, {5, 2, 2}, {4, 2, 1}, {7, 2, 3}, {8, 2, 3}, {10, 2, 4}, {14, 2, 5}, {15, 2, 6}, {16, 3, 1}, {17, 4, 1}, {20, 4, 4}, {99, 4, 4},
	} {
		if got := f.Position(c.offset); got != (diag.Position{Line: c.line, Column: c.column}) {
			t.Errorf("offset %d: got %+v, want %d:%d", c.offset, got, c.line, c.column)
		}
	}
	for n, want := range map[int]string{-1: "", 0: "", 1: "ab", 2: "üß€😀x", 3: "", 4: "end", 5: ""} {
		if got := f.Line(n); got != want {
			t.Errorf("line %d: got %q, want %q", n, got, want)
		}
	}
	closed := NewFile("b.md", "a\n")
	if got := closed.Position(2); got != (diag.Position{Line: 1, Column: 3}) {
		t.Errorf("behind the last line end: %+v", got)
	}
	empty := NewFile("c.txt", "")
	if got := empty.Position(0); got != (diag.Position{Line: 1, Column: 1}) || empty.Line(1) != "" {
		t.Errorf("empty file: %+v", got)
	}
	var zero File
	if got := zero.Position(3); got != (diag.Position{Line: 1, Column: 1}) || zero.Line(1) != "" {
		t.Errorf("zero file: %+v", got)
	}
}

func TestAt(t *testing.T) {
	f := NewFile("a/b.md", "one\ntwo three\n")
	d := f.At(diag.New(diag.BrokenLink, "", "x"), 8, 13)
	want := diag.Range{Start: diag.Position{Line: 2, Column: 5}, End: diag.Position{Line: 2, Column: 10}}
	if d.Path != "a/b.md" || d.Range != want || d.Excerpt != "two three" || d.Severity != diag.Error {
		t.Errorf("%+v", d)
	}
	if back := f.Range(8, 3); back.Start != back.End {
		t.Errorf("an end before the start: %+v", back)
	}
}

func TestPlanWithoutText(t *testing.T) {
	f := NewFile("p.md", " \n\n")
	if len(f.Diagnostics) != 1 || f.Diagnostics[0].Code != diag.EmptyFile || f.Diagnostics[0].Range.Start.Line != 0 {
		t.Errorf("%+v", f.Diagnostics)
	}
	if f := NewFile("OWNERS", ""); len(f.Diagnostics) > 0 {
		t.Errorf("a sidecar may be empty: %+v", f.Diagnostics)
	}
}

// TestLines holds positions and lines against those found by going through the
// whole text.
func TestLines(t *testing.T) {
	for _, end := range []string{"", "\n", "\n\n"} {
		for n := range 70 {
			text := strings.Repeat("a\n\nbcd\n", n) + "x" + end
			f := NewFile("notes.txt", text)
			lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
			for offset := range len(text) + 1 {
				before := text[:min(offset, len(text)-1)]
				line, column := 1+strings.Count(before, "\n"), offset-strings.LastIndex(before, "\n")
				if got := f.Position(offset); got != (diag.Position{Line: line, Column: column}) || f.LineAt(offset) != line {
					t.Fatalf("%q: offset %d is at %v, line %d; want %d:%d", text, offset, got, f.LineAt(offset), line, column)
				}
			}
			for i := range len(lines) + 20 {
				want := ""
				if i < len(lines) {
					want = lines[i]
				}
				if got := f.Line(i + 1); got != want {
					t.Fatalf("%q: line %d is %q, want %q", text, i+1, got, want)
				}
			}
		}
	}
}
