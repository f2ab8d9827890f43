// Package houserule holds the documents of a portfolio against the rules that
// the portfolio's own configuration gives: a section that must be there, words
// that must or must not stand in it, citations and fields. It takes a Portfolio
// and the rules, and gives diagnostics.
package houserule

import (
	"fmt"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/parallel"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// Checked is a portfolio held against its rules.
type Checked struct {
	Plans       [][]diag.Diagnostic // of each plan, sorted, in the order of Portfolio.Plans
	Diagnostics []diag.Diagnostic   // of rules that concern no document

	rules     []config.HouseRule
	checkers  []*checker
	plans     []*portfolio.Plan
	concerned [][]bool // by plan and rule; nil for a plan that is left in peace
}

// Check gives a diagnostic for each document that breaks a rule, and for each
// rule that concerns no document. Templates and archived plans are left in
// peace. configName is the path of the configuration.
func Check(p *portfolio.Portfolio, rules []config.HouseRule, configName string) []diag.Diagnostic {
	c := (*Checked)(nil).Next(p, rules, configName)
	found := slices.Concat(append(c.Plans, c.Diagnostics)...)
	diag.Sort(found)
	return found
}

// Next holds p against rules. What c has of a plan that is the same pointer as
// in c's portfolio is taken over, where the rules are the same. c may be nil.
func (c *Checked) Next(p *portfolio.Portfolio, rules []config.HouseRule, configName string) *Checked {
	next := &Checked{rules: rules, plans: p.Plans, Plans: make([][]diag.Diagnostic, len(p.Plans)), concerned: make([][]bool, len(p.Plans))}
	if len(rules) == 0 {
		return next
	}
	if c != nil && reflect.DeepEqual(c.rules, rules) {
		next.checkers = c.checkers
	} else {
		c = &Checked{}
		for _, rule := range rules {
			next.checkers = append(next.checkers, newChecker(rule))
		}
	}
	var todo []int
	for i, at := range portfolio.Kept(p.Plans, c.plans) {
		if at >= 0 {
			next.Plans[i], next.concerned[i] = c.Plans[at], c.concerned[at]
		} else {
			todo = append(todo, i)
		}
	}
	parallel.For(len(todo), func(n int) { next.check(todo[n]) })
	for i, rule := range rules {
		if slices.ContainsFunc(next.concerned, func(by []bool) bool { return by != nil && by[i] }) {
			continue
		}
		d := diag.New(diag.HouseRule, configName, "the rule %q concerns no document", rule.Name)
		d.Hint = "see in, role and template of the rule"
		at := diag.Position{Line: rule.Line, Column: 1}
		d.Range = diag.Range{Start: at, End: at}
		next.Diagnostics = append(next.Diagnostics, d)
	}
	return next
}

// check holds plan i against the rules.
func (c *Checked) check(i int) {
	p := c.plans[i]
	if p.Kind == portfolio.KindTemplate || p.Archived {
		return
	}
	c.concerned[i] = make([]bool, len(c.checkers))
	for n, rule := range c.checkers {
		for _, d := range p.Documents {
			if rule.concerns(d) {
				c.concerned[i][n] = true
				c.Plans[i] = append(c.Plans[i], rule.check(d)...)
			}
		}
	}
	diag.Sort(c.Plans[i])
}

// A checker is a rule made ready.
type checker struct {
	rule               config.HouseRule
	contains, excludes *regexp.Regexp
	fields             map[string]*regexp.Regexp
}

// newChecker compiles the patterns, which the configuration has proved.
func newChecker(rule config.HouseRule) *checker {
	c := &checker{rule: rule, fields: map[string]*regexp.Regexp{}}
	if rule.Contains != "" {
		c.contains = regexp.MustCompile(rule.Contains)
	}
	if rule.Excludes != "" {
		c.excludes = regexp.MustCompile(rule.Excludes)
	}
	for name, pattern := range rule.Fields {
		c.fields[name] = regexp.MustCompile("^(?:" + pattern + ")$")
	}
	return c
}

func (c *checker) concerns(d *portfolio.Document) bool {
	r := c.rule
	return config.MatchAny(r.In, d.File.Path) && (r.Role == "" || r.Role == string(d.Role)) &&
		(r.Template == "" || d.Alignment != nil && r.Template == d.Alignment.Schema.Name)
}

// check gives what the document lacks. What speaks of a section that is not
// there is said once.
func (c *checker) check(d *portfolio.Document) []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, name := range slices.Sorted(maps.Keys(c.fields)) {
		if f, fault := c.field(d, name); fault != "" {
			found = append(found, c.report(d, f, fault))
		}
	}
	part, whole := plan.Span{Start: d.Sections[0].Body.Start, End: len(d.File.Text)}, true // without front matter
	if c.rule.Section != "" {
		i := slices.IndexFunc(d.Sections, func(s plan.Section) bool { return key(s.Title) == key(c.rule.Section) })
		if i < 0 {
			return append(found, c.report(d, plan.Span{}, fmt.Sprintf("there is no section %q", c.rule.Section)))
		}
		part, whole = d.Sections[i].Span, false
	}
	return append(found, c.inside(d, part, whole)...)
}

