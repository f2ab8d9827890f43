package compile

import (
	"reflect"
	"unsafe"
)

// A pointer finds where a value lies. What lies there is not written to.
type pointer = getter[unsafe.Pointer]

// A value is what an expression gives.
type value struct {
	typ reflect.Type // nil for one that is only good as a condition
	at  pointer      // nil where typ is

	// Most values lie in dot itself, offset behind its begin, as at also knows.
	inDot  bool
	offset uintptr

	// How to have it without asking where it lies; nil, but for what is made anew.
	text   getter[string]
	number getter[int]
	truth  getter[bool]
	markup step // appends it to the page

	constant bool // at needs no run
}

// made is a value that get makes.
func made[T any](get getter[T]) value {
	v := value{
		typ: reflect.TypeFor[T](),
		at: func(r *run, dot unsafe.Pointer) unsafe.Pointer {
			p := new(T)
			*p = get(r, dot)
			return unsafe.Pointer(p)
		},
	}
	switch get := any(get).(type) {
	case getter[string]:
		v.text = get
	case getter[int]:
		v.number = get
		v.at = func(r *run, dot unsafe.Pointer) unsafe.Pointer { return unsafe.Pointer(box(get(r, dot))) }
	case getter[bool]:
		v.truth = get
		v.at = func(r *run, dot unsafe.Pointer) unsafe.Pointer {
			if get(r, dot) {
				return unsafe.Pointer(&yes)
			}
			return unsafe.Pointer(&no)
		}
	}
	return v
}

var yes, no = true, false

// box gives a pointer to n.
func box(n int) *int {
	if 0 <= n && n < len(boxes) {
		return &boxes[n]
	}
	p := new(int)
	*p = n
	return p
}

// boxes are the small numbers.
var boxes = func() (list [256]int) {
	for i := range list {
		list[i] = i
	}
	return list
}()

// constant is a value that is always the same.
func constant[T any](x T) value {
	p := unsafe.Pointer(&x)
	return value{typ: reflect.TypeFor[T](), at: func(*run, unsafe.Pointer) unsafe.Pointer { return p }, constant: true}
}

// known gives the type of v, which has to have one.
func (v value) known() reflect.Type {
	if v.typ == nil {
		giveUp("its type depends on a condition")
	}
	return v.typ
}

// load reads v, whose type has the memory of a T.
func load[T any](v value) getter[T] {
	if v.inDot {
		offset := v.offset
		return func(_ *run, dot unsafe.Pointer) T { return *(*T)(unsafe.Add(dot, offset)) }
	}
	at := v.at
	return func(r *run, dot unsafe.Pointer) T { return *(*T)(at(r, dot)) }
}

// str reads v, which is of a kind of string.
func (v value) str() getter[string] {
	if v.text != nil {
		return v.text
	}
	return load[string](v)
}

// boolean reads v, which is of a kind of bool.
func (v value) boolean() getter[bool] {
	if v.truth != nil {
		return v.truth
	}
	return load[bool](v)
}

// integer reads v, which is of a kind of signed integer.
func (v value) integer() getter[int64] {
	if n := v.number; n != nil {
		return func(r *run, dot unsafe.Pointer) int64 { return int64(n(r, dot)) }
	}
	switch v.typ.Kind() {
	case reflect.Int8:
		return widened(load[int8](v))
	case reflect.Int16:
		return widened(load[int16](v))
	case reflect.Int32:
		return widened(load[int32](v))
	case reflect.Int64:
		return load[int64](v)
	}
	return widened(load[int](v))
}

func widened[T int | int8 | int16 | int32](read getter[T]) getter[int64] {
	return func(r *run, dot unsafe.Pointer) int64 { return int64(read(r, dot)) }
}

// unsigned reads v, which is of a kind of unsigned integer.
func (v value) unsigned() getter[uint64] {
	switch v.typ.Kind() {
	case reflect.Uint8:
		return unsigned(load[uint8](v))
	case reflect.Uint16:
		return unsigned(load[uint16](v))
	case reflect.Uint32:
		return unsigned(load[uint32](v))
	case reflect.Uint64:
		return load[uint64](v)
	}
	return unsigned(load[uint](v))
}

func unsigned[T uint | uint8 | uint16 | uint32](read getter[T]) getter[uint64] {
	return func(r *run, dot unsafe.Pointer) uint64 { return uint64(read(r, dot)) }
}

