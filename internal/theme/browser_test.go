package theme

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/planfolio/planfolio/internal/search"
	"github.com/planfolio/planfolio/internal/site"
)

// browser is a tab that remembers what its console says.
type browser struct {
	ctx  context.Context
	mu   sync.Mutex
	said []string
}

// openBrowser skips the test where there is no Chromium, except where CI=true.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is not short")
	}
	path := ""
	for _, name := range []string{os.Getenv("CHROME"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if found, err := exec.LookPath(name); name != "" && err == nil {
			path = found
			break
		}
	}
	if path == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("there is no Chromium")
		}
		t.Skip("there is no Chromium; install it or set CHROME to run this test")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.ExecPath(path))
	allocated, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	b := &browser{}
	say := func(s string) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.said = append(b.said, s)
	}
	tab, cancel := chromedp.NewContext(allocated, chromedp.WithListener(func(event any) {
		switch e := event.(type) {
		case *cdplog.EventEntryAdded:
			say(fmt.Sprintf("%s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL))
		case *runtime.EventConsoleAPICalled:
			say(fmt.Sprintf("console.%s", e.Type))
		case *runtime.EventExceptionThrown:
			say("exception: " + e.ExceptionDetails.Text)
		}
	}))
	t.Cleanup(cancel)
	ctx, cancel := context.WithTimeout(tab, 3*time.Minute)
	t.Cleanup(cancel)
	b.ctx = ctx
	b.call(t, func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, cdplog.Enable, cdp.Empty{})
		return err
	})
	return b
}

func (b *browser) call(t *testing.T, f func(context.Context, *chromedp.Target) error) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Func(f)); err != nil {
		t.Fatal(err)
	}
}

// screen sets the width of the window in CSS pixels, and the colour mode.
func (b *browser) screen(t *testing.T, width int64, scheme string) {
	t.Helper()
	b.call(t, func(ctx context.Context, target *chromedp.Target) error {
		metrics := emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 900, DeviceScaleFactor: 1, Mobile: width < 600}
		if _, err := cdp.Call(ctx, target, emulation.SetDeviceMetricsOverride, metrics); err != nil {
			return err
		}
		media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, media)
		return err
	})
}

func (b *browser) open(t *testing.T, url string) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
}

// run gives what a function body gives, as text.
func (b *browser) run(t *testing.T, body string) string {
	t.Helper()
	out, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`(async () => {`+body+`})().then(String)`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s\n%v", body, err)
	}
	return out
}

// wait waits for an expression to hold. A page that is left meanwhile is no fault.
func (b *browser) wait(t *testing.T, expression string) {
	t.Helper()
	var err error
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var so bool
		if so, err = chromedp.Run(b.ctx, chromedp.Evaluate[bool](`Boolean(`+expression+`)`)); err == nil && so {
			return
		}
	}
	t.Fatalf("never so: %s (%v)", expression, err)
}

func (b *browser) quiet(t *testing.T, where string) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.said {
		t.Errorf("%s: the console says %s", where, s)
	}
	b.said = nil
}

