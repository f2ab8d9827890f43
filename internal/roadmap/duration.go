package roadmap

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Unit is a unit of work or of the calendar.
type Unit string

// The units, short to long. A sprint has two weeks where nothing else is known.
const (
	Minute  Unit = "minute"
	Hour    Unit = "hour"
	Day     Unit = "day"
	Week    Unit = "week"
	Sprint  Unit = "sprint"
	Month   Unit = "month"
	Quarter Unit = "quarter"
	Year    Unit = "year"
)

// minutes is the work in a unit: a day has 8 hours, a week 5 days, a month 21
// days, as plans count effort.
var minutes = map[Unit]int{
	Minute: 1, Hour: 60, Day: 8 * 60, Week: 5 * 8 * 60, Sprint: 10 * 8 * 60,
	Month: 21 * 8 * 60, Quarter: 63 * 8 * 60, Year: 252 * 8 * 60,
}

// A Duration is a stretch of work as a plan states it: "2-3 days" is from 2 to
// 3 days. The zero Duration says that none is stated.
type Duration struct {
	Low, High float64 // in Unit; equal where one number stands
	Unit      Unit
}

// Minutes is the work in minutes: the middle of the stated stretch, at least one.
func (d Duration) Minutes() int {
	if d.Unit == "" {
		return 0
	}
	return max(1, int((d.Low+d.High)/2*float64(minutes[d.Unit])+0.5))
}

func (d Duration) String() string {
	if d.Unit == "" {
		return ""
	}
	text := trimFloat(d.Low)
	if d.High != d.Low {
		text += "–" + trimFloat(d.High)
	}
	if text == "1" {
		return text + " " + string(d.Unit)
	}
	return text + " " + string(d.Unit) + "s"
}

// Work is minutes of work in the largest unit that keeps it readable: "3 days",
// "2.5 weeks".
func Work(n int) string {
	unit := Minute
	for _, u := range []Unit{Hour, Day, Week, Month} {
		if n >= 2*minutes[u] || n >= minutes[u] && n%minutes[u] == 0 {
			unit = u
		}
	}
	v := float64(n) / float64(minutes[unit])
	return Duration{Low: v, High: v, Unit: unit}.String()
}

