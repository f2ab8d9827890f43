package theme

import (
	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/json"
	"github.com/tdewolff/minify/v2/svg"
)

// assetMinifier makes style sheets, pictures and data smaller. It knows no
// JavaScript, which is never rewritten, and no HTML: pages are compact as they
// are made (see compact).
var assetMinifier = newAssetMinifier()

func newAssetMinifier() *minify.M {
	m := minify.New()
	m.AddFunc("text/css", css.Minify)
	m.AddFunc("image/svg+xml", svg.Minify)
	m.AddFunc("application/json", json.Minify)
	return m
}
