package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// harbour is a portfolio whose index of requirements has several pages: of each
// plan's 110 requirements, the even ones are cited in a phase.
func harbour(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"quay", "lock", "tower"} {
		var b strings.Builder
		fmt.Fprintf(&b, "# %s\n\n## Requirements\n\n", strings.ToUpper(name[:1])+name[1:])
		for i := range 110 {
			fmt.Fprintf(&b, "- **FR-%d**: The %s SHALL answer call %d within %d ms.\n", i+1, name, i+1, 10*i+10)
		}
		b.WriteString("\n## Design\n\nAll of FR-1.\n\n### Phase 1: Build\n\n")
		for i := 1; i < 110; i += 2 {
			fmt.Fprintf(&b, "- [ ] Build it (FR-%d)\n", i+1)
		}
		writeFileIn(t, dir, name+".md", b.String())
	}
	return dir
}

// says waits until a JavaScript expression gives want, and tells what it gives
// instead.
func says(t *testing.T, ctx context.Context, expression, want string) {
	t.Helper()
	got := ""
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		var err error
		if got, err = chromedp.Run(ctx, chromedp.Evaluate[string]("String("+expression+")")); err != nil {
			got = err.Error()
		}
		if got == want {
			return
		}
	}
	t.Fatalf("%s gives %q, want %q", expression, got, want)
}

// TestBrowserRequirements filters the index of a portfolio, in its address and
// by hand, and takes away what is shown.
func TestBrowserRequirements(t *testing.T) {
	url := serveDir(t, harbour(t))
	tab := newTab(t, browser(t), url+"requirements/")
	heard := listen(t, tab)
	const (
		rows   = `document.querySelectorAll("#pf-requirements-table tbody tr").length`
		output = `document.querySelector(".tools-count").textContent`
		first  = `document.querySelector("#pf-requirements-table tbody .id").textContent`
	)
	counts := func(state string) string {
		return `document.querySelector("[data-counts=` + state + `] b").textContent`
	}
	says(t, tab, rows, "200") // the first page, gaps first
	says(t, tab, first, "FR-1")
	says(t, tab, counts("planned"), "165")

	t.Run("address", func(t *testing.T) {
		do(t, tab, chromedp.Navigate(url+"requirements/?state=planned&plan=lock&text=call+100"))
		says(t, tab, output, "3 of 330 requirements") // the words are looked for in all that a row says: FR-10, FR-100, FR-110
		says(t, tab, counts("planned"), "3")
		says(t, tab, counts("uncovered"), "0")
		says(t, tab, `[...document.querySelectorAll("#pf-requirements-table tbody tr")].every((r) => r.dataset.plan === "lock" && r.dataset.state === "planned")`, "true")
		says(t, tab, `document.querySelector("#pf-requirements-table tbody a").pathname`, "/requirements/lock/FR-10/")
	})
	t.Run("by hand", func(t *testing.T) {
		do(t, tab, chromedp.Navigate(url+"requirements/"))
		becomes(t, tab, `document.querySelector(".requirement-table .sort")`)
		choose(t, tab, "coverage", "gap")
		says(t, tab, output, "165 of 330 requirements")
		says(t, tab, `location.search`, "?coverage=gap")
		choose(t, tab, "coverage", "")
		says(t, tab, output, "330 requirements")
		says(t, tab, rows, "200")
		script(t, tab, `document.querySelector("#pf-requirements-more").click()`)
		says(t, tab, rows, "330")
		choose(t, tab, "state", "cited,planned,tested,done")
		says(t, tab, counts("cited"), "3")
		says(t, tab, `[...document.querySelectorAll("#pf-requirements-table use")].every((u) => document.querySelector(u.getAttribute("href")))`, "true")
		script(t, tab, `[...document.querySelectorAll(".sort")].find((s) => s.textContent === "Id").click()`)
		says(t, tab, `[...document.querySelectorAll("#pf-requirements-table tbody .id")].slice(0, 7).map((a) => a.textContent).join(" ")`, "FR-1 FR-1 FR-1 FR-2 FR-2 FR-2 FR-4")
	})
	t.Run("taken away", func(t *testing.T) {
		do(t, tab, chromedp.Navigate(url+"requirements/?text=call+1100&plan=quay"))
		says(t, tab, output, "1 of 330 requirements")
		script(t, tab, `URL.createObjectURL = (blob) => { blob.text().then((text) => { window.taken = text }); return "#" }`)
		script(t, tab, `document.querySelector("[data-take=csv]").click()`)
		says(t, tab, `window.taken`, "plan,id,kind,state,coverage,phases,cited,tasks_done,tasks,text,url\n"+
			"quay,FR-110,functional,planned,covered,1,1,0,1,The quay SHALL answer call 110 within 1100 ms.,"+url+"requirements/quay/FR-110/\n")
		script(t, tab, `document.querySelector("[data-take=json]").click()`)
		says(t, tab, `JSON.parse(window.taken)[0].phases`, "1")
	})
	for _, complaint := range heard.take() {
		t.Error(complaint)
	}
}

