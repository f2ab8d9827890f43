package source

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/diag"
)

// replacement stands for what is no text: Unicode's own sign for it, three bytes long.
const replacement = string(utf8.RuneError)

// flaw is what had to be repaired in a text, with the place of the first repair
// in the text that came out.
type flaw struct {
	code           diag.Code
	encoding       string // the text was UTF-16: its name
	count          int
	offset, length int
}

func (x flaw) diagnostic() diag.Diagnostic {
	var d diag.Diagnostic
	switch {
	case x.encoding != "":
		d = diag.New(x.code, "", "the file is %s, not UTF-8", x.encoding)
		d.Hint = "save it as UTF-8; it was read all the same"
	case x.code == diag.NulByte:
		d = diag.New(x.code, "", "the file has %s, shown as %q", counted(x.count, "NUL byte"), replacement)
		d.Hint = "remove them, or leave the file out with ignore in planfolio.yaml where it is no text"
	default:
		d = diag.New(x.code, "", "the file is not valid UTF-8: %s shown as %q", counted(x.count, "byte"), replacement)
		d.Hint = "save it as UTF-8"
	}
	return d
}

// repair makes valid UTF-8 of raw, without byte order mark and NUL bytes, and
// with LF line ends. Line ends and a mark of UTF-8 are no flaws.
func repair(raw []byte) (string, []flaw) {
	var flaws []flaw
	switch {
	case bytes.HasPrefix(raw, []byte{0xef, 0xbb, 0xbf}):
		raw = raw[3:]
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}):
		raw = decodeUTF16(raw[2:], binary.LittleEndian)
		flaws = append(flaws, flaw{code: diag.NotUTF8, encoding: "UTF-16 (little endian)"})
	case bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		raw = decodeUTF16(raw[2:], binary.BigEndian)
		flaws = append(flaws, flaw{code: diag.NotUTF8, encoding: "UTF-16 (big endian)"})
	}
	if utf8.Valid(raw) && bytes.IndexByte(raw, 0) < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return string(raw), flaws
	}
	nul, invalid := flaw{code: diag.NulByte}, flaw{code: diag.NotUTF8}
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		switch {
		case r == '\r':
			b.WriteByte('\n')
			if i+1 < len(raw) && raw[i+1] == '\n' {
				size = 2
			}
		case r == 0:
			nul.meet(b.Len())
			b.WriteString(replacement)
		case r == utf8.RuneError && size == 1:
			invalid.meet(b.Len())
			b.WriteString(replacement)
		default:
			b.Write(raw[i : i+size])
		}
		i += size
	}
	for _, x := range []flaw{invalid, nul} {
		if x.count > 0 {
			flaws = append(flaws, x)
		}
	}
	return b.String(), flaws
}

// meet counts one repair.
func (x *flaw) meet(offset int) {
	if x.count == 0 {
		x.offset, x.length = offset, len(replacement)
	}
	x.count++
}

// decodeUTF16 gives raw as UTF-8. A byte left over at the end is no text.
func decodeUTF16(raw []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	text := []byte(string(utf16.Decode(units)))
	if len(raw)%2 == 1 {
		text = append(text, replacement...)
	}
	return text
}
