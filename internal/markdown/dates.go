package markdown

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// isoDates finds the dates of s, in order, as 2006-01-02. It reads 2025-03-09,
// 2025/03/09, 9 March 2025 and March 9, 2025, and no dates without a year.
func isoDates(s string) []string {
	var dates []string
	for i := 0; i < len(s); {
		if !isAlnum(s[i]) || i > 0 && isAlnum(s[i-1]) {
			i++
			continue
		}
		if date, n := dateAt(s[i:]); n > 0 {
			dates = append(dates, date)
			i += n
			continue
		}
		i++
	}
	return dates
}

// dateAt reads the date that s begins with, and gives its length.
func dateAt(s string) (string, int) {
	if len(s) >= 10 && (s[4] == '-' || s[4] == '/') && s[7] == s[4] && (len(s) == 10 || !isDigit(s[10])) {
		return checkedDate(number(s[:4]), number(s[5:7]), number(s[8:10]), 10)
	}
	first, n := word(s)
	second, m := word(s[n:])
	third, k := word(s[n+m:])
	if month := monthOf(second); month > 0 && isDigit(s[0]) && len(third) == 4 {
		return checkedDate(number(third), month, number(strings.TrimRight(first, "stndrh")), n+m+k)
	}
	if month := monthOf(first); month > 0 && len(third) == 4 && second != "" && isDigit(second[0]) {
		return checkedDate(number(third), month, number(strings.TrimRight(second, "stndrh")), n+m+k)
	}
	return "", 0
}

// word gives the letters and digits that s begins with behind spaces, commas and
// dots, and the length of both.
func word(s string) (string, int) {
	i := 0
	for i < len(s) && i < 3 && strings.IndexByte(" ,.", s[i]) >= 0 {
		i++
	}
	start := i
	for i < len(s) && isAlnum(s[i]) {
		i++
	}
	return s[start:i], i
}

func number(s string) int {
	n := 0
	for i := range len(s) {
		if !isDigit(s[i]) || n > 1_000_000 {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	if s == "" {
		return -1
	}
	return n
}

func monthOf(s string) int {
	if len(s) < 3 {
		return 0
	}
	s = strings.ToLower(s)
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); s == name || s == name[:3] || s == "sept" && m == time.September {
			return int(m)
		}
	}
	return 0
}

func checkedDate(year, month, day, length int) (string, int) {
	if year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1 {
		return "", 0
	}
	if t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC); t.Day() != day {
		return "", 0
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day), length
}

// onlyDates tells whether s is a date or two and nothing else but a dash or a
// word such as "by" and "until".
func onlyDates(s string) bool {
	rest := ""
	for i := 0; i < len(s); {
		if _, n := dateAt(s[i:]); n > 0 && isAlnum(s[i]) && (i == 0 || !isAlnum(s[i-1])) {
			i += n
			continue
		}
		rest += s[i : i+1]
		i++
	}
	for _, w := range strings.Fields(subject(rest)) {
		switch w {
		case "by", "to", "until", "from", "due", "target", "on":
		default:
			return false
		}
	}
	return true
}

// units are the words for stretches of time, as they stand behind a number (2
// weeks) or in front of one (week 2).
var units = map[string]bool{
	"minute": true, "minutes": true, "min": true, "mins": true, "hour": true, "hours": true, "hr": true, "hrs": true, "h": true,
	"day": true, "days": true, "d": true, "week": true, "weeks": true, "wk": true, "wks": true, "w": true, "month": true, "months": true, "mo": true,
	"quarter": true, "quarters": true, "sprint": true, "sprints": true, "year": true, "years": true,
	"semana": true, "semanas": true, "día": true, "días": true, "dia": true, "dias": true, "hora": true, "horas": true, "mes": true, "meses": true,
	"tag": true, "tage": true, "woche": true, "wochen": true, "stunde": true, "stunden": true, "monat": true, "monate": true,
	"日": true, "日間": true, "週": true, "週間": true, "時間": true, "か月": true, "ヶ月": true, "天": true, "周": true, "일": true, "주": true, "시간": true,
}

// shortUnits stand behind a number only: D-2 is no second day.
var shortUnits = nameSet("h d w m mo min mins hr hrs")

// isDuration tells whether s is a stretch of time: "~8 hours", "Weeks 1-2",
// "1-2 weeks, 2 developers", "Q1 2025", "half a day".
func isDuration(s string) bool {
	words := strings.Fields(spaceNumbers(subject(s)))
	for len(words) > 0 {
		switch words[0] {
		case "est", "estimate", "estimated", "estimation", "approx", "approximately", "about", "duration", "timeline", "effort", "time", "ca", "circa", "up", "to", "during", "in", "total", "estimado", "duración":
			words = words[1:]
			continue
		}
		break
	}
	if len(words) < 2 {
		return false
	}
	if isMonth(words) || isDays(words) {
		return true
	}
	if units[words[0]] && !shortUnits[words[0]] && isDigit(words[1][0]) {
		return true
	}
	if words[0] == "q" && isDigit(words[1][0]) && len(words[1]) == 1 {
		return true
	}
	if !isDigit(words[0][0]) {
		return false
	}
	for i, w := range words {
		if isDigit(w[0]) || w == "to" || w == "or" || w == "a" || w == "bis" {
			continue
		}
		return i > 0 && (units[w] || w == "working" && i+1 < len(words) && units[words[i+1]] || w == "business" && i+1 < len(words))
	}
	return false
}

// isMonth tells whether words are one or two months of a year, and no more:
// 2026-07, July 2026, Mar - May 2026.
func isMonth(words []string) bool {
	months, years := 0, 0
	for i, w := range words {
		switch n := number(w); {
		case 1900 < n && n < 3000 && len(w) == 4:
			years++
		case n >= 1 && n <= 12 && i > 0 && len(w) == 2, monthOf(w) > 0:
			months++
		case w != "to" && w != "until":
			return false
		}
	}
	return years > 0 && months > 0 && months <= 2 && years <= 2
}

// isDays tells whether words are days of the calendar without a year, and no
// more: "Mar 3 – Apr 12", "3 to 14 March".
func isDays(words []string) bool {
	month, numbers := false, 0
	for _, w := range words {
		switch {
		case monthOf(w) > 0:
			month = true
		case isDigit(w[0]):
			numbers++
		case w != "to" && w != "until" && w != "through" && w != "st" && w != "nd" && w != "rd" && w != "th":
			return false
		}
	}
	return month && numbers > 0
}

// spaceNumbers sets numbers apart from letters: "8h" is "8 h".
func spaceNumbers(s string) string {
	var b strings.Builder
	digit := false
	for i, r := range s {
		d := r < utf8.RuneSelf && isDigit(byte(r))
		if i > 0 && d != digit && r != ' ' && s[i-1] != ' ' {
			b.WriteByte(' ')
		}
		digit = d
		b.WriteRune(r)
	}
	return b.String()
}
