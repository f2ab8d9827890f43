package markdown

import (
	"fmt"
	"slices"
	"testing"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

// fieldLines are fields as "key=value", in order.
func fieldLines(fields []plan.Field) []string {
	var lines []string
	for _, f := range fields {
		lines = append(lines, f.Key+"="+f.Value)
	}
	return lines
}

func TestFrontMatter(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
		sections   int // headings that are left in the text
		code       string
	}{
		{"flat", "---\ntitle: The ferry\nStart Date: 2026-03-01\nempty:\n---\n# A\n", []string{"title=The ferry", "start-date=2026-03-01", "empty="}, 1, ""},
		{"nested and lists", "---\nprs:\n  accepted: 12\nreq: [FR-1, 'FR-2']\nowners:\n  - name: ada\n  - name: bell\n---\n# A\n",
			[]string{"prs.accepted=12", "req=FR-1", "req=FR-2", "owners.name=ada", "owners.name=bell"}, 1, ""},
		{"dots close it", "---\na: b\n...\n# A\n", []string{"a=b"}, 1, ""},
		{"strings stay", "---\nid: 010\nyes: no\nwhen: 2026-01-02\n---\n", []string{"id=010", "yes=no", "when=2026-01-02"}, 0, ""},
		{"empty", "---\n---\n# A\n", nil, 1, ""},
		{"blank first line", "---\n\ntitle: x\n---\n# A\n", []string{"title=x"}, 1, ""},
		{"rule", "---\n\n# A\n\nText: with a colon\n\n---\n\n# B\n", nil, 2, ""},
		{"rule with comment-like headings", "---\n\n## A\n\n---\n", nil, 1, ""},
		{"two rules", "---\nsome words\n---\n", nil, 1, ""},
		{"not on line 1", "\n---\na: b\n---\n", nil, 1, ""},
		{"does not parse", "---\nreporter: @ada\ntitle: x\n---\n# A\n", nil, 1, "PF006"},
		{"list", "---\n- a\n- b\n---\n# A\n", nil, 1, ""},
		{"never closes", "---\ntitle: x\n\n# A\n", nil, 1, "PF007"},
		{"alias bomb", "---\na: &x [1]\nb: *x\n---\n# A\n", nil, 1, "PF006"},
	} {
		d := Parse(source.NewFile("a.md", c.text), Options{})
		if got := fieldLines(d.Front); !slices.Equal(got, c.want) {
			t.Errorf("%s: fields %q, want %q", c.name, got, c.want)
		}
		if got := len(d.Sections) - 1; got != c.sections {
			t.Errorf("%s: %d headings, want %d", c.name, got, c.sections)
		}
		code := ""
		for _, x := range d.Diagnostics {
			code += string(x.Code)
		}
		if code != c.code {
			t.Errorf("%s: diagnostics %q, want %q", c.name, code, c.code)
		}
		for _, f := range d.Front {
			if s := d.File.Text[f.Span.Start:f.Span.End]; s != f.Value && s != "'"+f.Value+"'" {
				t.Errorf("%s: span of %s is %q", c.name, f.Key, s)
			}
		}
	}
}

func TestMeta(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"bold names", "# A\n\n**Status**: Draft\n**Owner:** Ada *B*\n**Last updated** : 2026-03-01  \n", []string{"status=Draft", "owner=Ada B", "last-updated=2026-03-01"}},
		{"on one line", "# A\n\n**Branch**: `008-x` | **Date**: 2026-01-02 | **Spec**: [spec.md](spec.md)\n", []string{"branch=008-x", "date=2026-01-02", "spec=spec.md"}},
		{"value in bold", "# A\n\n**Status: FROZEN** — team review\n", []string{"status=FROZEN"}},
		{"bullets", "# A\n\n- **Version**: 2.0\n- Owner: Ada\n  - inner: x\n", []string{"version=2.0"}},
		{"plain lines", "Status: Draft\nAuthor: Ada\n\n# A\n", []string{"status=Draft", "author=Ada"}},
		{"prose with a colon", "# A\n\nStatus: it is complicated.\nAnd so on.\n", nil},
		{"quote", "# A\n\n> **Status**: Draft\n", []string{"status=Draft"}},
		{"table", "# A\n\n| Field | Value |\n|---|---|\n| **Date** | 2026-01-02 |\n| Owner: | Ada |\n", []string{"date=2026-01-02", "owner=Ada"}},
		{"table without head", "# A\n\n| Status | Live |\n|---|---|\n| Version | 1 |\n", []string{"status=Live", "version=1"}},
		{"other table", "# A\n\n| Term | Meaning |\n|---|---|\n| Rope | Line |\n", nil},
		{"bold text", "# A\n\n- **Speed**: the ferry is fast\n- **Safety**: and safe\n", nil},
		{"choices", "# A\n\n**Status**: Draft | In review | Approved\n**Owner**: Ada\n", []string{"owner=Ada"}},
		{"choices with slashes", "# A\n\n**Status**: Draft / In review / Approved\n**Date**: [YYYY-MM-DD]\n", nil},
		{"status section", "# A\n\n## Status\n\nSuperseded by [B](b.md)\n\n## Context\n\nText.\n", []string{"status=Superseded by B"}},
		{"status as prose", "# A\n\n## Status\n\nWe have built the pier and are\nnow building the ferry.\n", nil},
		{"below the head", "# A\n\n## B\n\n**Status**: Draft\n", nil},
		{"full-width colon", "# A\n\n**ステータス**：ドラフト\n", []string{"ステータス=ドラフト"}},
		{"entities", "# A\n\n**Owner**: Ada &amp; Bell\n", []string{"owner=Ada & Bell"}},
	} {
		d := Parse(source.NewFile("a.md", c.text), Options{})
		if got := fieldLines(d.Meta); !slices.Equal(got, c.want) {
			t.Errorf("%s: fields %q, want %q", c.name, got, c.want)
		}
	}
	text := "# A\n\n**Status**: **Draft** now | **Owner**: [Ada](x)\n"
	d := Parse(source.NewFile("a.md", text), Options{})
	var spans []string
	for _, f := range d.Meta {
		spans = append(spans, text[f.Span.Start:f.Span.End])
	}
	if want := []string{"Draft** now", "Ada"}; fmt.Sprint(spans) != fmt.Sprint(want) {
		t.Errorf("spans %q, want %q", spans, want)
	}
}
