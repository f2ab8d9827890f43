package diag

import (
	"encoding/json"
	"encoding/xml"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/xeipuuv/gojsonschema"
)

// TestSARIFFitsItsSchema holds reports to the schema of SARIF 2.1.0 that OASIS
// publishes, and to the types of go-sarif, which reads them strictly.
func TestSARIFFitsItsSchema(t *testing.T) {
	schema, err := gojsonschema.NewSchema(gojsonschema.NewStringLoader(sarifSchema(t)))
	if err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string][]Diagnostic{"sample": sample(), "hostile": hostile(), "empty": nil} {
		t.Run(name, func(t *testing.T) {
			text := render(t, SARIF, list, Options{Dir: "content", Version: "1.2.3"})
			result, err := schema.Validate(gojsonschema.NewStringLoader(text))
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range result.Errors() {
				t.Error(fault)
			}
			var report sarif.Report
			dec := json.NewDecoder(strings.NewReader(text))
			dec.DisallowUnknownFields()
			if err := dec.Decode(&report); err != nil || len(report.Runs) != 1 || len(report.Runs[0].Results) != len(list) {
				t.Errorf("go-sarif reads %d runs, %v", len(report.Runs), err)
			}
		})
	}
	if result, err := schema.Validate(gojsonschema.NewStringLoader(`{"version": "2.1.0", "runs": [{}]}`)); err != nil || result.Valid() {
		t.Error("the schema lets a run without a tool pass", err)
	}
}

// sarifSchema is the schema, which go-sarif carries as a constant of its package.
func sarifSchema(t *testing.T) string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", reflect.TypeFor[sarif.Report]().PkgPath()).Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	value, ok := file.Scope.Lookup("schema").Decl.(*ast.ValueSpec).Values[0].(*ast.BasicLit)
	if !ok {
		t.Fatal("go-sarif has its schema elsewhere")
	}
	text, err := strconv.Unquote(value.Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// junitForm is the schema that CI systems share, junit-10.xsd of Jenkins' xUnit
// plugin: where an element stands, the attributes it must have and may have.
var junitForm = map[string]struct{ in, must, may string }{
	"testsuites": {must: "", may: "name time tests failures disabled errors"},
	"testsuite":  {in: "testsuites", must: "name tests", may: "failures errors group time skipped timestamp hostname id package file log url version"},
	"testcase":   {in: "testsuite", must: "name", may: "time classname group assertions status class file line url"},
	"failure":    {in: "testcase", may: "type message"},
	"system-out": {in: "testcase"},
}

// TestJUnitFitsItsSchema holds every element of reports to junitForm, and the
// counts to what is there.
func TestJUnitFitsItsSchema(t *testing.T) {
	for name, list := range map[string][]Diagnostic{"sample": sample(), "hostile": hostile(), "empty": nil} {
		t.Run(name, func(t *testing.T) {
			dec := xml.NewDecoder(strings.NewReader(render(t, JUnit, list, Options{Dir: "content", FailOn: Warning})))
			var open []string
			count := map[string]int{}
			stated := map[string]int{}
			for {
				next, err := dec.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				switch token := next.(type) {
				case xml.StartElement:
					element := token.Name.Local
					form, ok := junitForm[element]
					parent := ""
					if len(open) > 0 {
						parent = open[len(open)-1]
					}
					if !ok || form.in != parent {
						t.Errorf("<%s> stands in <%s>", element, parent)
					}
					must := strings.Fields(form.must)
					for _, a := range token.Attr {
						if i := slices.Index(must, a.Name.Local); i >= 0 {
							must = slices.Delete(must, i, i+1)
						} else if !slices.Contains(strings.Fields(form.may), a.Name.Local) {
							t.Errorf("<%s> has the attribute %s", element, a.Name.Local)
						}
						if n, err := strconv.Atoi(a.Value); err == nil && element == "testsuite" {
							stated[a.Name.Local] += n
						}
					}
					if len(must) > 0 {
						t.Errorf("<%s> lacks %s", element, must)
					}
					count[element]++
					open = append(open, element)
				case xml.EndElement:
					open = open[:len(open)-1]
				}
			}
			if stated["tests"] != count["testcase"] || stated["failures"] != count["failure"] || count["testcase"] == 0 {
				t.Errorf("the suites state %v, and there are %v", stated, count)
			}
		})
	}
}

// TestGitHubEscapes holds workflow commands to one line each, whatever is in
// the message: the commands of a plan's text must not be taken for ours.
func TestGitHubEscapes(t *testing.T) {
	d := New(DanglingCitation, "a,b:c%.md", "50 %% of\n::error::it")
	out := render(t, GitHub, []Diagnostic{d}, Options{})
	want := "::error file=a%2Cb%3Ac%25.md,title=PF102 dangling-citation::50 %25 of"
	if !strings.HasPrefix(out, want) || strings.Count(out, "\n") != 1 || strings.Contains(out, "\n::error::it") {
		t.Errorf("got %q", out)
	}
}
