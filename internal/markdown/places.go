package markdown

import (
	"strings"

	"github.com/planfolio/planfolio/internal/plan"
)

// A place is what the headings above a text say about it.
type place uint16

const (
	inRequirements place = 1 << iota
	inGoals              // goals, scope: a plan in one file defines its requirements there too
	inAcceptance         // acceptance and success criteria, definition of done
	inChecklist          // quality checklists, sign-offs, gates
	inTrace              // traceability, coverage: ids are cited there, not defined
	inTests              // verification and tests: the same, unless the headings speak of requirements
	inWork               // tasks, action items
	inRoadmap            // phases, timelines
	inRetired            // deferred, removed, out of scope
	inProcess            // how a product works: its phases are not the plan's
)

var placeWords = []struct {
	place place
	words []string
}{
	{inRequirements, []string{
		"requirement", "requirements", "functional", "non functional", "nonfunctional", "user stories", "must have", "should have",
		"要件", "要求", "需求", "요구사항", "요구 사항", "requisitos", "requerimientos", "anforderungen", "exigences",
	}},
	{inGoals, []string{"goals", "goal", "objectives", "scope", "capabilities", "features", "目標", "objetivos", "ziele"}},
	{inAcceptance, []string{
		"acceptance", "success criteria", "success criterion", "success metrics", "success indicators", "exit criteria", "completion criteria",
		"graduation", "definition of done", "definition of ready", "dod", "done when", "done criteria", "criteria",
		"受け入れ基準", "受入基準", "成功基準", "criterios", "critérios", "akzeptanzkriterien", "erfolgskriterien", "完了条件", "验收标准", "수용 기준",
	}},
	{inChecklist, []string{
		"checklist", "checklists", "sign off", "signoff", "gate", "gates", "constitution", "go no go", "go nogo",
		"quality checks", "readiness", "prerequisites", "preconditions", "前提条件", "チェックリスト", "체크리스트", "检查清单", "checkliste", "lista de verificación",
	}},
	{inTrace, []string{
		"traceability", "coverage", "matrix", "mapping", "rtm", "requirements completed", "requirements met", "requirements satisfied",
		"トレーサビリティ", "trazabilidad",
	}},
	{inTests, []string{
		"verification", "validation", "validated", "verified", "compliance", "test", "tests", "testing", "evidence", "results", "audit",
	}},
	{inWork, []string{
		"tasks", "task list", "task breakdown", "todo", "todos", "to do", "work items", "action items", "next steps", "implementation plan",
		"implementation checklist", "implementation steps", "development checklist", "migration checklist", "task checklist", "subtasks",
		"タスク", "tareas", "aufgaben", "작업", "任务", "tâches",
	}},
	{inRoadmap, []string{
		"phase", "phases", "roadmap", "timeline", "milestones", "schedule", "rollout", "rollout plan", "implementation plan", "implementation order",
		"implementation strategy", "migration plan", "delivery plan", "delivery", "fases", "cronograma", "フェーズ", "ロードマップ", "단계", "로드맵", "阶段",
	}},
	{inProcess, []string{
		"pipeline", "algorithm", "workflow", "workflows", "lifecycle", "architecture", "protocol", "how it works", "user flow", "user journey", "processing",
	}},
}

// placePhrases are the placeWords.
var placePhrases = func() (p phraseSet) {
	for _, w := range placeWords {
		p.add(w.place, w.words)
	}
	return p
}()

// traceTitle is what titles of documents of traces say.
var traceTitle = phrasesOf("traceability", "rtm")

func placeOf(title string) place {
	subj := subject(title)
	p := placePhrases.saidIn(subj)
	if retiresBelow(title) {
		p |= inRetired
	}
	if p&inWork != 0 && strings.Count(subj, " ") >= 3 && !opensWithWork(title) {
		p &^= inWork // "Web UI and its task list" is about something else
	}
	return p
}

// opensWithWork tells whether a title begins with a word for tasks.
func opensWithWork(title string) bool {
	if startsTask(title) {
		return true
	}
	subj := subject(title[skipNumbering(title):])
	for _, w := range placeWords {
		if w.place != inWork {
			continue
		}
		for _, phrase := range w.words {
			if strings.HasPrefix(subj, phrase) {
				return true
			}
		}
	}
	return false
}

// ownPlace is what a heading says about its section. The title of a
// requirement, phase or task names a subject: "FR-7: Test coverage" is no place
// where tests are listed.
func (r *reader) ownPlace(title string) place {
	if _, ok := r.ids.at(title, skipMarks(title)); ok {
		return 0
	}
	if _, ok := numberedHeading(title); ok {
		return 0
	}
	if st, ok := phaseAt(title); ok && st.clear {
		return inRoadmap
	}
	if startsTask(title) && taskID(title) != "" {
		return inWork
	}
	return placeOf(title)
}

// readPlaces says for each section what its heading and those above it say.
func (r *reader) readPlaces() {
	s := r.doc.Sections
	r.places = make([]place, len(s))
	whole := place(0)
	if traceTitle.in(subject(r.doc.Title)) {
		whole = inTrace
	}
	for i := range s {
		if s[i].Level <= 1 {
			// The title of the document names its subject, not a place in it.
			r.places[i] = whole
			if i > 0 && s[i].Title != r.doc.Title {
				r.places[i] |= r.ownPlace(s[i].Title)
			}
			continue
		}
		own, above := r.ownPlace(s[i].Title)|whole, place(0)
		if s[i].Parent != plan.None {
			above = r.places[s[i].Parent]
		}
		if own&inWork != 0 {
			above &^= inChecklist | inTests
			if opensWithWork(s[i].Title) {
				above &^= inAcceptance // "CLI task list" among the criteria is about something else
			}
			if own&inAcceptance == 0 {
				own &^= inChecklist
			}
		}
		r.places[i] = own | above
	}
}
