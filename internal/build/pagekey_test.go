package build

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/planfolio/planfolio/internal/site"
)

// TestPageKeys tells stories of edits and looks at the keys of pages before and
// after each: where they are equal, the views are. Most edits leave most keys
// alone.
func TestPageKeys(t *testing.T) {
	stories, first := setting("PLANFOLIO_STORIES", 6), setting("PLANFOLIO_FIRST_STORY", 0)
	kept, all := 0, 0
	for i := range stories {
		chance := rand.New(rand.NewPCG(uint64(first+i), 2))
		bytes := make([]byte, 160)
		for j := range bytes {
			bytes[j] = byte(chance.IntN(256))
		}
		tale := newTeller(bytes)
		var before map[string]site.Page
		var last *Result
		for tale.more() {
			r, err := Build(t.Context(), tale.inputs(), last)
			if err == nil {
				last = r
				now := keyedPages(r)
				for path, page := range now {
					old, ok := before[path]
					if !ok || old.Template != page.Template {
						continue
					}
					all++
					if old.Key() != page.Key() {
						continue
					}
					kept++
					if was, is := old.View(), page.View(); !reflect.DeepEqual(was, is) {
						t.Fatalf("%s has the key that it had, and another view: %s\nthe story:\n%s", path, unlike(was, is), tale.story())
					}
				}
				before = now
			}
			tale.edit()
		}
	}
	if kept*3 < all {
		t.Errorf("of %d keys, %d stay: they stand for too much", all, kept)
	}
}

// keyedPages are the pages that have a key, by path.
func keyedPages(r *Result) map[string]site.Page {
	pages := map[string]site.Page{}
	for _, list := range []iter.Seq[site.Page]{r.Site.All(), r.exported.All()} {
		for p := range list {
			if p.Key != nil {
				pages[p.Path] = p
			}
		}
	}
	return pages
}

// unlike finds the first fields of two views that differ.
func unlike(a, b any) string {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		if !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			return around(fmt.Sprintf("%+v", x.Field(i).Interface()), fmt.Sprintf("%+v", y.Field(i).Interface())) + " in " + x.Type().Field(i).Name
		}
	}
	return ""
}
