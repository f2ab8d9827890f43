package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/planfolio/planfolio/internal/build"
)

// A state is one result with what is needed to answer from it. Nothing writes to it.
type state struct {
	result *build.Result
	number int    // of the build, from 1
	prefix string // path that the site stands at, with a slash at both ends
	styles []style

	headers   headers
	redirects map[string]string // of _redirects, from path to path
}

// style is a style sheet of the theme: its path in the site, and the same
// without fingerprint, which stays when its text changes.
type style struct{ path, name string }

func newState(result *build.Result, number int) *state {
	st := &state{result: result, number: number, prefix: "/"}
	if u, err := url.Parse(result.Site.Facts.Config.BaseURL); err == nil && u.Path != "" {
		st.prefix = "/" + strings.Trim(u.Path, "/") + "/"
		st.prefix = strings.ReplaceAll(st.prefix, "//", "/")
	}
	for _, a := range result.Theme.Assets() {
		if strings.HasSuffix(a.Path, ".css") {
			st.styles = append(st.styles, style{path: a.Path, name: logicalName(a.Path)})
		}
	}
	if text, err := result.File("_headers"); err == nil {
		st.headers = parseHeaders(string(text))
	}
	if text, err := result.File("_redirects"); err == nil {
		st.redirects = parseRedirects(string(text))
	}
	return st
}

var fingerprint = regexp.MustCompile(`\.[0-9a-f]{6,}(\.[a-z0-9]+)$`)

func logicalName(path string) string { return fingerprint.ReplaceAllString(path, "$1") }

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
	if to, ok := st.redirects["/"+strings.TrimSuffix(name, "index.html")]; ok {
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

// version identifies what an answer shows.
func (a answer) version() string { return digest([]byte{byte(a.status), byte(a.status >> 8)}, a.body) }

// content identifies what an answer shows but for the texts of style sheets.
func (st *state) content(a answer) string {
	body := a.body
	for _, s := range st.styles {
		body = bytes.ReplaceAll(body, []byte(s.path), []byte(s.name))
	}
	return digest([]byte{byte(a.status), byte(a.status >> 8)}, body)
}

func digest(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
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

// withScript adds the script to a page: at the end of its head, where there is
// one, else at the end.
func withScript(page []byte, script string) []byte {
	at := len(page)
	for _, tag := range []string{"</head>", "</body>", "</html>"} {
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
