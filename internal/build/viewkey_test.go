package build

import (
	"reflect"
	"testing"

	"github.com/planfolio/planfolio/internal/site"
)

// TestViewKey changes every field of every view, one at a time: each has to
// change the key, and nothing else may.
func TestViewKey(t *testing.T) {
	views := []any{
		site.HomeView{}, site.DocumentView{}, site.RequirementView{}, site.RequirementsView{}, site.MatrixIndexView{},
		site.MatrixView{}, site.RoadmapView{}, site.PhaseView{}, site.CompletenessView{}, site.PlanCompletenessView{},
		site.ProblemsView{}, site.SearchView{}, site.NotFoundView{},
	}
	for _, empty := range views {
		name := reflect.TypeOf(empty).Name()
		t.Run(name, func(t *testing.T) {
			view := reflect.New(reflect.TypeOf(empty)).Elem()
			fill(view, 0)
			plain := keyOf(t, view)
			if again := keyOf(t, view); again != plain {
				t.Fatal("two keys of one view")
			}
			fields := 0
			vary(view, "", 0, func(path string) {
				fields++
				if keyOf(t, view) == plain {
					t.Errorf("%s%s is not part of the key", name, path)
				}
			})
			if keyOf(t, view) != plain {
				t.Fatal("the view is not as it was")
			}
			if fields < 20 {
				t.Errorf("only %d fields", fields)
			}
		})
	}
	a, _ := viewKey("theme", "home", site.NotFoundView{})
	for _, other := range [][2]string{{"theme2", "home"}, {"theme", "home2"}, {"them", "ehome"}} {
		if b, _ := viewKey(other[0], other[1], site.NotFoundView{}); a == b {
			t.Errorf("%q is not part of the key", other)
		}
	}
	if _, err := viewKey("", "", map[string]string{}); err == nil {
		t.Error("a map has a key, though it has no order")
	}
}

func keyOf(t *testing.T, view reflect.Value) [32]byte {
	t.Helper()
	key, err := viewKey("theme", "page", view.Interface())
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// fill gives v, and what it holds, a value; slices get one item.
func fill(v reflect.Value, depth int) {
	if depth > 8 {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), depth+1)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth+1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.String:
		v.SetString("x")
	}
}

// vary changes each leaf of v in turn, calls changed, and changes it back.
func vary(v reflect.Value, path string, depth int, changed func(path string)) {
	if depth > 8 {
		return
	}
	before := reflect.ValueOf(v.Interface())
	try := func(next any) {
		v.Set(reflect.ValueOf(next).Convert(v.Type()))
		changed(path)
		v.Set(before)
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			vary(v.Field(i), path+"."+v.Type().Field(i).Name, depth+1, changed)
		}
	case reflect.Slice, reflect.Pointer:
		if v.Kind() == reflect.Slice && v.Len() > 0 {
			vary(v.Index(0), path+"[0]", depth+1, changed)
		} else if v.Kind() == reflect.Pointer && !v.IsNil() {
			vary(v.Elem(), path, depth+1, changed)
		}
		v.Set(reflect.Zero(v.Type()))
		if !before.IsNil() {
			changed(path)
		}
		v.Set(before)
	case reflect.Array:
		for i := range v.Len() {
			vary(v.Index(i), path, depth+1, changed)
		}
	case reflect.String:
		try(v.String() + "y")
	case reflect.Bool:
		try(!v.Bool())
	case reflect.Int:
		try(v.Int() + 1)
	case reflect.Float64:
		try(v.Float() + 0.5)
	}
}
