package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What had to be repaired is told, also what is no flaw.
func TestExplainEncoding(t *testing.T) {
	for text, want := range map[string]string{
		"\xef\xbb\xbf# Ropes\n":    "a byte order mark, left out",
		"# Ropes\r\n\r\nHemp.\r\n": "3 lines with CRLF, read as LF",
		"# Ropes\r\rHemp.\r\n":     "2 lines with a lone CR, read as LF",
		"# Ropes\x00\n":            "the file has 1 NUL byte",
		"# Ropes \x97\n":           "the file is not valid UTF-8",
		"# Ropes\n":                "UTF-8, nothing to repair",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		if status := run([]string{"explain", "--verbose", "a.md", dir}, &out, &errs); status != exitDone {
			t.Fatalf("%q: status %d, %s", text, status, &errs)
		}
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q: no %q in\n%s", text, want, &out)
		}
	}
}