func trimFloat(f float64) string { return strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0") }

// A Window is a place counted from the begin of the plan: "Weeks 1-2" is the
// first two weeks. The zero Window says that none is stated.
type Window struct {
	Unit        Unit
	First, Last int // from 1
}

func (w Window) String() string {
	switch {
	case w.Unit == "":
		return ""
	case w.First == w.Last:
		return fmt.Sprintf("%s %d", w.Unit, w.First)
	}
	return fmt.Sprintf("%ss %d–%d", w.Unit, w.First, w.Last)
}

// Minutes is the work from the begin of the plan to the begin and the end of the window.
func (w Window) Minutes() (from, to int) {
	return (w.First - 1) * minutes[w.Unit], w.Last * minutes[w.Unit]
}

// unitWords are the words for units, in the languages of the plans that were read.
var unitWords = map[string]Unit{}

func init() {
	for unit, words := range map[Unit]string{
		Minute:  "minute minutes min mins m minuto minutos minuten 分 分間 분",
		Hour:    "hour hours hr hrs h hora horas stunde stunden heure heures 時間 小时 시간",
		Day:     "day days d día días dia dias tag tage tagen jour jours 日 日間 天 일",
		Week:    "week weeks wk wks w semana semanas woche wochen semaine semaines 週 週間 周 주",
		Sprint:  "sprint sprints iteration iterations",
		Month:   "month months mo mos mes meses monat monate monaten mois か月 ヶ月 ケ月 个月 개월",
		Quarter: "quarter quarters trimestre trimestres quartal quartale",
		Year:    "year years yr yrs año años jahr jahre jahren an ans 年間",
	} {
		for w := range strings.FieldsSeq(words) {
			unitWords[w] = unit
		}
	}
}

var numberWords = map[string]float64{
	"half": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}

// between are the words and signs between the two ends of a stretch, fillers
// the words between a number and its unit.
var (
	between = map[string]bool{"-": true, "–": true, "—": true, "−": true, "〜": true, "～": true, "~": true, "to": true, "or": true, "bis": true, "hasta": true}
	fillers = map[string]bool{"+": true, "-": true, "working": true, "business": true, "calendar": true, "person": true, "man": true, "dev": true, "developer": true, "engineer": true, "engineering": true, "eng": true, "ideal": true, "a": true, "an": true, "of": true}
)

var (
	tokenForm   = regexp.MustCompile(`\d+(?:[.,]\d+)?|\p{L}+|[^\s\p{L}\d]`)
	windowForm  = regexp.MustCompile(`(?i)(?:^|[^\p{L}\d])(days?|weeks?|wk|w|sprints?|iterations?|months?|quarters?|semanas?|wochen?|tage?|días?|mes(?:es)?|monate?)[\s#-]*(\d{1,3})(?:\s*(?:-|–|—|−|to|and|&)\s*(?:days?|weeks?|wk|w|sprints?|iterations?|months?|quarters?|semanas?|wochen?)?\s*(\d{1,3}))?(?:[^\p{L}\d.]|$)`)
	ordinalForm = regexp.MustCompile(`第?(\d{1,3})(?:[-–〜～](\d{1,3}))?(週|日|か月|ヶ月)目`)
	isoLength   = regexp.MustCompile(`\bP(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?\b`)
)

// A token is a number, a word or a sign of a text.
type token struct {
	text   string // lower case
	number float64
	glued  bool // no space before it
}

func tokens(s string) []token {
	var list []token
	last := 0
	for _, at := range tokenForm.FindAllStringIndex(s, 400) {
		t := token{text: strings.ToLower(s[at[0]:at[1]]), glued: at[0] == last && last > 0}
		if c := t.text[0]; '0' <= c && c <= '9' {
			t.number = parseNumber(t.text)
		}
		list = append(list, t)
		last = at[1]
	}
	return list
}

// length reads the first stretch of work in s: "~8 hours", "1-2 weeks, 2
// developers", "2 days 4 hours", "half a day", "PT4H".
func length(s string) Duration {
	if m := isoLength.FindStringSubmatch(s); m != nil && len(m[0]) > 2 {
		return isoDuration(m)
	}
	list := tokens(s)
	for i := 0; i < len(list); i++ {
		d, next := lengthAt(list, i)
		if next == 0 {
			continue
		}
		for next < len(list) { // "2 days 4 hours" is one stretch
			if list[next].text == "and" && next+1 < len(list) {
				next++
			}
			more, after := lengthAt(list, next)
			if after == 0 || minutes[more.Unit] >= minutes[d.Unit] {
				break
			}
			ratio := float64(minutes[more.Unit]) / float64(minutes[d.Unit])
			d.Low, d.High, next = d.Low+more.Low*ratio, d.High+more.High*ratio, after
		}
		return d
	}
	return Duration{}
}

// lengthAt reads the stretch that begins at token i, and gives the token behind
// it; 0 where none begins there.
func lengthAt(list []token, i int) (Duration, int) {
	t := list[i]
	if i > 0 && t.glued && (list[i-1].text == "." || isLetter(list[i-1].text)) {
		return Duration{}, 0 // T001, v1.2
	}
	d := Duration{Low: t.number}
	if d.Low == 0 {
		d.Low = numberWords[t.text]
	}
	i++
	if d.Low == 0 || i == len(list) {
		return Duration{}, 0
	}
	d.High = d.Low
	first := unitWords[list[i].text]
	after := i
	if first != "" {
		i++
		after = i
	}
	if i+1 < len(list) && between[list[i].text] && list[i+1].number > 0 {
		d.High = list[i+1].number
		i += 2
	} else if first != "" {
		d.Unit = first
		return d, after
	}
	for i < len(list) && fillers[list[i].text] && unitWords[list[i].text] == "" {
		i++
	}
	if i < len(list) {
		d.Unit = unitWords[list[i].text]
	}
	switch {
	case d.Unit == "" && first == "":
		return Duration{}, 0
	case d.Unit == "":
		return Duration{Low: d.Low, High: d.Low, Unit: first}, after
	case first != "":
		d.Low *= float64(minutes[first]) / float64(minutes[d.Unit])
	}
	if d.Low > d.High || d.High > 100_000 {
		return Duration{}, 0
	}
	return d, i + 1
}

func isLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

func isoDuration(m []string) Duration {
	var total int
	unit := Unit("")
	for i, u := range []Unit{Year, Month, Week, Day, Hour, Minute} {
		if n, err := strconv.Atoi(m[i+1]); err == nil && n < 100_000 {
			total += n * minutes[u]
			unit = u
		}
	}
	if total == 0 {
		return Duration{}
	}
	v := float64(total) / float64(minutes[unit])
	return Duration{v, v, unit}
}

// window reads a place counted from the begin: "Weeks 1-2", "Day 3", "Sprint 2".
func window(s string) Window {
	m := windowForm.FindStringSubmatch(s)
	if at := windowForm.FindStringSubmatchIndex(s); m != nil {
		if before := strings.TrimRight(s[:at[2]], " "); before != "" && '0' <= before[len(before)-1] && before[len(before)-1] <= '9' {
			m = nil // "2 days 4 hours"
		}
	}
	if m == nil {
		if m = ordinalForm.FindStringSubmatch(s); m == nil {
			return Window{}
		}
		m = []string{m[0], m[3], m[1], m[2]}
	}
	unit := unitWords[strings.ToLower(m[1])]
	first, _ := strconv.Atoi(m[2])
	last := first
	if m[3] != "" {
		last, _ = strconv.Atoi(m[3])
	}
	if unit == "" || first < 1 || last < first {
		return Window{}
	}
	return Window{unit, first, last}
}

func parseNumber(s string) float64 {
	f, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil {
		return 0
	}
	return f
}