// elements finds the first element and the number of those of v, a slice or an array.
func (v value) elements() func(*run, unsafe.Pointer) (unsafe.Pointer, int) {
	switch v.known().Kind() {
	case reflect.Array:
		at, length := v.at, v.typ.Len()
		return func(r *run, dot unsafe.Pointer) (unsafe.Pointer, int) { return at(r, dot), length }
	case reflect.Slice:
		read := load[[]byte](v) // the head of a slice is the same for all types
		return func(r *run, dot unsafe.Pointer) (unsafe.Pointer, int) {
			s := read(r, dot)
			return unsafe.Pointer(unsafe.SliceData(s)), len(s)
		}
	}
	giveUp("%s has no elements that are known", v.typ)
	panic("not reached")
}

// condition tells whether v is true in the sense of templates: not zero, not empty.
func (v value) condition() getter[bool] {
	if v.truth != nil {
		return v.truth
	}
	switch v.known().Kind() {
	case reflect.Bool:
		return v.boolean()
	case reflect.String:
		return isNot("", v.str())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return isNot(0, v.integer())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return isNot(0, v.unsigned())
	case reflect.Pointer:
		return isNot(nil, load[unsafe.Pointer](v))
	case reflect.Slice:
		read := load[[]byte](v)
		return func(r *run, dot unsafe.Pointer) bool { return len(read(r, dot)) > 0 }
	}
	is, at := truthAt(v.typ), v.at
	return func(r *run, dot unsafe.Pointer) bool { return is(at(r, dot)) } // what at finds may be an error
}

func isNot[T comparable](zero T, read getter[T]) getter[bool] {
	return func(r *run, dot unsafe.Pointer) bool { return read(r, dot) != zero }
}

// truthy finds where v lies, if it is true.
func (v value) truthy() func(*run, unsafe.Pointer) (unsafe.Pointer, bool) {
	if v.text != nil { // which most often is empty
		return func(r *run, dot unsafe.Pointer) (unsafe.Pointer, bool) {
			s := v.text(r, dot)
			if s == "" {
				return nil, false
			}
			p := new(string)
			*p = s
			return unsafe.Pointer(p), true
		}
	}
	is, at := truthAt(v.known()), v.at
	return func(r *run, dot unsafe.Pointer) (unsafe.Pointer, bool) {
		p := at(r, dot)
		return p, is(p)
	}
}

// truthAt tells for a type whether what lies at a pointer is true.
func truthAt(typ reflect.Type) func(unsafe.Pointer) bool {
	switch typ.Kind() {
	case reflect.String:
		return func(p unsafe.Pointer) bool { return *(*string)(p) != "" }
	case reflect.Slice:
		return func(p unsafe.Pointer) bool { return len(*(*[]byte)(p)) > 0 }
	case reflect.Array:
		some := typ.Len() > 0
		return func(unsafe.Pointer) bool { return some }
	case reflect.Pointer:
		return func(p unsafe.Pointer) bool { return *(*unsafe.Pointer)(p) != nil }
	case reflect.Struct:
		return func(unsafe.Pointer) bool { return true }
	case reflect.Bool:
		return func(p unsafe.Pointer) bool { return *(*bool)(p) }
	case reflect.Int, reflect.Int64, reflect.Uint, reflect.Uint64:
		if typ.Size() == 8 {
			return func(p unsafe.Pointer) bool { return *(*uint64)(p) != 0 }
		}
		return func(p unsafe.Pointer) bool { return *(*uint32)(p) != 0 }
	case reflect.Int32, reflect.Uint32:
		return func(p unsafe.Pointer) bool { return *(*uint32)(p) != 0 }
	case reflect.Int16, reflect.Uint16:
		return func(p unsafe.Pointer) bool { return *(*uint16)(p) != 0 }
	case reflect.Int8, reflect.Uint8:
		return func(p unsafe.Pointer) bool { return *(*uint8)(p) != 0 }
	}
	giveUp("whether a %s is true is not known", typ)
	panic("not reached")
}

// class is what a kind is compared as.
type class int

const (
	classOther class = iota
	classBool
	classInt
	classUint
	classString
)

func classOf(typ reflect.Type) class {
	switch typ.Kind() {
	case reflect.Bool:
		return classBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return classInt
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return classUint
	case reflect.String:
		return classString
	}
	return classOther
}
