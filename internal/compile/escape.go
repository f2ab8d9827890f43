package compile

import (
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"
)

// This file has the escapers of html/template again, for strings, with its
// tables: what it gives for a string in a context, they append.

// An escaper appends s to dst as its context asks for.
type escaper func(dst []byte, s string) []byte

// failsafe stands for what may not be shown.
const failsafe = "ZgotmplZ"

var (
	typeHTML = reflect.TypeFor[template.HTML]()
	typeURL  = reflect.TypeFor[template.URL]()
)

// escaperOf gives the escaper of a name for a type of string.
func escaperOf(name string, typ reflect.Type) escaper {
	name = strings.TrimPrefix(name, "_html_template_")
	if typ == typeHTML {
		switch name {
		case "htmlescaper":
			return asItIs
		case "rcdataescaper":
			return func(dst []byte, s string) []byte { return appendReplaced(dst, s, &inMarkup) }
		}
		giveUp("markup goes through %s", name)
	}
	switch name {
	case "htmlescaper", "attrescaper", "rcdataescaper":
		return appendText
	case "nospaceescaper":
		return appendUnquoted
	case "commentescaper":
		return func(dst []byte, _ string) []byte { return dst }
	case "urlfilter":
		if typ == typeURL {
			return asItIs
		}
		return func(dst []byte, s string) []byte { return append(dst, safeAddress(s)...) }
	case "urlnormalizer":
		return func(dst []byte, s string) []byte { return appendAddress(dst, s, &inAddress) }
	case "urlescaper":
		if typ == typeURL {
			return func(dst []byte, s string) []byte { return appendAddress(dst, s, &inAddress) }
		}
		return func(dst []byte, s string) []byte { return appendAddress(dst, s, &inQuery) }
	}
	giveUp("the escaper %s is not known", name)
	panic("not reached")
}

func asItIs(dst []byte, s string) []byte { return append(dst, s...) }

// chain gives the escapers of the names, one after the other. What the first
// gives is a plain string to the others.
func chain(names []string, typ reflect.Type) escaper {
	first := escaperOf(names[0], typ)
	switch strings.Join(names, " ") {
	case "_html_template_urlfilter _html_template_urlnormalizer _html_template_attrescaper":
		if typ != typeURL && typ != typeHTML {
			return func(dst []byte, s string) []byte { return appendAddress(dst, safeAddress(s), &inAddressAttribute) }
		}
	case "_html_template_urlnormalizer _html_template_attrescaper":
		return func(dst []byte, s string) []byte { return appendAddress(dst, s, &inAddressAttribute) }
	}
	if len(names) == 1 {
		return first
	}
	others := chain(names[1:], reflect.TypeFor[string]())
	return func(dst []byte, s string) []byte { return others(dst, string(first(nil, s))) }
}

// writer shows v through escapers.
func (v value) writer(names []string) step {
	typ := v.known()
	plain(typ)
	switch classOf(typ) {
	case classString:
		if v.markup != nil && len(names) == 1 && names[0] == "_html_template_htmlescaper" && typ == typeHTML {
			return v.markup
		}
		return writing(chain(names, typ), v.str())
	case classInt:
		if numbersPass(names) {
			read := v.integer()
			return func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow) {
				return strconv.AppendInt(out, read(r, dot), 10), next
			}
		}
	case classUint:
		if numbersPass(names) {
			read := v.unsigned()
			return func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow) {
				return strconv.AppendUint(out, read(r, dot), 10), next
			}
		}
	case classBool:
		read := v.boolean()
		return writing(chain(names, reflect.TypeFor[string]()), func(r *run, dot unsafe.Pointer) string { return strconv.FormatBool(read(r, dot)) })
	}
	giveUp("how a %s is shown is not known", typ)
	panic("not reached")
}

// plain gives up where values of a type show themselves by methods of their own.
func plain(typ reflect.Type) {
	if typ == typeHTML || typ == typeURL {
		return
	}
	if typ.NumMethod() > 0 || reflect.PointerTo(typ).NumMethod() > 0 {
		giveUp("%s has methods", typ)
	}
}

func writing(escape escaper, read getter[string]) step {
	return func(r *run, dot unsafe.Pointer, out []byte) ([]byte, flow) {
		return escape(out, read(r, dot)), next
	}
}

