package serve

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/diag"
)

func TestReport(t *testing.T) {
	p := start(t, map[string]string{
		"a.md": "# A\n\n- **FR-1:** It works.\n\nSee FR-9 and\nFR-8.\n",
		"b.md": "# B\n\nSee a/FR-7 and [nothing](none.md).\n",
	}, func(o *Options) { o.Editor = "vscode://file/{path}:{line}:{column}" })
	rep := p.report("/plans/a/")
	if rep.Errors+rep.Warnings == 0 || len(rep.Here) == 0 || len(rep.Others) == 0 || rep.All != "/problems/" || rep.Fault != "" {
		t.Fatalf("%+v", rep)
	}
	for _, x := range rep.Here {
		if !strings.HasPrefix(x.Place, "a.md") {
			t.Errorf("%s is not of this page", x.Place)
		}
	}
	for _, x := range rep.Others {
		if strings.HasPrefix(x.Place, "a.md") {
			t.Errorf("%s is of this page", x.Place)
		}
	}
	var dangling problem
	for _, x := range rep.Here {
		if x.Code == diag.DanglingCitation && strings.Contains(x.Message, "FR-9") {
			dangling = x
		}
	}
	file := filepath.Join(p.dir, "a.md")
	if dangling.Place != "a.md:5:5" || dangling.File != file+":5:5" || dangling.Editor != "vscode://file"+file+":5:5" || !strings.HasPrefix(dangling.Page, "/plans/a/") {
		t.Errorf("%+v", dangling)
	}
	want := []frameLine{{Number: 5, Fault: true, Text: "See ", Mark: "FR-9", After: " and"}, {Number: 6, Text: "FR-8."}}
	if fmt.Sprint(dangling.Frame) != fmt.Sprint(want) {
		t.Errorf("frame %+v", dangling.Frame)
	}
	// No page of the site says where it lies on this machine.
	for _, path := range []string{"/", "/plans/a/", "/problems/", "/api/v1/portfolio.json"} {
		if _, body := p.get(path); strings.Contains(body, p.dir) {
			t.Errorf("%s tells %s", path, p.dir)
		}
	}
}

// TestReportIsBounded has more to say than a panel can show.
func TestReportIsBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("# A\n\n- **FR-1:** It works.\n\n")
	for i := range 3 * maxHere {
		fmt.Fprintf(&b, "See FR-%d. %s\n\n", 100+i, strings.Repeat("x", 1000))
	}
	p := start(t, map[string]string{"a.md": b.String(), "b.md": strings.ReplaceAll(b.String(), "FR-1:", "FR-2:")}, nil)
	rep := p.report("/plans/a/")
	if len(rep.Here) != maxHere || len(rep.Others) != maxOthers || rep.More != rep.Errors+rep.Warnings+rep.Notes-maxHere-maxOthers {
		t.Errorf("%d here, %d others, %d more", len(rep.Here), len(rep.Others), rep.More)
	}
	if _, body := p.get(ownPrefix + p.token() + "/problems?page=/plans/a/"); len(body) > 400_000 {
		t.Errorf("%d bytes", len(body))
	}
}

func TestEditor(t *testing.T) {
	for _, c := range []struct {
		text, file string
		line       int
		want       string
	}{
		{"vscode", "/home/ann/my plans/ä#1.md", 7, "vscode://file/home/ann/my%20plans/%C3%A4%231.md:7:3"},
		{"code", "/a.md", 0, "vscode://file/a.md:1:3"},
		{"idea", "/a&b=c+d.md", 7, "idea://open?file=/a%26b%3Dc%2Bd.md&line=7&column=3"},
		{"idea://open?file={path}&line={line}", "/a.md", 7, "idea://open?file=/a.md&line=7"},
		{"vscode://file/{path}:{line}:{column}", "/a.md", 7, "vscode://file/a.md:7:3"},
		{"sublime", "/a.md", 7, "subl://open?url=file:///a.md&line=7&column=3"},
		{"cursor", "C:/plans/a.md", 7, "cursor://file/C%3A/plans/a.md:7:3"},
		{"none", "/a.md", 7, ""},
		{"", "/a.md", 7, ""},
	} {
		e, err := ParseEditor(c.text)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
		}
		if got := e.Address(c.file, c.line, 3); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	for _, bad := range []string{
		"ed", "javascript:alert('{path}')", "JavaScript:alert('{path}')", "data:text/html,{path}", "file://{path}", "vscode://file/a.md", "vim {path}", "x://{path} y",
		"vbscript:{path}", "blob:{path}", "{path}", "x:{path}\n",
	} {
		if e, err := ParseEditor(bad); err == nil && bad != "x:{path}\n" {
			t.Errorf("%q is an editor: %q", bad, e)
		}
	}
	for _, name := range Editors() {
		if e, err := ParseEditor(name); err != nil || !strings.Contains(string(e), "{path}") {
			t.Errorf("%s: %q, %v", name, e, err)
		}
	}
}

func TestGuessEditor(t *testing.T) {
	for env, want := range map[string]Editor{
		"":                                   "",
		"EDITOR=vim":                         "",
		"EDITOR=code --wait":                 editors["vscode"],
		"VISUAL=/usr/bin/zed -w;EDITOR=code": editors["zed"],
		"VISUAL=emacs;EDITOR=code":           editors["vscode"],
		`EDITOR=C:\Tools\Code.exe`:           editors["vscode"],
		"EDITOR=nano;TERM_PROGRAM=vscode":    editors["vscode"],
		"EDITOR=vscode://file/{path}":        "",
	} {
		got := GuessEditor(func(name string) string {
			for _, pair := range strings.Split(env, ";") {
				if k, v, _ := strings.Cut(pair, "="); k == name {
					return v
				}
			}
			return ""
		})
		if got != want {
			t.Errorf("%s: %q, want %q", env, got, want)
		}
	}
}
