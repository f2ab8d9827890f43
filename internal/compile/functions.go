package compile

import (
	"fmt"
	"reflect"
	"text/template/parse"
	"unsafe"
)

// A Function is a function that templates call by its name, in a form that can
// be called without reflection. It has to be pure: a call whose arguments are
// constants is made once, when the program is made. What it is given is not to
// be changed nor kept.
//
// Its types have to be those of the function of that name in the templates' own
// FuncMap, and its results the same.
type Function struct {
	in       []reflect.Type
	variadic bool // the last of in may be given any number of times
	bind     func(args []pointer) value
}

// Func0 is a function without parameters.
func Func0[R any](f func() R) Function {
	return Function{bind: func([]pointer) value { return made(func(*run, unsafe.Pointer) R { return f() }) }}
}

// Func1 is a function of one parameter.
func Func1[A, R any](f func(A) R) Function {
	return Function{in: []reflect.Type{reflect.TypeFor[A]()}, bind: func(args []pointer) value {
		a := args[0]
		return made(func(r *run, dot unsafe.Pointer) R { return f(*(*A)(a(r, dot))) })
	}}
}

// Try1 is a function of one parameter that may fail.
func Try1[A, R any](f func(A) (R, error)) Function {
	return Function{in: []reflect.Type{reflect.TypeFor[A]()}, bind: func(args []pointer) value {
		a := args[0]
		return made(func(r *run, dot unsafe.Pointer) R {
			result, err := f(*(*A)(a(r, dot)))
			if err != nil {
				r.fail()
			}
			return result
		})
	}}
}

// Func2 is a function of two parameters.
func Func2[A, B, R any](f func(A, B) R) Function {
	return Function{in: []reflect.Type{reflect.TypeFor[A](), reflect.TypeFor[B]()}, bind: func(args []pointer) value {
		a, b := args[0], args[1]
		return made(func(r *run, dot unsafe.Pointer) R { return f(*(*A)(a(r, dot)), *(*B)(b(r, dot))) })
	}}
}

// Func3 is a function of three parameters.
func Func3[A, B, C, R any](f func(A, B, C) R) Function {
	in := []reflect.Type{reflect.TypeFor[A](), reflect.TypeFor[B](), reflect.TypeFor[C]()}
	return Function{in: in, bind: func(args []pointer) value {
		a, b, c := args[0], args[1], args[2]
		return made(func(r *run, dot unsafe.Pointer) R { return f(*(*A)(a(r, dot)), *(*B)(b(r, dot)), *(*C)(c(r, dot))) })
	}}
}

// FuncAny is a function of any number of parameters of one type.
func FuncAny[A, R any](f func(...A) R) Function {
	return Function{in: []reflect.Type{reflect.TypeFor[A]()}, variadic: true, bind: func(args []pointer) value {
		return made(func(r *run, dot unsafe.Pointer) R {
			given := make([]A, len(args))
			for i, a := range args {
				given[i] = *(*A)(a(r, dot))
			}
			return f(given...)
		})
	}}
}

// Markup1 is a function of one parameter whose result is markup, of the type M
// of html/template; f appends it to dst.
func Markup1[A any, M ~string](f func(dst []byte, a *A) []byte) Function {
	return Function{in: []reflect.Type{reflect.TypeFor[A]()}, bind: func(args []pointer) value {
		a := args[0]
		v := made(func(r *run, dot unsafe.Pointer) M { return M(f(nil, (*A)(a(r, dot)))) })
		v.markup = func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow) {
			return f(out, (*A)(a(r, dot))), next
		}
		return v
	}}
}

// function compiles the call of a function; final is its last argument where it
// comes from a pipeline.
func (s *scope) function(name string, args []parse.Node, final *value) value {
	f, ok := s.functions[name]
	if !ok {
		return s.builtin(name, args, final)
	}
	n := len(args)
	if final != nil {
		n++
	}
	if n < len(f.in) && !(f.variadic && n == len(f.in)-1) || n > len(f.in) && !f.variadic {
		giveUp("%s has another number of parameters", name)
	}
	given := make([]pointer, 0, n)
	fixed := true
	add := func(v value) {
		given = append(given, v.at)
		fixed = fixed && v.constant
	}
	for i, a := range args {
		add(s.argument(a, f.in[min(i, len(f.in)-1)]))
	}
	if final != nil {
		add(converted(*final, f.in[len(f.in)-1]))
	}
	v := f.bind(given)
	if fixed {
		return folded(v)
	}
	return v
}

// folded makes v once.
func folded(v value) value {
	defer func() {
		if recover() != nil {
			giveUp("a function fails")
		}
	}()
	p := v.at(&run{}, nil)
	return value{typ: v.typ, at: func(*run, unsafe.Pointer) unsafe.Pointer { return p }, constant: true}
}