// inside checks what is to stand in a part of a document.
func (c *checker) inside(d *portfolio.Document, part plan.Span, whole bool) []diag.Diagnostic {
	text := d.File.Text[part.Start:part.End]
	if end := strings.IndexByte(text, '\n'); !whole && end >= 0 {
		text, part.Start = text[end:], part.Start+end // the heading is no content of the section
	}
	text = comment.ReplaceAllStringFunc(text, func(c string) string { return strings.Repeat(" ", len(c)) })
	where, at := "the document", plan.Span{}
	if !whole {
		where = fmt.Sprintf("the section %q", c.rule.Section)
		i := strings.LastIndexByte(d.File.Text[:part.Start], '\n') + 1
		at = plan.Span{Start: i, End: part.Start}
	}
	var found []diag.Diagnostic
	if n := words(text); n < c.rule.Words {
		found = append(found, c.report(d, at, fmt.Sprintf("%s has %d words of at least %d", where, n, c.rule.Words)))
	}
	if c.contains != nil && !c.contains.MatchString(text) {
		found = append(found, c.report(d, at, fmt.Sprintf("%s has nothing like %q", where, c.rule.Contains)))
	}
	if c.excludes != nil {
		for _, m := range c.excludes.FindAllStringIndex(text, maxPlaces) {
			span := plan.Span{Start: part.Start + m[0], End: part.Start + m[1]}
			found = append(found, c.report(d, span, fmt.Sprintf("%s has %q", where, text[m[0]:m[1]])))
		}
	}
	if c.rule.Cites != "" && !slices.ContainsFunc(d.Citations, func(x plan.Citation) bool {
		ok, err := path.Match(c.rule.Cites, x.From)
		return ok && err == nil && part.Start <= x.Span.Start && x.Span.End <= part.End
	}) {
		found = append(found, c.report(d, at, fmt.Sprintf("%s cites no %s", where, c.rule.Cites)))
	}
	return found
}

// comment is HTML that no reader sees: it neither fulfils a rule nor breaks one.
var comment = regexp.MustCompile(`(?s)<!--.*?-->`)

// maxPlaces bounds how often one rule is reported in one document.
const maxPlaces = 20

// field gives what is wrong with a field, and where it is.
func (c *checker) field(d *portfolio.Document, name string) (plan.Span, string) {
	for _, f := range slices.Concat(d.Front, d.Meta) {
		if f.Key != key(name) {
			continue
		}
		if c.fields[name].MatchString(f.Value) {
			return plan.Span{}, ""
		}
		return f.Span, fmt.Sprintf("the field %q is %q, which is not like %q", name, f.Value, c.rule.Fields[name])
	}
	return plan.Span{}, fmt.Sprintf("there is no field %q", name)
}

func (c *checker) report(d *portfolio.Document, at plan.Span, fault string) diag.Diagnostic {
	x := diag.New(diag.HouseRule, d.File.Path, "%s: %s", c.rule.Name, fault)
	x.Severity = c.rule.Severity
	x.Hint = c.rule.Message
	if at.End > at.Start {
		x = d.File.At(x, at.Start, at.End)
	}
	return x
}

// key is a title or name without case, numbering and signs; "&" is "and".
func key(title string) string {
	return strings.TrimLeft(plan.Slug(strings.ReplaceAll(title, "&", "and")), "0123456789-.")
}

// words counts runs of letters and digits.
func words(text string) int {
	return len(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }))
}
