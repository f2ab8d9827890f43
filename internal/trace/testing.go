package trace

import (
	"regexp"
	"strings"

	"github.com/planfolio/planfolio/internal/portfolio"
)

// testWords are what testing is called in headings and tasks: English, German,
// French, Spanish, Portuguese, Japanese, Chinese, Korean.
var testWords = regexp.MustCompile(`\b(?:tests?|testing|tested|verif(?:y|ies|ied|ication)|validat(?:e|es|ed|ion)|qa|quality assurance|prüf(?:en|ung|ungen)|pruebas?|vérification|testes|verificación|validación)\b|テスト|検証|测试|測試|테스트|검증`)

// testStems are in every text that testWords matches: most texts have none.
var testStems = []string{"test", "verif", "valid", "qa", "quality", "prüf", "prueba", "vérif", "テスト", "検証", "测试", "測試", "테스트", "검증"}

func aboutTesting(text string) bool {
	text = strings.ToLower(text)
	for _, stem := range testStems {
		if strings.Contains(text, stem) {
			return testWords.MatchString(text)
		}
	}
	return false
}

// tests remembers which sections and tasks of a document are about testing.
type tests struct {
	doc      *portfolio.Document
	sections []answer
	tasks    []answer
}

type answer int8

const (
	unknown answer = iota
	yes
	no
)

func newTests(d *portfolio.Document) *tests {
	return &tests{doc: d, sections: make([]answer, len(d.Sections)), tasks: make([]answer, len(d.Tasks))}
}

// section tells whether a section, or one that it stands in, is about testing.
// The title of the whole document does not count.
func (t *tests) section(i int) bool {
	if i <= 0 || i >= len(t.sections) {
		return false
	}
	if t.sections[i] == unknown {
		s := &t.doc.Sections[i]
		t.sections[i] = no
		if s.Level > 1 && aboutTesting(s.Title) || t.section(s.Parent) {
			t.sections[i] = yes
		}
	}
	return t.sections[i] == yes
}

// task tells whether a task is to test something.
func (t *tests) task(i int) bool {
	if t.tasks[i] == unknown {
		t.tasks[i] = no
		if aboutTesting(t.doc.Tasks[i].Text) {
			t.tasks[i] = yes
		}
	}
	return t.tasks[i] == yes
}
