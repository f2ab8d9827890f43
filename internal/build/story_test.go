package build

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing/fstest"
	"time"

	"github.com/planfolio/planfolio/internal/history"
)

// A story is a portfolio and what becomes of it, as bytes: whatever the bytes,
// they tell one. A teller reads them.
type teller struct {
	*bench
	bytes  []byte
	past   []fstest.MapFS // the portfolio as it was, to go back to
	told   []string       // what happened, in words
	commit int            // how often git was asked to commit
}

// newTeller begins a story: the first bytes choose the plans that are there.
func newTeller(bytes []byte) *teller {
	t := &teller{bench: newBench(), bytes: bytes}
	for _, path := range slices.Sorted(maps.Keys(startingPlans)) {
		t.write(path, startingPlans[path])
	}
	for range t.next(4) {
		t.say("at first, %s", t.writeOne())
	}
	return t
}

func (t *teller) more() bool { return len(t.bytes) > 0 }

// next gives a number below n; 0 when the story is over.
func (t *teller) next(n int) int {
	if len(t.bytes) == 0 {
		return 0
	}
	b := int(t.bytes[0])
	t.bytes = t.bytes[1:]
	return b % n
}

func (t *teller) say(format string, args ...any) {
	t.told = append(t.told, fmt.Sprintf(format, args...))
}

func (t *teller) story() string { return strings.Join(t.told, "\n") }

// pick gives one of list.
func pick[E any](t *teller, list []E) E { return list[t.next(len(list))] }

// there gives the path of a file that is there, "" where there is none.
func (t *teller) there() string {
	paths := slices.Sorted(maps.Keys(t.files))
	if len(paths) == 0 {
		return ""
	}
	return pick(t, paths)
}

// edits are what can happen to a portfolio, the common more often. Each says
// what it did.
var edits = []func(*teller) string{
	(*teller).writeOne, (*teller).writeOne, (*teller).writeOne,
	(*teller).editLine, (*teller).editLine, (*teller).editLine, (*teller).editLine, (*teller).editLine,
	(*teller).addFragment, (*teller).addFragment,
	(*teller).rename, (*teller).rename, (*teller).renameDirectory, (*teller).copyOne, (*teller).swap,
	(*teller).removeOne, (*teller).removeOne, (*teller).removeDirectory,
	(*teller).save, (*teller).goBack,
	(*teller).configure, (*teller).configure, (*teller).unconfigure,
	(*teller).dress, (*teller).undress,
	(*teller).writeBeside, (*teller).writeMany, (*teller).sleep, (*teller).commitAll,
}

// edit does one edit.
func (t *teller) edit() { t.say("%s", pick(t, edits)(t)) }

func (t *teller) writeOne() string {
	path, text := pick(t, planPaths), t.text()
	t.write(path, text)
	return fmt.Sprintf("write %s %q", path, text)
}

// text composes a document: front matter, a title, some fragments.
func (t *teller) text() string {
	var b strings.Builder
	b.WriteString(pick(t, fronts))
	if title := pick(t, titles); title != "" {
		b.WriteString("# " + title + "\n\n")
	}
	for range t.next(6) {
		b.WriteString(t.fragment())
	}
	return b.String()
}

// fragment gives a piece of a document; its signs "%" are numbers.
func (t *teller) fragment() string {
	text := pick(t, fragments)
	for strings.Contains(text, "%") {
		text = strings.Replace(text, "%", fmt.Sprint(1+t.next(4)), 1)
	}
	return text
}

// editLine changes one line of a file, as somebody does who writes.
func (t *teller) editLine() string {
	path := t.there()
	if path == "" {
		return "nothing"
	}
	lines := strings.SplitAfter(string(t.files[path].Data), "\n")
	i := t.next(len(lines))
	line := lines[i]
	switch t.next(8) {
	case 0:
		lines = slices.Delete(lines, i, i+1)
	case 1:
		lines = slices.Insert(lines, i, line)
	case 2:
		j := (i + 1) % len(lines)
		lines[i], lines[j] = lines[j], line
	case 3:
		lines[i] = strings.NewReplacer("[ ]", "[x]", "[x]", "[ ]").Replace(line)
	case 4:
		lines[i] = strings.NewReplacer("1", "2", "2", "3", "3", "1").Replace(line)
	case 5:
		lines[i] = strings.TrimSuffix(line, "\n") + " more of it\n"
	case 6:
		lines[i] = pick(t, []string{"#", "##", "- ", "> ", "\n", "```\n", "---\n", "<!-- "}) + line
	default:
		lines = slices.Insert(lines, i, t.fragment())
	}
	t.write(path, strings.Join(lines, ""))
	return fmt.Sprintf("edit line %d of %s, which is %q", i+1, path, t.files[path].Data)
}

func (t *teller) addFragment() string {
	path := t.there()
	if path == "" {
		return "nothing"
	}
	text := t.fragment()
	t.write(path, string(t.files[path].Data)+"\n"+text)
	return fmt.Sprintf("append to %s %q", path, text)
}

func (t *teller) rename() string {
	from, to := t.there(), pick(t, planPaths)
	if from != "" && from != to {
		t.files[to] = t.files[from] // it keeps its time
		t.remove(from)
	}
	return fmt.Sprintf("rename %s %s", from, to)
}

