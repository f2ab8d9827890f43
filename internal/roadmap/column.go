package roadmap

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// settings are the options, made ready.
type settings struct {
	today      time.Time
	byAlias    map[string]string  // numbers
	configured map[string]*Column // by number: title and dates
}

func newSettings(opts Options) *settings {
	s := &settings{today: opts.Today, byAlias: map[string]string{}, configured: map[string]*Column{}}
	for _, p := range opts.Phases {
		s.configured[p.Number] = &Column{Number: p.Number, Title: p.Name, Start: date(p.Start), End: date(p.End)}
		for _, a := range p.Aliases {
			s.byAlias[words(a)] = p.Number
		}
	}
	return s
}

// number finds the column of a phase: the one that an alias of the
// configuration means, else that of its number. A phase without dates takes its
// column's.
func (s *settings) number(ph *Phase) {
	row := ph.row()
	ph.column = strings.ToUpper(row.Number)
	if len(s.byAlias) > 0 {
		if number, ok := s.byAlias[words(row.Word+" "+row.Number)]; ok {
			ph.column = number
		}
		if number, ok := s.byAlias[words(row.Title)]; ok {
			ph.column = number
		}
	}
	c := s.configured[ph.column]
	if c != nil && ph.Start.IsZero() && ph.End.IsZero() && !ParseTiming(row.Duration).Dated() && !(c.Start.IsZero() && c.End.IsZero()) {
		ph.Start, ph.End, ph.Lent = c.Start, c.End, true
	}
}

// compareNumbers orders numbers of phases: 0.5 before 1, 2A after 2, 9 before
// 10, letters last.
func compareNumbers(a, b string) int {
	return cmp.Or(cmp.Compare(letter(a), letter(b)), portfolio.CompareIDs(a, b))
}

func letter(number string) int {
	if number != "" && '0' <= number[0] && number[0] <= '9' {
		return 0
	}
	return 1
}

// commonTitle is the commonest title, the first of equally common ones; "" where
// there are several and all differ.
func commonTitle(phases []*Phase) string {
	count, first, folded := map[string]int{}, map[string]string{}, map[string]string{}
	var order []string
	for _, ph := range phases {
		title := ph.row().Title
		k, known := folded[title]
		if !known {
			k = words(title)
			folded[title] = k
		}
		if k == "" {
			continue
		}
		if count[k]++; count[k] == 1 {
			order, first[k] = append(order, k), title
		}
	}
	best := ""
	for _, k := range order {
		if best == "" || count[k] > count[best] {
			best = k
		}
	}
	if best == "" || count[best] == 1 && len(order) > 1 {
		return ""
	}
	return first[best]
}

// words folds a title for comparison.
func words(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return r < 0x80 && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	}), " ")
}

// slug is a column's address: phase-1, phase-0-5, phase-2a.
func slug(number string, taken map[string]bool) string {
	s := strings.Trim(plan.Slug(strings.ReplaceAll(number, ".", "-")), "-")
	if s == "" {
		s = "x"
	}
	s = "phase-" + s
	unique := s
	for n := 2; taken[unique]; n++ {
		unique = s + "-" + strconv.Itoa(n)
	}
	taken[unique] = true
	return unique
}
