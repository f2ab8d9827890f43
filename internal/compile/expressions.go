package compile

import (
	"reflect"
	"strings"
	"text/template/parse"
	"unsafe"
)

// pipeline compiles a pipeline and sets the variables that it declares.
func (s *scope) pipeline(n *parse.PipeNode) value {
	v := s.commands(n.Cmds)
	for _, d := range n.Decl {
		var set variable
		if n.IsAssign {
			set = s.lookup(d.Ident[0])
			if set.typ != v.known() {
				giveUp("%s changes its type", d)
			}
		} else {
			set = s.declare(d.Ident[0], v.known())
		}
		at, slot := v.at, set.slot
		v = value{typ: v.typ, at: func(r *run, dot unsafe.Pointer) unsafe.Pointer {
			p := at(r, dot)
			r.variables[r.base+slot] = p
			return p
		}}
	}
	return v
}

// commands compiles commands of which each is given the value of the one before
// as its last argument.
func (s *scope) commands(list []*parse.CommandNode) value {
	if len(list) == 0 {
		giveUp("a value is missing")
	}
	v := s.command(list[0], nil)
	for _, c := range list[1:] {
		v = s.command(c, &v)
	}
	return v
}

func (s *scope) command(c *parse.CommandNode, final *value) value {
	if id, ok := c.Args[0].(*parse.IdentifierNode); ok {
		return s.function(id.Ident, c.Args[1:], final)
	}
	if len(c.Args) > 1 || final != nil {
		giveUp("%s is no function", c.Args[0])
	}
	return s.operand(c.Args[0])
}

// operand compiles a value that stands for itself.
func (s *scope) operand(n parse.Node) value {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.current()
	case *parse.FieldNode:
		return s.fields(s.current(), n.Ident)
	case *parse.VariableNode:
		v := s.lookup(n.Ident[0])
		if v.typ == nil {
			giveUp("the type of %s is not known", v.name)
		}
		slot := v.slot
		at := func(r *run, dot unsafe.Pointer) unsafe.Pointer { return r.variables[r.base+slot] }
		return s.fields(value{typ: v.typ, at: at}, n.Ident[1:])
	case *parse.ChainNode:
		return s.fields(s.operand(n.Node), n.Field)
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			giveUp("%s declares variables", n)
		}
		return s.commands(n.Cmds)
	case *parse.IdentifierNode:
		return s.function(n.Ident, nil, nil)
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		return constant(int(decimal(n)))
	}
	giveUp("the value %s is not known", n)
	panic("not reached")
}

// decimal gives a number that is written in digits alone, so that it is an
// integer wherever it stands.
func decimal(n *parse.NumberNode) int64 {
	digits := strings.TrimLeft(n.Text, "+-")
	if !n.IsInt || strings.Trim(digits, "0123456789") != "" || int64(int(n.Int64)) != n.Int64 {
		giveUp("the number %s is not known", n)
	}
	return n.Int64
}

func (s *scope) current() value {
	if s.dot == nil {
		giveUp("the template has no dot")
	}
	return value{typ: s.dot, at: func(_ *run, dot unsafe.Pointer) unsafe.Pointer { return dot }, inDot: true}
}

// fields goes from v to its field, from that to its own, and so on.
func (s *scope) fields(v value, names []string) value {
	for _, name := range names {
		v = field(v, name)
	}
	return v
}

func field(v value, name string) value {
	for v.known().Kind() == reflect.Pointer {
		v = dereferenced(v)
	}
	if v.typ.Kind() != reflect.Struct {
		giveUp("the field %s of a %s is not known", name, v.typ)
	}
	if _, ok := reflect.PointerTo(v.typ).MethodByName(name); ok {
		giveUp("%s is a method of %s", name, v.typ)
	}
	f, ok := v.typ.FieldByName(name)
	if !ok || !f.IsExported() {
		giveUp("%s has no field %s", v.typ, name)
	}
	for i, x := range f.Index {
		if i > 0 && v.typ.Kind() == reflect.Pointer {
			v = dereferenced(v)
		}
		v = moved(v, v.typ.Field(x))
	}
	return v
}

// dereferenced is what v points to.
func dereferenced(v value) value {
	read := load[unsafe.Pointer](v)
	return value{typ: v.typ.Elem(), at: func(r *run, dot unsafe.Pointer) unsafe.Pointer {
		p := read(r, dot)
		if p == nil {
			r.fail()
		}
		return p
	}}
}

// moved is the field f of v.
func moved(v value, f reflect.StructField) value {
	of, offset := v.at, v.offset+f.Offset
	if v.inDot {
		return value{typ: f.Type, at: func(_ *run, dot unsafe.Pointer) unsafe.Pointer { return unsafe.Add(dot, offset) }, inDot: true, offset: offset}
	}
	if f.Offset == 0 {
		return value{typ: f.Type, at: of}
	}
	return value{typ: f.Type, at: func(r *run, dot unsafe.Pointer) unsafe.Pointer { return unsafe.Add(of(r, dot), f.Offset) }}
}

// argument compiles n for a parameter of type want.
func (s *scope) argument(n parse.Node, want reflect.Type) value {
	switch n := n.(type) {
	case *parse.StringNode:
		if want == reflect.TypeFor[string]() {
			return constant(n.Text)
		}
		giveUp("the parameter is a %s", want)
	case *parse.BoolNode:
		if want == reflect.TypeFor[bool]() {
			return constant(n.True)
		}
		giveUp("the parameter is a %s", want)
	case *parse.NumberNode:
		if want == reflect.TypeFor[int]() {
			return constant(int(decimal(n)))
		}
		giveUp("the parameter is a %s", want)
	}
	return converted(s.operand(n), want)
}

// converted gives v as an argument for a parameter of type want: as it is, or
// what it points to.
func converted(v value, want reflect.Type) value {
	typ := v.known()
	switch {
	case typ == want:
		return v
	case want.Kind() != reflect.Interface && typ.AssignableTo(want):
		v.typ = want
		return v
	case typ.Kind() == reflect.Pointer && typ.Elem() == want:
		return dereferenced(v)
	}
	giveUp("a %s is given for a %s", typ, want)
	panic("not reached")
}
