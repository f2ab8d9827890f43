package roadmap

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// TestTimings holds each line of testdata/timings.txt, "text => what it says",
// to what is read.
func TestTimings(t *testing.T) {
	data, err := os.ReadFile("testdata/timings.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		text, want, ok := strings.Cut(strings.TrimSpace(line), " => ")
		if !ok {
			continue
		}
		n++
		if got := said(ParseTiming(text)); got != want {
			t.Errorf("%q says %s, want %s", text, got, want)
		}
	}
	if n < 60 {
		t.Errorf("only %d lines", n)
	}
}

func said(t Timing) string {
	var parts []string
	for _, s := range []string{t.Window.String(), t.Length.String()} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if t.Dated() {
		parts = append(parts, day(t.Start)+"/"+day(t.End))
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

func day(d Date) string {
	if d.Year == 0 {
		return fmt.Sprintf("%02d-%02d", d.Month, d.Day)
	}
	return fmt.Sprintf("%d-%02d-%02d", d.Year, d.Month, d.Day)
}

func TestWork(t *testing.T) {
	for n, want := range map[int]string{1: "1 minute", 45: "45 minutes", 60: "1 hour", 90: "90 minutes", 480: "1 day", 960: "2 days", 2400: "1 week", 3600: "7.5 days", 6000: "2.5 weeks", 20160: "2 months"} {
		if got := Work(n); got != want {
			t.Errorf("%d minutes are %s, want %s", n, got, want)
		}
	}
}

func TestWorkDays(t *testing.T) {
	friday := time.Date(2026, 3, 6, 0, 0, 0, 0, time.UTC)
	for n, want := range map[int]string{1: "2026-03-06", 2: "2026-03-09", 6: "2026-03-13", 11: "2026-03-20"} {
		end := addDays(friday, n)
		if got := end.Format(time.DateOnly); got != want {
			t.Errorf("%d days from Friday end on %s, want %s", n, got, want)
		}
		if got := workDays(friday, end); got != n {
			t.Errorf("there are %d days of work up to %s, want %d", got, want, n)
		}
		if got := backDays(end, n); !got.Equal(friday) {
			t.Errorf("%d days back from %s is %s", n, want, got.Format(time.DateOnly))
		}
	}
}

func FuzzParseTiming(f *testing.F) {
	for _, s := range []string{"Weeks 1-2", "~8 hours", "2026-W10", "Mar 3 – Apr 12", "Q1-Q3 2026", "P1Y2M", "30 Feb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := ParseTiming(s)
		if got.Length.Minutes() < 0 || got.Window.Last < got.Window.First {
			t.Errorf("%q: %+v", s, got)
		}
		for _, d := range []Date{got.Start, got.End} {
			if d != (Date{}) && (d.Month < 1 || d.Month > 12 || d.Day < 1 || d.Day > 31) {
				t.Errorf("%q: no such day as %+v", s, d)
			}
		}
	})
}

// TestSaysEffort holds the quick look at a text to the patterns behind it.
func TestSaysEffort(t *testing.T) {
	for text, want := range map[string]bool{
		"Cut the cable, Est: 1 hour": true, "EFFORT: 2 days": true, "duration 3 h": true, "pull (~2 hours)": true, "⏱ 30 min": true,
		"the tests request modest effects": true, "Reduce the interest": false, "": false, "e": false,
	} {
		if got := saysEffort(text); got != want {
			t.Errorf("saysEffort(%q) = %v", text, got)
		}
	}
	for _, begin := range []string{"", "x ", "é", "_", "-", "3", "ab"} {
		for _, word := range []string{"est", "eſt", "Estimate", "estimation", "EFFORT", "Duration", "⏱", "(2 h)", "test", "dur"} {
			text := begin + word + ": 2 h"
			if (effortNote.MatchString(text) || effortGroup.MatchString(text)) && !saysEffort(text) {
				t.Errorf("%q is not looked at", text)
			}
		}
	}
}
