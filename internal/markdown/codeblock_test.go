package markdown

import (
	"strings"
	"testing"

	"github.com/planfolio/planfolio/internal/source"
)

func TestLanguageOf(t *testing.T) {
	for info, want := range map[string]string{
		"go": "go", "Go": "go", "rust,ignore": "rust", "{.python}": "python", ".rs": "rs", "js title=\"x\"": "js", "c++": "c++", "c#": "c#",
		"": "", "  ": "", "{{x}}": "x", "\"><script>": "script", "http://x": "http", "shell-session": "shell-session", strings.Repeat("x", 50): "",
		"&#x67;o": "go", "ts:line": "ts",
	} {
		if got := languageOf(info); got != want {
			t.Errorf("languageOf(%q) = %q, want %q", info, got, want)
		}
	}
}

// TestCodeBlocks holds what stands around code, and that its language reaches
// the highlighter.
func TestCodeBlocks(t *testing.T) {
	for language, c := range map[string]struct{ code, want string }{
		"golang":  {"func f() {}", `<pre class="chroma"><code class="language-golang" data-lang="golang"><span class="c-k">func</span>`},
		"mermaid": {"graph TD; A-->B", `data-lang="mermaid">graph TD; A--&gt;B`},
		"unheard": {"<b>", `data-lang="unheard">&lt;b&gt;`},
		"":        {"<b>", `<pre class="chroma"><code>&lt;b&gt;`},
	} {
		page := pageText(Parse(source.NewFile("a.md", "```"+language+"\n"+c.code+"\n```\n"), Options{}))
		if !strings.Contains(page, c.want) {
			t.Errorf("%s: %s is not in %s", language, c.want, page)
		}
	}
}

// TestCodeOfOneFile holds that the colours of a file have a limit.
func TestCodeOfOneFile(t *testing.T) {
	block := "```go\n" + strings.Repeat("x := 1\n", 1_000) + "```\n\n"
	page := pageText(Parse(source.NewFile("a.md", strings.Repeat(block, 100)), Options{}))
	if n := strings.Count(page, "<span"); n == 0 || n > 2*(512<<10)/7 {
		t.Errorf("%d colours in a file of %d bytes of code", n, 700_000)
	}
}