// serveSamples serves the sample pages with the published policy, and an index
// to search in.
func serveSamples(t *testing.T) string {
	t.Helper()
	theme := load(t)
	files := map[string][]byte{}
	for _, a := range theme.Assets() {
		files[a.Path] = a.Bytes
	}
	for _, s := range samples() {
		page, err := theme.Render(s.page, s.view)
		if err != nil {
			t.Fatal(err)
		}
		files[s.path] = page
	}
	for _, shard := range search.Index(searchable()) {
		files["search-index/"+shard.Name] = shard.JSON
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/")
		if path == "" || strings.HasSuffix(path, "/") {
			path += "index.html"
		}
		body, ok := files[path]
		w.Header().Set("Content-Security-Policy", site.HeaderPolicy)
		switch {
		case strings.HasSuffix(path, ".css"):
			w.Header().Set("Content-Type", "text/css; charset=utf-8")
		case strings.HasSuffix(path, ".js"):
			w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		case strings.HasSuffix(path, ".svg"):
			w.Header().Set("Content-Type", "image/svg+xml")
		case strings.HasSuffix(path, ".json"):
			w.Header().Set("Content-Type", "application/json")
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		if !ok {
			body = files["404.html"]
		}
		w.Write(body)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// searchable has words of several scripts, an id, and enough entries for
// several files of each kind.
func searchable() []search.Entry {
	entries := []search.Entry{
		{Kind: "section", Title: "Storage", Path: "Billing › Design", URL: "plans/billing/#storage", Text: "Invoices are kept for ten years. The store is append only, and FR-1.1 asks for nothing else."},
		{Kind: "requirement", Title: "FR-1.1: Keep <b>invoices</b>", Path: "Billing", URL: "requirements/billing/FR-1.1/", Text: "The system shall keep invoices."},
		{Kind: "section", Title: "運賃計算", Path: "運賃", URL: "plans/fare/#a", Text: "改札は三百ミリ秒以内に判定しなければならない。"},
		{Kind: "section", Title: "Überfahrt und Café", Path: "Ferry", URL: "plans/ferry/#b", Text: "Die Überfahrt dauert."},
	}
	for i := range 300 {
		entries = append(entries, search.Entry{Kind: "task", Title: fmt.Sprintf("T%03d Filler number %d", i, i), Path: "Filler", URL: "plans/filler/", Text: "Nothing to see."})
	}
	return entries
}

// TestBrowser is what only a browser can tell, in one tab.
func TestBrowser(t *testing.T) {
	b, root := openBrowser(t), serveSamples(t)
	t.Run("pages", func(t *testing.T) { testPages(t, b, root) })
	t.Run("tables", func(t *testing.T) { testTables(t, b, root) })
	t.Run("cards and keys", func(t *testing.T) { testCardsAndKeys(t, b, root) })
	t.Run("search", func(t *testing.T) { testSearch(t, b, root) })
}

// testPages opens every sample page, wide and narrow, light and dark:
// the console stays silent under the published policy, and no page is wider
// than its window.
func testPages(t *testing.T, b *browser, root string) {
	for _, screen := range []struct {
		width  int64
		scheme string
	}{{1440, "light"}, {390, "dark"}} {
		b.screen(t, screen.width, screen.scheme)
		for _, s := range samples() {
			if s.page == "moved" {
				continue // it leads away
			}
			b.open(t, root+strings.TrimSuffix(s.path, "index.html"))
			where := fmt.Sprintf("%s at %d px", s.path, screen.width)
			if got := b.run(t, `const e = document.documentElement; return e.scrollWidth - e.clientWidth`); got != "0" {
				t.Errorf("%s: the page is %s px wider than its window", where, got)
			}
			b.quiet(t, where)
		}
	}
}

func testTables(t *testing.T, b *browser, root string) {
	b.screen(t, 1440, "light")
	shown := `[...document.querySelectorAll("#pf-requirements-table tbody tr:not([hidden])")]`
	count := `document.querySelector("output").textContent`

	b.open(t, root+"?group=status&sort=-completeness")
	b.wait(t, count+` === "30 plans"`)
	if got := b.run(t, `return [...document.querySelectorAll(".group th")].map((e) => e.textContent).join(", ")`); got != "Approved, Draft, In review, none" {
		t.Errorf("groups: %s", got)
	}
	if got := b.run(t, `return document.querySelector("[aria-sort]").textContent + " " + document.querySelector("[aria-sort]").ariaSort`); got != "Completeness descending" {
		t.Errorf("sorted by %s", got)
	}
	b.run(t, `const f = document.querySelector("[data-filter=text]"); f.value = "FÁRE"; f.dispatchEvent(new Event("input", {bubbles: true}))`)
	b.wait(t, count+` === "3 of 30 plans"`)
	if got := b.run(t, `return location.search`); got != "?group=status&sort=-completeness&text=F%C3%81RE" {
		t.Errorf("the address says %s", got)
	}

	b.open(t, root+"requirements/?state=uncovered&plan=fare-engine")
	b.wait(t, count+` === "20 of 120 requirements"`)
	if got := b.run(t, `return `+shown+`.every((r) => r.dataset.state === "uncovered" && r.dataset.plan === "fare-engine")`); got != "true" {
		t.Error("rows are shown that were filtered out")
	}
	b.run(t, `[...document.querySelectorAll(".sort")].find((s) => s.textContent === "Id").click()`)
	if got := b.run(t, `return `+shown+`.map((r) => r.cells[0].textContent).slice(0, 3).join(" ")`); got != "FR-1.4 FR-2.3 FR-3.2" {
		t.Errorf("sorted by id: %s", got)
	}

	// The heat map: what is chosen stands in the address, and comes back with it.
	b.open(t, root+"completeness/")
	b.wait(t, count+` === "14 plans"`)
	b.run(t, `const f = document.querySelector("[data-filter=owner]"); f.value = "ines-okafor"; f.dispatchEvent(new Event("change", {bubbles: true}))`)
	b.run(t, `[...document.querySelectorAll(".heat .sort")].find((s) => s.textContent === "Changed").click()`)
	b.wait(t, count+` === "7 of 14 plans"`)
	if got := b.run(t, `return location.search`); got != "?owner=ines-okafor&sort=changed" {
		t.Errorf("the heat map's address says %s", got)
	}
	b.open(t, b.run(t, `return location.href`))
	b.wait(t, count+` === "7 of 14 plans"`)
	rows := `[...document.querySelectorAll(".heat tbody tr:not([hidden])")].map((r) => r.querySelector(".heat-changed").textContent)`
	if got := b.run(t, `return `+rows+`.slice(0, 2).join(" ") + " " + document.querySelector(".heat [aria-sort]").ariaSort + " " + document.querySelector("[data-filter=owner]").value`); got != "2026-03-15 2026-03-17 ascending ines-okafor" {
		t.Errorf("the heat map comes back as %s", got)
	}

	b.open(t, root+"roadmap/?text=berth&owner=ines")
	b.wait(t, count+` === "1 of 12 plans"`)
	if got := b.run(t, `return [...document.querySelectorAll("#pf-lanes .group:not([hidden])")].map((e) => e.textContent.trim()).join(", ")`); got != "core" {
		t.Errorf("groups shown: %s", got)
	}
	b.quiet(t, "tables")
}

func testCardsAndKeys(t *testing.T, b *browser, root string) {
	b.screen(t, 1440, "light")
	press := func(key string) {
		b.run(t, `document.dispatchEvent(new KeyboardEvent("keydown", { key: "`+key+`", bubbles: true, cancelable: true }))`)
	}
	card := `document.querySelector("#pf-card")`

	b.open(t, root+"plans/ticketing/")
	b.wait(t, card+` !== null`)
	b.run(t, `document.querySelector(".prose a.id").dispatchEvent(new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" }))`)
	b.wait(t, `!`+card+`.hidden`)
	if got := b.run(t, `return `+card+`.textContent`); !strings.Contains(got, "300 ms") || !strings.Contains(got, "Ticketing · planned in Phase 2") {
		t.Errorf("the card says %q", got)
	}
	if got := b.run(t, `const a = document.querySelector("[aria-describedby=pf-card]"); return a.textContent + a.hasAttribute("title")`); got != "FR-1.1false" {
		t.Errorf("the citation with the card is %s", got)
	}
	press("Escape")
	if got := b.run(t, `return `+card+`.hidden && document.querySelector(".prose a.id").title.includes("300 ms")`); got != "true" {
		t.Error("Escape does not close the card")
	}

	press("?")
	b.wait(t, `document.querySelector("#pf-legend").matches(":popover-open")`)
	if got := b.run(t, `return [...document.querySelectorAll("#pf-legend use")].filter((u) => !document.querySelector(u.getAttribute("href"))).length + " of " + document.querySelectorAll("#pf-legend use").length`); !strings.HasPrefix(got, "0 of ") || got == "0 of 0" {
		t.Errorf("signs of the legend without a shape: %s", got)
	}
	press("?")
	press("/")
	if got := b.run(t, `return document.activeElement.id`); got != "pf-find" {
		t.Errorf("after / the focus is on %q", got)
	}
	b.run(t, `document.activeElement.blur(); document.querySelector("#pf-mode").click()`)
	if got := b.run(t, `return document.documentElement.dataset.mode + localStorage.getItem("pf-mode")`); got != "lightlight" {
		t.Errorf("the mode is %s", got)
	}
	b.run(t, `document.querySelector("#pf-mode").click()`)
	b.open(t, root)
	if got := b.run(t, `return getComputedStyle(document.documentElement).colorScheme`); got != "dark" {
		t.Errorf("the mode is not kept: %s", got)
	}
	press("g")
	press("r")
	b.wait(t, `location.pathname === "/requirements/"`)
	b.run(t, `localStorage.clear()`)

	b.open(t, root+"plans/no-such/fare-engine/")
	b.wait(t, `document.querySelector("#pf-lost")?.value === "no such fare engine"`)
	b.quiet(t, "cards and keys")
}

func testSearch(t *testing.T, b *browser, root string) {
	b.screen(t, 1440, "light")
	for query, want := range map[string]string{
		"invoices":       "FR-1.1: Keep <b>invoices</b>|Storage",
		"INVOICES kept":  "Storage",
		"fr-1.1":         "FR-1.1: Keep <b>invoices</b>|Storage",
		"stor":           "Storage",
		"cafe":           "Überfahrt und Café",
		"ÜBER":           "Überfahrt und Café",
		"改札":             "運賃計算",
		"三百ミリ秒":          "運賃計算",
		"number 299":     "T299 Filler number 299",
		"nowhere at all": "",
	} {
		b.open(t, root+"search/")
		b.wait(t, `document.activeElement.id === "pf-search"`)
		b.run(t, `const f = document.querySelector("#pf-search"); f.value = `+fmt.Sprintf("%q", query)+`; f.dispatchEvent(new Event("input", {bubbles: true}))`)
		b.wait(t, `document.querySelector("#pf-search-state").textContent !== ""`)
		if got := b.run(t, `return [...document.querySelectorAll(".result-title a")].map((a) => a.textContent).join("|")`); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
		if got := b.run(t, `return document.querySelector("#pf-letters").hidden`); got != "true" {
			t.Errorf("%q: the A–Z list is still shown", query)
		}
	}
	b.open(t, root+"search/?q=filler")
	b.wait(t, `document.querySelectorAll(".result").length === 20`)
	b.run(t, `document.querySelector(".more").click()`)
	b.wait(t, `document.querySelectorAll(".result").length === 40`)
	if got := b.run(t, `return document.querySelector(".result a").href`); got != root+"plans/filler/" {
		t.Errorf("the result leads to %s", got)
	}
	b.quiet(t, "search")
}
