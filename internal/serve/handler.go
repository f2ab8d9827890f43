package serve

import (
	"embed"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

//go:embed client
var client embed.FS

// ownPrefix begins the addresses of what is not the site's.
const ownPrefix = "/_planfolio/"

// ServeHTTP answers one request.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	switch {
	case !s.hosts[r.Host]:
		w.WriteHeader(http.StatusMisdirectedRequest)
		return
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		plain(w, r, http.StatusMethodNotAllowed)
		return
	case foreign(r):
		plain(w, r, http.StatusForbidden)
		return
	}
	path, ok := requestPath(r)
	if !ok {
		plain(w, r, http.StatusBadRequest)
		return
	}
	if name, ok := strings.CutPrefix(path, ownPrefix+s.token+"/"); ok {
		switch name {
		case "events":
			s.serveEvents(w, r)
			return
		case "problems":
			s.serveProblems(w, r)
			return
		}
		if text, err := client.ReadFile("client/" + name); err == nil {
			send(w, r, http.StatusOK, contentType(name), text)
			return
		}
	}
	s.servePage(w, r, path)
}

// servePage answers with a file of the site.
func (s *server) servePage(w http.ResponseWriter, r *http.Request, path string) {
	st := s.current.Load()
	if path == "/" && st.prefix != "/" {
		redirect(w, r, http.StatusFound, st.prefix)
		return
	}
	a := st.answer(path)
	if a.redirect != "" {
		redirect(w, r, http.StatusFound, a.redirect) // a permanent one would outlive the preview
		return
	}
	if a.err != nil {
		http.Error(w, a.err.Error(), http.StatusInternalServerError)
		return
	}
	st.headers().apply(w.Header(), strings.TrimPrefix(path, strings.TrimSuffix(st.prefix, "/")))
	body := a.body
	if strings.HasPrefix(a.contentType, "text/html") {
		body = withScript(body, fmt.Sprintf(`<script type="module" src="%s%s/preview.js" data-version="%s"></script>`, ownPrefix, s.token, a.version()))
	}
	send(w, r, a.status, a.contentType, body)
}

// foreign tells whether another site made the browser send r. Following a link
// to us is all that another site may do.
func foreign(r *http.Request) bool {
	if origin, ok := r.Header["Origin"]; ok && (len(origin) != 1 || origin[0] != "http://"+r.Host) {
		return true
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return false
	}
	return r.Header.Get("Sec-Fetch-Mode") != "navigate" || r.Header.Get("Sec-Fetch-Dest") != "document"
}

var (
	target  = regexp.MustCompile(`^/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*$`)
	encoded = regexp.MustCompile(`(?i)%(2f|5c|00|2e)`)
)

// maxTarget bounds a request's path and query in bytes.
const maxTarget = 8 << 10

// requestPath gives the path of a request, decoded; ok is false for one that no
// link of ours has: with a backslash, an encoded slash, empty segments or dots.
func requestPath(r *http.Request) (path string, ok bool) {
	raw, _, _ := strings.Cut(r.RequestURI, "?")
	if len(r.RequestURI) > maxTarget || !target.MatchString(raw) || encoded.MatchString(raw) {
		return "", false
	}
	path, err := url.PathUnescape(raw)
	return path, err == nil && sound(path)
}

// sound tells whether a decoded path is one that an address of ours may have.
func sound(path string) bool {
	if !utf8.ValidString(path) || strings.ContainsFunc(path, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) {
		return false
	}
	segments := strings.Split(path, "/")[1:]
	for i, segment := range segments {
		if segment == "." || segment == ".." || segment == "" && i < len(segments)-1 {
			return false
		}
	}
	return true
}

// redirect sends the client to another path of ours, with its query.
func redirect(w http.ResponseWriter, r *http.Request, status int, path string) {
	to := url.URL{Path: path, RawQuery: r.URL.RawQuery}
	w.Header().Set("Location", to.String())
	w.WriteHeader(status)
}

// plain answers with the words of a status.
func plain(w http.ResponseWriter, r *http.Request, status int) {
	send(w, r, status, "text/plain; charset=utf-8", []byte(http.StatusText(status)+"\n"))
}

func send(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}
