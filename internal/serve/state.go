package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/planfolio/planfolio/internal/build"
)

// A state is one result with what is needed to answer from it, and what is wrong
// with what came after it. Nothing writes to it.
type state struct {
	result *build.Result
	number int    // of the build, from 1
	prefix string // path that the site stands at, with a slash at both ends
	fault  *fault // why there is no newer site, or not all of it is as it should be; nil
	edit   *edit  // the last that was a single document's; nil
	moves  []move // of documents since the preview began, the newest last

	headers   func() headers
	redirects func() map[string]string // of _redirects, from path to path
}

func newState(result *build.Result, number int) *state {
	st := &state{result: result, number: number, prefix: "/"}
	if u, err := url.Parse(result.Site.Facts.Config.BaseURL); err == nil && u.Path != "" {
		st.prefix = "/" + strings.Trim(u.Path, "/") + "/"
		st.prefix = strings.ReplaceAll(st.prefix, "//", "/")
	}
	if broken := result.ThemeFaults(); len(broken) > 0 {
		st.fault = &fault{diagnostics: broken}
	}
	st.headers = sync.OnceValue(func() headers {
		text, _ := result.File("_headers")
		return parseHeaders(string(text))
	})
	st.redirects = sync.OnceValue(func() map[string]string {
		text, _ := result.File("_redirects")
		return parseRedirects(string(text))
	})
	return st
}

// after gives st with what has happened since before.
func (st *state) after(before *state) *state {
	moved, edited := compare(before.result, st.result)
	st.moves = append(slices.Clone(before.moves), moved...)
	st.moves = st.moves[max(len(st.moves)-maxMoves, 0):]
	st.edit = before.edit
	if edited != nil {
		st.edit = &edit{number: st.number, path: edited.path, line: edited.line}
	}
	return st
}

// failing gives the same site with the fault of a build after it.
func (st *state) failing(f *fault, number int) *state {
	next := *st
	next.fault, next.number = f, number
	return &next
}

// address gives an address of the site as a browser has it.
func (st *state) address(inSite string) string {
	u := url.URL{Path: st.prefix}
	return u.EscapedPath() + inSite
}

// answer is what a request for a path gets.
type answer struct {
	status      int
	contentType string
	body        []byte
	redirect    string
	err         error
}

// answer looks a decoded path up in the list of the site's files.
func (st *state) answer(p string) answer {
	name, inside := strings.CutPrefix(p, st.prefix)
	if !inside {
		if p+"/" == st.prefix {
			return answer{redirect: st.prefix}
		}
		return st.missing()
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	body, err := st.result.File(name)
	switch {
	case err == nil:
		return answer{status: http.StatusOK, contentType: contentType(name), body: body}
	case !isMissing(err):
		return answer{err: err}
	case st.result.Has(name + "/index.html"):
		return answer{redirect: p + "/"}
	}
	if to, ok := st.redirects()["/"+strings.TrimSuffix(name, "index.html")]; ok {
		return answer{redirect: st.prefix + to[1:]}
	}
	return st.missing()
}

func isMissing(err error) bool {
	pathErr, ok := err.(*fs.PathError)
	return ok && pathErr.Err == fs.ErrNotExist
}

// missing is what stands at a path that the site does not have.
func (st *state) missing() answer {
	body, err := st.result.File("404.html")
	if err != nil {
		return answer{status: http.StatusNotFound, contentType: "text/plain; charset=utf-8", body: []byte("Not found\n")}
	}
	return answer{status: http.StatusNotFound, contentType: "text/html; charset=utf-8", body: body}
}

// version identifies what an answer shows. It begins with the status.
func (a answer) version() string {
	h := sha256.New()
	fmt.Fprintf(h, "%d %s\n", a.status, a.redirect)
	h.Write(a.body)
	return fmt.Sprintf("%d-%s", a.status, hex.EncodeToString(h.Sum(nil)[:12]))
}

// digest identifies a text.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// contentTypes are those of every kind of file that a site has. The system's
// own table is not asked: it differs from machine to machine.
var contentTypes = map[string]string{
	".html":        "text/html; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".mjs":         "text/javascript; charset=utf-8",
	".json":        "application/json",
	".webmanifest": "application/manifest+json",
	".xml":         "application/xml",
	".svg":         "image/svg+xml",
	".png":         "image/png",
	".jpg":         "image/jpeg",
	".jpeg":        "image/jpeg",
	".gif":         "image/gif",
	".webp":        "image/webp",
	".avif":        "image/avif",
	".ico":         "image/x-icon",
	".pdf":         "application/pdf",
	".csv":         "text/csv; charset=utf-8",
	".txt":         "text/plain; charset=utf-8",
	".md":          "text/plain; charset=utf-8",
	".ics":         "text/calendar; charset=utf-8",
	".woff2":       "font/woff2",
}

func contentType(name string) string {
	if t := contentTypes[strings.ToLower(path.Ext(name))]; t != "" {
		return t
	}
	if path.Ext(name) == "" { // _headers, _redirects
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// withScript adds the script to a page, before any of the page's own, so that it
// sees the page as it came; where there is none, at the end of its head.
func withScript(page []byte, script string) []byte {
	at := len(page)
	for _, tag := range []string{"<script", "</head>", "</body>", "</html>"} {
		if i := bytes.Index(page, []byte(tag)); i >= 0 {
			at = i
			break
		}
	}
	out := make([]byte, 0, len(page)+len(script))
	out = append(out, page[:at]...)
	out = append(out, script...)
	return append(out, page[at:]...)
}
