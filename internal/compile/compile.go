// Package compile makes programs of templates that html/template has escaped: a
// template and the type of its view become a chain of closures that append the
// page to a buffer.
//
// html/template finds out at every execution what it could know from the type
// of the view: where a field lies, whether a name is a method, which escaper a
// value needs. A program has found that out once. It gives the bytes that
// html/template gives, or nothing: whatever it does not know (a construct of the
// template language, a type, an escaper), and whatever goes wrong while it runs
// (a nil pointer, an index out of range, a function that fails), ends it without
// a result, and the page is html/template's to make, or to say why not.
//
// # What is known
//
// Structs, slices, arrays, pointers, strings, integers and booleans without
// methods of their own; all actions of the language; the functions that compare
// or combine conditions, len, index and printf with its like, and the functions
// that the caller gives in a form that can be called without reflection (see
// Function). Of escapers
// those of text, of attributes and of addresses. Scripts and style sheets
// within a page, and a template that is called inside of a tag (html/template
// keeps the tree of that one to itself), are not known.
//
// # Memory
//
// A value is a pointer to where it lies, and its type is known when the program
// is made. The view is not written to while a program runs, nor is anything
// else that a value points to; so a value stays what it is for as long as
// something points to it. The use of package unsafe is confined to reading
// memory at a pointer as the static type of what lies there, and to adding to a
// pointer the offset of a field or element that reflect has given.
package compile

import (
	"fmt"
	"html/template"
	"io"
	"reflect"
	"sync"
	"unsafe"
)

// maxDepth is how deep templates may call each other in a program. html/template
// allows more; it is asked then.
const maxDepth = 1000

// A Program makes pages of one template for views of one type. It is safe for
// concurrent use.
type Program struct {
	view    reflect.Type
	main    *routine
	unknown []string
}

// Compile makes the program of the template name of set for views of type view.
// It escapes the set, as its first execution would. It fails where html/template
// refuses to execute the template. The set must not be changed any more.
func Compile(set *template.Template, name string, view reflect.Type, functions map[string]Function) (*Program, error) {
	// This is for its escaping: what it says of a page without a view does not
	// matter, as a template that was not escaped is found out below.
	_ = set.ExecuteTemplate(io.Discard, name, nil)
	t := set.Lookup(name)
	if t == nil || t.Tree == nil {
		return nil, fmt.Errorf("compile: the template %q cannot be executed", name)
	}
	c := &compiler{set: set, functions: functions, routines: map[call]*routine{}}
	main, err := c.routine(name, view)
	if err != nil {
		return nil, err
	}
	return &Program{view: view, main: main, unknown: c.unknown}, nil
}

// Unknown names the places of the templates that the program does not know, and
// why, for those who want their templates to be fast. Where a page comes upon
// one of them, html/template makes that page.
func (p *Program) Unknown() []string { return p.unknown }

// Append appends the page of view to dst. Where it cannot say what html/template
// would, ok is false and out is dst.
func (p *Program) Append(dst []byte, view any) (out []byte, ok bool) {
	v := reflect.ValueOf(view)
	if !v.IsValid() || v.Type() != p.view {
		return dst, false
	}
	root := reflect.New(p.view)
	root.Elem().Set(v)

	r := runs.Get().(*run)
	defer runs.Put(r)
	defer func() {
		// What a function of the templates panics with is an error to
		// html/template, so everything that ends a run ends here.
		if recover() != nil {
			out, ok = dst, false
		}
		*r = run{variables: r.variables[:0]}
		clear(r.variables[:cap(r.variables)])
	}()
	return p.main.call(r, root.UnsafePointer(), dst), true
}

var runs = sync.Pool{New: func() any { return new(run) }}

// run is the state of a program that runs, but for what changes all the time,
// which is handed from step to step: the page so far, and where dot lies.
type run struct {
	variables []unsafe.Pointer // of all routines at work
	base      int              // where those of the routine at hand begin: the first is $
	depth     int
}

// fail ends a run.
func (r *run) fail() { panic(failed{}) }

type failed struct{}

// A step is a piece of a program. It appends to the page out.
type step func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow)

// A getter gives the value of an expression.
type getter[T any] func(r *run, dot unsafe.Pointer) T

// flow says where a run goes on.
type flow int

const (
	next flow = iota
	breaks
	continues
)

// A routine is a template, compiled for a type of dot.
type routine struct {
	body      step
	variables int // 0 where there is none but $, and that is not used
}

func (t *routine) call(r *run, dot unsafe.Pointer, out []byte) []byte {
	if r.depth++; r.depth > maxDepth {
		r.fail()
	}
	if t.variables == 0 {
		out, _ = t.body(r, dot, out)
		r.depth--
		return out
	}
	base := r.base
	r.base = len(r.variables)
	for range t.variables {
		r.variables = append(r.variables, nil)
	}
	r.variables[r.base] = dot
	out, _ = t.body(r, dot, out)
	r.variables = r.variables[:r.base]
	r.base = base
	r.depth--
	return out
}