// builtin compiles the call of a function of the template language.
func (s *scope) builtin(name string, args []parse.Node, final *value) value {
	var given []value
	for _, a := range args {
		given = append(given, s.operand(a))
	}
	if final != nil {
		given = append(given, *final)
	}
	switch {
	case (name == "and" || name == "or") && len(args) > 0 && final == nil: // what comes from a pipeline is had even if it does not decide
		return combined(given, name == "or")
	case name == "not" && len(given) == 1:
		is := given[0].condition()
		return made(func(r *run, dot unsafe.Pointer) bool { return !is(r, dot) })
	case name == "eq" && len(given) > 1:
		return made(equal(given))
	case name == "ne" && len(given) == 2:
		same := equal(given)
		return made(func(r *run, dot unsafe.Pointer) bool { return !same(r, dot) })
	case len(given) == 2 && (name == "lt" || name == "le" || name == "gt" || name == "ge"):
		return made(ordered(name, given[0], given[1]))
	case name == "printf" && len(given) > 0 && given[0].known() == reflect.TypeFor[string]():
		format, operands := given[0].str(), boxed(given[1:])
		return made(func(r *run, dot unsafe.Pointer) string { return fmt.Sprintf(format(r, dot), operands(r, dot)...) })
	case name == "print":
		operands := boxed(given)
		return made(func(r *run, dot unsafe.Pointer) string { return fmt.Sprint(operands(r, dot)...) })
	case name == "println":
		operands := boxed(given)
		return made(func(r *run, dot unsafe.Pointer) string { return fmt.Sprintln(operands(r, dot)...) })
	case name == "len" && len(given) == 1:
		return made(length(given[0]))
	case name == "index" && len(given) > 0:
		v := given[0]
		for _, i := range given[1:] {
			v = indexed(v, i)
		}
		v.constant = false
		return v
	}
	giveUp("the function %s is not known", name)
	panic("not reached")
}

// boxed gives values as they are, of their own types, for package fmt.
func boxed(given []value) getter[[]any] {
	for _, v := range given {
		v.known()
	}
	return func(r *run, dot unsafe.Pointer) []any {
		list := make([]any, len(given))
		for i, v := range given {
			list[i] = reflect.NewAt(v.typ, v.at(r, dot)).Elem().Interface()
		}
		return list
	}
}

// combined is "and", or "or": the first value that decides, else the last.
func combined(given []value, or bool) value {
	var conditions []getter[bool]
	same := true
	for _, v := range given {
		conditions = append(conditions, v.condition())
		same = same && v.typ == given[0].typ
	}
	truth := func(r *run, dot unsafe.Pointer) bool {
		for _, is := range conditions {
			if is(r, dot) == or {
				return or
			}
		}
		return !or
	}
	if given[0].typ == reflect.TypeFor[bool]() && same {
		return made(truth)
	}
	v := value{truth: truth}
	if same && given[0].typ != nil {
		is := truthAt(given[0].typ)
		v.typ = given[0].typ
		v.at = func(r *run, dot unsafe.Pointer) (p unsafe.Pointer) {
			for _, g := range given {
				if p = g.at(r, dot); is(p) == or {
					break
				}
			}
			return p
		}
	}
	return v
}

// equal tells whether the first is equal to one of the others. All are had
// before the first is compared, as one that cannot be had is an error.
func equal(given []value) getter[bool] {
	kind := classOf(given[0].known())
	for _, v := range given {
		if c := classOf(v.known()); c != kind || c == classOther {
			giveUp("a %s is compared with a %s", given[0].typ, v.typ)
		}
	}
	switch kind {
	case classString:
		return among(given, value.str)
	case classInt:
		return among(given, value.integer)
	case classUint:
		return among(given, value.unsigned)
	}
	return among(given, value.boolean)
}

func among[T comparable](given []value, read func(value) getter[T]) getter[bool] {
	first, second := read(given[0]), read(given[1])
	if len(given) == 2 {
		return func(r *run, dot unsafe.Pointer) bool { return first(r, dot) == second(r, dot) }
	}
	var others []getter[T]
	for _, v := range given[1:] {
		others = append(others, read(v))
	}
	return func(r *run, dot unsafe.Pointer) bool {
		x, found := first(r, dot), false
		for _, other := range others {
			if other(r, dot) == x {
				found = true
			}
		}
		return found
	}
}

func ordered(name string, a, b value) getter[bool] {
	kind := classOf(a.known())
	if kind != classOf(b.known()) {
		giveUp("a %s is compared with a %s", a.typ, b.typ)
	}
	switch kind {
	case classString:
		return inOrder(name, a.str(), b.str())
	case classInt:
		return inOrder(name, a.integer(), b.integer())
	case classUint:
		return inOrder(name, a.unsigned(), b.unsigned())
	}
	giveUp("a %s has no order", a.typ)
	panic("not reached")
}

func inOrder[T string | int64 | uint64](name string, a, b getter[T]) getter[bool] {
	switch name {
	case "lt":
		return func(r *run, dot unsafe.Pointer) bool { return a(r, dot) < b(r, dot) }
	case "le":
		return func(r *run, dot unsafe.Pointer) bool { return a(r, dot) <= b(r, dot) }
	case "gt":
		return func(r *run, dot unsafe.Pointer) bool { return a(r, dot) > b(r, dot) }
	}
	return func(r *run, dot unsafe.Pointer) bool { return a(r, dot) >= b(r, dot) }
}

func length(v value) getter[int] {
	if v.known().Kind() == reflect.String {
		read := v.str()
		return func(r *run, dot unsafe.Pointer) int { return len(read(r, dot)) }
	}
	elements := v.elements()
	return func(r *run, dot unsafe.Pointer) int {
		_, n := elements(r, dot)
		return n
	}
}

// indexed is an element of a slice or an array.
func indexed(v, index value) value {
	elements := v.elements()
	if classOf(index.known()) != classInt {
		giveUp("the index is a %s", index.typ)
	}
	at, size := index.integer(), v.typ.Elem().Size()
	return value{typ: v.typ.Elem(), at: func(r *run, dot unsafe.Pointer) unsafe.Pointer {
		p, n := elements(r, dot)
		i := at(r, dot)
		if i < 0 || i >= int64(n) {
			r.fail()
		}
		return unsafe.Add(p, uintptr(i)*size)
	}}
}
