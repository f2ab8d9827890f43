package highlight

import (
	"fmt"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// An emitter says what tokens a match gives.
type emitter struct {
	kind  emitterKind
	token token
	parts []*emitter // of groups 1 …; nil for no token
	lexer *lexer     // of emitUsing
	state int        // of emitSelf
}

type emitterKind uint8

const (
	emitToken  emitterKind = iota
	emitGroups             // each group by its own part
	emitUsing              // what another lexer says of the text
	emitSelf               // what this lexer says of it, begun in state
	emitHeader             // groups of a header of HTTP, of which one is kept for the body
	emitBody               // what the lexer for the content type says of it
)

// emitter compiles e for a pattern with so many groups. Functions it cannot
// look into.
func (b *grammarBuilder) emitter(e chroma.Emitter, groups int) (*emitter, error) {
	switch e := e.(type) {
	case nil:
		return nil, nil
	case within:
		return &emitter{kind: emitUsing, lexer: e.lexer}, nil
	case httpHeader:
		by, err := b.groups(e.parts, groups)
		if err == nil {
			by.kind = emitHeader
		}
		return by, err
	case httpBody:
		return &emitter{kind: emitBody}, nil
	}
	switch kindOf(e) {
	case "token":
		t, ok := e.(chroma.TokenType)
		switch {
		case !ok || t == chroma.EOFType:
			break
		case t == chroma.Ignore:
			return nil, nil
		default:
			return &emitter{kind: emitToken, token: tokenOf(b.renamed(t))}, nil
		}
	case "bygroups":
		list, _ := field(e, "Emitters").(chroma.Emitters)
		return b.groups(list, groups)
	case "using":
		if l := lexers.GlobalLexerRegistry.Get(stringField(e, "Lexer")); l != nil {
			return &emitter{kind: emitUsing, lexer: shared(l)}, nil
		}
	case "usingself":
		return &emitter{kind: emitSelf, state: b.state(stringField(e, "State"))}, nil
	}
	return nil, fmt.Errorf("emitter %T: %w", e, errUnsupported)
}

func (b *grammarBuilder) groups(list chroma.Emitters, groups int) (*emitter, error) {
	if len(list) != groups {
		return nil, fmt.Errorf("%d emitters for %d groups: %w", len(list), groups, errUnsupported)
	}
	by := &emitter{kind: emitGroups}
	for _, part := range list {
		p, err := b.emitter(part, 0)
		if err == nil && p != nil && p.parts != nil {
			err = fmt.Errorf("groups in a group: %w", errUnsupported)
		}
		if err != nil {
			return nil, err
		}
		by.parts = append(by.parts, p)
	}
	return by, nil
}

// opaque is an emitter of ours that stands in rules of ours where the library
// has a function. It never comes to the library's machine.
type opaque struct{}

func (opaque) Emit([]string, *chroma.LexerState) chroma.Iterator { return chroma.Literator() }

// within emits what the lexer says of the text.
type within struct {
	opaque
	lexer *lexer
}
