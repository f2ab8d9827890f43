package roadmap

import (
	"regexp"
	"strings"

	"github.com/planfolio/planfolio/internal/pattern"
	"github.com/planfolio/planfolio/internal/plan"
)

// blockedNote is where a task's text says that it is blocked: in brackets or
// behind a dash, "Fit the mast (blocked: in dock until December)".
var blockedNote = regexp.MustCompile(`(?i)(?:[(\[]|\s[–—-]+\s|^)\s*\**(?:blocked|on hold|waiting (?:for|on)|bloqueado|bloqueada|blockiert)\b\**(?:\s+(?:by|until|on))?\s*[:：–—-]?\s*([^()\[\]]*)`)

// TaskState is how far a task is: the state of its box, but blocked for an open
// one whose text says so. A task that is blocked by others of the plan waits for
// them, and is only open.
func TaskState(t *plan.Task) plan.State {
	if t.State != plan.Open && t.State != plan.Active || len(t.Notes().DependsOn) > 0 {
		return t.State
	}
	if saysBlocked.MatchString(t.Text) && blockedNote.MatchString(t.Text) {
		return plan.Blocked
	}
	return t.State
}

// saysBlocked finds the texts that may say that something is blocked.
var saysBlocked = pattern.MustCompile(`locked|LOCKED|n hold|aiting|loquead|lockiert`)

// Reason is why a blocked task is blocked, as its text says: "blocked: in dock
// until December" gives "in dock until December". "" where it does not say.
func Reason(t *plan.Task) string {
	if TaskState(t) != plan.Blocked {
		return ""
	}
	if m := blockedNote.FindStringSubmatch(t.Text); m != nil {
		return short(strings.TrimRight(strings.TrimSpace(m[1]), " .,;:"))
	}
	return ""
}
