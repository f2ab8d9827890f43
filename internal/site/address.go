package site

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/search"
)

// An address is a path from the site's root as it stands in a link: every
// segment escaped, directories with "/" at the end, the root itself "". What
// follows "#" is escaped as well.

// maxSegment is the most bytes of one part of a path: file systems stop at 255,
// and temporary names need some of them.
const maxSegment = 200

// addresses gives out paths of lists, each once, also for a file system that
// folds case or normalises names, and none that a page of a plan has.
type addresses struct {
	site  *Site // whose plans have pages
	taken map[string]bool
}

// claim gives the path want or, where that is taken, the first of want-2,
// want-3 … that is not.
func (a *addresses) claim(want string) string {
	got, _ := claim(want, func(path string) bool {
		key := folded(path)
		if a.taken[key] || a.site.planHas(key) {
			return false
		}
		a.taken[key] = true
		return true
	})
	return got
}

// pages gives the addresses of n pages: at want, and below its page/2 and so on.
func (a *addresses) pages(want string, n int) []string {
	return a.site.pagesAt(a.claim(want), n)
}

// pagesAt gives the addresses of n pages of which the first is claimed. What is
// below it is that of no other list.
func (s *Site) pagesAt(first string, n int) []string {
	list := make([]string, max(n, 1))
	_, list[0] = directory(first)
	for i := 1; i < n; i++ {
		further, _ := claim(first+"/page/"+strconv.Itoa(i+1), func(path string) bool { return !s.planHas(folded(path)) })
		_, list[i] = directory(further)
	}
	return list
}

func (s *Site) newAddresses() *addresses { return &addresses{site: s, taken: map[string]bool{}} }

// claim gives the path want or, where it cannot be had, the first of want-2,
// want-3 … that can; ok tells whether it is want.
func claim(want string, take func(path string) bool) (got string, ok bool) {
	if take(want) {
		return want, true
	}
	ext := path.Ext(want)
	for n := 2; ; n++ {
		got := strings.TrimSuffix(want, ext) + "-" + strconv.Itoa(n) + ext
		if take(got) {
			return got, false
		}
	}
}

// withoutNumber gives the path that claim was asked for where it may have given
// this one for it.
func withoutNumber(got string) (want string, ok bool) {
	ext := path.Ext(got)
	stem := strings.TrimSuffix(got, ext)
	want, ok = strings.CutSuffix(strings.TrimRight(stem, "0123456789"), "-")
	return want + ext, ok && !strings.HasSuffix(stem, "-")
}

// folded is what paths have in common that some file system holds to be one.
func folded(p string) string {
	if !plain(p) {
		p = strings.ToUpper(search.Compose(p)) // so that ſ is s
	}
	return strings.ToLower(p)
}

// segment makes name fit for one part of a path on every system and in every
// link: letters, digits and "-._~" stay, runs of anything else become "-".
func segment(name string) string {
	if simple(name) {
		return name
	}
	var b strings.Builder
	gap := false
	for _, r := range search.Compose(name) {
		if strings.ContainsRune("-._~", r) || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			if gap {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		} else {
			gap = true
		}
	}
	s := strings.TrimRight(b.String(), ".")
	if strings.HasPrefix(s, ".") {
		s = "-" + s[1:]
	}
	if s == "" {
		return "-"
	}
	if ext := path.Ext(s); reserved[strings.ToLower(strings.TrimSuffix(s, ext))] {
		s = strings.TrimSuffix(s, ext) + "-" + ext
	}
	return shorten(s)
}

// simple tells whether segment has nothing to do to name. Names of up to five
// bytes before the first "." may be reserved.
func simple(name string) bool {
	if name == "" || len(name) > maxSegment || name[0] == '.' || name[len(name)-1] == '.' || strings.Contains(name, "/") || !plain(name) {
		return false
	}
	stem, _, _ := strings.Cut(name, ".")
	return len(stem) > 5 || !reserved[strings.ToLower(stem)] && !reserved[strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))]
}

// plain tells whether p is nothing but ASCII letters, digits and "-._~/".
func plain(p string) bool {
	for i := range len(p) {
		switch c := p[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '.', c == '_', c == '~', c == '/':
		default:
			return false
		}
	}
	return true
}

// reserved are the names that Windows keeps for devices, with any extension.
var reserved = func() map[string]bool {
	names := map[string]bool{"con": true, "prn": true, "aux": true, "nul": true}
	for _, digit := range "123456789" {
		names["com"+string(digit)] = true
		names["lpt"+string(digit)] = true
	}
	return names
}()

// shorten cuts a long segment and ends it with a digest of all of it and its
// extension.
func shorten(s string) string {
	if len(s) <= maxSegment {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	ext := path.Ext(s)
	if len(ext) > 10 {
		ext = ""
	}
	tail := "-" + hex.EncodeToString(sum[:6]) + ext
	n := maxSegment - len(tail)
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + tail
}

// segments applies segment to every part of a slash path.
func segments(p string) string {
	parts := strings.Split(p, "/")
	for i := range parts {
		parts[i] = segment(parts[i])
	}
	return strings.Join(parts, "/")
}

// escapePath makes an address of a path of the site.
func escapePath(p string) string {
	if plain(p) {
		return p
	}
	parts := strings.Split(p, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/")
}

// directory gives the path of a page's directory and its address.
func directory(claimed string) (dir, address string) {
	dir = claimed + "/"
	return dir, escapePath(dir)
}

// at adds an anchor to an address; "" adds none.
func at(address, anchor string) string {
	if anchor == "" {
		return address
	}
	return address + "#" + escapeAnchor(anchor)
}

// escapeAnchor is an anchor as it stands in a link.
func escapeAnchor(anchor string) string {
	if plain(anchor) {
		return anchor
	}
	u := url.URL{Fragment: anchor}
	return u.EscapedFragment()
}

// relation says how a page refers to others: it holds the page's own address
// and the prefix of every address of ours.
type relation struct {
	address string
	root    string
}

// from gives the relation of the page at address.
func from(address string) relation {
	return relation{address: address, root: strings.Repeat("../", strings.Count(address, "/"))}
}

// to gives the link from the page to an address of ours.
func (r relation) to(address string) string {
	if n := len(r.address); len(address) > n && address[n] == '#' && address[:n] == r.address {
		return address[n:]
	}
	if r.root == "" && address == "" {
		return "./"
	}
	return r.root + address
}

// toAnchor gives the link from the page to an anchor of an address of ours; ""
// stands for the page itself.
func (r relation) toAnchor(address, anchor string) string {
	switch {
	case anchor == "":
		return r.to(address)
	case address == r.address:
		return "#" + escapeAnchor(anchor)
	}
	return r.root + address + "#" + escapeAnchor(anchor)
}

// link is a Link to an address of ours.
func (r relation) link(label, address string) Link {
	return Link{Label: label, Href: r.to(address)}
}
