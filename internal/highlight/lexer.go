package highlight

import (
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/alecthomas/chroma/v2"
)

// A lexer is one of the library's, with its rules compiled for the machine. The
// library's own Tokenise serves where they cannot be.
type lexer struct {
	chroma   chroma.Lexer
	compiled func() *grammar // once; nil where the library has to do it
}

// ruleSource is where a lexer's rules come from.
type ruleSource struct {
	rules   func() chroma.Rules
	renamed map[chroma.TokenType]chroma.TokenType // types of token that stand for others
}

// newLexer makes a lexer whose rules are compiled when it is first used.
func newLexer(l chroma.Lexer, from ruleSource) *lexer {
	return &lexer{chroma: l, compiled: sync.OnceValue(func() *grammar {
		if from.rules == nil {
			r, ok := l.(*chroma.RegexLexer)
			if !ok {
				return nil
			}
			from.rules = r.MustRules
		}
		g, err := newGrammar(l.Config(), from)
		if err != nil {
			return nil
		}
		return g
	})}
}

// A grammar is what a lexer's rules say.
type grammar struct {
	config *chroma.Config
	states []state
	byName map[string]int
}

// A state has rules, of which the first that matches is taken.
type state struct {
	name     string
	rules    []rule
	dispatch *dispatch // over rules
}

type rule struct {
	program *program
	emit    *emitter // nil for nothing
	moves   []move
}

// A move changes the stack of states.
type move struct {
	pop   int // so many
	push  int // then this state, or one of the below
	clone bool
}

const (
	noState      = -1
	unknownState = -2 // a fault of the rules, which shows when it is entered
)

// newGrammar compiles rules. It fails where one of them needs more of the
// library than the machine has.
func newGrammar(config *chroma.Config, from ruleSource) (*grammar, error) {
	rules := from.rules()
	g := &grammar{config: config, byName: map[string]int{}}
	names := make([]string, 0, len(rules))
	for name := range rules {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		g.byName[name] = len(g.states)
		g.states = append(g.states, state{name: name})
	}
	if _, ok := g.byName["root"]; !ok {
		return nil, fmt.Errorf("%s has no state to begin in", config.Name)
	}
	b := grammarBuilder{g: g, rules: rules, types: from.renamed, flags: flagsOf(config), programs: map[string]*program{}}
	for i := 0; i < len(g.states); i++ { // combined states are added as they are met
		var err error
		if i < len(names) {
			err = b.fill(i, names[i])
		} else {
			err = b.fill(i, b.combined[i-len(names)]...)
		}
		if err != nil {
			return nil, fmt.Errorf("%s, state %s: %w", config.Name, g.states[i].name, err)
		}
	}
	return g, nil
}

// flagsOf are the flags that the library puts before each pattern.
func flagsOf(c *chroma.Config) (flags string) {
	if !c.NotMultiline {
		flags += "m"
	}
	if c.CaseInsensitive {
		flags += "i"
	}
	if c.DotAll {
		flags += "s"
	}
	return flags
}

type grammarBuilder struct {
	g        *grammar
	rules    chroma.Rules
	types    map[chroma.TokenType]chroma.TokenType
	flags    string
	programs map[string]*program
	combined [][]string // states that the states behind the named ones consist of
}

func (b *grammarBuilder) renamed(t chroma.TokenType) chroma.TokenType {
	if to, ok := b.types[t]; ok {
		return to
	}
	return t
}

// maxIncludes bounds how deep states include one another.
const maxIncludes = 64

// fill compiles the rules of the named states into state i.
func (b *grammarBuilder) fill(i int, names ...string) error {
	var list []rule
	for _, name := range names {
		if err := b.collect(&list, name, 0); err != nil {
			return err
		}
	}
	starts := make([]byteSet, len(list))
	of := make([]int32, len(list))
	for j, r := range list {
		starts[j], of[j] = r.program.start, int32(j)
	}
	b.g.states[i].rules = list
	b.g.states[i].dispatch = newDispatch(starts, of)
	return nil
}

func (b *grammarBuilder) collect(list *[]rule, name string, depth int) error {
	rules, ok := b.rules[name]
	if !ok || depth > maxIncludes {
		return fmt.Errorf("state %q is not there, or includes itself", name)
	}
	for _, r := range rules {
		if kindOf(r.Mutator) == "include" {
			if err := b.collect(list, stringField(r.Mutator, "State"), depth+1); err != nil {
				return err
			}
			continue
		}
		compiled, err := b.rule(r)
		if err != nil {
			return err
		}
		*list = append(*list, compiled)
	}
	return nil
}

func (b *grammarBuilder) rule(r chroma.Rule) (compiled rule, err error) {
	p := b.programs[r.Pattern]
	if p == nil {
		if p, err = compile(r.Pattern, b.flags); err != nil {
			return rule{}, fmt.Errorf("%q: %w", r.Pattern, err)
		}
		b.programs[r.Pattern] = p
	}
	compiled.program = p
	if compiled.emit, err = b.emitter(r.Type, p.groups-1); err != nil {
		return rule{}, fmt.Errorf("%q: %w", r.Pattern, err)
	}
	compiled.moves, err = b.moves(nil, r.Mutator)
	return compiled, err
}

// The library's mutators and emitters are of types that it does not export;
// their kinds and their fields it does, for it writes them to XML.

func kindOf(v any) string {
	switch v := v.(type) {
	case chroma.SerialisableMutator:
		return v.MutatorKind()
	case chroma.SerialisableEmitter:
		return v.EmitterKind()
	}
	return ""
}

func field(v any, name string) any {
	s := reflect.Indirect(reflect.ValueOf(v))
	if s.Kind() != reflect.Struct {
		return nil
	}
	f := s.FieldByName(name)
	if !f.IsValid() || !f.CanInterface() {
		return nil
	}
	return f.Interface()
}

func stringField(v any, name string) string {
	s, _ := field(v, name).(string)
	return s
}

// moves adds what m does to the stack.
func (b *grammarBuilder) moves(list []move, m chroma.Mutator) ([]move, error) {
	if m == nil {
		return list, nil
	}
	switch kindOf(m) {
	case "mutators":
		parts, _ := field(m, "Mutators").([]chroma.Mutator)
		for _, part := range parts {
			var err error
			if list, err = b.moves(list, part); err != nil {
				return nil, err
			}
		}
		return list, nil
	case "pop":
		depth, _ := field(m, "Depth").(int)
		return append(list, move{pop: depth, push: noState}), nil
	case "push":
		states, _ := field(m, "States").([]string)
		if len(states) == 0 {
			return append(list, move{clone: true, push: noState}), nil
		}
		for _, name := range states {
			if name == "#pop" {
				list = append(list, move{pop: 1, push: noState})
			} else {
				list = append(list, move{push: b.state(name)})
			}
		}
		return list, nil
	case "combined":
		states, _ := field(m, "States").([]string)
		return append(list, move{push: b.combine(states)}), nil
	}
	return nil, fmt.Errorf("mutator %T: %w", m, errUnsupported)
}

func (b *grammarBuilder) state(name string) int {
	if i, ok := b.g.byName[name]; ok {
		return i
	}
	return unknownState
}

func (b *grammarBuilder) combine(states []string) int {
	for i, known := range b.combined {
		if slices.Equal(known, states) {
			return len(b.rules) + i
		}
	}
	b.combined = append(b.combined, states)
	b.g.states = append(b.g.states, state{name: "combined"})
	return len(b.g.states) - 1
}
