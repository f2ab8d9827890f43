package site

import (
	"fmt"
	"testing"
)

func TestLocate(t *testing.T) {
	s := build(t, `
-- billing/requirements.md --
# Billing

- **FR-1:** Invoices leave.
-- billing/design.md --
# Design

## Storage

Rows.
-- ship & co.md --
# Ship
`)
	for _, c := range []struct {
		path string
		line int
		want string
	}{
		{"billing/requirements.md", 0, "plans/billing/"},
		{"billing/design.md", 0, "plans/billing/design/"},
		{"billing/design.md", 5, "plans/billing/design/#storage"},
		{"billing/design.md", 99, "plans/billing/design/#storage"},
		{"ship & co.md", 0, "plans/ship-co/"},
		{"none.md", 1, ""},
	} {
		got, ok := s.Locate(c.path, c.line)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s:%d: %q, %v; want %q", c.path, c.line, got, ok, c.want)
		}
	}
	dir, plan, ok := s.PageOf("billing/design.md")
	if _, _, none := s.PageOf("none.md"); dir != "plans/billing/design/" || plan != "billing" || !ok || none {
		t.Errorf("page %q of %q, %v; %v", dir, plan, ok, none)
	}
	for dir, want := range map[string]string{
		"plans/billing/":             "[billing/requirements.md]",
		"plans/billing/design/":      "[billing/design.md]",
		"requirements/billing/FR-1/": "[billing/design.md billing/requirements.md]",
		"completeness/ship-co/":      "[ship & co.md]",
		"requirements/":              "[]",
		"":                           "[]",
	} {
		if got := fmt.Sprint(s.FilesOf(dir)); got != want {
			t.Errorf("%q is about %s, not %s", dir, got, want)
		}
	}
}
