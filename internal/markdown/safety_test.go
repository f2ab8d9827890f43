package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/plan"
	"github.com/planfolio/planfolio/internal/source"
)

// hostile are texts that have run as scripts somewhere, or that try to be
// taken for the marks that this package makes itself.
var hostile = []string{
	`<script>alert(1)</script>`, `<ScRiPt>alert(1)</sCrIpT>`, `<script src=//evil.example></script>`, `<script`, `</script>`,
	`<img src=x onerror=alert(1)>`, `<img src="javascript:alert(1)">`, `<img/src=x/onerror=alert(1)>`, `<image src=x onerror=alert(1)>`,
	`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><a xlink:href="javascript:alert(1)">x</a></svg>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<iframe srcdoc="<script>alert(1)</script>">`, `<object data="data:text/html,x">`, `<embed src=x>`, `<applet code=x>`,
	`<a href="javascript:alert(1)">x</a>`, `<a href=" &#14; javascript:alert(1)">x</a>`, `<a href="jav&#x09;ascript:alert(1)">x</a>`,
	`<a href=x style="position:fixed;inset:0">x</a>`, `<a href="vbscript:x">x</a>`, `<a href="data:text/html,x" target=_blank>x</a>`,
	`<details open ontoggle=alert(1)>`, `<body onload=alert(1)>`, `<input autofocus onfocus=alert(1)>`, `<form action=//evil><button>x`,
	`<meta http-equiv=refresh content="0;url=//evil">`, `<base href=//evil>`, `<link rel=stylesheet href=//evil>`, `<style>@import '//evil'</style>`,
	`<title></title><script>x</script>`, `<textarea></textarea><script>x</script>`, `<noscript><p title="</noscript><script>x</script>">`,
	`<template><script>x</script></template>`, `<xmp><script>x</script></xmp>`, `<plaintext>`, `<frameset>`, `<marquee onstart=x>`,
	`<table><td background="javascript:x">`, `<p title='"><script>x</script>'>y</p>`, `<b class="pf-frame" id=pf-frame name=pf>x</b>`,
	`<a name="pf-main"></a>`, `<a id="constructor"></a>`, `<abbr title="&quot;><script>">x</abbr>`, `<td colspan="1 onclick=x">`,
	`<![CDATA[<script>x</script>]]>`, `<?xml version="1.0"?><script>x</script>`, `<!DOCTYPE html><script>x`, `<!--><script>x</script>-->`, `<!-- --!><script>x</script>`,
	`</p></div></body></html>`, `</section></main><h1>x`, `<div><div><div>`, `</details></summary>`, `<b><i><s><u>`, `</b></i>`, `<ul><li><ol><li>`, `<tr><td><li><dd>`,
	`<!--0-->`, `<!--0:0-->`, `<!-<!-- -->-0-->`, `&lt;!--0--&gt;`, `<p><!--0--></p>`, `<a href="0">x</a>`, `<a href="#fn:1">x</a>`, "\x00" + `0` + "\x00",
	`[x](javascript:alert(1))`, `[x](&#x6a;avascript:alert(1))`, `![x](data:image/svg+xml,<svg onload=x>)`, `<javascript:alert(1)>`, `[x]: javascript:alert(1)`,
	"[x](x \"onclick=\\\"y\")", `[x](x" onclick="y)`, `![" onerror="x](y)`, `[[javascript:x]]`, `[[x|<script>]]`, "`<script>`",
	"\u202e<script>\u2028", "\ufeff<script>", "<\u00a0script>", "<scr\nipt>", `<a href="` + "java\nscript:x" + `">x</a>`, `&lt;script&gt;`, `&#60;script&#62;`,
	`{style="color:red" onclick=x}`, `{{<script>}}`, `$(x)`, `=cmd|x`, `::error::x`, "\x1b[31mred",
}

// places are where a text can stand in a document; %s is the text.
var places = []string{
	"%s", "# %s\n\nText.", "text %s text", "- %s\n- [ ] %[1]s", "> %s\n>\n> more", "| a | %s |\n|---|---|\n| %[1]s | b |",
	"```%s\ncode\n```", "```html\n%s\n```", "`%s`", "    %s", "<div>%s</div>", "<div>\n%s\n\n</div>\n\nafter", "<details><summary>%s</summary>\n\n%[1]s\n\n</details>",
	"[a](%s)", "[a](<%s>)", "[a](b \"%s\")", "![%s](a)", "[%s](a)", "<%s>", "[[%s]]", "[r]: %s\n\n[r]", "<a href=\"%s\">x</a>", "<img src='%s' alt=\"%[1]s\">",
	"<a name=\"%s\"></a>", "<b %s>x</b>", "note[^1]\n\n[^1]: %s", "---\ntitle: '%s'\n---\n\n# x", "---\n%s\n---", "**Status**: %s", "_Requirements: FR-1.1, %s_",
	"- **FR-1.1:** %s", "### Phase 1: %s\n\n- [x] T001 %[1]s", "*%s*", "**a %s", "~~%s~~", "> [!NOTE]\n> %s", "<pre>\n%s\n</pre>", "<p align=center>%s",
}

