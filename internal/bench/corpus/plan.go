package corpus

import "fmt"

func (w *writer) title() string {
	return fmt.Sprintf("%s %s", harbours[w.number%len(harbours)], subjects[w.number/len(harbours)%len(subjects)])
}

func (w *writer) plan() {
	w.front()
	w.heading(1, fmt.Sprintf("%s Implementation Plan %d", w.title(), w.number))
	w.sections()
}

func (w *writer) front() {
	w.printf("---\ntitle: \"%s implementation plan %d\"\n", w.title(), w.number)
	w.printf("date: 20%02d-%02d-%02d\n", w.between(22, 26), w.between(1, 12), w.between(1, 28))
	w.printf("status: %s\nowner: %s-crew\n", pick(w, []string{"draft", "active", "blocked", "done"}), w.noun())
	w.printf("tags: [%s, %s]\n", pick(w, nouns[:40]), pick(w, nouns[40:80]))
	w.printf("requirements: [%s]\n---\n\n", w.some(len(w.ids)))
}

// sections are the 27 or so below a plan's title.
func (w *writer) sections() {
	w.heading(2, "Architecture Overview")
	w.paragraph(w.between(2, 4))
	w.mermaid()
	w.cites()
	w.heading(2, "Requirements")
	w.requirements()
	w.heading(2, "Technical Constraints")
	w.heading(3, "Technology Stack")
	w.fields(4)
	w.cites()
	w.heading(3, "Performance Requirements")
	w.fields(3)
	w.cites()
	w.heading(3, "Security Considerations")
	w.fields(3)
	w.cites()
	w.heading(2, "System Design")
	w.heading(3, "Component Architecture")
	w.table(w.between(4, 8))
	w.cites()
	w.heading(3, "Data Flow")
	w.numbered(4, w.sentence)
	w.cites()
	w.heading(3, "Database Schema")
	w.sql()
	w.cites()
	w.heading(2, "Integration Points")
	w.heading(3, "External APIs")
	w.fields(2)
	w.golang()
	w.heading(3, "Internal Services")
	w.items(2)
	w.cites()
	w.heading(2, "Risk Assessment")
	w.numbered(3, func() string { return fmt.Sprintf("**%s risk**: %s", capital(w.noun()), w.sentence()) })
	w.heading(2, "Implementation Phases")
	for n := range w.between(3, 5) {
		w.phase(n + 1)
	}
	w.heading(2, "Testing Strategy")
	w.heading(3, "Unit Testing")
	w.paragraph(2)
	w.heading(3, "Integration Testing")
	w.paragraph(2)
	if w.chance.Float64() < .5 {
		w.drawing()
	}
	w.heading(2, "Deployment Strategy")
	w.yaml()
	w.fields(3)
	w.heading(2, "Monitoring and Observability")
	w.heading(3, "Metrics")
	w.table(w.between(3, 5))
	w.heading(3, "Alerting")
	w.paragraph(2)
	w.heading(2, "Assumptions")
	w.items(2)
}

func (w *writer) requirements() {
	for _, id := range w.ids {
		w.printf("- **%s**: The %s %s has to %s the %s within %d ms", id, pick(w, adjectives), w.noun(), pick(w, []string{"count", "move", "show", "sign", "store"}), w.noun(), w.between(5, 2000))
		if w.chance.Float64() < w.slots {
			w.printf(" %s\n", pick(w, slots))
		} else {
			w.WriteString(".\n")
		}
	}
	w.WriteByte('\n')
}

func (w *writer) phase(n int) {
	w.heading(3, fmt.Sprintf("Phase %d: %s", n, pick(w, phaseTitles)))
	done := w.chance.Float64()
	for task := range w.between(3, 6) {
		box := " "
		if w.chance.Float64() < done {
			box = "x"
		}
		w.printf("- [%s] %d.%d %s %s %s\n", box, n, task+1, pick(w, doings), pick(w, adjectives), w.noun())
		if w.chance.Float64() < .5 {
			w.printf("  - _Requirements: %s_\n", w.some(w.between(1, 3)))
		}
	}
	w.WriteByte('\n')
}
