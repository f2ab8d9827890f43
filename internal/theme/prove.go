package theme

import (
	"html/template"
	"io"
	"maps"
	"reflect"
	"slices"

	"github.com/planfolio/planfolio/internal/site"
)

// views is the view type of each page: the contract between site and themes.
var views = map[string]any{
	"home":              site.HomeView{},
	"document":          site.DocumentView{},
	"requirement":       site.RequirementView{},
	"requirements":      site.RequirementsView{},
	"moved":             site.MovedView{},
	"similar":           site.SimilarView{},
	"states":            site.StatesView{},
	"matrix-index":      site.MatrixIndexView{},
	"matrix":            site.MatrixView{},
	"roadmap":           site.RoadmapView{},
	"phase":             site.PhaseView{},
	"board":             site.BoardView{},
	"plan-roadmap":      site.PlanRoadmapView{},
	"ready":             site.ReadyView{},
	"timeline":          site.TimelineView{},
	"completeness":      site.CompletenessView{},
	"plan-completeness": site.PlanCompletenessView{},
	"registers":         site.RegistersView{},
	"register":          site.RegisterView{},
	"problems":          site.ProblemsView{},
	"search":            site.SearchView{},
	"not-found":         site.NotFoundView{},
}

// prove executes each page on an empty view and on one in which every field is
// filled, so that a template's faults are known before the first page is made.
// It cannot see into branches that neither view takes.
func prove(sets map[string]*template.Template) error {
	for _, name := range slices.Sorted(maps.Keys(sets)) {
		empty, ok := views[name]
		if !ok {
			continue
		}
		full := reflect.New(reflect.TypeOf(empty)).Elem()
		fill(full, 0)
		for _, view := range []any{empty, full.Interface()} {
			if err := sets[name].ExecuteTemplate(io.Discard, layout, view); err != nil {
				f := faultOf(err, "pages/"+name+".html")
				f.page = "pages/" + name + ".html"
				return f
			}
		}
	}
	return nil
}

// fill gives every field of v, and of what it holds, a value that is not zero.
// Numbers are 1, so that what indexes by them finds something.
func fill(v reflect.Value, depth int) {
	if depth > 12 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), depth+1)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i), depth+1)
			}
		}
	}
}
