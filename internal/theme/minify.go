package theme

import (
	"bytes"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/minify/v2/json"
	"github.com/tdewolff/minify/v2/svg"
)

// Two minifiers: that of pages knows no other language, so that drawings in a
// page stay as the templates and plans have them, and neither knows JavaScript,
// which is never rewritten.
var (
	pageMinifier  = newPageMinifier()
	assetMinifier = newAssetMinifier()
)

func newPageMinifier() *minify.M {
	m := minify.New()
	// What is kept is what a parser would have to put back: a page has the same
	// tree before and after.
	m.Add("text/html", &html.Minifier{KeepDefaultAttrVals: true, KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true})
	return m
}

func newAssetMinifier() *minify.M {
	m := minify.New()
	m.AddFunc("text/css", css.Minify)
	m.AddFunc("image/svg+xml", svg.Minify)
	m.AddFunc("application/json", json.Minify)
	return m
}

// minifyHTML gives a smaller page with the same tree. It does not keep page.
func minifyHTML(page []byte) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(len(page))
	if err := pageMinifier.Minify("text/html", &out, bytes.NewReader(page)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
