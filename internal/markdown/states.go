package markdown

import (
	"strings"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/plan"
)

// statusWords are the words by which plans state how far work is, as subjects.
var statusWords = map[string]plan.State{
	"done": plan.Done, "complete": plan.Done, "completed": plan.Done, "finished": plan.Done, "shipped": plan.Done,
	"implemented": plan.Done, "delivered": plan.Done, "closed": plan.Done, "merged": plan.Done, "released": plan.Done,
	"fixed": plan.Done, "resolved": plan.Done, "passed": plan.Done, "all done": plan.Done, "already done": plan.Done, "already complete": plan.Done,
	"completada": plan.Done, "completado": plan.Done, "completo": plan.Done, "terminado": plan.Done, "terminada": plan.Done, "hecho": plan.Done,
	"concluído": plan.Done, "fertig": plan.Done, "erledigt": plan.Done, "abgeschlossen": plan.Done, "terminé": plan.Done,
	"完了": plan.Done, "完了済み": plan.Done, "実施済み": plan.Done, "完成": plan.Done, "已完成": plan.Done, "완료": plan.Done,

	"in progress": plan.Active, "inprogress": plan.Active, "wip": plan.Active, "active": plan.Active, "ongoing": plan.Active,
	"started": plan.Active, "doing": plan.Active, "current": plan.Active, "current focus": plan.Active, "underway": plan.Active,
	"under way": plan.Active, "in review": plan.Active, "partial": plan.Active, "partially complete": plan.Active, "partially done": plan.Active,
	"en progreso": plan.Active, "en curso": plan.Active, "em andamento": plan.Active, "in arbeit": plan.Active, "en cours": plan.Active,
	"進行中": plan.Active, "現在": plan.Active, "現在地": plan.Active, "対応中": plan.Active, "进行中": plan.Active, "진행 중": plan.Active, "진행중": plan.Active,

	"open": plan.Open, "pending": plan.Open, "planned": plan.Open, "todo": plan.Open, "to do": plan.Open, "not started": plan.Open,
	"upcoming": plan.Open, "queued": plan.Open, "ready": plan.Open, "future": plan.Open, "next": plan.Open, "backlog": plan.Open, "draft": plan.Open,
	"to be done": plan.Open, "not yet started": plan.Open, "not begun": plan.Open, "proposed": plan.Open, "scheduled": plan.Open,
	"pendiente": plan.Open, "no iniciado": plan.Open, "no iniciada": plan.Open, "pendente": plan.Open, "offen": plan.Open, "geplant": plan.Open,
	"未着手": plan.Open, "将来": plan.Open, "計画中": plan.Open, "予定": plan.Open, "待定": plan.Open, "未开始": plan.Open, "대기": plan.Open, "예정": plan.Open,

	"blocked": plan.Blocked, "on hold": plan.Blocked, "waiting": plan.Blocked, "stalled": plan.Blocked, "paused": plan.Blocked,
	"bloqueado": plan.Blocked, "bloqueada": plan.Blocked, "blockiert": plan.Blocked, "ブロック": plan.Blocked,

	"skipped": plan.Skipped, "skip": plan.Skipped, "deferred": plan.Skipped, "cancelled": plan.Skipped, "canceled": plan.Skipped,
	"dropped": plan.Skipped, "removed": plan.Skipped, "postponed": plan.Skipped, "obsolete": plan.Skipped, "wont do": plan.Skipped,
	"not needed": plan.Skipped, "superseded": plan.Skipped, "omitido": plan.Skipped, "cancelado": plan.Skipped,
	"na": plan.Skipped, "n a": plan.Skipped, "中止": plan.Skipped, "취소": plan.Skipped,
}

// stateOf reads a status that is nothing but a status: "IN PROGRESS".
func stateOf(s string) (plan.State, bool) {
	state, ok := statusWords[subject(s)]
	return state, ok
}

// leadingState reads a status with more behind it: "Complete ✓ 2026-05-23",
// "SKIPPED, see below". Where several states stand in it, it is a choice that
// nobody has made, and no status.
func leadingState(s string) (plan.State, bool) {
	if strings.Contains(s, "|") {
		return "", false
	}
	subj := subject(s)
	for _, n := range []int{3, 2, 1} {
		if head := firstWords(subj, n); head != "" {
			if state, ok := statusWords[head]; ok {
				return state, true
			}
		}
	}
	return "", false
}

// firstWords gives the first n words of subj, "" where it has fewer.
func firstWords(subj string, n int) string {
	for i := range len(subj) {
		if subj[i] == ' ' {
			if n--; n == 0 {
				return subj[:i]
			}
		}
	}
	if n == 1 {
		return subj
	}
	return ""
}

// statusOf reads the value of a status field: a box, a sign or words.
func statusOf(value string) (plan.State, bool) {
	value = strings.TrimSpace(value)
	if strings.Contains(value, "|") {
		return "", false
	}
	if state, n := boxMark(value); n > 0 {
		return state, true
	}
	n := symbols(value)
	if state, ok := leadingState(value[n:]); ok {
		return state, true
	}
	return markState(value[:n])
}

// markState reads a sign such as ✅.
func markState(s string) (plan.State, bool) {
	for _, r := range s {
		switch r {
		case '✅', '✓', '✔', '☑', '🎉', '🏁':
			return plan.Done, true
		case '🔄', '🚧', '🏗', '⚙', '▶', '🔨', '🟡':
			return plan.Active, true
		case '⏳', '📋', '⬜', '🔜', '☐', '⏱', '🔲', '⚪':
			return plan.Open, true
		case '🚫', '⛔', '🛑', '⏸', '🔴', '⚠':
			return plan.Blocked, true
		case '⏭', '❌', '✖', '🗑':
			return plan.Skipped, true
		}
	}
	return "", false
}

// boxMark reads a box at the start of s: [x], [ ], [-], [🔄]. It gives the state
// and the length of the box, 0 where s begins with something else in brackets.
func boxMark(s string) (plan.State, int) {
	if s == "" || s[0] != '[' {
		return "", 0
	}
	end := strings.IndexByte(s[:min(len(s), 17)], ']')
	if end < 0 || end+1 < len(s) && (s[end+1] == '(' || s[end+1] == '[' || s[end+1] == ':') {
		return "", 0
	}
	switch mark := strings.TrimSpace(s[1:end]); mark {
	case "":
		return plan.Open, end + 1
	case "x", "X", "*":
		return plan.Done, end + 1
	case "-", "/", ".", "o", "O":
		return plan.Active, end + 1
	case "~", "NA", "N/A", "n/a":
		return plan.Skipped, end + 1
	case "!":
		return plan.Blocked, end + 1
	default:
		r, _ := utf8.DecodeRuneInString(mark)
		if symbols(mark) == len(mark) && isSymbol(r) {
			if state, ok := markState(mark); ok {
				return state, end + 1
			}
		}
	}
	return "", 0
}

// drawnBox reads a box that is one sign: ☐, ☑, ☒.
func drawnBox(s string) (plan.State, int) {
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '☐':
		return plan.Open, n
	case '☑', '☒':
		return plan.Done, n
	}
	return "", 0
}
