package metadata

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// dump writes n as one line: what was read, and what text it was read from.
func dump(text string, n *Node) string {
	var b strings.Builder
	var write func(n *Node)
	write = func(n *Node) {
		switch n.Kind {
		case Mapping:
			b.WriteString("{")
			for i, k := range n.Keys {
				if i > 0 {
					b.WriteString(", ")
				}
				fmt.Fprintf(&b, "%s<%s>: ", k.Name, text[k.Start:k.End])
				write(k.Value)
			}
			b.WriteString("}")
		case Sequence:
			b.WriteString("[")
			for i, x := range n.Items {
				if i > 0 {
					b.WriteString(", ")
				}
				write(x)
			}
			b.WriteString("]")
		default:
			if n.Null {
				b.WriteString("null")
			} else {
				fmt.Fprintf(&b, "%q", n.Value)
			}
		}
		if n.Kind == Scalar || text[n.Start] == '[' || text[n.Start] == '{' {
			fmt.Fprintf(&b, "<%s>", text[n.Start:n.End])
		}
	}
	write(n)
	return b.String()
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"scalars stay as written", "a: no\nb: 010\nc: 2026-03-01\nd: 1_000\ne: 0x1F\nf: .inf\ng: <<",
			`{a<a>: "no"<no>, b<b>: "010"<010>, c<c>: "2026-03-01"<2026-03-01>, d<d>: "1_000"<1_000>, e<e>: "0x1F"<0x1F>, f<f>: ".inf"<.inf>, g<g>: "<<"<<<>}`},
		{"nulls", "a:\nb: ~\nc: null\nd: \"null\"\ne: ''", `{a<a>: null<>, b<b>: null<~>, c<c>: null<null>, d<d>: "null"<"null">, e<e>: ""<''>}`},
		{"quotes", `a: "x \"y\" \u00e9" # c` + "\nb: 'it''s'", `{a<a>: "x \"y\" é"<"x \"y\" \u00e9">, b<b>: "it's"<'it''s'>}`},
		{"after other scripts", "título: año 🎉 fin # x\nüber: [ä, ö]", `{título<título>: "año 🎉 fin"<año 🎉 fin>, über<über>: ["ä"<ä>, "ö"<ö>]<[ä, ö]>}`},
		{"folded over lines", "a: one\n  two\n\n  three\nb: 2", "{a<a>: \"one two\\nthree\"<one\n  two\n\n  three>, b<b>: \"2\"<2>}"},
		{"literal", "a: |\n  x\n   y\n\nb: >-\n  p\n  q\nc: |\nd: 1", "{a<a>: \"x\\n y\\n\"<|\n  x\n   y>, b<b>: \"p q\"<>-\n  p\n  q>, c<c>: \"\"<|>, d<d>: \"1\"<1>}"},
		{"nested", "a:\n  b:\n    - c\n    - d: e\n      f: g", `{a<a>: {b<b>: ["c"<c>, {d<d>: "e"<e>, f<f>: "g"<g>}]}}`},
		{"list at the key's own indent", "a:\n- b\n- c", `{a<a>: ["b"<b>, "c"<c>]}`},
		{"flow", "a: {b: [c, {d: e}], f: g } # }\nh: []", `{a<a>: {b<b>: ["c"<c>, {d<d>: "e"<e>}<{d: e}>]<[c, {d: e}]>, f<f>: "g"<g>}<{b: [c, {d: e}], f: g }>, h<h>: []<[]>}`},
		{"JSON", "{\n\t\"a\": true,\n\t\"b\": {\"c\": [1, null]}\n}", "{a<\"a\">: \"true\"<true>, b<\"b\">: {c<\"c\">: [\"1\"<1>, null<null>]<[1, null]>}<{\"c\": [1, null]}>}<{\n\t\"a\": true,\n\t\"b\": {\"c\": [1, null]}\n}>"},
		{"comments only", "# nothing\n\n", "{}"},
		{"empty", "", "{}"},
		{"first marker", "---\na: 1\n...\n", `{a<a>: "1"<1>}`},
		{"CRLF and byte order mark", "\ufeffa: 1\r\nb: 2\r\n", `{a<a>: "1"<1>, b<b>: "2"<2>}`},
		{"line separators", "a: x\u2028b: y", "{a<a>: \"x\"<x>, b<b>: \"y\"<y>}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, err := Parse(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if got := dump(c.text+" ", n); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		name, text, message string
		at                  string // text that the fault stands before
	}{
		{"handle", "reporter: @mira\n", `a value cannot start with '@': put it in quotes`, "@mira"},
		{"handle in a list", "a:\n  - @mira\n", `a value cannot start with '@': put it in quotes`, "@mira"},
		{"back quote", "a: `x`", "a value cannot start with '`': put it in quotes", "`x`"},
		{"colon in a value", "title: Phase 1: build", `": " cannot stand within a value: put the value in quotes`, ": build"},
		{"duplicate key", "a: 1\nb: 2\na: 3", `the key "a" stands here a second time`, "a: 3"},
		{"duplicate key below", "x:\n  a: 1\n  'a': 3", `the key "a" stands here a second time`, "'a'"},
		{"anchor", "a: &x 1", "anchors are not read: write the value itself where it is used", "&x"},
		{"alias", "a: &x 1\nb: *x", "anchors are not read: write the value itself where it is used", "&x"},
		{"alias alone", "b: *x", "aliases are not read: write the value itself", "*x"},
		{"tag", "a: !!binary abc", "tags are not read: every value is text", "!!binary"},
		{"own tag", "a: !thing [b]", "tags are not read: every value is text", "!thing"},
		{"directive", "%YAML 1.1\n---\na: 1", "directives are not read: take the line out", "%YAML"},
		{"second document", "a: 1\n---\nb: 2", "a second document begins here, and only one is read", "---"},
		{"text after the end", "a: 1\n...\nb: 2", "a second document begins here, and only one is read", "b: 2"},
		{"list as key", "? [a, b]\n: c", "a key must be a word, not a list or a mapping", "[a"},
		{"tab", "a:\n\tb: 1", "a tab cannot indent a line: use spaces", "\tb"},
		{"deep flow", "a: " + strings.Repeat("[", 30), "values are nested deeper than the limit of 16", ""},
		{"deep blocks", strings.Repeat("- ", 30) + "x", "values are nested deeper than the limit of 16", ""},
		{"too many keys", manyKeys(1001), "more keys than the limit of 1000", "k1000:"},
		{"too large", "a: " + strings.Repeat("x", MaxBytes), "65539 bytes are more than the limit of 65536", ""},
		{"glob in a flow list", "a: [0-9]*, b]", "", ""},
		{"open quote", "a: \"x\nb: 2", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse(c.text)
			fault, ok := errors.AsType[*Error](err)
			if !ok {
				t.Fatalf("got %v, want *Error", err)
			}
			if c.message != "" && fault.Message != c.message {
				t.Errorf("got  %s\nwant %s", fault.Message, c.message)
			}
			if c.at != "" && !strings.HasPrefix(c.text[fault.Offset:], c.at) {
				t.Errorf("at %q, want %q", c.text[fault.Offset:], c.at)
			}
		})
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d: v\n", i)
	}
	return b.String()
}