// numbersPass tells whether digits and a minus pass all escapers unchanged.
func numbersPass(names []string) bool {
	for _, name := range names {
		switch name {
		case "_html_template_htmlescaper", "_html_template_attrescaper", "_html_template_rcdataescaper", "_html_template_nospaceescaper",
			"_html_template_urlfilter", "_html_template_urlnormalizer", "_html_template_urlescaper":
		default:
			return false
		}
	}
	return true
}

// A table says what stands for a byte; what needs nothing is found out first, by
// a byte of its own, as it is almost all.
type table struct {
	kept    [256]bool
	instead [256]string
}

func replacing(pairs ...string) (t table) {
	for c := range t.kept {
		t.kept[c] = true
	}
	for i := 0; i < len(pairs); i += 2 {
		t.set(pairs[i][0], pairs[i+1])
	}
	return t
}

func (t *table) set(c byte, instead string) { t.kept[c], t.instead[c] = false, instead }

var (
	inText = replacing("\x00", "\uFFFD", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")
	// inMarkup leaves the ampersand, as what it begins is escaped.
	inMarkup = replacing("\x00", "\uFFFD", `"`, "&#34;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")
	unquoted = replacing("\x00", "&#xfffd;", "\t", "&#9;", "\n", "&#10;", "\v", "&#11;", "\f", "&#12;", "\r", "&#13;", " ", "&#32;",
		`"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", "=", "&#61;", ">", "&gt;", "`", "&#96;")
)

// appendText appends s as text or as an attribute's value in quotes.
func appendText(dst []byte, s string) []byte { return appendReplaced(dst, s, &inText) }

func appendReplaced(dst []byte, s string, t *table) []byte {
	written := 0
	for i := range len(s) {
		c := s[i]
		if t.kept[c] {
			continue
		}
		dst = append(dst, s[written:i]...)
		dst = append(dst, t.instead[c]...)
		written = i + 1
	}
	return append(dst, s[written:]...)
}

// appendUnquoted appends s as an attribute's value without quotes.
func appendUnquoted(dst []byte, s string) []byte {
	if s == "" {
		return append(dst, failsafe...)
	}
	for i, width := 0, 0; i < len(s); i += width {
		var c rune
		c, width = utf8.DecodeRuneInString(s[i:])
		switch {
		case c < utf8.RuneSelf && !unquoted.kept[c]:
			dst = append(dst, unquoted.instead[c]...)
		case 0xfdd0 <= c && c <= 0xfdef || 0xfff0 <= c && c <= 0xffff:
			dst = append(dst, "&#x"...)
			dst = strconv.AppendInt(dst, int64(c), 16)
			dst = append(dst, ';')
		default:
			dst = append(dst, s[i:i+width]...)
		}
	}
	return dst
}

// safeAddress gives s, if it is relative or its scheme is one of http, https
// and mailto.
func safeAddress(s string) string {
	for i := range len(s) {
		switch s[i] {
		case '/':
			return s
		case ':':
			if scheme := s[:i]; strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto") {
				return s
			}
			return "#" + failsafe
		}
	}
	return s
}

// An addressTable says what stands for a byte in an address.
type addressTable struct {
	table
	percent bool // a percent sign stays where two hexadecimal digits follow
}

var (
	inQuery   = addressEscapes("-._~", false)
	inAddress = addressEscapes("-._~!#$&*+,/:;=?@[]", true)
	// inAddressAttribute is inAddress, and what it gives escaped for an attribute.
	inAddressAttribute = func() addressTable {
		t := inAddress
		t.set('&', inText.instead['&'])
		t.set('+', inText.instead['+'])
		return t
	}()
)

func addressEscapes(pass string, percent bool) addressTable {
	const hex = "0123456789abcdef"
	t := addressTable{table: replacing(), percent: percent}
	for i := range 256 {
		c := byte(i)
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte(pass, c) >= 0 {
			continue
		}
		t.set(c, string([]byte{'%', hex[c>>4], hex[c&15]}))
	}
	return t
}

func appendAddress(dst []byte, s string, t *addressTable) []byte {
	written := 0
	for i := range len(s) {
		c := s[i]
		if t.kept[c] || c == '%' && t.percent && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			continue
		}
		dst = append(dst, s[written:i]...)
		dst = append(dst, t.instead[c]...)
		written = i + 1
	}
	return append(dst, s[written:]...)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
