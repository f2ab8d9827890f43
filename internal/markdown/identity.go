package markdown

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/convention"
	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// readIdentity says what the document is called, what it is for, and in which
// language it is written.
func (r *reader) readIdentity() {
	r.doc.Title = r.title()
	r.doc.Role, r.doc.RoleReason = r.role()
	r.doc.Lang = r.lang()
}

// title is the first heading of the first level; the front matter's title where
// there is none, or where others stand before it: then it heads a part.
func (r *reader) title() string {
	first := ""
	for i := 1; i < len(r.doc.Sections); i++ {
		if s := &r.doc.Sections[i]; s.Level == 1 && s.Title != "" {
			if i == 1 {
				return s.Title
			}
			first = s.Title
			break
		}
	}
	for _, title := range []string{r.front("title"), r.front("name"), first} {
		if title != "" {
			return title
		}
	}
	return fileTitle(r.file.Path)
}

var leadingNumber = pattern.MustCompile(`^(?:\d{4}-\d{2}-\d{2}|\d+(?:[.-]\d+)*)[-_. ]+`)

// fileTitle is a file's name in words; a README is called after its directory.
func fileTitle(file string) string {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	if dir := path.Base(path.Dir(file)); convention.IsIntroduction(strings.ToLower(name)) && dir != "." && dir != "/" {
		name = dir
	}
	if short := leadingNumber.ReplaceAllString(name, ""); short != "" {
		name = short
	}
	name = strings.Join(strings.FieldsFunc(name, func(c rune) bool { return c == '-' || c == '_' || unicode.IsSpace(c) }), " ")
	first, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return path.Base(file)
	}
	return string(unicode.ToUpper(first)) + name[size:]
}

// role is what the front matter calls the document, else what its path and
// title say.
func (r *reader) role() (plan.Role, string) {
	declared := ""
	for _, key := range []string{"role", "type", "document-type", "doc-type"} {
		if v := r.front(key); v != "" && convention.IsRole(v) {
			declared = v
			break
		}
	}
	return convention.Role(r.file.Path, declared, r.doc.Title)
}

var languageTag = pattern.MustCompile(`^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$`)

// lang tells a text in Japanese, Korean or Chinese by its letters; any other is
// taken to be in the language of the options.
func (r *reader) lang() string {
	if l := r.front("lang"); languageTag.MatchString(l) {
		return l
	}
	var letters, kana, hangul, han int
	head, size := r.text[:min(len(r.text), 64<<10)], 0
	for i := 0; i < len(head); i += size {
		c := rune(head[i])
		if size = 1; c >= utf8.RuneSelf {
			c, size = utf8.DecodeRune(head[i:])
		}
		switch {
		case c < 0x80:
			if 'a' <= c|0x20 && c|0x20 <= 'z' {
				letters++
			}
			continue
		case unicode.In(c, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.Is(unicode.Hangul, c):
			hangul++
		case unicode.Is(unicode.Han, c):
			han++
		}
		if unicode.IsLetter(c) {
			letters++
		}
	}
	// Keywords, code and names stay Latin in such texts, and a letter of theirs
	// says as much as a few of ours: a tenth is plain enough.
	switch {
	case kana*20 > letters:
		return "ja"
	case hangul*10 > letters:
		return "ko"
	case han*10 > letters:
		return "zh"
	case r.opts.Lang != "":
		return r.opts.Lang
	}
	return "en"
}
