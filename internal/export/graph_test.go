package export

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/planfolio/planfolio/internal/site"
)

// exchanged is a portfolio with what an exchange has to carry: parts of
// requirements, equal ids in two plans, citations by sections, tasks and other
// plans, ranges, texts with markup characters, templates, and a task twice.
const exchanged = `
-- ferry/requirements.md --
# Requirements: Ferry

### FR-1: Boarding <fast> & "safe"

- **FR-1.1**: Gates open in 2 s.
- **FR-1.2**: Gates close. Nobody is hurt.
- **NFR-1**: ~~Old~~ (removed)
- **FR-é**: no id
-- ferry/design.md --
# Design: Ferry

FR-1 as a whole.

## Gates

_Requirements: FR-1.1-FR-1.2_
-- ferry/tasks.md --
# Tasks: Ferry

- [x] T1 Hinges _Requirements: FR-1.1_
- [ ] Paint (FR-1.2)
- [ ] Paint (FR-1.2)
- [ ] Nothing
-- pier.md --
# Pier

- **FR-1.1**: Lamps.

## Notes

As ferry/FR-1.1, and FR-9.9 of nobody.
-- templates/spec-template.md --
# Spec: [NAME]

- **FR-1**: [what]
`

func exchange(t *testing.T) *site.Site {
	t.Helper()
	return build(t, txtar.Parse([]byte(exchanged)))
}

// lines spells a graph, for comparison.
func (g *graph) lines() []string {
	var out []string
	for _, n := range g.nodes {
		parent := ""
		if n.parent >= 0 {
			parent = g.nodes[n.parent].key
		}
		out = append(out, strings.Join([]string{string(n.kind), n.key, n.plan, n.name, n.text, n.class, n.state, n.path, strconv.Itoa(n.line), n.url, parent}, "|"))
	}
	for _, l := range g.links {
		out = append(out, "link|"+g.nodes[l.from].key+"|"+g.nodes[l.to].key)
	}
	slices.Sort(out)
	return out
}

