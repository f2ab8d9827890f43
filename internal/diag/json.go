package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"
)

// Record is a diagnostic in JSON, as the contract with scripts has it. Paths are
// relative to the portfolio; line and column are 0 for a whole file.
type Record struct {
	Code     Code            `json:"code"`
	Name     string          `json:"name"`
	Severity Severity        `json:"severity"`
	Message  string          `json:"message"`
	Path     string          `json:"path"`
	Line     int             `json:"line"`
	Column   int             `json:"column"`
	EndLine  int             `json:"endLine"`
	EndCol   int             `json:"endColumn"`
	Hint     string          `json:"hint"`
	Related  []RelatedRecord `json:"related,omitempty"`
}

// RelatedRecord is a second place of a Record.
type RelatedRecord struct {
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// Records gives list in the form of its JSON, never nil.
func Records(list []Diagnostic) []Record {
	records := make([]Record, 0, len(list))
	for _, d := range list {
		r := Record{
			Code: d.Code, Name: d.Code.Name(), Severity: d.Severity, Message: d.Message, Path: d.Path, Hint: d.Hint,
			Line: d.Range.Start.Line, Column: d.Range.Start.Column, EndLine: d.Range.End.Line, EndCol: d.Range.End.Column,
		}
		for _, x := range d.Related {
			r.Related = append(r.Related, RelatedRecord{x.Path, x.Range.Start.Line, x.Range.Start.Column, x.Message})
		}
		records = append(records, r)
	}
	return records
}

func printJSON(w io.Writer, list []Diagnostic) error {
	c := Tally(list)
	return encodeJSON(w, struct {
		Schema      string   `json:"schema"`
		Errors      int      `json:"errors"`
		Warnings    int      `json:"warnings"`
		Notes       int      `json:"notes"`
		Diagnostics []Record `json:"diagnostics"`
	}{"planfolio/v1", c.Errors, c.Warnings, c.Notes, Records(list)})
}

// encodeJSON writes v as JSON that is safe to be seen: what Visible would show
// in other words is written as JSON's own escapes. It can only stand in strings.
func encodeJSON(w io.Writer, v any) error {
	var plain bytes.Buffer
	e := json.NewEncoder(&plain)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	var b bytes.Buffer
	b.Grow(plain.Len())
	for text := plain.Bytes(); len(text) > 0; {
		r, size := utf8.DecodeRune(text)
		switch {
		case r > 0xffff && isHidden(r):
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+(r-0x10000)>>10, 0xdc00+(r-0x10000)&0x3ff)
		case r >= 0x7f && isHidden(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		case bytes.HasPrefix(text, []byte("##[")):
			b.WriteString(`##\u005b`)
			size = len("##[")
		default:
			b.Write(text[:size])
		}
		text = text[size:]
	}
	_, err := w.Write(b.Bytes())
	return err
}
