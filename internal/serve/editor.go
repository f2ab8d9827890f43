package serve

import (
	"cmp"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
)

// An Editor is the address by which a browser opens a file in an editor: with
// {path}, {line} and {column} in it. "" is none. The preview never runs an
// editor: it gives the address to a page, and whoever follows it is asked by the
// browser.
type Editor string

// editors are those whose addresses are known, by the names of their commands.
var editors = map[string]Editor{
	"vscode":        "vscode://file/{path}:{line}:{column}",
	"code-insiders": "vscode-insiders://file/{path}:{line}:{column}",
	"vscodium":      "vscodium://file/{path}:{line}:{column}",
	"cursor":        "cursor://file/{path}:{line}:{column}",
	"windsurf":      "windsurf://file/{path}:{line}:{column}",
	"zed":           "zed://file/{path}:{line}:{column}",
	"sublime":       "subl://open?url=file://{path}&line={line}&column={column}",
	"textmate":      "txmt://open?url=file://{path}&line={line}&column={column}",
	"bbedit":        "x-bbedit://open?url=file://{path}&line={line}",
	"macvim":        "mvim://open?url=file://{path}&line={line}",
	"nova":          "nova://open?path={path}&line={line}",
	"idea":          "idea://open?file={path}&line={line}&column={column}",
	"goland":        "goland://open?file={path}&line={line}&column={column}",
	"webstorm":      "webstorm://open?file={path}&line={line}&column={column}",
	"pycharm":       "pycharm://open?file={path}&line={line}&column={column}",
	"phpstorm":      "phpstorm://open?file={path}&line={line}&column={column}",
	"rubymine":      "rubymine://open?file={path}&line={line}&column={column}",
	"clion":         "clion://open?file={path}&line={line}&column={column}",
	"rider":         "rider://open?file={path}&line={line}&column={column}",
}

// commands are other names of theirs, as they stand in $EDITOR and $TERM_PROGRAM.
var commands = map[string]string{
	"code": "vscode", "vscode-insiders": "code-insiders", "codium": "vscodium", "zeditor": "zed", "subl": "sublime", "sublime_text": "sublime",
	"mate": "textmate", "mvim": "macvim", "pstorm": "phpstorm", "mine": "rubymine", "charm": "pycharm", "wstorm": "webstorm", "zed-editor": "zed",
}

// Editors lists the names that ParseEditor knows, sorted.
func Editors() []string {
	names := make([]string, 0, len(editors))
	for name := range editors {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

var scheme = regexp.MustCompile(`^([a-z][a-z0-9+.-]*):`)

// refused are schemes that would run or show something in the page itself.
var refused = []string{"javascript", "data", "vbscript", "blob", "file", "filesystem", "about", "view-source"}

// ParseEditor reads the name of an editor, or an address with {path} in it; ""
// and "none" are none.
func ParseEditor(text string) (Editor, error) {
	text = strings.TrimSpace(text)
	if text == "" || text == "none" {
		return "", nil
	}
	if known, ok := editors[cmp.Or(commands[text], text)]; ok {
		return known, nil
	}
	m := scheme.FindStringSubmatch(text)
	switch {
	case m == nil:
		return "", fmt.Errorf("%q is no editor that is known, and no address such as vscode://file/{path}:{line}:{column}", text)
	case slices.Contains(refused, m[1]):
		return "", fmt.Errorf("an address of %s: opens no editor", m[1])
	case !strings.Contains(text, "{path}"):
		return "", fmt.Errorf("%q does not say where {path} goes", text)
	case strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return "", fmt.Errorf("%q has a space or a control character", text)
	}
	return Editor(text), nil
}

// GuessEditor takes the editor that the environment names, where it has an
// address: $VISUAL, $EDITOR, then the program that the terminal belongs to.
func GuessEditor(getenv func(string) string) Editor {
	for _, name := range []string{"VISUAL", "EDITOR", "TERM_PROGRAM"} {
		command, _, _ := strings.Cut(strings.TrimSpace(getenv(name)), " ")
		command = command[strings.LastIndexAny(command, `/\`)+1:]
		command = strings.TrimSuffix(strings.ToLower(command), ".exe")
		if e, ok := editors[cmp.Or(commands[command], command)]; ok {
			return e
		}
	}
	return ""
}

// Address gives the address that opens a file at a line and column, which count
// from 1; 0 is taken for 1. "" where there is no editor.
func (e Editor) Address(file string, line, column int) string {
	if e == "" {
		return ""
	}
	path := filepath.ToSlash(file)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/plans
	}
	parts := strings.Split(path, "/")
	for i := range parts {
		parts[i] = strings.ReplaceAll(url.QueryEscape(parts[i]), "+", "%20")
	}
	path = strings.Join(parts, "/")
	template := strings.ReplaceAll(string(e), "/{path}", "{path}")
	if strings.Contains(string(e), "//{path}") { // file://{path}
		template = string(e)
	}
	return strings.NewReplacer("{path}", path, "{line}", strconv.Itoa(max(line, 1)), "{column}", strconv.Itoa(max(column, 1))).Replace(template)
}

// place is "path:line:column", or the path alone for a whole file.
func place(path string, at diag.Position) string {
	if at.Line == 0 {
		return path
	}
	return fmt.Sprintf("%s:%d:%d", path, at.Line, at.Column)
}
