package trace

import (
	"regexp"
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
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

// requirementWords are what a list of requirements is called.
var requirementWords = regexp.MustCompile(`\b(?:requirements?|user stor(?:y|ies)|acceptance criteria|success criteria|requisitos|exigences|anforderungen|traceability|coverage|glossary|references)\b|要件|需求|요구사항`)

// subjects remembers what the sections and tasks of a document are about.
type subjects struct {
	doc    *portfolio.Document
	tests  []answer // by section
	wishes []answer // by section: it lists what is required
	tasks  []answer // by task: it is to test something
}

type answer int8

const (
	unknown answer = iota
	yes
	no
)

func newSubjects(d *portfolio.Document) *subjects {
	return &subjects{doc: d, tests: make([]answer, len(d.Sections)), wishes: make([]answer, len(d.Sections)), tasks: make([]answer, len(d.Tasks))}
}

// testing tells whether a section, or one that it stands in, is about testing.
// The title of the whole document does not count.
func (s *subjects) testing(i int) bool { return s.section(s.tests, i, aboutTesting) }

// design tells whether a section says how things are done: it is no list of
// requirements, and stands in no document of them.
func (s *subjects) design(i int) bool {
	return s.doc.Role != plan.Requirements && !s.section(s.wishes, i, func(title string) bool {
		return requirementWords.MatchString(strings.ToLower(title)) && !strings.Contains(strings.ToLower(title), "performance")
	})
}

// section tells whether what about says holds for the title of a section or of
// one that it stands in.
func (s *subjects) section(known []answer, i int, about func(title string) bool) bool {
	if i <= 0 || i >= len(known) {
		return false
	}
	if known[i] == unknown {
		at := &s.doc.Sections[i]
		known[i] = no
		if at.Level > 1 && about(at.Title) || s.section(known, at.Parent, about) {
			known[i] = yes
		}
	}
	return known[i] == yes
}

// testTask tells whether a task is to test something.
func (s *subjects) testTask(i int) bool {
	if s.tasks[i] == unknown {
		s.tasks[i] = no
		if aboutTesting(s.doc.Tasks[i].Text) {
			s.tasks[i] = yes
		}
	}
	return s.tasks[i] == yes
}
