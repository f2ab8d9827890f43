package register

import (
	"slices"
	"strings"
	"unicode"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// A topic is what a section is about, and how its contents are read.
type topic struct {
	name   string          // of the register
	nouns  map[string]bool // a title needs one of them
	with   map[string]bool // and has no other words than these and joining ones
	phrase map[string]bool // whole titles that fit as well

	names  map[string]bool // labels and heads of columns that mean the thing itself: "Risk"
	fields map[string]int  // and those that fill a column, by the number of the register's column

	aside    *pattern.Pattern // sub-sections that speak of something else
	labelled bool             // a thing has a name: items without a label are no rows
	headings bool             // each sub-section is a thing, whatever stands in it
	leading  bool             // a label's first word decides: "Mitigation strategy"
	prose    bool             // a section of nothing but prose says one thing
	tasks    bool             // lists of tasks may have such sections
}

func words(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

func phrases(list ...string) map[string]bool {
	set := map[string]bool{}
	for _, p := range list {
		set[p] = true
	}
	return set
}

// fill gives the labels that fill column n.
func fill(to map[string]int, n int, labels string) map[string]int {
	for _, l := range strings.Split(labels, ",") {
		to[strings.TrimSpace(l)] = n
	}
	return to
}

// joining are words of titles that tell nothing.
var joining = words("and or the of for our my with in to a an by on key main known major list overview summary core general optional register log table proposed current planned i ii")

// topics are tried in this order.
var topics = []*topic{
	{
		name:  Questions,
		nouns: words("question questions unknowns preguntas"), with: words("open unresolved outstanding remaining challenges challenge issues unclear clarifications answered resolved abiertas pending unknowns follow up"),
		phrase: phrases("unknowns", "open issues", "open points", "needs clarification", "未解決の質問", "未解決事項", "offene fragen", "questions ouvertes"),
		names:  words("question questions q unknown unclear"), fields: fill(map[string]int{}, 1, "answer, a, resolution, resolved, answered, decision, decided, outcome, conclusion"),
		prose: true, tasks: true,
	},
	{
		name:  Risks,
		nouns: words("risk risks riesgos"), with: words("technical dependency dependencies business project security operational delivery schedule external trade offs tradeoffs mitigation mitigations mitigated assessment analysis management guardrails matrix challenges concerns drawbacks issues high medium low identified potential residual top y mitigaciones técnicos"),
		phrase: phrases("リスク", "リスクと対策", "risiken", "risiken und maßnahmen"),
		names:  words("r risk risks threat hazard pitfall riesgo concern"),
		fields: fill(fill(fill(map[string]int{}, 1, "impact, severity, consequence, consequences, effect, effects, impacto, what goes wrong"), 2, "likelihood, probability, chance, odds, probabilidad, prob"),
			3, "m, mitigation, mitigations, mitigation strategy, mitigation plan, response, remedy, contingency, contingency plan, countermeasure, countermeasures, mitigación, action, actions, guardrail, how to avoid, prevention, fallback"),
		aside:   pattern.MustCompile(`(?i)^(?:\W*)mitigations?\b|\bmitigation (?:strateg|plan|approach)`),
		leading: true, prose: true, tasks: true,
	},
	{
		name:  Decisions,
		nouns: words("decision decisions decisiones"), with: words("design technical architecture architectural made locked rationale trade offs tradeoffs user product implementation research important technology points técnicas"),
		names: words("decision id adr title topic question"), fields: fill(fill(fill(map[string]int{}, 1, "choice, chosen, decision, we chose, selected, selected approach, option chosen, outcome, what, resolution, answer, approach, solution, technology"), 2, "status, state"), 3, "date, decided, decided on, made on"),
		headings: true, prose: false, tasks: true,
	},
	{
		name:  Integrations,
		nouns: words("integrations apis services integration api interfaces dependencies"), with: words("points external internal third party services service systems system partner upstream downstream apis interfaces"),
		names: words("integration system service api name provider partner dependency interface component endpoint"), fields: fill(map[string]int{}, 2, "purpose, description, what for, used for, use, usage, role, notes, details, data, what, method, protocol, type, how"),
		labelled: true,
	},
	{
		name:  Components,
		nouns: words("components component modules"), with: words("interfaces interface architecture architectural responsibilities responsibility design system service new modified existing ui frontend backend server client ux details contracts inventory hierarchy specifications breakdown modules structure"),
		names: words("component module name service class part layer"), fields: fill(map[string]int{}, 1, "purpose, responsibility, responsibilities, description, role, what it does, does, intent, duty, summary, function, location"),
		labelled: true, headings: true,
	},
	{
		name:  Environments,
		nouns: words("environments environment"), with: words("setup deployment target hosting deployments runtime release promotion"),
		names: words("environment env name stage"), fields: fill(map[string]int{}, 1, "purpose, description, url, hosting, infrastructure, details, notes, where, how, used for"),
		labelled: true,
	},
	{
		name:  Performance,
		nouns: words("performance scalability latency throughput slo slos sla slas"), with: words("targets target requirements requirement goals goal considerations characteristics metrics benchmarks expectations budget budgets objectives objective response times time level service constraints indicators kpis"),
		names: words("metric target operation requirement indicator measure nfr id name aspect slo"), fields: fill(map[string]int{}, 1, "target, targets, goal, value, threshold, budget, objective, limit, requirement, expected"),
		aside: pattern.MustCompile(`(?i)\b(?:strateg\w+|techniques?|approach\w*|optimi[sz]ations?|caching|scaling|monitoring|testing)\b`),
	},
	{
		name:  Assumptions,
		nouns: words("assumption assumptions constraint constraints supuestos restricciones"), with: words("technical business regulatory operational global project design hard dependencies scope limitations additional organisational organizational budget schedule resource boundaries"),
		phrase: phrases("前提条件", "制約", "制約事項", "前提条件と制約", "annahmen", "annahmen und randbedingungen"),
		names:  words("assumption constraint id statement name"), fields: fill(map[string]int{}, 1, "description, statement, rationale, reason, impact, details"),
		aside: pattern.MustCompile(`(?i)^(?:\W*)(?:dependencies|out of scope|deferred|limitations)\b`),
		prose: true, tasks: true,
	},
	{
		name:  Technologies,
		nouns: words("technology technologies stack tech frameworks libraries languages tooling"), with: words("technology technical choices standard stack core used required selection frameworks libraries languages tools versions alignment supporting development additions"),
		phrase: phrases("technical context", "required tools", "primary dependencies", "development tools", "tools and technologies", "技術スタック"),
		names:  words("technology technologies library libraries tool tools framework package choice name product software language dependency tech stack selection"), fields: map[string]int{},
	},
}

var (
	titleNumber = pattern.MustCompile(`^\s*(?:\p{Lu}{1,5}-?\d+[\w.-]*[:.—–-]?|§?\d+(?:\.\d+)*[.):]?|[A-Za-z][.)])\s+`)
	parenthesis = pattern.MustCompile(`\([^()]*\)|\[[^\[\]]*\]`)
)

// telling are the words that a title of a topic has one of.
var telling = func() map[string]bool {
	all := map[string]bool{}
	for _, t := range topics {
		for w := range t.nouns {
			all[w] = true
		}
		for p := range t.phrase {
			for _, w := range strings.Fields(p) {
				all[w] = true
			}
		}
	}
	return all
}()

// topicOf is what a title is about; nil for none of the topics.
func topicOf(title string) *topic {
	if strings.Contains(title, "?") || !slices.ContainsFunc(lettered(title), func(w string) bool { return telling[w] }) {
		return nil
	}
	list := titleWords(title)
	whole := strings.Join(list, " ")
	for _, t := range topics {
		if t.phrase[whole] {
			return t
		}
		noun := false
		fits := len(list) > 0
		for _, w := range list {
			noun = noun || t.nouns[w]
			fits = fits && (t.nouns[w] || t.with[w] || joining[w])
		}
		if noun && fits && t.says(list) {
			return t
		}
	}
	return nil
}

// says rules out titles whose words fit but which mean something else.
func (t *topic) says(list []string) bool {
	has := func(w string) bool {
		for _, l := range list {
			if l == w {
				return true
			}
		}
		return false
	}
	switch t.name {
	case Decisions:
		return has("decisions") || has("decisiones") || len(list) > 1
	case Integrations: // "Services" and "Interfaces" alone are a system's parts, "Dependencies" an order of work
		return has("integrations") || has("external") || has("third") || has("upstream") || has("downstream") || strings.Contains(strings.Join(list, " "), "integration point") || has("integration") && has("services") || has("internal") && has("services")
	case Technologies:
		return !has("technical") || has("stack") || has("choices")
	case Environments: // "Environment" alone is that of a bug report
		return has("environments") || len(list) > 1
	case Performance:
		return len(list) > 1 || list[0] != "throughput" && list[0] != "latency" && list[0] != "scalability"
	case Components:
		return list[0] != "component" || len(list) > 1
	}
	return true
}

// titleWords are the words of a title in lower case, without its number and
// what stands in parentheses.
func titleWords(title string) []string {
	return lettered(withoutNumber(parenthesis.ReplaceAllString(title, " ")))
}

// withoutNumber is a title without the number or letter that begins it. Each
// form of one has a digit, or a stop or parenthesis behind the first letter.
func withoutNumber(title string) string {
	if first := strings.TrimLeft(title, " \t\n\f\r\v"); !strings.ContainsAny(title, "0123456789") && (len(first) < 2 || first[1] != '.' && first[1] != ')') {
		return title
	}
	return titleNumber.ReplaceAllString(title, "")
}

// lettered are the words of s in lower case.
func lettered(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsMark(c) && !unicode.IsNumber(c)
	})
}

// reads tells whether documents of a role hold what the topic is about. A list
// of tasks speaks of components and environments as work to do.
func (t *topic) reads(role plan.Role) bool { return t.tasks || role != plan.Tasks }