func TestHostileTexts(t *testing.T) {
	for _, text := range hostile {
		for _, place := range places {
			for _, mode := range []string{"sanitize", "escape"} {
				f := source.NewFile("plans/x.md", fmt.Sprintf(place, text))
				d := Parse(f, Options{RawHTML: mode, Lang: "en"})
				checkDocument(t, d)
				checkAddresses(t, d)
				for _, x := range d.Diagnostics {
					if x.Code == "PF019" {
						t.Error(x.Message)
					}
				}
				if t.Failed() {
					t.Fatalf("%s in %q, mode %s", text, place, mode)
				}
			}
		}
	}
}

// checkAddresses reads each address that may become a link as a browser does:
// without the characters that it leaves out, and with what makes a scheme.
func checkAddresses(t testing.TB, d *plan.Document) {
	t.Helper()
	for _, l := range d.Links {
		if l.Kind == plan.LinkUnsafe || l.Kind == plan.LinkWiki {
			continue
		}
		read := strings.TrimFunc(l.Dest, func(c rune) bool { return c <= ' ' })
		read = strings.ToLower(strings.NewReplacer("\t", "", "\n", "", "\r", "", "\\", "/").Replace(read))
		scheme, _, found := strings.Cut(read, ":")
		found = found && scheme != "" && scheme[0] >= 'a' && strings.Trim(scheme, "abcdefghijklmnopqrstuvwxyz0123456789+-.") == ""
		if found && scheme != "http" && scheme != "https" && scheme != "mailto" || strings.HasPrefix(read, "//") {
			t.Errorf("%v passes as %d", l.Dest, l.Kind)
		}
		if found != (l.Kind == plan.LinkExternal) {
			t.Errorf("%v is of kind %d", l.Dest, l.Kind)
		}
	}
}

func TestLinkKinds(t *testing.T) {
	for kind, addresses := range map[plan.LinkKind][]string{
		plan.LinkExternal: {"http://example.com", "HTTPS://EXAMPLE.COM/x?y#z", "https://user@example.com:8080/", "mailto:ada@example.com", "MailTo:x", "http://[::1]/"},
		plan.LinkFile: {"a.md", "../a b.md", "/root/x.md", "./x", "x?y=1", "a/b:c", "dir/javascript:x", "?javascript:x", "100%", "", "ä.md",
			"java%0ascript:x", "1a:b", "-x:y", ".:x", "日本:x"},
		plan.LinkAnchor: {"#", "#x", "#javascript:x", "#über"},
		plan.LinkUnsafe: {"javascript:x", "JAVASCRIPT:x", "jAvAsCrIpT:alert(1)", "java\tscript:x", "java\nscript:x", "java\rscript:x", "\x01javascript:x", "\x1fhttp://x",
			"vbscript:x", "data:text/html,x", "data:image/png;base64,x", "file:///etc/passwd", "file:x", "ftp://x", "blob:x", "about:blank", "view-source:x", "ws://x", "x:", "a+b:c",
			"a-b.c:d", "C:\\x", "c:/x", "//host", "///host", "\\\\host", "/\\host", "\\/host", "a\\b", "http:\\\\x", "http:x", "http:/x", "https://", "https:///x", "x\x7fy",
			"tel:1", "main.go:12", "intent://x", "ms-office:x", "\x00javascript:x"},
	} {
		for _, a := range addresses {
			if got := linkKind(a); got != kind {
				t.Errorf("linkKind(%q) = %d, want %d", a, got, kind)
			}
		}
	}
}

// TestLinkSpans holds the span of each link against what stands there.
func TestLinkSpans(t *testing.T) {
	for _, want := range []string{
		"[a](b)", "![a](b)", "[a](b \"c\")", "[a](<b c>)", "[a](b (c))", "[a](b(c)d)", "[a](  b\n'c'  )", "[a\\]](b)", "[`]`](b)", "[*a* **b**](c)", "[a][r]", "[r][]", "[r]",
		"![a ![b](c) d](e)", "[![a](b)](c)", "[[a]]", "[[a|b]]", "https://example.com/x", "https://example.com/a_b", "www.example.com", "[<b>a</b>](c)", "[a](b\\)c)", "[a]()",
	} {
		text := "Text " + want + " more *text*.\n\n[r]: x.md\n"
		d := parseText(text)
		if len(d.Links) == 0 {
			t.Errorf("%s: no link", want)
			continue
		}
		if s := d.Links[0].Span; text[s.Start:s.End] != want {
			t.Errorf("%s: span is %q", want, text[s.Start:s.End])
		}
	}
}
