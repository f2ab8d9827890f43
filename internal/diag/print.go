package diag

import (
	"fmt"
	"io"
	"path"
	"strings"
)

// Format is a way to print diagnostics.
type Format string

// The formats.
const (
	Text   Format = "text"   // for people, with the line at fault
	JSON   Format = "json"   // for scripts
	SARIF  Format = "sarif"  // SARIF 2.1.0, for code scanning
	JUnit  Format = "junit"  // for the test reports of CI systems
	GitHub Format = "github" // workflow commands: annotations of a pull request
)

// Formats are the names of all formats, for flags and their help.
func Formats() []string {
	return []string{string(Text), string(JSON), string(SARIF), string(JUnit), string(GitHub)}
}

// Options are the settings of the printers. Each printer uses what concerns it.
type Options struct {
	Dir     string   // directory of the plans as its reader knows it; put before paths in all but JSON
	Color   bool     // text: escape sequences of colour
	Brief   bool     // text: of many related places only some
	FailOn  Severity // JUnit: a diagnostic at least as bad is a failure; "" means Error
	Version string   // SARIF: of Planfolio
}

// place is p below the directory of the plans.
func (o Options) place(p string) string {
	if o.Dir == "" || o.Dir == "." || p == "" {
		return p
	}
	return path.Join(strings.ReplaceAll(o.Dir, "\\", "/"), p)
}

// Print writes list in the given format and order. It fails where w does, and
// for a format that does not exist.
func Print(w io.Writer, format Format, list []Diagnostic, opts Options) error {
	switch format {
	case Text:
		return printText(w, list, opts)
	case JSON:
		return printJSON(w, list)
	case SARIF:
		return printSARIF(w, list, opts)
	case JUnit:
		return printJUnit(w, list, opts)
	case GitHub:
		return printGitHub(w, list, opts)
	}
	return fmt.Errorf("no format %q: the formats are %s", format, strings.Join(Formats(), ", "))
}
