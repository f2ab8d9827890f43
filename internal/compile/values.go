package compile

import (
	"reflect"
	"unsafe"
)

// A pointer finds where a value lies. What lies there is not written to.
type pointer func(*run) unsafe.Pointer

// A value is what an expression gives.
type value struct {
	typ reflect.Type // nil for one that is only good as a condition
	at  pointer      // nil where typ is

	// How to have it without asking where it lies; nil, but for what is made anew.
	text   func(*run) string
	number func(*run) int
	truth  func(*run) bool
	markup step // appends it to the page

	constant bool // at needs no run
}

// made is a value that get makes.
func made[T any](get func(*run) T) value {
	v := value{
		typ: reflect.TypeFor[T](),
		at: func(r *run) unsafe.Pointer {
			p := new(T)
			*p = get(r)
			return unsafe.Pointer(p)
		},
	}
	switch get := any(get).(type) {
	case func(*run) string:
		v.text = get
	case func(*run) int:
		v.number = get
		v.at = func(r *run) unsafe.Pointer { return unsafe.Pointer(box(get(r))) }
	case func(*run) bool:
		v.truth = get
		v.at = func(r *run) unsafe.Pointer {
			if get(r) {
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
	return value{typ: reflect.TypeFor[T](), at: func(*run) unsafe.Pointer { return p }, constant: true}
}

// known gives the type of v, which has to have one.
func (v value) known() reflect.Type {
	if v.typ == nil {
		giveUp("its type depends on a condition")
	}
	return v.typ
}

// str reads v, which is of a kind of string.
func (v value) str() func(*run) string {
	if v.text != nil {
		return v.text
	}
	at := v.at
	return func(r *run) string { return *(*string)(at(r)) }
}

// boolean reads v, which is of a kind of bool.
func (v value) boolean() func(*run) bool {
	if v.truth != nil {
		return v.truth
	}
	at := v.at
	return func(r *run) bool { return *(*bool)(at(r)) }
}

// integer reads v, which is of a kind of signed integer.
func (v value) integer() func(*run) int64 {
	if n := v.number; n != nil {
		return func(r *run) int64 { return int64(n(r)) }
	}
	read, at := integerAt(v.typ.Kind()), v.at
	return func(r *run) int64 { return read(at(r)) }
}

// unsigned reads v, which is of a kind of unsigned integer.
func (v value) unsigned() func(*run) uint64 {
	read, at := unsignedAt(v.typ.Kind()), v.at
	return func(r *run) uint64 { return read(at(r)) }
}

// elements finds the first element and the number of those of v, a slice or an array.
func (v value) elements() func(*run) (unsafe.Pointer, int) {
	at := v.at
	switch v.known().Kind() {
	case reflect.Array:
		length := v.typ.Len()
		return func(r *run) (unsafe.Pointer, int) { return at(r), length }
	case reflect.Slice:
		return func(r *run) (unsafe.Pointer, int) {
			s := *(*[]byte)(at(r)) // the head of a slice is the same for all types
			return unsafe.Pointer(unsafe.SliceData(s)), len(s)
		}
	}
	giveUp("%s has no elements that are known", v.typ)
	panic("not reached")
}

// condition tells whether v is true in the sense of templates: not zero, not empty.
func (v value) condition() func(*run) bool {
	switch {
	case v.truth != nil:
		return v.truth
	case v.text != nil:
		return func(r *run) bool { return v.text(r) != "" }
	case v.number != nil:
		return func(r *run) bool { return v.number(r) != 0 }
	}
	is, at := truthAt(v.known()), v.at
	return func(r *run) bool { return is(at(r)) }
}

// truthy finds where v lies, if it is true.
func (v value) truthy() func(*run) (unsafe.Pointer, bool) {
	if v.text != nil { // which most often is empty
		return func(r *run) (unsafe.Pointer, bool) {
			s := v.text(r)
			if s == "" {
				return nil, false
			}
			p := new(string)
			*p = s
			return unsafe.Pointer(p), true
		}
	}
	is, at := truthAt(v.known()), v.at
	return func(r *run) (unsafe.Pointer, bool) {
		p := at(r)
		return p, is(p)
	}
}

// truthAt tells for a type whether what lies at a pointer is true.
func truthAt(typ reflect.Type) func(unsafe.Pointer) bool {
	switch kind := typ.Kind(); kind {
	case reflect.Bool:
		return func(p unsafe.Pointer) bool { return *(*bool)(p) }
	case reflect.String:
		return func(p unsafe.Pointer) bool { return *(*string)(p) != "" }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		read := integerAt(kind)
		return func(p unsafe.Pointer) bool { return read(p) != 0 }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		read := unsignedAt(kind)
		return func(p unsafe.Pointer) bool { return read(p) != 0 }
	case reflect.Slice:
		return func(p unsafe.Pointer) bool { return len(*(*[]byte)(p)) > 0 }
	case reflect.Array:
		some := typ.Len() > 0
		return func(unsafe.Pointer) bool { return some }
	case reflect.Pointer:
		return func(p unsafe.Pointer) bool { return *(*unsafe.Pointer)(p) != nil }
	case reflect.Struct:
		return func(unsafe.Pointer) bool { return true }
	}
	giveUp("whether a %s is true is not known", typ)
	panic("not reached")
}

func integerAt(kind reflect.Kind) func(unsafe.Pointer) int64 {
	switch kind {
	case reflect.Int8:
		return func(p unsafe.Pointer) int64 { return int64(*(*int8)(p)) }
	case reflect.Int16:
		return func(p unsafe.Pointer) int64 { return int64(*(*int16)(p)) }
	case reflect.Int32:
		return func(p unsafe.Pointer) int64 { return int64(*(*int32)(p)) }
	case reflect.Int64:
		return func(p unsafe.Pointer) int64 { return *(*int64)(p) }
	}
	return func(p unsafe.Pointer) int64 { return int64(*(*int)(p)) }
}

func unsignedAt(kind reflect.Kind) func(unsafe.Pointer) uint64 {
	switch kind {
	case reflect.Uint8:
		return func(p unsafe.Pointer) uint64 { return uint64(*(*uint8)(p)) }
	case reflect.Uint16:
		return func(p unsafe.Pointer) uint64 { return uint64(*(*uint16)(p)) }
	case reflect.Uint32:
		return func(p unsafe.Pointer) uint64 { return uint64(*(*uint32)(p)) }
	case reflect.Uint64:
		return func(p unsafe.Pointer) uint64 { return *(*uint64)(p) }
	}
	return func(p unsafe.Pointer) uint64 { return uint64(*(*uint)(p)) }
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
