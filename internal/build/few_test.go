package build

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"
)

// largeSite has enough files for a change of three to be one of few.
func largeSite() map[string]string {
	files := maps.Clone(oldSite)
	for i := range 60 {
		files[fmt.Sprintf("plans/p%02d/index.html", i)] = fmt.Sprint("plan ", i)
	}
	return files
}

// publishRecorded publishes files as a build with a cache does, and makes its
// record one that was made when all files had been there for long.
// It tells whether the whole output was walked.
func publishRecorded(t *testing.T, dir, cache string, files map[string]string) (done Published, walked bool, err error) {
	t.Helper()
	o, err := OpenOutput(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	o.Tool, o.Cache, o.fewFrom = "Planfolio test", cache, 1
	o.sync = func(string, bool) error { return nil }
	if done, err = o.Publish(t.Context(), siteOf(files)); err != nil || cache == "" {
		return done, true, err
	}
	if err := o.record(t.Context(), recordHead{Output: o.path}, nil); err != nil {
		t.Fatal(err)
	}
	settleRecord(t, cache, o.path)
	return done, o.published.walked, nil
}

// TestFew changes a few files of many after somebody has been at the output. What
// then lies there, and what is said of it, is the same whether the output is
// walked or only looked at where files are written and removed.
func TestFew(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		t.Skip("no change times here")
	}
	cases := map[string]func(at func(string) string){
		"nothing":                        func(func(string) string) {},
		"files of somebody else's":       func(at func(string) string) { addForeign(t, at("")) },
		"a file that stays was edited":   func(at func(string) string) { write(t, at("plans/p07/index.html"), "mine") },
		"a file that stays is gone":      func(at func(string) string) { os.Remove(at("plans/p07/index.html")) },
		"a file that changes was edited": func(at func(string) string) { write(t, at("index.html"), "mine") },
		"a file that goes was edited":    func(at func(string) string) { write(t, at("plans/gone/deep/x.json"), "mine") },
		"a file that goes is gone":       func(at func(string) string) { os.RemoveAll(at("plans/gone")) },
		"a file that goes is a directory": func(at func(string) string) {
			os.Remove(at("plans/gone/deep/x.json"))
			write(t, at("plans/gone/deep/x.json/y"), "mine")
		},
		"a file that goes is below a file": func(at func(string) string) {
			os.RemoveAll(at("plans/gone/deep"))
			write(t, at("plans/gone/deep"), "mine")
		},
		"something stands where a file comes": func(at func(string) string) { write(t, at("plans/new/index.html"), "mine") },
		"the very bytes stand there":          func(at func(string) string) { write(t, at("plans/new/index.html"), newSite["plans/new/index.html"]) },
		"a directory stands there":            func(at func(string) string) { write(t, at("plans/new/index.html/x"), "mine") },
		"a file stands where a directory is":  func(at func(string) string) { write(t, at("plans/new"), "mine") },
		"a link leads elsewhere": func(at func(string) string) {
			os.Mkdir(at("mine"), 0o777)
			os.Symlink("../mine", at("plans/new"))
		},
		"files that go lie behind a link": func(at func(string) string) {
			os.Rename(at("plans/gone"), at("mine"))
			os.Symlink("../mine", at("plans/gone"))
		},
		"a file that changes is a link": func(at func(string) string) {
			os.Rename(at("index.html"), at("mine.html"))
			os.Symlink("mine.html", at("index.html"))
		},
		"the manifest was edited": func(at func(string) string) {
			write(t, at(manifestPath), `{"tool":"x","schema":"`+manifestSchema+`","files":{}}`)
		},
		"a build has died": func(at func(string) string) { write(t, at(pendingPath), `{"schema":"`+manifestSchema+`"}`) },
	}
	next := largeSite()
	maps.DeleteFunc(next, func(name, _ string) bool { return oldSite[name] != "" })
	maps.Copy(next, newSite)
	for name, do := range cases {
		t.Run(name, func(t *testing.T) {
			var outcomes [2]struct {
				done Published
				err  error
				tree map[string]string
			}
			for i := range outcomes {
				work := t.TempDir()
				dir, cache := filepath.Join(work, "public"), filepath.Join(work, "cache")
				if _, _, err := publishRecorded(t, dir, cache, largeSite()); err != nil {
					t.Fatal(err)
				}
				do(func(name string) string { return filepath.Join(dir, name) })
				if i == 1 {
					cache = ""
				}
				o := &outcomes[i]
				var walked bool
				o.done, walked, o.err = publishRecorded(t, dir, cache, next)
				o.tree = tree(t, dir)
				if i == 0 && o.err == nil && !o.done.InPlace {
					t.Error("not in place")
				}
				if name == "nothing" && walked != (i == 1) {
					t.Errorf("walked: %t", walked)
				}
				o.done.InPlace = false
			}
			few, whole := outcomes[0], outcomes[1]
			if (few.err == nil) != (whole.err == nil) || !reflect.DeepEqual(few.done, whole.done) {
				t.Errorf("%+v, %v; the whole: %+v, %v", few.done, few.err, whole.done, whole.err)
			}
			checkTree(t, "few", few.tree, whole.tree)
		})
	}
}
