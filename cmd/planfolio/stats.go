package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/build"
	"github.com/planfolio/planfolio/internal/diag"
)

// slowestShown is how many plans --stats names.
const slowestShown = 10

// statsSchema names the format of --stats=json.
const statsSchema = "planfolio-stats/v1"

// buildStats is what --stats tells of a build. Times are in milliseconds.
type buildStats struct {
	Schema  string       `json:"schema"`
	Wall    float64      `json:"wall_ms"`
	CPU     float64      `json:"cpu_ms"`     // user and system; 0 where it is not known
	Memory  int64        `json:"peak_bytes"` // the most there was at a time; 0 where it is not known
	Stages  []stageStats `json:"stages"`     // in order
	Counts  workStats    `json:"counts"`
	Slowest []planStats  `json:"slowest"`
}

// stageStats is a stage, or with "of" a part of one: its time is then that of
// all workers together.
type stageStats struct {
	Name string  `json:"name"`
	Of   string  `json:"of,omitempty"`
	Wall float64 `json:"wall_ms"`
	CPU  float64 `json:"cpu_ms"`
}

type workStats struct {
	Plans     int   `json:"plans"`
	Files     int   `json:"files"`  // of the portfolio that are plans' documents
	Bytes     int64 `json:"bytes"`  // of these, as text
	Parsed    int   `json:"parsed"` // of these, not taken from memory
	Aligned   int   `json:"aligned"`
	Rendered  int   `json:"rendered"` // pages
	SiteFiles int   `json:"site_files"`
	SiteBytes int64 `json:"site_bytes"`
	Written   int   `json:"written"` // of the site's files
	Unchanged int   `json:"unchanged"`
	Removed   int   `json:"removed"`
}

type planStats struct {
	Plan   string  `json:"plan"`
	Parse  float64 `json:"parse_ms"`
	Views  float64 `json:"views_ms"`
	Render float64 `json:"render_ms"`
	Write  float64 `json:"write_ms"`
	Total  float64 `json:"total_ms"`
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// newStats collects what is told of a build that began at began.
func newStats(m *build.Measure, began time.Time, made made) buildStats {
	stats, published := made.stats(), made.published
	s := buildStats{
		Schema: statsSchema, Slowest: []planStats{},
		Wall:   milliseconds(time.Since(began)),
		CPU:    milliseconds(build.CPUTime()),
		Memory: build.PeakMemory(),
		Counts: workStats{
			Plans: made.summary.Plans, Files: made.summary.Texts, Bytes: made.summary.Bytes, Parsed: stats.Parsed, Aligned: stats.Aligned, Rendered: stats.Rendered,
			SiteFiles: published.Files, SiteBytes: published.Bytes, Written: published.Written, Unchanged: published.Unchanged, Removed: published.Removed,
		},
	}
	whole := ""
	for _, stage := range m.Stages() {
		line := stageStats{Name: stage.Name, Wall: milliseconds(stage.Wall), CPU: milliseconds(stage.CPU)}
		if stage.Part {
			line.Of = whole
		} else {
			whole = stage.Name
		}
		s.Stages = append(s.Stages, line)
	}
	if made.result == nil {
		return s
	}
	for _, t := range m.Slowest(made.result, slowestShown) {
		s.Slowest = append(s.Slowest, planStats{
			Plan: t.Plan.ID, Parse: milliseconds(t.Parse), Views: milliseconds(t.Views), Render: milliseconds(t.Render),
			Write: milliseconds(t.Write), Total: milliseconds(t.Total()),
		})
	}
	return s
}

// print prints the stats as text to standard error, as JSON to standard output.
func (s *buildStats) print(c *common, format string) error {
	if format == "json" {
		return s.printJSON(c.stdout)
	}
	s.printText(c.stderr)
	return nil
}

// printJSON prints the stats for programs.
func (s *buildStats) printJSON(w io.Writer) error {
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", data)
	return err
}

// printText prints the stats for people.
func (s *buildStats) printText(w io.Writer) {
	fmt.Fprintf(w, "%-14s %10s %10s\n", "stage", "wall ms", "CPU ms")
	other := stageStats{Wall: s.Wall, CPU: s.CPU}
	for _, stage := range s.Stages {
		if stage.Of != "" {
			fmt.Fprintf(w, "  %-12s %10.1f %10s\n", stage.Name, stage.Wall, "")
			continue
		}
		other.Wall, other.CPU = other.Wall-stage.Wall, other.CPU-stage.CPU
		fmt.Fprintf(w, "%-14s %10.1f %10.1f\n", stage.Name, stage.Wall, stage.CPU)
	}
	fmt.Fprintf(w, "%-14s %10.1f %10.1f\n", "other", other.Wall, other.CPU)
	fmt.Fprintf(w, "%-14s %10.1f %10.1f\n", "all", s.Wall, s.CPU)
	c := s.Counts
	fmt.Fprintf(w, "\nread %s in %s of %s: parsed %d, aligned %d\n", plural(c.Plans, "plan"), plural(c.Files, "file"), bytesOf(c.Bytes), c.Parsed, c.Aligned)
	fmt.Fprintf(w, "made %s of %s: rendered %d, wrote %d, %d unchanged, removed %d\n", plural(c.SiteFiles, "file"), bytesOf(c.SiteBytes), c.Rendered, c.Written, c.Unchanged, c.Removed)
	if s.Memory > 0 {
		fmt.Fprintf(w, "peak memory %s\n", bytesOf(s.Memory))
	}
	if len(s.Slowest) == 0 {
		return
	}
	width := len("slowest plans")
	for _, p := range s.Slowest {
		width = max(width, len([]rune(p.Plan)))
	}
	fmt.Fprintf(w, "\n%-*s %9s %9s %9s %9s %9s\n", width, "slowest plans", "parse ms", "views ms", "render ms", "write ms", "all ms")
	for _, p := range s.Slowest {
		name := diag.Visible(p.Plan)
		name += strings.Repeat(" ", max(0, width-len([]rune(name))))
		fmt.Fprintf(w, "%s %9.1f %9.1f %9.1f %9.1f %9.1f\n", name, p.Parse, p.Views, p.Render, p.Write, p.Total)
	}
}

// bytesOf is a number of bytes as people read it.
func bytesOf(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
}
