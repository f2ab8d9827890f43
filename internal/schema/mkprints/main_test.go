package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "handout")
	file := filepath.Join(dir, "plan.md")
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	text := "# Plan\n\n## Rooms\n\nList every room of the house.\n\n## Sign-off\n\n- [ ] The owner agrees\n\n## Notes\n\nKept by the bailiff of the house.\n"
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := run(&out, []string{file, file}, []string{"Notes"}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 4 || lines[0] != `# mkprints -keep "Notes" handout/plan.md handout/plan.md` {
		t.Fatalf("%q", lines)
	}
	for i, kept := range []bool{false, true, true} {
		if got := strings.HasPrefix(lines[i+1], "= "); got != kept {
			t.Errorf("line %d: %s", i+2, lines[i+1])
		}
	}
	if err := run(&out, []string{filepath.Join(dir, "none.md")}, nil); err == nil {
		t.Error("a file that is not there is no failure")
	}
}
