package export

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"strconv"
	"time"

	"github.com/planfolio/planfolio/internal/portfolio"
	"github.com/planfolio/planfolio/internal/site"
)

// ReqIF is the portfolio in the Requirements Interchange Format 1.0.1 of the
// OMG (formal/2011-04-02): requirements, sections and tasks are spec objects,
// citations are spec relations, and each plan is a specification that holds its
// requirements as a tree. Texts are attributes of type string, under the names
// that the ReqIF implementation guide gives them.
func ReqIF(s *site.Site) ([]byte, error) {
	g := newGraph(s)
	at := cmp.Or(created(s), time.Unix(0, 0).UTC().Format(time.RFC3339)) // every element has to say when it changed
	r := reqifMaker{graph: g, at: at, site: s}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	if err := enc.Encode(r.document()); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

type reqifMaker struct {
	graph *graph
	site  *site.Site
	at    string
}

// reqifID is an identifier, an xsd:ID, made of what it stands for.
func reqifID(kind, key string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + key))
	return "_" + hex.EncodeToString(sum[:12])
}

// The types that the file defines, by the key of their identifiers.
const (
	typeString        = "string"
	typeCites         = "cites"
	typeSpecification = "plan"
)

// reqifAttributes are the attributes of spec objects, with what a node has there.
var reqifAttributes = []struct {
	name  string
	value func(n *node) string
}{
	{"ReqIF.ForeignID", func(n *node) string { return n.key }},
	{"ReqIF.Name", func(n *node) string { return n.name }},
	{"ReqIF.Text", func(n *node) string { return n.text }},
	{"Planfolio.Kind", func(n *node) string { return n.class }},
	{"Planfolio.State", func(n *node) string { return n.state }},
	{"Planfolio.Plan", func(n *node) string { return n.plan }},
	{"Planfolio.Path", func(n *node) string { return n.path }},
	{"Planfolio.Line", func(n *node) string { return strconv.Itoa(n.line) }},
	{"Planfolio.URL", func(n *node) string { return n.url }},
}

func (r *reqifMaker) named(kind, key, name string) reqifElement {
	return reqifElement{ID: reqifID(kind, key), At: r.at, Name: name}
}

func (r *reqifMaker) document() reqifDocument {
	d := reqifDocument{Namespace: "http://www.omg.org/spec/ReqIF/20110401/reqif.xsd"}
	d.Header = reqifHeader{
		ID: reqifID("header", r.graph.title), Created: r.at, Tool: "Planfolio", Version: "1.0", Source: "Planfolio " + r.site.Facts.Built.Version, Title: r.graph.title,
	}
	c := &d.Content
	c.Datatypes = []reqifDatatype{{reqifElement: r.named("datatype", typeString, "String"), MaxLength: 1 << 20}}
	for _, t := range []nodeType{nodeRequirement, nodeSection, nodeTask} {
		c.ObjectTypes = append(c.ObjectTypes, reqifObjectType{r.named("object type", string(t), string(t)), r.attributes(string(t))})
	}
	c.RelationTypes = []reqifElement{r.named("relation type", typeCites, "cites")}
	c.SpecificationTypes = []reqifElement{r.named("specification type", typeSpecification, "plan")}
	for i := range r.graph.nodes {
		c.Objects = append(c.Objects, r.object(&r.graph.nodes[i]))
	}
	for _, l := range r.graph.links {
		from, to := r.graph.nodes[l.from].key, r.graph.nodes[l.to].key
		c.Relations = append(c.Relations, reqifRelation{
			reqifElement: r.named("relation", from+"\x00"+to, ""), Type: reqifID("relation type", typeCites),
			Source: reqifID("object", from), Target: reqifID("object", to),
		})
	}
	for _, p := range sortedPlans(r.site) {
		if p.Kind != portfolio.KindTemplate && len(p.Requirements) > 0 {
			c.Specifications = append(c.Specifications, r.specification(p))
		}
	}
	return d
}

// attributes defines the attributes of a type of spec objects.
func (r *reqifMaker) attributes(of string) []reqifAttribute {
	var list []reqifAttribute
	for _, a := range reqifAttributes {
		list = append(list, reqifAttribute{reqifElement: r.named("attribute", of+"\x00"+a.name, a.name), Type: reqifID("datatype", typeString)})
	}
	return list
}

func (r *reqifMaker) object(n *node) reqifObject {
	o := reqifObject{reqifElement: r.named("object", n.key, n.name), Type: reqifID("object type", string(n.kind))}
	for _, a := range reqifAttributes {
		if v := a.value(n); v != "" {
			o.Values = append(o.Values, reqifValue{Value: v, Definition: reqifID("attribute", string(n.kind)+"\x00"+a.name)})
		}
	}
	return o
}

// specification is a plan as the tree of its requirements.
func (r *reqifMaker) specification(p *portfolio.Plan) reqifSpecification {
	s := reqifSpecification{reqifElement: r.named("specification", p.ID, p.Title), Type: reqifID("specification type", typeSpecification)}
	children := map[int][]int{}
	for i, n := range r.graph.nodes {
		if n.kind == nodeRequirement && n.plan == p.ID {
			children[n.parent] = append(children[n.parent], i)
		}
	}
	s.Children = r.hierarchy(children, -1)
	return s
}

func (r *reqifMaker) hierarchy(children map[int][]int, of int) []reqifHierarchy {
	var list []reqifHierarchy
	for _, i := range children[of] {
		key := r.graph.nodes[i].key
		list = append(list, reqifHierarchy{
			reqifElement: r.named("hierarchy", key, ""), Object: reqifID("object", key), Children: r.hierarchy(children, i),
		})
	}
	return list
}
