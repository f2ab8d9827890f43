package compile

import (
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"text/template/parse"
	"unsafe"
)

// compiler makes the routines of a program. While it compiles it panics with
// unknown where it meets something that it does not know; node turns that into
// a step that ends the run.
type compiler struct {
	set       *template.Template
	functions map[string]Function
	routines  map[call]*routine
	unknown   []string
}

// call is a template for a type of dot; nil for a template that is called
// without dot.
type call struct {
	name string
	dot  reflect.Type
}

// unknown says what it is that is not known.
type unknown string

func giveUp(format string, args ...any) { panic(unknown(fmt.Sprintf(format, args...))) }

// scope is a template while it is compiled.
type scope struct {
	*compiler
	tree      *parse.Tree
	dot       reflect.Type
	variables []variable
	slots     int
	root      bool // $ is used
}

// variable is a variable of the template that can be seen at the node at hand.
type variable struct {
	name string
	typ  reflect.Type // nil where it is not known
	slot int
}

func (c *compiler) routine(name string, dot reflect.Type) (*routine, error) {
	key := call{name, dot}
	if known, ok := c.routines[key]; ok {
		return known, nil
	}
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil || t.Tree.Root == nil {
		return nil, fmt.Errorf("compile: no template %q", name)
	}
	made := &routine{}
	c.routines[key] = made // at once: a template may call itself
	s := &scope{compiler: c, tree: t.Tree, dot: dot}
	s.declare("$", dot)
	made.body = s.list(t.Tree.Root)
	if s.slots > 1 || s.root {
		made.variables = s.slots
	}
	return made, nil
}

func (s *scope) declare(name string, typ reflect.Type) variable {
	v := variable{name, typ, s.slots}
	s.variables = append(s.variables, v)
	s.slots++
	return v
}

func (s *scope) lookup(name string) variable {
	for i := len(s.variables) - 1; i >= 0; i-- {
		if s.variables[i].name == name {
			s.root = s.root || s.variables[i].slot == 0
			return s.variables[i]
		}
	}
	giveUp("the variable %s is not known", name)
	panic("not reached")
}

// within compiles list with another type of dot.
func (s *scope) within(dot reflect.Type, list *parse.ListNode) step {
	outer := s.dot
	s.dot = dot
	defer func() { s.dot = outer }()
	return s.list(list)
}

// list compiles nodes one after the other; texts that meet become one. What
// they declare is not seen behind them.
func (s *scope) list(list *parse.ListNode) step {
	if list == nil {
		return nothing
	}
	declared := len(s.variables)
	defer func() { s.variables = s.variables[:declared] }()
	var steps []step
	var constant []byte
	flush := func() {
		if len(constant) > 0 {
			steps = append(steps, text(string(constant)))
			constant = nil
		}
	}
	for _, n := range list.Nodes {
		do, fixed := s.node(n)
		constant = append(constant, fixed...)
		if do != nil {
			flush()
			steps = append(steps, do)
		}
	}
	flush()
	return sequence(steps)
}

// node compiles n into a step, or into text that is always the same.
func (s *scope) node(n parse.Node) (do step, fixed []byte) {
	declared, dot := len(s.variables), s.dot
	defer func() {
		e := recover()
		if e == nil {
			return
		}
		why, ok := e.(unknown)
		if !ok {
			panic(e)
		}
		s.variables, s.dot = s.variables[:declared], dot
		place, _ := s.tree.ErrorContext(n)
		s.compiler.unknown = append(s.compiler.unknown, place+": "+string(why))
		do, fixed = func(r *run, _ unsafe.Pointer, out []byte) ([]byte, flow) { r.fail(); return out, next }, nil
	}()
	switch n := n.(type) {
	case *parse.TextNode:
		return nil, n.Text
	case *parse.CommentNode:
		return nil, nil
	case *parse.ActionNode:
		return s.action(n)
	case *parse.IfNode:
		return s.branch(n.Pipe, n.List, n.ElseList), nil
	case *parse.WithNode:
		return s.with(n), nil
	case *parse.RangeNode:
		return s.loop(n), nil
	case *parse.BreakNode:
		return func(_ *run, _ unsafe.Pointer, out []byte) ([]byte, flow) { return out, breaks }, nil
	case *parse.ContinueNode:
		return func(_ *run, _ unsafe.Pointer, out []byte) ([]byte, flow) { return out, continues }, nil
	case *parse.TemplateNode:
		return s.template(n), nil
	}
	giveUp("the action %s is not known", n)
	panic("not reached")
}

func nothing(_ *run, _ unsafe.Pointer, out []byte) ([]byte, flow) { return out, next }

func text(s string) step {
	return func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow) {
		return append(out, s...), next
	}
}