func sameLines(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestGraph(t *testing.T) {
	g := newGraph(exchange(t))
	var links []string
	for _, l := range g.links {
		links = append(links, g.nodes[l.from].key+" -> "+g.nodes[l.to].key)
	}
	slices.Sort(links)
	sameLines(t, links, []string{
		"section ferry/design.md#design-ferry -> ferry/FR-1",
		"section ferry/design.md#gates -> ferry/FR-1.1",
		"section ferry/design.md#gates -> ferry/FR-1.2",
		"section pier.md#notes -> ferry/FR-1.1",
		"task ferry/tasks.md#Paint (FR-1.2) -> ferry/FR-1.2",
		"task ferry/tasks.md#Paint (FR-1.2)' -> ferry/FR-1.2",
		"task ferry/tasks.md#T1 Hinges -> ferry/FR-1.1",
	})
	var requirements []string
	for _, n := range g.nodes {
		if n.kind == nodeRequirement {
			parent := ""
			if n.parent >= 0 {
				parent = g.nodes[n.parent].name
			}
			requirements = append(requirements, n.key+" "+n.state+" < "+parent)
		}
	}
	sameLines(t, requirements, []string{"ferry/FR-1 planned < ", "ferry/FR-1.1 done < FR-1", "ferry/FR-1.2 planned < FR-1", "ferry/NFR-1 retired < FR-1", "pier/FR-1.1 uncovered < "})
}

// TestNeeds reads needs.json back to the same graph, and holds it to the form
// that sphinx-needs documents and checks: project and current_version are
// there, versions holds the current one, and each need stands under its id, has
// title, id and content as strings, and links to needs of the file.
func TestNeeds(t *testing.T) {
	s := exchange(t)
	data, err := Needs(s)
	if err != nil {
		t.Fatal(err)
	}
	var file needsFile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		t.Fatal(err)
	}
	version, ok := file.Version[file.Current]
	if !ok || file.Project == "" || file.Current == "" || version.Amount != len(version.Needs) {
		t.Fatalf("the file is of project %q, version %q, with %d of %d needs", file.Project, file.Current, len(version.Needs), version.Amount)
	}
	id := regexp.MustCompile(`^[A-Z0-9_]{5,}$`) // needs_id_regex by default
	types := map[string]nodeType{}
	for kind, t := range needTypes {
		types[t[0]] = kind
	}
	read := &graph{}
	index := map[string]int{}
	for _, name := range slices.Sorted(keys(version.Needs)) {
		n := version.Needs[name]
		if n.ID != name || !id.MatchString(name) || n.Title == "" || types[n.Type] == "" {
			t.Errorf("%q is the need %+v", name, n)
		}
		index[name] = len(read.nodes)
		x := node{key: n.Key, kind: types[n.Type], plan: n.Plan, text: n.Content, class: n.Kind, path: n.Path, line: n.Line, url: n.URL, parent: -1}
		if n.Status != nil {
			x.state = *n.Status
		}
		if x.name = strings.TrimSpace(strings.TrimSuffix(n.Title, headline(n.Content))); x.kind == nodeSection {
			x.name = ""
		}
		read.nodes = append(read.nodes, x)
	}
	find := func(name string) int {
		i, ok := index[name]
		if !ok {
			t.Errorf("no need %q", name)
		}
		return i
	}
	for name, n := range version.Needs {
		for _, to := range n.Links {
			read.links = append(read.links, link{find(name), find(to)})
		}
		for _, up := range n.Parents {
			read.nodes[find(name)].parent = find(up)
		}
	}
	sameLines(t, read.lines(), newGraph(s).lines())
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// TestReqIF reads the export back to the same graph.
func TestReqIF(t *testing.T) {
	s := exchange(t)
	data, err := ReqIF(s)
	if err != nil {
		t.Fatal(err)
	}
	var d reqifDocument
	if err := xml.Unmarshal(data, &d); err != nil {
		t.Fatal(err)
	}
	c := d.Content
	types, attributes := map[string]nodeType{}, map[string]string{}
	for _, o := range c.ObjectTypes {
		types[o.ID] = nodeType(o.Name)
		for _, a := range o.Attributes {
			attributes[a.ID] = a.Name
			if a.Type != c.Datatypes[0].ID {
				t.Errorf("the attribute %q is of no type", a.Name)
			}
		}
	}
	read := &graph{}
	index := map[string]int{}
	for _, o := range c.Objects {
		values := map[string]string{}
		for _, v := range o.Values {
			values[attributes[v.Definition]] = v.Value
		}
		line, _ := strconv.Atoi(values["Planfolio.Line"])
		index[o.ID] = len(read.nodes)
		read.nodes = append(read.nodes, node{
			key: values["ReqIF.ForeignID"], kind: types[o.Type], plan: values["Planfolio.Plan"], name: values["ReqIF.Name"], text: values["ReqIF.Text"],
			class: values["Planfolio.Kind"], state: values["Planfolio.State"], path: values["Planfolio.Path"], line: line, url: values["Planfolio.URL"], parent: -1,
		})
	}
	for _, r := range c.Relations {
		from, ok1 := index[r.Source]
		to, ok2 := index[r.Target]
		if !ok1 || !ok2 || r.Type != c.RelationTypes[0].ID {
			t.Errorf("the relation %+v leads nowhere", r)
		}
		read.links = append(read.links, link{from, to})
	}
	seen := map[int]bool{}
	var walk func(list []reqifHierarchy, parent int)
	walk = func(list []reqifHierarchy, parent int) {
		for _, h := range list {
			i, ok := index[h.Object]
			if !ok || seen[i] {
				t.Errorf("the tree has %+v", h)
			}
			seen[i] = true
			read.nodes[i].parent = parent
			walk(h.Children, i)
		}
	}
	for _, p := range c.Specifications {
		if p.Type != c.SpecificationTypes[0].ID {
			t.Errorf("the specification %q is of no type", p.Name)
		}
		walk(p.Children, -1)
	}
	for i, n := range read.nodes {
		if n.kind == nodeRequirement && !seen[i] {
			t.Errorf("%s is in no specification", n.key)
		}
	}
	sameLines(t, read.lines(), newGraph(s).lines())
}

// reqifForm is what the schema of the OMG says of the elements of an export:
// where each stands, the attributes it must and may have, and what the elements
// of its name refer to.
var reqifForm = map[string]struct{ in, must, may, refers string }{
	"REQ-IF":                          {in: "", may: "xmlns"},
	"THE-HEADER":                      {in: "REQ-IF"},
	"REQ-IF-HEADER":                   {in: "THE-HEADER", must: "IDENTIFIER"},
	"CREATION-TIME":                   {in: "REQ-IF-HEADER"},
	"REQ-IF-TOOL-ID":                  {in: "REQ-IF-HEADER"},
	"REQ-IF-VERSION":                  {in: "REQ-IF-HEADER"},
	"SOURCE-TOOL-ID":                  {in: "REQ-IF-HEADER"},
	"TITLE":                           {in: "REQ-IF-HEADER"},
	"CORE-CONTENT":                    {in: "REQ-IF"},
	"REQ-IF-CONTENT":                  {in: "CORE-CONTENT"},
	"DATATYPES":                       {in: "REQ-IF-CONTENT"},
	"DATATYPE-DEFINITION-STRING":      {in: "DATATYPES", must: "IDENTIFIER LAST-CHANGE MAX-LENGTH", may: "LONG-NAME"},
	"SPEC-TYPES":                      {in: "REQ-IF-CONTENT"},
	"SPEC-OBJECT-TYPE":                {in: "SPEC-TYPES", must: "IDENTIFIER LAST-CHANGE", may: "LONG-NAME"},
	"SPEC-RELATION-TYPE":              {in: "SPEC-TYPES", must: "IDENTIFIER LAST-CHANGE", may: "LONG-NAME"},
	"SPECIFICATION-TYPE":              {in: "SPEC-TYPES", must: "IDENTIFIER LAST-CHANGE", may: "LONG-NAME"},
	"SPEC-ATTRIBUTES":                 {in: "SPEC-OBJECT-TYPE"},
	"ATTRIBUTE-DEFINITION-STRING":     {in: "SPEC-ATTRIBUTES", must: "IDENTIFIER LAST-CHANGE", may: "LONG-NAME"},
	"DATATYPE-DEFINITION-STRING-REF":  {in: "TYPE", refers: "DATATYPE-DEFINITION-STRING"},
	"SPEC-OBJECTS":                    {in: "REQ-IF-CONTENT"},
	"SPEC-OBJECT":                     {in: "SPEC-OBJECTS", must: "IDENTIFIER LAST-CHANGE", may: "LONG-NAME"},
	"TYPE":                            {in: "ATTRIBUTE-DEFINITION-STRING SPEC-OBJECT SPEC-RELATION SPECIFICATION"},
	"SPEC-OBJECT-TYPE-REF":            {in: "TYPE", refers: "SPEC-OBJECT-TYPE"},
	"SPEC-RELATION-TYPE-REF":          {in: "TYPE", refers: "SPEC-RELATION-TYPE"},
	"SPECIFICATION-TYPE-REF":          {in: "TYPE", refers: "SPECIFICATION-TYPE"},
	"VALUES":                          {in: "SPEC-OBJECT"},
	"ATTRIBUTE-VALUE-STRING":          {in: "VALUES", must: "THE-VALUE"},
	"DEFINITION":                      {in: "ATTRIBUTE-VALUE-STRING"},
	"ATTRIBUTE-DEFINITION-STRING-REF": {in: "DEFINITION", refers: "ATTRIBUTE-DEFINITION-STRING"},
	"SPEC-RELATIONS":                  {in: "REQ-IF-CONTENT"},
	"SPEC-RELATION":                   {in: "SPEC-RELATIONS", must: "IDENTIFIER LAST-CHANGE", may: "LONG-NAME"},
	"SOURCE":                          {in: "SPEC-RELATION"},
	"TARGET":                          {in: "SPEC-RELATION"},
	"SPEC-OBJECT-REF":                 {in: "SOURCE TARGET OBJECT", refers: "SPEC-OBJECT"},
	"SPECIFICATIONS":                  {in: "REQ-IF-CONTENT"},
	"SPECIFICATION":                   {in: "SPECIFICATIONS", must: "IDENTIFIER LAST-CHANGE", may: "LONG-NAME"},
	"CHILDREN":                        {in: "SPECIFICATION SPEC-HIERARCHY"},
	"SPEC-HIERARCHY":                  {in: "CHILDREN", must: "IDENTIFIER LAST-CHANGE", may: "LONG-NAME"},
	"OBJECT":                          {in: "SPEC-HIERARCHY"},
}

// TestReqIFForm holds every element of an export to reqifForm: identifiers are
// of type xsd:ID and unique, times of type xsd:dateTime, and references lead to
// an element of their kind.
func TestReqIFForm(t *testing.T) {
	data, err := ReqIF(exchange(t))
	if err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)
	defined, referred := map[string]string{}, map[string]string{}
	var open []string
	used := map[string]bool{}
	dec := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			form, ok := reqifForm[name]
			parent := ""
			if len(open) > 0 {
				parent = open[len(open)-1]
			}
			if used[name] = true; !ok || form.in != parent && !slices.Contains(strings.Fields(form.in), parent) {
				t.Errorf("<%s> stands in <%s>", name, parent)
			}
			must := strings.Fields(form.must)
			for _, a := range token.Attr {
				if i := slices.Index(must, a.Name.Local); i >= 0 {
					must = slices.Delete(must, i, i+1)
				} else if !slices.Contains(strings.Fields(form.may), a.Name.Local) {
					t.Errorf("<%s> has the attribute %s", name, a.Name.Local)
				}
				switch a.Name.Local {
				case "IDENTIFIER":
					if !id.MatchString(a.Value) || defined[a.Value] != "" {
						t.Errorf("the identifier %q is no xsd:ID, or stands twice", a.Value)
					}
					defined[a.Value] = name
				case "LAST-CHANGE":
					if _, err := time.Parse(time.RFC3339, a.Value); err != nil {
						t.Error(err)
					}
				}
			}
			if len(must) > 0 {
				t.Errorf("<%s> lacks %s", name, must)
			}
			open = append(open, name)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			text := strings.TrimSpace(string(token))
			if text == "" {
				continue
			}
			name := open[len(open)-1]
			switch form := reqifForm[name]; {
			case form.refers != "":
				referred[text] = form.refers
			case name == "CREATION-TIME":
				if _, err := time.Parse(time.RFC3339, text); err != nil {
					t.Error(err)
				}
			case form.in != "REQ-IF-HEADER":
				t.Errorf("<%s> holds the text %q", name, text)
			}
		}
	}
	for to, kind := range referred {
		if defined[to] != kind {
			t.Errorf("a reference leads to %s %s, not to a %s", cmp.Or(defined[to], "nothing"), to, kind)
		}
	}
	for name := range reqifForm {
		if !used[name] {
			t.Errorf("the portfolio of the test has no <%s>", name)
		}
	}
}
