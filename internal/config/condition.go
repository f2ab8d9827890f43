package config

import (
	"fmt"
	"slices"
	"strings"
)

// Need is a kind of place that answers a requirement.
type Need string

// The needs.
const (
	NeedSection Need = "section" // a section of the plan cites it
	NeedDesign  Need = "design"  // a section that says how, neither about testing nor a list of requirements
	NeedPhase   Need = "phase"   // it is cited in a phase
	NeedTask    Need = "task"    // a task cites it
	NeedTesting Need = "testing" // a section about testing or a test task cites it
	NeedDone    Need = "done"    // every task that cites it is done
)

// needs are all of them, as messages list them.
var needs = []Need{NeedSection, NeedDesign, NeedPhase, NeedTask, NeedTesting, NeedDone}

// Condition is what a kind of requirement needs to be covered: one Need, or
// several Parts joined by and, or by or where Any is set.
type Condition struct {
	Need  Need
	Any   bool
	Parts []Condition
}

// ParseCondition reads needs joined by "and" and "or", with parentheses; "and"
// binds closer: "design and (phase or task)". It fails for words that are no
// needs and for what is not closed.
func ParseCondition(text string) (Condition, error) {
	spaced := strings.NewReplacer("(", " ( ", ")", " ) ").Replace(text)
	p := conditionParser{words: strings.Fields(strings.ToLower(spaced))}
	c, err := p.either(0)
	if err == nil && len(p.words) > 0 {
		err = fmt.Errorf("%q stands where \"and\" or \"or\" belongs", p.words[0])
	}
	return c, err
}

type conditionParser struct {
	words []string // still to be read
}

func (p *conditionParser) take(word string) bool {
	if len(p.words) == 0 || p.words[0] != word {
		return false
	}
	p.words = p.words[1:]
	return true
}

// either reads conditions joined by or; depth counts the open parentheses.
func (p *conditionParser) either(depth int) (Condition, error) {
	return p.joined(Condition{Any: true}, "or", func() (Condition, error) {
		return p.joined(Condition{}, "and", func() (Condition, error) { return p.one(depth) })
	})
}

// joined reads one part, and further ones behind word; one alone is itself.
func (p *conditionParser) joined(whole Condition, word string, part func() (Condition, error)) (Condition, error) {
	for {
		c, err := part()
		if err != nil {
			return Condition{}, err
		}
		whole.Parts = append(whole.Parts, c)
		if !p.take(word) {
			break
		}
	}
	if len(whole.Parts) == 1 {
		return whole.Parts[0], nil
	}
	return whole, nil
}

// deepest is how far parentheses may be nested.
const deepest = 20

func (p *conditionParser) one(depth int) (Condition, error) {
	if p.take("(") {
		if depth == deepest {
			return Condition{}, fmt.Errorf("more than %d parentheses within each other", deepest)
		}
		c, err := p.either(depth + 1)
		if err == nil && !p.take(")") {
			err = fmt.Errorf("a parenthesis is not closed")
		}
		return c, err
	}
	if len(p.words) == 0 {
		return Condition{}, fmt.Errorf("a need is missing at the end")
	}
	need := Need(p.words[0])
	if !slices.Contains(needs, need) {
		return Condition{}, fmt.Errorf("%q is no need", p.words[0])
	}
	p.words = p.words[1:]
	return Condition{Need: need}, nil
}

// Met tells whether the condition holds where has tells which needs are met.
func (c Condition) Met(has func(Need) bool) bool {
	switch {
	case c.Need != "":
		return has(c.Need)
	case c.Any:
		return slices.ContainsFunc(c.Parts, func(p Condition) bool { return p.Met(has) })
	}
	return !slices.ContainsFunc(c.Parts, func(p Condition) bool { return !p.Met(has) })
}

// Lacking is the part of the condition that does not hold; the zero Condition
// where all of it does.
func (c Condition) Lacking(has func(Need) bool) Condition {
	switch {
	case c.Met(has):
		return Condition{}
	case c.Need != "", c.Any:
		return c
	}
	var rest Condition
	for _, p := range c.Parts {
		if !p.Met(has) {
			rest.Parts = append(rest.Parts, p.Lacking(has))
		}
	}
	if len(rest.Parts) == 1 {
		return rest.Parts[0]
	}
	return rest
}

// Needs gives every need that the condition speaks of, once, in its order.
func (c Condition) Needs() []Need {
	if c.Need != "" {
		return []Need{c.Need}
	}
	var list []Need
	for _, p := range c.Parts {
		for _, n := range p.Needs() {
			if !slices.Contains(list, n) {
				list = append(list, n)
			}
		}
	}
	return list
}

// String gives the condition as ParseCondition reads it.
func (c Condition) String() string {
	if c.Need != "" {
		return string(c.Need)
	}
	var parts []string
	for _, p := range c.Parts {
		s := p.String()
		if p.Any && !c.Any {
			s = "(" + s + ")"
		}
		parts = append(parts, s)
	}
	if c.Any {
		return strings.Join(parts, " or ")
	}
	return strings.Join(parts, " and ")
}
