package convention

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	leadingNumber  = regexp.MustCompile(`^\d+[a-z]?[-. ]+`)
	nameSeparators = strings.NewReplacer("_", "-", " ", "-")
)

// Stem is a file's name without extension and leading number, in lower case,
// words joined by "-": "01-Requirements.md" is "requirements".
func Stem(file string) string {
	s := strings.ToLower(path.Base(file))
	s = strings.TrimSuffix(s, path.Ext(s))
	s = leadingNumber.ReplaceAllString(s, "")
	return strings.Trim(nameSeparators.Replace(s), "-.")
}

// PartName is the name of a file that tells what part of a plan it is: its stem,
// without the name of its directory ("billing/billing-design.md").
func PartName(file string) string {
	name := Stem(file)
	if rest, ok := strings.CutPrefix(name, Stem(path.Base(path.Dir(file)))+"-"); ok && (IsPart(rest) || IsWhole(rest)) {
		return rest
	}
	return name
}

// IsPart tells whether a stem stands for one part of a plan, never for a whole one.
func IsPart(stem string) bool { return slices.Contains(parts, stem) }

// IsWhole tells whether a stem stands for a part where other parts are beside
// it, else for a plan of one file.
func IsWhole(stem string) bool { return slices.Contains(wholes, stem) }

// IsBeside tells whether a stem says that a whole beside it is one part of several.
func IsBeside(stem string) bool { return slices.Contains(besides, stem) }

// IsIntroduction tells whether a stem is that of a file that introduces a directory.
func IsIntroduction(stem string) bool { return slices.Contains(introductions, stem) }

// IsSidecar tells whether a file of that name says that its directory is a plan.
func IsSidecar(name string) bool { return OfSidecar(name) != nil }

// OfSidecar is the convention of the plans beside which files of that name lie;
// nil where they tell of none.
func OfSidecar(name string) *Convention {
	for i := range table {
		if slices.ContainsFunc(table[i].Layouts, func(l Layout) bool { return slices.Contains(l.Sidecars, name) }) {
			return &table[i]
		}
	}
	return nil
}

// SameKey compares keys as people write them: in any case, words joined by "-"
// or "_", with or without an "s" at the end.
func SameKey(x, y string) bool {
	longer := len(x) - len(y)
	return -1 <= longer && longer <= 1 && plainKey(x) == plainKey(y)
}

func plainKey(s string) string {
	return strings.TrimSuffix(strings.ToLower(strings.ReplaceAll(s, "_", "-")), "s")
}

// Tells tells whether what is written under key, or below it, is a fact that m
// has a place for.
func (m Metadata) Tells(key string) bool {
	key, _, _ = strings.Cut(key, ".")
	lists := [][]string{m.Title, m.Status, m.Owners, m.Tags, m.Milestones, m.Successors}
	for _, f := range m.Facts {
		lists = append(lists, f.Keys)
	}
	return slices.ContainsFunc(slices.Concat(lists...), func(k string) bool { return SameKey(k, key) })
}
