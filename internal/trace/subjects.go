package trace

import (
	"strings"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/portfolio"
)

// testWords are what testing is called in headings and tasks: English, German,
// French, Spanish, Portuguese, Japanese, Chinese, Korean.
var testWords = pattern.MustCompile(`\b(?:tests?|testing|tested|verif(?:y|ies|ied|ication)|validat(?:e|es|ed|ion)|qa|quality assurance|prüf(?:en|ung|ungen)|pruebas?|vérification|testes|verificación|validación)\b|テスト|検証|测试|測試|테스트|검증`)

func aboutTesting(text string) bool {
	return testWords.MatchString(strings.ToLower(text))
}

// requirementWords are what a list of requirements is called.
var requirementWords = pattern.MustCompile(`\b(?:requirements?|user stor(?:y|ies)|acceptance criteria|success criteria|requisitos|exigences|anforderungen|traceability|coverage|glossary|references)\b|要件|需求|요구사항`)

// aboutRequirements tells whether a section with such a title lists what is
// required.
func aboutRequirements(title string) bool {
	title = strings.ToLower(title)
	return requirementWords.MatchString(title) && !strings.Contains(title, "performance")
}

// titles remember what titles of sections are about: most plans have the same.
type titles struct{ testing, requirements map[string]bool }

func newTitles() titles { return titles{map[string]bool{}, map[string]bool{}} }

// remembered is about(title), found out once.
func remembered(known map[string]bool, title string, about func(string) bool) bool {
	yes, found := known[title]
	if !found {
		yes = about(title)
		known[title] = yes
	}
	return yes
}

// subjects remembers what the sections and tasks of a document are about.
type subjects struct {
	doc    *portfolio.Document
	titles titles
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

func newSubjects(d *portfolio.Document, known titles) *subjects {
	n := len(d.Sections)
	answers := make([]answer, 2*n+len(d.Tasks))
	return &subjects{doc: d, titles: known, tests: answers[:n], wishes: answers[n : 2*n], tasks: answers[2*n:]}
}

// testing tells whether a section, or one that it stands in, is about testing.
// The title of the whole document does not count.
func (s *subjects) testing(i int) bool { return s.section(s.tests, i, s.titles.testing, aboutTesting) }

// design tells whether a section says how things are done: it is no list of
// requirements, and stands in no document of them.
func (s *subjects) design(i int) bool {
	return s.doc.Role != plan.Requirements && !s.section(s.wishes, i, s.titles.requirements, aboutRequirements)
}

// section tells whether what about says holds for the title of a section or of
// one that it stands in.
func (s *subjects) section(known []answer, i int, titles map[string]bool, about func(title string) bool) bool {
	if i <= 0 || i >= len(known) {
		return false
	}
	if known[i] == unknown {
		at := &s.doc.Sections[i]
		known[i] = no
		if at.Level > 1 && remembered(titles, at.Title, about) || s.section(known, at.Parent, titles, about) {
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