func TestNotMapping(t *testing.T) {
	for _, text := range []string{"just words", "- a\n- b", "12", "[a]"} {
		if _, err := Parse(text); !errors.Is(err, ErrNotMapping) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestGet(t *testing.T) {
	n, err := Parse("a: {b: c}")
	if err != nil {
		t.Fatal(err)
	}
	if got := n.Get("a").Get("b").Value; got != "c" {
		t.Errorf("got %q", got)
	}
	if n.Get("x").Get("y") != nil {
		t.Error("a key that is not there has a value")
	}
}

// TestBombs holds the reader to an end, on texts that cost readers of YAML minutes
// or gigabytes. The bound is far above what any machine needs.
func TestBombs(t *testing.T) {
	fill := func(s string) string { return strings.Repeat(s, MaxBytes/len(s)) }
	laughs := "a: &a [x]\n"
	for i := range 20 {
		laughs += fmt.Sprintf("%c: &%c [*%c,*%c,*%c]\n", 'b'+i, 'b'+i, 'a'+i, 'a'+i, 'a'+i)
	}
	for i, text := range []string{
		laughs, fill("["), fill("{"), fill("{a:"), fill("- "), fill("? "), fill("a: \n "), fill("!a "), fill("&a "), fill("*a "),
		fill("\""), fill("'"), fill("a: |\n"), fill("a: b: "), fill("#"), fill("# x\n"), fill("\n"), fill("\t"), fill("a\n"), fill("- a\n"),
		fill("%"), fill("---\n"), "a: \"" + fill("\\"), "a: [" + fill("x,"), "a: {" + fill("x,"), "a: [" + fill("[],"), "a:\n" + fill(" - b\n"), fill("k: v\n"),
	} {
		text = text[:min(len(text), MaxBytes)]
		start := time.Now()
		Parse(text)
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("bomb %d, %.20q…: %v", i, text, d)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: 1", "a: [b, {c: 'd'}]\ne: |\n  f\n", "{\"a\": \"b\\n\"}", "a: >-\n  x\n\n  y\nb:", "? a\n: b", "a: x\u2028b: y", "- &a !!str *b", "\ufeffa: é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		n, err := Parse(text)
		if err != nil {
			if fault, ok := errors.AsType[*Error](err); ok && (fault.Offset < 0 || fault.Offset > len(text) || fault.Message == "") {
				t.Errorf("fault %+v outside the text of %d bytes", fault, len(text))
			} else if !ok && !errors.Is(err, ErrNotMapping) {
				t.Errorf("an error of another type: %v", err)
			}
			return
		}
		var check func(n *Node)
		check = func(n *Node) {
			if n.Start < 0 || n.End < n.Start || n.End > len(text) || !utf8.ValidString(text[n.Start:n.End]) {
				t.Fatalf("value at %d to %d of %d bytes", n.Start, n.End, len(text))
			}
			for _, k := range n.Keys {
				if k.Start < 0 || k.End < k.Start || k.End > len(text) || k.Value == nil {
					t.Fatalf("key at %d to %d of %d bytes", k.Start, k.End, len(text))
				}
				check(k.Value)
			}
			for _, x := range n.Items {
				check(x)
			}
		}
		check(n)
	})
}