func choose(t *testing.T, ctx context.Context, filter, value string) {
	t.Helper()
	script(t, ctx, fmt.Sprintf(`((s) => { s.focus(); s.value = %q; s.dispatchEvent(new Event("change", {bubbles: true})) })(document.querySelector("[data-filter=%s]"))`, value, filter))
}

// TestBrowserRequirementsWithoutScripts narrows the index by its links.
func TestBrowserRequirementsWithoutScripts(t *testing.T) {
	url := serveDir(t, harbour(t))
	tab := newTab(t, browser(t), url)
	if _, err := chromedp.Call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	do(t, tab, chromedp.Navigate(url+"requirements/"))
	says(t, tab, `getComputedStyle(document.querySelector(".tools")).display + getComputedStyle(document.querySelector(".filters")).display`, "noneflex")
	follow := func(label string) {
		t.Helper()
		says(t, tab, fmt.Sprintf(`[...document.querySelectorAll(".filter a")].some((a) => a.textContent === %q)`, label), "true")
		script(t, tab, fmt.Sprintf(`[...document.querySelectorAll(".filter a")].find((a) => a.textContent === %q).click()`, label))
	}
	for _, step := range []struct{ label, path, rows string }{
		{"Uncovered", "/requirements/state/uncovered/", "162"},
		{"Gap", "/requirements/coverage/gap/", "165"},
		{"Functional", "/requirements/kind/functional/", "200"},
	} {
		follow(step.label)
		says(t, tab, `location.pathname`, step.path)
		says(t, tab, `document.querySelectorAll("#pf-requirements-table tbody tr").length`, step.rows)
	}
	script(t, tab, `document.querySelector(".pages a").click()`)
	says(t, tab, `location.pathname`, "/requirements/kind/functional/page/2/")
	do(t, tab, chromedp.Navigate(url+"requirements/"))
	follow("Lock")
	says(t, tab, `location.pathname`, "/requirements/lock/")
	says(t, tab, `document.querySelectorAll("#pf-requirements-table tbody tr").length`, "110")
}

// TestBrowserCards opens the card of a citation with the keyboard and with a finger.
func TestBrowserCards(t *testing.T) {
	url := serveDir(t, harbour(t))
	const card = `document.querySelector("#pf-card")`
	tab := newTab(t, browser(t), url+"plans/quay/")
	becomes(t, tab, card)

	// The link before the citation has the focus; Tab goes on to it.
	script(t, tab, `((all) => all[all.indexOf(document.querySelector(".prose a.id")) - 1].focus())([...document.querySelectorAll("a[href], button")].filter((e) => e.checkVisibility()))`)
	key(t, tab, "Tab", 9)
	says(t, tab, `document.activeElement.textContent`, "FR-1")
	says(t, tab, card+`.hidden`, "false")
	says(t, tab, card+`.textContent`, "FR-1 The quay SHALL answer call 1 within 10 ms.Quay · cited in 1 place, in no phase or task")
	says(t, tab, `document.activeElement.getAttribute("aria-describedby")`, "pf-card")
	key(t, tab, "Escape", 27)
	says(t, tab, card+`.hidden`, "true")

	// The first tap shows the card, the second follows the link.
	call := func(f func(context.Context, *chromedp.Target) error) {
		t.Helper()
		do(t, tab, chromedp.Func(f))
	}
	call(func(ctx context.Context, target *chromedp.Target) error {
		points := int64(1)
		_, err := cdp.Call(ctx, target, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true, MaxTouchPoints: points})
		return err
	})
	do(t, tab, chromedp.Navigate(url+"plans/quay/"), chromedp.WaitReady("footer"))
	becomes(t, tab, card)
	tap := func(selector string) {
		t.Helper()
		script(t, tab, `document.querySelector("`+selector+`").scrollIntoView({ block: "center" })`)
		at, err := chromedp.Run(tab, chromedp.Evaluate[[]float64](`((r) => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector("`+selector+`").getBoundingClientRect())`))
		if err != nil {
			t.Fatal(err)
		}
		call(func(ctx context.Context, target *chromedp.Target) error {
			start := input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: at[0], Y: at[1]}}}
			if _, err := cdp.Call(ctx, target, input.DispatchTouchEvent, start); err != nil {
				return err
			}
			_, err := cdp.Call(ctx, target, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
			return err
		})
	}
	tap(".prose a.id")
	says(t, tab, card+`.hidden`, "false")
	says(t, tab, `location.pathname`, "/plans/quay/")
	says(t, tab, card+`.querySelector("a").pathname`, "/requirements/quay/FR-1/")
	tap("h1")
	says(t, tab, card+`.hidden`, "true")
	tap(".prose a.id")
	says(t, tab, card+`.hidden`, "false")
	tap(".prose a.id")
	says(t, tab, `location.pathname`, "/requirements/quay/FR-1/")
}

func key(t *testing.T, ctx context.Context, name string, code int64) {
	t.Helper()
	do(t, ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			p := input.DispatchKeyEventParams{Type: kind, Key: name, Code: name, WindowsVirtualKeyCode: code, NativeVirtualKeyCode: code}
			if _, err := cdp.Call(ctx, target, input.DispatchKeyEvent, p); err != nil {
				return err
			}
		}
		return nil
	}))
}
