package serve

import (
	"net/http"
	"strings"
)

// headers are the rules of a _headers file: which headers a path is published
// with. The form is Netlify's: a path, in which "*" stands for anything, then
// its headers on indented lines. Where several rules fit, the later one holds.
type headers []headerRule

type headerRule struct {
	pattern string
	fields  [][2]string
}

func parseHeaders(text string) headers {
	var rules headers
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "#"):
		case line[0] != ' ' && line[0] != '\t':
			rules = append(rules, headerRule{pattern: trimmed})
		case len(rules) > 0:
			if name, value, ok := strings.Cut(trimmed, ":"); ok {
				last := &rules[len(rules)-1]
				last.fields = append(last.fields, [2]string{strings.TrimSpace(name), strings.TrimSpace(value)})
			}
		}
	}
	return rules
}

// apply sets the headers of path. Two are the preview's own: nothing is kept,
// and nothing may be read from another site.
func (rules headers) apply(h http.Header, path string) {
	for _, rule := range rules {
		if !fits(rule.pattern, path) {
			continue
		}
		for _, f := range rule.fields {
			name := http.CanonicalHeaderKey(f[0])
			if name == "Cache-Control" || strings.HasPrefix(name, "Access-Control-") || name == "Cross-Origin-Resource-Policy" {
				continue
			}
			h.Set(name, f[1])
		}
	}
}

// fits tells whether path has the shape of pattern.
func fits(pattern, path string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == path
	}
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	last := parts[len(parts)-1]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(path, part)
		if i < 0 {
			return false
		}
		path = path[i+len(part):]
	}
	return strings.HasSuffix(path, last)
}

// parseRedirects reads a _redirects file: lines of a path, the path that it
// leads to, and a status. Patterns are not for the preview.
func parseRedirects(text string) map[string]string {
	redirects := make(map[string]string)
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) >= 2 && strings.HasPrefix(fields[0], "/") && strings.HasPrefix(fields[1], "/") && !strings.Contains(line, "*") {
			redirects[fields[0]] = fields[1]
		}
	}
	return redirects
}
