package export

import "encoding/xml"

// The elements of ReqIF that an export uses, as the schema of the OMG defines
// them: https://www.omg.org/spec/ReqIF/20110401/reqif.xsd.

type reqifDocument struct {
	XMLName   xml.Name     `xml:"REQ-IF"`
	Namespace string       `xml:"xmlns,attr"`
	Header    reqifHeader  `xml:"THE-HEADER>REQ-IF-HEADER"`
	Content   reqifContent `xml:"CORE-CONTENT>REQ-IF-CONTENT"`
}

type reqifHeader struct {
	ID      string `xml:"IDENTIFIER,attr"`
	Created string `xml:"CREATION-TIME"`
	Tool    string `xml:"REQ-IF-TOOL-ID"`
	Version string `xml:"REQ-IF-VERSION"`
	Source  string `xml:"SOURCE-TOOL-ID"`
	Title   string `xml:"TITLE"`
}

type reqifContent struct {
	Datatypes          []reqifDatatype      `xml:"DATATYPES>DATATYPE-DEFINITION-STRING"`
	ObjectTypes        []reqifObjectType    `xml:"SPEC-TYPES>SPEC-OBJECT-TYPE"`
	RelationTypes      []reqifElement       `xml:"SPEC-TYPES>SPEC-RELATION-TYPE"`
	SpecificationTypes []reqifElement       `xml:"SPEC-TYPES>SPECIFICATION-TYPE"`
	Objects            []reqifObject        `xml:"SPEC-OBJECTS>SPEC-OBJECT"`
	Relations          []reqifRelation      `xml:"SPEC-RELATIONS>SPEC-RELATION"`
	Specifications     []reqifSpecification `xml:"SPECIFICATIONS>SPECIFICATION"`
}

// reqifElement is what every element has that can be identified.
type reqifElement struct {
	ID   string `xml:"IDENTIFIER,attr"`
	At   string `xml:"LAST-CHANGE,attr"`
	Name string `xml:"LONG-NAME,attr,omitempty"`
}

type reqifDatatype struct {
	reqifElement
	MaxLength int `xml:"MAX-LENGTH,attr"`
}

type reqifObjectType struct {
	reqifElement
	Attributes []reqifAttribute `xml:"SPEC-ATTRIBUTES>ATTRIBUTE-DEFINITION-STRING"`
}

type reqifAttribute struct {
	reqifElement
	Type string `xml:"TYPE>DATATYPE-DEFINITION-STRING-REF"`
}

type reqifObject struct {
	reqifElement
	Type   string       `xml:"TYPE>SPEC-OBJECT-TYPE-REF"`
	Values []reqifValue `xml:"VALUES>ATTRIBUTE-VALUE-STRING"`
}

type reqifValue struct {
	Value      string `xml:"THE-VALUE,attr"`
	Definition string `xml:"DEFINITION>ATTRIBUTE-DEFINITION-STRING-REF"`
}

type reqifRelation struct {
	reqifElement
	Type   string `xml:"TYPE>SPEC-RELATION-TYPE-REF"`
	Source string `xml:"SOURCE>SPEC-OBJECT-REF"`
	Target string `xml:"TARGET>SPEC-OBJECT-REF"`
}

type reqifSpecification struct {
	reqifElement
	Type     string           `xml:"TYPE>SPECIFICATION-TYPE-REF"`
	Children []reqifHierarchy `xml:"CHILDREN>SPEC-HIERARCHY"`
}

type reqifHierarchy struct {
	reqifElement
	Object   string           `xml:"OBJECT>SPEC-OBJECT-REF"`
	Children []reqifHierarchy `xml:"CHILDREN>SPEC-HIERARCHY"`
}
