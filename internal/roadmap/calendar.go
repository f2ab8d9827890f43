package roadmap

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Date is a day of the calendar as a plan states it; Year is 0 where the text
// has none.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// A Timing is what a text says of when work is done and how long it takes.
// Several may be stated at once: "Weeks 1-2, about 30 hours".
type Timing struct {
	Length     Duration
	Window     Window
	Start, End Date // zero where none is stated
}

// Dated tells whether days of the calendar are stated.
func (t Timing) Dated() bool { return t.Start != (Date{}) || t.End != (Date{}) }

// ParseTiming reads durations, places counted from the begin of the plan, and
// dates with and without a year: "~8 hours", "Weeks 1-2", "2026-03-02 to
// 2026-04-10", "Mar 3 – Apr 12", "Q2 2026", "March 2026", "2026-W10". What it
// does not know gives the zero Timing.
func ParseTiming(s string) Timing {
	s = strings.TrimSpace(s)
	var t Timing
	t.Start, t.End = stretch(s)
	if t.Dated() {
		return t
	}
	if t.Window = window(s); t.Window.Unit != "" {
		s = windowForm.ReplaceAllString(s, " ")
	}
	t.Length = length(s)
	return t
}

const (
	monthName  = `(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
	dayNumber  = `(\d{1,2})(?:st|nd|rd|th)?`
	yearAfter  = `(?:,?\s*(\d{4}))?`
	yearBehind = `(?:[\s/,]*(?:of\s+)?(?:FY)?'?(\d{4}|\d{2}))?`
	through    = `\s*(?:-|–|—|−|→|~|〜|～|/|\.\.|to|until|till|through|bis)\s*`
)

var (
	isoDay    = regexp.MustCompile(`\b(\d{4})[-/](\d{2})[-/](\d{2})\b`)
	kanjiDay  = regexp.MustCompile(`(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?`)
	isoWeek   = regexp.MustCompile(`(?i)\b(\d{4})-?W(\d{2})(?:` + through + `(?:(\d{4})-?)?W?(\d{2}))?\b`)
	quarters  = regexp.MustCompile(`\b(?:(\d{4})[-\s/]?)?([QH])([1-4])` + yearBehind + `(?:` + through + `(?:(\d{4})[-\s/]?)?[QH]?([1-4])` + yearBehind + `)?\b`)
	monthDay  = regexp.MustCompile(`(?i)\b` + monthName + `\s+` + dayNumber + yearAfter + `(?:` + through + `(?:` + monthName + `\s+)?` + dayNumber + yearAfter + `)?\b`)
	dayMonth  = regexp.MustCompile(`(?i)\b` + dayNumber + `\.?(?:\s+` + monthName + yearAfter + `)?(?:` + through + dayNumber + `)?\.?\s+` + monthName + yearAfter + `\b`)
	monthYear = regexp.MustCompile(`(?i)\b` + monthName + yearAfter + `(?:` + through + monthName + yearAfter + `)?\b`)
	isoMonth  = regexp.MustCompile(`\b(\d{4})-(\d{2})(?:` + through + `(\d{4})-(\d{2}))?\b`)
)

// stretch reads the first and the last day that s states. Of a month, quarter
// or week it is the first and the last day.
func stretch(s string) (start, end Date) {
	for _, read := range []func(string) (Date, Date){isoDays, isoWeeks, quarterDays, monthDays, dayMonths, kanjiDays, months} {
		if start, end = read(s); start != (Date{}) || end != (Date{}) {
			return start, end
		}
	}
	return Date{}, Date{}
}

func isoDays(s string) (start, end Date) {
	found := isoDay.FindAllStringSubmatch(s, 2)
	if len(found) == 0 {
		return
	}
	start = checked(found[0][1], atoi(found[0][2]), found[0][3])
	if len(found) > 1 {
		end = checked(found[1][1], atoi(found[1][2]), found[1][3])
	} else {
		end = start
	}
	return
}

func isoWeeks(s string) (start, end Date) {
	m := isoWeek.FindStringSubmatch(s)
	if m == nil {
		return
	}
	year, first := atoi(m[1]), atoi(m[2])
	last, lastYear := first, year
	if m[4] != "" {
		last = atoi(m[4])
		if m[3] != "" {
			lastYear = atoi(m[3])
		}
	}
	if first < 1 || first > 53 || last < 1 || last > 53 {
		return
	}
	return dateOf(monday(year, first)), dateOf(monday(lastYear, last).AddDate(0, 0, 6))
}

// monday is the first day of an ISO week: week 1 is the one with 4 January.
func monday(year, week int) time.Time {
	fourth := time.Date(year, time.January, 4, 0, 0, 0, 0, time.UTC)
	back := (int(fourth.Weekday()) + 6) % 7
	return fourth.AddDate(0, 0, 7*(week-1)-back)
}

func quarterDays(s string) (start, end Date) {
	m := quarters.FindStringSubmatch(s)
	if m == nil {
		return
	}
	year, lastYear := wholeYear(m[1], m[4]), wholeYear(m[5], m[7])
	if lastYear == 0 {
		lastYear = year
	} else if year == 0 {
		year = lastYear
	}
	span := 3
	if m[2] == "H" {
		span = 6
	}
	first := atoi(m[3])
	last := first
	if m[6] != "" {
		last = atoi(m[6])
	}
	if first*span > 12 || last*span > 12 {
		return
	}
	return Date{year, time.Month((first-1)*span + 1), 1}, lastDay(lastYear, time.Month(last*span))
}

// wholeYear is the first of the years that is given; "26" is 2026.
func wholeYear(years ...string) int {
	for _, y := range years {
		if n := atoi(y); n > 0 && n < 100 {
			return n + 2000
		} else if n > 0 {
			return n
		}
	}
	return 0
}

func monthDays(s string) (start, end Date) {
	m := monthDay.FindStringSubmatch(s)
	if m == nil {
		return
	}
	startMonth, endMonth := monthOf(m[1]), monthOf(m[1])
	if m[4] != "" {
		endMonth = monthOf(m[4])
	}
	startYear := m[3]
	if startYear == "" {
		startYear = m[6]
	}
	start = checked(startYear, int(startMonth), m[2])
	if end = start; m[5] != "" {
		end = checked(m[6], int(endMonth), m[5])
	}
	return
}

func dayMonths(s string) (start, end Date) {
	m := dayMonth.FindStringSubmatch(s)
	if m == nil {
		return
	}
	month, year := m[5], m[6]
	last := m[4]
	firstMonth, firstYear := m[2], m[3]
	if firstMonth == "" {
		firstMonth = month
	}
	if firstYear == "" {
		firstYear = year
	}
	if last == "" {
		last = m[1]
	}
	return checked(firstYear, int(monthOf(firstMonth)), m[1]), checked(year, int(monthOf(month)), last)
}

func kanjiDays(s string) (start, end Date) {
	found := kanjiDay.FindAllStringSubmatch(s, 2)
	for i, m := range found {
		d := checked(m[1], atoi(m[2]), m[3])
		if m[3] == "" && atoi(m[2]) <= 12 && atoi(m[2]) > 0 {
			d = Date{atoi(m[1]), time.Month(atoi(m[2])), 1}
			end = lastDay(d.Year, d.Month)
		} else {
			end = d
		}
		if i == 0 {
			start = d
		}
	}
	return
}

func months(s string) (start, end Date) {
	if m := isoMonth.FindStringSubmatch(s); m != nil {
		first, last, lastYear := atoi(m[2]), atoi(m[2]), atoi(m[1])
		if m[3] != "" {
			last, lastYear = atoi(m[4]), atoi(m[3])
		}
		if first < 1 || first > 12 || last < 1 || last > 12 {
			return
		}
		return Date{atoi(m[1]), time.Month(first), 1}, lastDay(lastYear, time.Month(last))
	}
	m := monthYear.FindStringSubmatch(s)
	if m == nil || m[2] == "" && m[3] == "" && len(strings.TrimSpace(s)) > len(m[0]) {
		return // "may" in a sentence is no month
	}
	start = Date{atoi(m[2]), monthOf(m[1]), 1}
	last, year := start.Month, start.Year
	if m[3] != "" {
		last = monthOf(m[3])
		if year = atoi(m[4]); start.Year == 0 {
			start.Year = year
		}
	}
	return start, lastDay(year, last)
}

func monthOf(s string) time.Month {
	s = strings.ToLower(s)
	for m := time.January; m <= time.December; m++ {
		if len(s) >= 3 && strings.HasPrefix(s, strings.ToLower(m.String())[:3]) {
			return m
		}
	}
	return 0
}

// checked is a date that exists, else zero.
func checked(year string, month int, day string) Date {
	d := Date{atoi(year), time.Month(month), atoi(day)}
	known := d.Year
	if known == 0 {
		known = 2000 // a leap year
	}
	if t := d.in(known); month < 1 || month > 12 || t.Day() != d.Day || d.Day < 1 || d.Year != 0 && (d.Year < 1900 || d.Year > 2999) {
		return Date{}
	}
	return d
}

// in is the date in a year.
func (d Date) in(year int) time.Time {
	return time.Date(year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

func dateOf(t time.Time) Date { return Date{t.Year(), t.Month(), t.Day()} }

func lastDay(year int, month time.Month) Date {
	y := year
	if y == 0 {
		y = 2001
	}
	d := dateOf(time.Date(y, month+1, 0, 0, 0, 0, 0, time.UTC))
	d.Year = year
	return d
}

// after gives the first day of that name on or after t, where d has no year.
func (d Date) after(t time.Time) time.Time {
	switch {
	case d == (Date{}):
		return time.Time{}
	case d.Year != 0:
		return d.in(d.Year)
	}
	day := d.in(t.Year())
	if day.Before(t) {
		day = d.in(t.Year() + 1)
	}
	return day
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
