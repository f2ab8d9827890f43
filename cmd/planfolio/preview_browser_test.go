package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
)

// Marks a page's root, and tells whether it is still the page that was marked.
const (
	mark   = `document.documentElement.dataset.mark = "here"`
	marked = `document.documentElement.dataset.mark === "here"`
)

// corner is what the preview shows in a corner of the page.
const corner = `document.querySelector("[data-pf-preview]").shadowRoot`

// openTab opens url in a tab of its own that listens for complaints.
func openTab(t *testing.T, ctx context.Context, url string) (context.Context, *complaints) {
	t.Helper()
	tab := newTab(t, ctx, url)
	heard := listen(t, tab)
	if _, err := chromedp.Call(tab, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	return tab, heard
}

// quiet makes sure that a tab's console has not complained.
func (c *complaints) quiet(t *testing.T) {
	t.Helper()
	for _, complaint := range c.take() {
		t.Error(complaint)
	}
}

func press(t *testing.T, ctx context.Context, keys string) {
	t.Helper()
	do(t, ctx, chromedp.KeyEvent(keys))
}

// TestBrowserMorph edits a plan while it is open, and another is open too.
func TestBrowserMorph(t *testing.T) {
	ctx := browser(t)
	dir := t.TempDir()
	long := strings.Repeat("\nA line of text that makes the page long.\n", 100)
	text := func(light, top, end string) string {
		return "# Lamp\n" + top + "\nIt is " + light + ".\n\n<details><summary>More</summary>\n\nInside.\n\n</details>\n" + long + "\n## End\n\n" + end + "\n"
	}
	writeFileIn(t, dir, "lamp.md", text("dark", "", "The end."))
	writeFileIn(t, dir, "door.md", "# Door\n\nIt is shut.\n")
	url := serveDir(t, dir)

	lamp, heard := openTab(t, ctx, url+"plans/lamp/")
	door, _ := openTab(t, ctx, url+"plans/door/")
	script(t, door, mark)
	script(t, lamp, mark)
	script(t, lamp, `document.querySelector(".prose details, main details").open = true`)
	script(t, lamp, `getSelection().selectAllChildren([...document.querySelectorAll("p")].find((p) => p.textContent.includes("The end.")))`)
	script(t, lamp, `scrollTo(0, 700)`)
	becomes(t, lamp, `scrollY === 700`)

	writeFileIn(t, dir, "lamp.md", text("light", "", "The end."))
	becomes(t, lamp, `document.body.textContent.includes("It is light.")`)
	becomes(t, lamp, marked+` && scrollY === 700 && document.querySelector("main details").open && String(getSelection()).includes("The end.")`)
	becomes(t, door, marked)

	// What is read stays where it is, though there is more above it.
	script(t, lamp, `window.was = document.elementFromPoint(innerWidth / 2, 300).getBoundingClientRect().top`)
	script(t, lamp, `window.what = document.elementFromPoint(innerWidth / 2, 300)`)
	writeFileIn(t, dir, "lamp.md", text("light", "\n"+strings.Repeat("Another paragraph.\n\n", 10), "The end."))
	becomes(t, lamp, `document.body.textContent.includes("Another paragraph.")`)
	becomes(t, lamp, marked+` && scrollY > 700 && Math.abs(what.getBoundingClientRect().top - was) < 2`)

	// A new section is in the contents, which mark where one reads.
	writeFileIn(t, dir, "lamp.md", text("light", "", "The end.\n\n## Appendix\n\nMore.\n"+long))
	becomes(t, lamp, `[...document.querySelectorAll(".toc a")].some((a) => a.textContent.includes("Appendix"))`)
	script(t, lamp, `document.querySelector("#appendix").scrollIntoView()`)
	becomes(t, lamp, `document.querySelector(".toc [aria-current]")?.textContent.includes("Appendix")`)
	becomes(t, lamp, marked)

	// The other one, now that it is its turn.
	script(t, lamp, `scrollTo(0, 0)`)
	writeFileIn(t, dir, "door.md", "# Door\n\nIt is open.\n")
	becomes(t, door, `document.body.textContent.includes("It is open.")`)
	becomes(t, lamp, marked)

	// A style sheet is swapped, and the page is never without one.
	script(t, lamp, `new MutationObserver(() => window.bare ||= document.querySelectorAll("link[rel=stylesheet]").length === 0).observe(document.head, {childList: true})`)
	writeFileIn(t, dir, "theme/assets/site.css", "body { outline: 7px solid red }")
	becomes(t, lamp, `getComputedStyle(document.body).outlineWidth === "7px" && document.querySelectorAll("link[rel=stylesheet]").length === 1`)
	becomes(t, lamp, marked+` && !window.bare`)
	heard.quiet(t)

	// A script is not: the page is loaded again.
	writeFileIn(t, dir, "theme/assets/mode.js", "document.documentElement.dataset.mine = 'yes';")
	becomes(t, lamp, `document.documentElement.dataset.mine === "yes"`)
}

// TestBrowserFilter types into the filter of the index of requirements, whose
// plans are edited all the while.
func TestBrowserFilter(t *testing.T) {
	ctx := browser(t)
	dir := t.TempDir()
	plan := func(n int) string {
		var b strings.Builder
		b.WriteString("# Lamp\n\n")
		for i := range 60 {
			fmt.Fprintf(&b, "- **FR-%d:** The lamp number %d shines in edition %d.\n", i+1, i+1, n)
		}
		return b.String() + fmt.Sprintf("- **FR-%d:** The lantern came in edition %d.\n", 100+n, n)
	}
	writeFileIn(t, dir, "lamp.md", plan(0))
	writeFileIn(t, dir, "door.md", "# Door\n\n- **FR-1:** The door shuts.\n")
	url := serveDir(t, dir)
	tab, heard := openTab(t, ctx, url+"requirements/")
	script(t, tab, mark)
	do(t, tab, chromedp.Focus("[data-filter=text]"))
	press(t, tab, "lantern")
	becomes(t, tab, `document.querySelectorAll("#pf-requirements-table tbody tr").length === 1`)
	script(t, tab, `document.activeElement.setSelectionRange(3, 5, "backward")`)
	for n := 1; n <= 20; n++ {
		writeFileIn(t, dir, "lamp.md", plan(n))
		becomes(t, tab, fmt.Sprintf(`(rows => rows.length === 1 && rows[0].textContent.includes("FR-%d") && rows[0].textContent.includes("edition %d."))(document.querySelectorAll("#pf-requirements-table tbody tr"))`, 100+n, n))
		becomes(t, tab, marked+` && (e => e.matches("[data-filter=text]") && e.value === "lantern" && e.selectionStart === 3 && e.selectionEnd === 5 && e.selectionDirection === "backward")(document.activeElement)`)
		becomes(t, tab, `/^1 of 62 requirements/.test(document.querySelector("#pf-requirements-tools output").textContent)`)
	}
	becomes(t, tab, `location.search === "?text=lantern"`)
	// Typing on, at the caret, and another choice.
	script(t, tab, `(document.activeElement.value = "", document.activeElement.dispatchEvent(new Event("input", {bubbles: true})))`)
	press(t, tab, "edition 20")
	becomes(t, tab, `/^61 of 62/.test(document.querySelector("#pf-requirements-tools output").textContent)`)
	writeFileIn(t, dir, "door.md", "# Door\n\n- **FR-1:** The door shuts in edition 20.\n")
	becomes(t, tab, `/^62 requirements/.test(document.querySelector("#pf-requirements-tools output").textContent)`)
	heard.quiet(t)
}

// TestBrowserTables narrows, sorts and groups the table of plans while it changes.
func TestBrowserTables(t *testing.T) {
	ctx := browser(t)
	dir := t.TempDir()
	for _, name := range []string{"alpha", "beta", "gamma", "delta"} {
		writeFileIn(t, dir, name+".md", "---\nstatus: draft\n---\n# "+name+"\n\n- [ ] T001 One\n- [ ] T002 Two\n")
	}
	url := serveDir(t, dir)
	tab, heard := openTab(t, ctx, url)
	script(t, tab, mark)
	const shown = `[...document.querySelectorAll("main table:has([data-sort]) tbody tr:not([hidden]) a")].map((a) => a.textContent.trim()).filter((s) => /^(alpha|beta|gamma|delta|epsilon)/.test(s)).join(" ")`
	script(t, tab, `[...document.querySelectorAll("main th button.sort")].find((b) => /plan/i.test(b.textContent)).click()`)
	becomes(t, tab, shown+` === "alpha beta delta gamma"`)
	writeFileIn(t, dir, "epsilon.md", "---\nstatus: done\n---\n# epsilon\n")
	becomes(t, tab, shown+` === "alpha beta delta epsilon gamma"`)
	if err := os.Remove(filepath.Join(dir, "beta.md")); err != nil {
		t.Fatal(err)
	}
	becomes(t, tab, shown+` === "alpha delta epsilon gamma"`)
	do(t, tab, chromedp.Focus("main [data-filter=text]"))
	press(t, tab, "draft")
	becomes(t, tab, shown+` === "alpha delta gamma"`)
	writeFileIn(t, dir, "delta.md", "---\nstatus: done\n---\n# delta\n")
	becomes(t, tab, shown+` === "alpha gamma"`)
	becomes(t, tab, marked+` && document.activeElement.value === "draft"`)
	// By groups, with a column that the page did not have.
	script(t, tab, `(document.activeElement.value = "", document.activeElement.dispatchEvent(new Event("input", {bubbles: true})))`)
	script(t, tab, `(s => { s.value = "status"; s.dispatchEvent(new Event("change", {bubbles: true})); })(document.querySelector("main [data-group-by]"))`)
	const groups = `[...document.querySelectorAll("main tr.group")].map((r) => r.textContent.trim()).join(" ")`
	becomes(t, tab, groups+` === "done draft"`)
	writeFileIn(t, dir, "alpha.md", "---\nstatus: active\nowner: Ann\n---\n# alpha\n")
	becomes(t, tab, groups+` === "active done draft" && `+shown+` === "alpha delta epsilon gamma"`)
	script(t, tab, `[...document.querySelectorAll("main th button.sort")].find((b) => b.textContent === "Owner").click()`)
	becomes(t, tab, `document.querySelector("main th[aria-sort]").textContent === "Owner" && location.search.includes("sort=owner") && `+marked)
	heard.quiet(t)
}

// TestBrowserMoves renames the plan of an open page, and deletes it.
func TestBrowserMoves(t *testing.T) {
	ctx := browser(t)
	dir := t.TempDir()
	writeFileIn(t, dir, "lamp.md", "# Lamp\n\n- **FR-1:** It shines.\n\n## Light\n\nBright.\n")
	writeFileIn(t, dir, "door.md", "# Door\n")
	url := serveDir(t, dir)
	lamp, heard := openTab(t, ctx, url+"plans/lamp/#light")
	door, _ := openTab(t, ctx, url+"plans/door/")
	script(t, door, mark)
	if err := os.Rename(filepath.Join(dir, "lamp.md"), filepath.Join(dir, "torch.md")); err != nil {
		t.Fatal(err)
	}
	becomes(t, lamp, `location.pathname === "/plans/torch/" && location.hash === "#light" && document.readyState === "complete"`)
	becomes(t, lamp, corner+`.querySelector(".bar")`)
	if err := os.Remove(filepath.Join(dir, "torch.md")); err != nil {
		t.Fatal(err)
	}
	const notice = corner + `.querySelector(".notice")`
	becomes(t, lamp, `!`+notice+`.hidden && `+notice+`.textContent.includes("This plan is gone.") && document.body.textContent.includes("Bright.")`)
	becomes(t, lamp, notice+`.querySelector("a").getAttribute("href") === "/"`)
	writeFileIn(t, dir, "torch.md", "# Torch\n\nBack again.\n")
	becomes(t, lamp, `document.body.textContent.includes("Back again.") && (`+notice+`?.hidden ?? true)`)
	becomes(t, door, marked)
	heard.quiet(t)
}

// TestBrowserFollow has a tab go where the author is.
func TestBrowserFollow(t *testing.T) {
	ctx := browser(t)
	dir := t.TempDir()
	long := strings.Repeat("\nA line of text that makes the page long.\n", 60)
	lamp := func(s string) string { return "# Lamp\n" + long + "\n## Light\n\n" + s + "\n" }
	writeFileIn(t, dir, "lamp.md", lamp("Bright."))
	writeFileIn(t, dir, "door.md", "# Door\n\n## Hinge\n\nIt squeaks.\n")
	url := serveDir(t, dir)
	tab, heard := openTab(t, ctx, url+"plans/lamp/")
	other, _ := openTab(t, ctx, url)
	script(t, other, mark)

	// Off, until it is chosen.
	writeFileIn(t, dir, "lamp.md", lamp("Brighter."))
	becomes(t, tab, `document.body.textContent.includes("Brighter.") && scrollY === 0`)
	press(t, tab, "f")
	becomes(t, tab, corner+`.querySelector(".follow").getAttribute("aria-pressed") === "true"`)
	writeFileIn(t, dir, "lamp.md", lamp("Brightest."))
	becomes(t, tab, `document.body.textContent.includes("Brightest.") && scrollY > 0`)
	becomes(t, tab, `(r => r.top >= 0 && r.top < innerHeight)(document.querySelector("#light").getBoundingClientRect())`)
	writeFileIn(t, dir, "door.md", "# Door\n\n## Hinge\n\nIt is oiled.\n")
	becomes(t, tab, `location.pathname === "/plans/door/" && location.hash === "#hinge" && document.body.textContent.includes("It is oiled.")`)
	becomes(t, tab, `document.querySelector("#hinge").getAnimations().length >= 0 && sessionStorage.getItem("pf-follow") === "on"`)
	becomes(t, tab, corner+`.querySelector(".follow").getAttribute("aria-pressed") === "true"`)
	press(t, tab, "f")
	writeFileIn(t, dir, "lamp.md", lamp("Dim."))
	becomes(t, other, marked+` && location.pathname === "/"`)
	becomes(t, tab, `location.pathname === "/plans/door/"`)
	heard.quiet(t)
}

// TestBrowserProblems reads what is wrong in a corner of the page.
func TestBrowserProblems(t *testing.T) {
	ctx := browser(t)
	dir := t.TempDir()
	good := "# Lamp\n\n- **FR-1:** It shines.\n\nSee FR-1, <img src=x onerror=alert(1)> `<b>`.\n"
	bad := strings.Replace(good, "See FR-1", "See FR-9", 1)
	writeFileIn(t, dir, "lamp.md", good)
	writeFileIn(t, dir, "door.md", "# Door\n")
	url := serveDir(t, dir, "--editor", "vscode")
	tab, heard := openTab(t, ctx, url+"plans/lamp/")
	const pill, list = corner + `.querySelector(".pill")`, corner + `.querySelector(".panel")`
	writeFileIn(t, dir, "door.md", "# Door\n\nSee FR-7.\n")
	becomes(t, tab, `!`+pill+`.hidden`)
	script(t, tab, mark)
	writeFileIn(t, dir, "lamp.md", bad)
	becomes(t, tab, `document.querySelector("main").textContent.includes("FR-9")`)
	script(t, tab, pill+`.click()`)
	becomes(t, tab, list+`.querySelector("h3")?.textContent === "Of this page"`)
	item := list + `.querySelector("li")`
	becomes(t, tab, item+`.textContent.includes("FR-9") && `+item+`.textContent.includes("PF102 dangling-citation")`)
	becomes(t, tab, item+`.querySelector("a.place").getAttribute("href") === "vscode://file`+filepath.ToSlash(filepath.Join(dir, "lamp.md"))+`:5:5"`)
	becomes(t, tab, item+`.querySelector("mark").textContent === "FR-9" && `+item+`.querySelector(".row-fault").textContent.includes("<img src=x onerror=alert(1)>") && !`+list+`.querySelector("img, b")`)
	becomes(t, tab, list+`.textContent.includes("FR-7") && `+list+`.querySelector("footer a").getAttribute("href") === "/problems/"`)
	becomes(t, tab, pill+`.getAttribute("aria-expanded") === "true" && `+corner+`.activeElement === `+list)
	press(t, tab, "\x1b")
	becomes(t, tab, list+`.hidden && `+corner+`.activeElement === `+pill+` && `+marked)

	// What is put right is right at once, in an open panel too.
	script(t, tab, pill+`.click()`)
	writeFileIn(t, dir, "lamp.md", good)
	becomes(t, tab, `!`+list+`.hidden && !`+list+`.textContent.includes("FR-9") && `+list+`.textContent.includes("FR-7")`)
	script(t, tab, pill+`.click()`)

	// A configuration that does not hold is said over the last good page.
	writeFileIn(t, dir, "planfolio.yaml", "# Ours\ntitel: x\n")
	becomes(t, tab, `!`+list+`.hidden && `+list+`.querySelector("h2").textContent === "Not up to date"`)
	becomes(t, tab, item+`.querySelector(".row-fault").textContent.includes("titel: x") && `+item+`.querySelector(".hint")`)
	becomes(t, tab, marked+` && document.body.textContent.includes("It shines.")`)
	script(t, tab, list+`.querySelector(".close").click()`)
	becomes(t, tab, list+`.hidden && `+pill+`.classList.contains("pill-fault")`)
	if err := os.Remove(filepath.Join(dir, "planfolio.yaml")); err != nil {
		t.Fatal(err)
	}
	becomes(t, tab, `!`+pill+`.classList.contains("pill-fault")`)
	// One that is solved closes the panel that it opened.
	writeFileIn(t, dir, "theme/partials/footer.html", "{{if}}\n")
	becomes(t, tab, `!`+list+`.hidden && `+item+`.textContent.includes("theme/partials/footer.html:1")`)
	if err := errors.Join(os.RemoveAll(filepath.Join(dir, "theme"))); err != nil {
		t.Fatal(err)
	}
	becomes(t, tab, list+`.hidden && `+marked)
	heard.quiet(t)
}
