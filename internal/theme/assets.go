package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
)

// publication is the assets as the site has them.
type publication struct {
	assets []Asset           // sorted by path
	names  map[string]string // site.css → assets/site.3f2a1b.css
}

// publish gives the assets of all layers, and the generated ones, under their
// fingerprinted names. A generated asset yields to a file of the same name in a
// later layer.
func publish(files *layered, generated map[string][]byte) (publication, []diag.Diagnostic, error) {
	p := &publisher{sources: map[string]file{}, done: map[string]string{}, imported: map[string]bool{}}
	for name, text := range generated {
		p.sources[name] = file{path: "assets/" + name, text: string(text)}
	}
	for full, f := range files.top {
		if name, ok := strings.CutPrefix(full, "assets/"); ok {
			if _, made := generated[name]; !made || f.user {
				p.sources[name] = f
			}
		}
	}
	names := slices.Sorted(maps.Keys(p.sources))
	for _, name := range names {
		if path.Ext(name) == ".css" {
			for _, m := range cssImport.FindAllStringSubmatch(p.sources[name].text, -1) {
				p.imported[path.Join(path.Dir(name), m[1])] = true
			}
		}
	}
	for _, name := range names {
		if !p.imported[name] {
			if _, err := p.publish(name, nil); err != nil {
				return publication{}, nil, err
			}
		}
	}
	slices.SortFunc(p.assets, func(a, b Asset) int { return strings.Compare(a.Path, b.Path) })
	return publication{p.assets, p.done}, p.diagnostics, nil
}

type publisher struct {
	sources     map[string]file   // by name below assets/
	imported    map[string]bool   // style sheets that are part of another
	done        map[string]string // name → path in the site
	assets      []Asset
	diagnostics []diag.Diagnostic
}

var (
	cssImport = regexp.MustCompile(`(?m)^@import\s+"(?:\./)?([^"]+)"\s*;`)
	cssURL    = regexp.MustCompile(`url\("([^":?#]+)([?#][^"]*)?"\)`)
	jsImport  = regexp.MustCompile(`(\b(?:from|import)\s*\(?\s*)"(\.{1,2}/[^"]+)"`)
)

// publish names the asset by the hash of its bytes, after everything that it
// refers to has its own name, and gives its path. chain is the assets that are
// waiting for this one.
func (p *publisher) publish(name string, chain []string) (string, error) {
	if made, ok := p.done[name]; ok {
		return made, nil
	}
	source := p.sources[name]
	if slices.Contains(chain, name) {
		return "", p.fault(p.sources[chain[len(chain)-1]], name, "assets refer to each other in a circle: "+strings.Join(append(chain, name), " → "))
	}
	chain = append(slices.Clip(chain), name)
	text := source.text
	var err error
	switch path.Ext(name) {
	case ".css":
		if text, err = p.join(name, nil); err != nil {
			return "", err
		}
		text, err = p.rename(text, name, cssURL, chain, func(m []string, to string) string { return `url("` + to + m[2] + `")` }, 1)
	case ".js":
		text, err = p.rename(text, name, jsImport, chain, func(m []string, to string) string { return m[1] + `"` + to + `"` }, 2)
	}
	if err != nil {
		return "", err
	}
	out := minifyAsset(path.Ext(name), []byte(text))
	sum := sha256.Sum256(out)
	ext := path.Ext(name)
	made := "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
	p.done[name] = made
	p.assets = append(p.assets, Asset{Path: made, Bytes: out})
	return made, nil
}

// join gives the text of a style sheet with its imports in place.
func (p *publisher) join(name string, chain []string) (string, error) {
	source := p.sources[name]
	if slices.Contains(chain, name) {
		return "", p.fault(p.sources[chain[len(chain)-1]], name, "style sheets import each other in a circle")
	}
	chain = append(slices.Clip(chain), name)
	var failed error
	text := cssImport.ReplaceAllStringFunc(source.text, func(statement string) string {
		target := path.Join(path.Dir(name), cssImport.FindStringSubmatch(statement)[1])
		if _, ok := p.sources[target]; !ok {
			if err := p.fault(source, statement, fmt.Sprintf("there is no style sheet %q to import", target)); err != nil {
				failed = err
			}
			return ""
		}
		part, err := p.join(target, chain)
		if err != nil {
			failed = err
		}
		return part
	})
	return text, failed
}

// rename replaces each reference that pattern finds (its group names the file)
// by the published name; what names no asset stays.
func (p *publisher) rename(text, name string, pattern *regexp.Regexp, chain []string, write func(match []string, to string) string, group int) (string, error) {
	var failed error
	text = pattern.ReplaceAllStringFunc(text, func(found string) string {
		m := pattern.FindStringSubmatch(found)
		target := path.Join(path.Dir(name), m[group])
		if _, ok := p.sources[target]; !ok || target == name {
			return found
		}
		made, err := p.publish(target, chain)
		if err != nil {
			failed = err
			return found
		}
		return write(m, relative("assets/"+name, made))
	})
	return text, failed
}

// relative gives the address of to as seen from the file from, beginning with
// "./" or "../" as scripts ask for.
func relative(from, to string) string {
	here, there := strings.Split(from, "/"), strings.Split(to, "/")
	shared := 0
	for shared < len(here)-1 && shared < len(there)-1 && here[shared] == there[shared] {
		shared++
	}
	up := strings.Repeat("../", len(here)-1-shared)
	if up == "" {
		up = "./"
	}
	return up + strings.Join(there[shared:], "/")
}

// fault reports a fault of a user's asset; of a bundled one it is an error.
func (p *publisher) fault(f file, near, message string) error {
	if !f.user {
		return fmt.Errorf("theme: %s: %s", f.path, message)
	}
	d := diag.New(diag.ThemeBroken, path.Join(Dir, f.path), "%s", message)
	if i := strings.Index(f.text, near); i >= 0 {
		at := diag.Position{Line: 1 + strings.Count(f.text[:i], "\n"), Column: 1}
		d.Range = diag.Range{Start: at, End: at}
		d.Excerpt = strings.Split(f.text, "\n")[at.Line-1]
	}
	p.diagnostics = append(p.diagnostics, d)
	return nil
}

// minifyAsset makes style sheets, pictures and data smaller. Scripts stay as
// they are written; so does what does not parse.
func minifyAsset(ext string, text []byte) []byte {
	mediatype, ok := map[string]string{".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}[ext]
	if !ok {
		return text
	}
	var out bytes.Buffer
	if err := assetMinifier.Minify(mediatype, &out, bytes.NewReader(text)); err != nil {
		return text
	}
	return out.Bytes()
}
