package history

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/hmarr/codeowners"
)

// OwnerFiles are where CODEOWNERS may lie in a repository, the one that counts first.
var OwnerFiles = []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"}

// maxOwners bounds CODEOWNERS in bytes, as GitHub does.
const maxOwners = 3 << 20

// Owners says who owns which path of a repository.
type Owners struct{ rules codeowners.Ruleset }

// ParseOwners reads the text of a CODEOWNERS file. Lines that are no rules are
// passed over, as they are by those who act on it.
func ParseOwners(text string) *Owners {
	o := &Owners{}
	for line := range strings.Lines(text) {
		if rules, err := codeowners.ParseFile(strings.NewReader(line)); err == nil {
			o.rules = append(o.rules, rules...)
		}
	}
	return o
}

// Of gives the owners of a path of the repository as they are written: those of
// the last pattern that fits; none where that names nobody, or o is nil.
func (o *Owners) Of(path string) []string {
	if o == nil {
		return nil
	}
	rule, err := o.rules.Match(path)
	if err != nil || rule == nil {
		return nil
	}
	var list []string
	for _, owner := range rule.Owners {
		list = append(list, owner.String())
	}
	return list
}

// owners gives the text of the repository's CODEOWNERS file, where it has one.
func (r repository) owners() (text string, ok bool) {
	dir, err := os.OpenRoot(r.root)
	if err != nil {
		return "", false
	}
	defer dir.Close()
	for _, name := range OwnerFiles {
		info, err := dir.Lstat(filepath.FromSlash(name))
		if err != nil || !info.Mode().IsRegular() || info.Size() > maxOwners {
			continue
		}
		if text, err := dir.ReadFile(filepath.FromSlash(name)); err == nil {
			return string(text), true
		}
	}
	return "", false
}