func sequence(steps []step) step {
	switch len(steps) {
	case 0:
		return nothing
	case 1:
		return steps[0]
	case 2:
		first, second := steps[0], steps[1]
		return func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow) {
			out, f := first(r, dot, out)
			if f != next {
				return out, f
			}
			return second(r, dot, out)
		}
	}
	return func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow) {
		var f flow
		for _, do := range steps {
			if out, f = do(r, dot, out); f != next {
				return out, f
			}
		}
		return out, next
	}
}

// action compiles an action that sets a variable or shows a value.
func (s *scope) action(n *parse.ActionNode) (do step, fixed []byte) {
	if len(n.Pipe.Decl) > 0 {
		set := s.pipeline(n.Pipe).at
		return func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow) {
			set(r, dot)
			return out, next
		}, nil
	}
	shown, escapers := splitEscapers(n.Pipe.Cmds)
	if len(escapers) == 0 {
		giveUp("the value of %s is not escaped", n)
	}
	v := s.commands(shown)
	write := v.writer(escapers)
	if v.constant {
		fixed, _ = write(&run{}, nil, nil)
		return nil, fixed
	}
	return write, nil
}

// splitEscapers parts a pipeline from the escapers that html/template has added.
func splitEscapers(commands []*parse.CommandNode) (rest []*parse.CommandNode, escapers []string) {
	for i, c := range commands {
		if id, ok := c.Args[0].(*parse.IdentifierNode); ok && strings.HasPrefix(id.Ident, "_html_template_") {
			for _, c := range commands[i:] {
				id, ok := c.Args[0].(*parse.IdentifierNode)
				if !ok || len(c.Args) != 1 {
					giveUp("%s follows an escaper", c)
				}
				escapers = append(escapers, id.Ident)
			}
			return commands[:i], escapers
		}
	}
	return commands, nil
}

func (s *scope) branch(pipe *parse.PipeNode, list, elseList *parse.ListNode) step {
	declared := len(s.variables)
	defer func() { s.variables = s.variables[:declared] }()
	is := s.pipeline(pipe).condition()
	then, otherwise := s.list(list), s.list(elseList)
	if elseList == nil {
		return func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow) {
			if is(r, dot) {
				return then(r, dot, out)
			}
			return out, next
		}
	}
	return func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow) {
		if is(r, dot) {
			return then(r, dot, out)
		}
		return otherwise(r, dot, out)
	}
}

func (s *scope) with(n *parse.WithNode) step {
	declared := len(s.variables)
	defer func() { s.variables = s.variables[:declared] }()
	v := s.pipeline(n.Pipe)
	find := v.truthy()
	then, otherwise := s.within(v.typ, n.List), s.list(n.ElseList)
	return func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow) {
		if p, ok := find(r, dot); ok {
			return then(r, p, out)
		}
		return otherwise(r, dot, out)
	}
}

// loop compiles a range over a slice or an array.
func (s *scope) loop(n *parse.RangeNode) step {
	declared := len(s.variables)
	defer func() { s.variables = s.variables[:declared] }()
	if n.Pipe.IsAssign {
		giveUp("%s assigns to variables", n.Pipe)
	}
	v := s.commands(n.Pipe.Cmds)
	elements := v.elements()
	elem := v.typ.Elem()

	// Behind the else the variables are there too, with another type.
	index, item := -1, -1
	decl := n.Pipe.Decl
	for i, d := range decl {
		typ := elem
		if len(decl) == 2 && i == 0 {
			typ = reflect.TypeFor[int]()
			index = s.declare(d.Ident[0], typ).slot
			continue
		}
		item = s.declare(d.Ident[0], typ).slot
	}
	body := s.within(elem, n.List)
	for i := range decl {
		s.variables[declared+i].typ = nil
	}
	otherwise := s.list(n.ElseList)

	size := elem.Size()
	return func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow) {
		p, length := elements(r, dot)
		if length == 0 {
			return otherwise(r, dot, out)
		}
		var f flow
		for i := range length {
			at := unsafe.Add(p, uintptr(i)*size)
			if index >= 0 {
				r.variables[r.base+index] = unsafe.Pointer(box(i))
			}
			if item >= 0 {
				r.variables[r.base+item] = at
			}
			if out, f = body(r, at, out); f == breaks {
				break
			}
		}
		return out, next
	}
}

func (s *scope) template(n *parse.TemplateNode) step {
	var dot reflect.Type
	at := func(*run, unsafe.Pointer) unsafe.Pointer { return nil }
	if n.Pipe != nil {
		if len(n.Pipe.Decl) > 0 {
			giveUp("%s declares variables", n)
		}
		v := s.pipeline(n.Pipe)
		dot, at = v.known(), v.at
	}
	called, err := s.routine(n.Name, dot)
	if err != nil {
		giveUp("%v", err)
	}
	return func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow) {
		return called.call(r, at(r, dot), out), next
	}
}
