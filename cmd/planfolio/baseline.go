package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"

	"github.com/planfolio/planfolio/internal/diag"
)

// writeBaseline writes what is known from now on.
func (p *project) writeBaseline(file string, found []diag.Diagnostic) error {
	var b bytes.Buffer
	if err := diag.Print(&b, diag.JSON, found, p.printOptions(&b)); err != nil {
		return err
	}
	if err := writeFile(file, b.Bytes()); err != nil {
		return err
	}
	p.note("%s in the baseline %s", plural(len(found), "diagnostic"), file)
	return nil
}

// A baseline counts known diagnostics by what they say and in which file; the
// line is left out, so that a text above them may grow.
type baseline map[string]int

func baselineKey(code diag.Code, path, message string) string {
	return string(code) + "\x00" + path + "\x00" + message
}

func readBaseline(file string) (baseline, error) {
	if file == "" {
		return nil, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, usagef("planfolio check --write-baseline "+file+" writes one", "reading the baseline: %w", err)
	}
	var report struct {
		Diagnostics []diag.Record `json:"diagnostics"`
	}
	err = json.Unmarshal(data, &report)
	if err == nil && report.Diagnostics == nil {
		err = errors.New("it has no diagnostics, not even an empty list of them")
	}
	if err != nil {
		return nil, usagef("planfolio check --write-baseline "+file+" writes one", "reading the baseline %s: %w", file, err)
	}
	known := make(baseline)
	for _, r := range report.Diagnostics {
		known[baselineKey(r.Code, r.Path, r.Message)]++
	}
	return known, nil
}

// size is how many diagnostics are known.
func (b baseline) size() int {
	n := 0
	for _, count := range b {
		n += count
	}
	return n
}

// without gives list without what is known, and how many of it that were. A
// diagnostic that is there more often than it was known is new.
func (b baseline) without(list []diag.Diagnostic) (fresh []diag.Diagnostic, known int) {
	left := make(baseline, len(b))
	for key, n := range b {
		left[key] = n
	}
	for _, d := range list {
		if key := baselineKey(d.Code, d.Path, d.Message); left[key] > 0 {
			left[key]--
			known++
			continue
		}
		fresh = append(fresh, d)
	}
	return fresh, known
}