func (t *teller) renameDirectory() string {
	from, to := pick(t, directories), pick(t, directories)
	for _, path := range slices.Sorted(maps.Keys(t.files)) {
		if rest, ok := strings.CutPrefix(path, from+"/"); ok && from != to {
			t.files[to+"/"+rest] = t.files[path]
			t.remove(path)
		}
	}
	return fmt.Sprintf("rename directory %s %s", from, to)
}

// copyOne makes two files of the same bytes.
func (t *teller) copyOne() string {
	from, to := t.there(), pick(t, planPaths)
	if from != "" {
		t.write(to, string(t.files[from].Data))
	}
	return fmt.Sprintf("copy %s %s", from, to)
}

func (t *teller) swap() string {
	a, b := t.there(), t.there()
	if a != b {
		t.files[a], t.files[b] = t.files[b], t.files[a]
	}
	return fmt.Sprintf("swap %s %s", a, b)
}

func (t *teller) removeOne() string {
	path := t.there()
	t.remove(path)
	return "remove " + path
}

func (t *teller) removeDirectory() string {
	dir := pick(t, directories)
	for path := range maps.Clone(t.files) {
		if strings.HasPrefix(path, dir+"/") {
			t.remove(path)
		}
	}
	return "remove directory " + dir
}

// save writes a file as it is, at a later time.
func (t *teller) save() string {
	path := t.there()
	if path != "" {
		t.write(path, string(t.files[path].Data))
	}
	return "save " + path
}

// goBack makes the portfolio what it was at an earlier build, times and all.
func (t *teller) goBack() string {
	if len(t.past) == 0 {
		return "nothing"
	}
	i := t.next(len(t.past))
	t.files = maps.Clone(t.past[i])
	return fmt.Sprintf("go back to build %d", i+1)
}

func (t *teller) configure() string {
	var text strings.Builder
	from := t.next(len(configs))
	for i := range 1 + t.next(3) { // different keys, so that it holds
		text.WriteString(configs[(from+i*5)%len(configs)])
	}
	t.write("planfolio.yaml", text.String())
	return fmt.Sprintf("configure %q", text.String())
}

func (t *teller) unconfigure() string {
	t.remove("planfolio.yaml")
	return "remove the configuration"
}

func (t *teller) dress() string {
	f := pick(t, themeFiles)
	t.writeTheme(f.path, f.text)
	return fmt.Sprintf("theme %s %q", f.path, f.text)
}

func (t *teller) undress() string {
	t.theme = nil
	return "remove the theme"
}

func (t *teller) writeBeside() string {
	f := pick(t, beside)
	if t.files[f.path] != nil && t.next(3) == 0 {
		t.remove(f.path)
		return "remove " + f.path
	}
	t.write(f.path, f.text)
	return fmt.Sprintf("write %s %q", f.path, f.text)
}

// writeMany writes a fleet of plans, or takes it away.
func (t *teller) writeMany() string {
	if t.files["fleet/ship-00.md"] != nil {
		for path := range maps.Clone(t.files) {
			if strings.HasPrefix(path, "fleet/") {
				t.remove(path)
			}
		}
		return "remove the fleet"
	}
	text := t.text()
	for i := range 12 {
		t.write(fmt.Sprintf("fleet/ship-%02d.md", i), strings.ReplaceAll(text, "FR-1", fmt.Sprintf("FR-%d", 1+i%3)))
	}
	return fmt.Sprintf("write a fleet of %q", text)
}

// sleep lets days pass.
func (t *teller) sleep() string {
	t.built.Date = t.built.Date.AddDate(0, 0, []int{1, 30, 200, -30}[t.next(4)])
	return "it is " + t.built.Date.Format(time.DateOnly)
}

// commitAll makes git know of the portfolio; at times there is no git.
func (t *teller) commitAll() string {
	if t.next(4) == 0 {
		t.git = nil
		return "no git"
	}
	t.commit++
	next := &history.History{Head: fmt.Sprint(t.commit), Files: make(map[string]*history.File)}
	texts := make(map[string]string)
	when := t.built.Date.AddDate(0, 0, -[]int{0, 10, 300}[t.next(3)])
	author := []string{"Ann", "Bo"}[t.next(2)]
	for path, f := range t.files {
		if !strings.HasSuffix(path, ".md") {
			continue
		}
		blob := string(f.Data)
		texts[blob] = blob
		file := &history.File{Changed: when, Author: author, Authors: []string{author}}
		file.Versions = []history.Version{{Date: when, Author: author, Blob: blob}}
		if old := t.git.File(path); old != nil {
			if old.Versions[0].Blob == blob {
				file = old
			} else {
				file.Versions = append(file.Versions, old.Versions...)
			}
		}
		for _, v := range file.Versions {
			texts[v.Blob] = v.Blob
		}
		next.Files[path] = file
	}
	next.Objects = func(_ context.Context, ids []string, _ int) map[string]string {
		found := make(map[string]string)
		for _, id := range ids {
			if text, ok := texts[id]; ok {
				found[id] = text
			}
		}
		return found
	}
	t.git = next
	return fmt.Sprintf("commit %d of %s, dated %s", t.commit, author, when.Format(time.DateOnly))
}
