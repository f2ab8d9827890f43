package build

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"math"
	"reflect"
	"sync"
)

// viewKey identifies a view under a theme and a template. It walks the view by
// reflection and hashes every field, those that an embedding struct's own field
// of the same name hides among them: JSON leaves these out, and templates can
// show them. It fails for a view that is not plain data.
func viewKey(theme, template string, view any) (key [sha256.Size]byte, err error) {
	h := keyHashers.Get().(*keyHasher)
	defer keyHashers.Put(h)
	h.hash.Reset()
	h.text(theme)
	h.text(template)
	if err := h.value(reflect.ValueOf(view)); err != nil {
		return key, err
	}
	h.flush()
	h.hash.Sum(key[:0])
	return key, nil
}

var keyHashers = sync.Pool{New: func() any { return &keyHasher{hash: sha256.New()} }}

// keyHasher collects what is hashed, so that the hash gets it in large pieces.
type keyHasher struct {
	hash hash.Hash
	buf  []byte
}

func (h *keyHasher) flush() {
	h.hash.Write(h.buf)
	h.buf = h.buf[:0]
}

func (h *keyHasher) number(n uint64) {
	h.buf = binary.LittleEndian.AppendUint64(h.buf, n)
}

func (h *keyHasher) text(s string) {
	h.number(uint64(len(s)))
	h.buf = append(h.buf, s...)
	if len(h.buf) > 32<<10 {
		h.flush()
	}
}

// value hashes v so that no two different values of one type hash the same
// bytes: what varies in length says its length first.
func (h *keyHasher) value(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Invalid:
		h.number(0)
	case reflect.String:
		h.text(v.String())
	case reflect.Bool:
		if v.Bool() {
			h.number(1)
		} else {
			h.number(0)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		h.number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		h.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		h.number(math.Float64bits(v.Float()))
	case reflect.Struct:
		for i := range v.NumField() {
			if err := h.value(v.Field(i)); err != nil {
				return err
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			h.number(math.MaxUint64) // a template can tell it from an empty one
			return nil
		}
		h.number(uint64(v.Len()))
		return h.items(v)
	case reflect.Array:
		return h.items(v)
	case reflect.Pointer:
		if v.IsNil() {
			h.number(0)
			return nil
		}
		h.number(1)
		return h.value(v.Elem())
	case reflect.Interface:
		if v.IsNil() {
			h.number(0)
			return nil
		}
		h.text(v.Elem().Type().String())
		return h.value(v.Elem())
	default:
		return fmt.Errorf("a view holds a %s", v.Type())
	}
	return nil
}

func (h *keyHasher) items(v reflect.Value) error {
	for i := range v.Len() {
		if err := h.value(v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}
