package history

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Mark identifies what Read gives of dir, at the cost of the shortest of git's
// commands: while it stays, so does the history. It is "" where Read gives nil.
// HEAD says what the commits are; where a clone is cut off, who owns what and
// under which names authors go may change without it.
func Mark(ctx context.Context, dir string) string {
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	r, err := findRepository(ctx, dir)
	if err != nil {
		return ""
	}
	h := sha256.New()
	fmt.Fprintf(h, "%q %q\n", r.head, r.prefix)
	owners, owned := r.owners()
	fmt.Fprintf(h, "%t %q\n", owned, owners)
	for _, name := range []string{r.shallow, filepath.Join(r.root, ".mailmap")} {
		text, err := os.ReadFile(name)
		fmt.Fprintf(h, "%t %q\n", err == nil, text)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// repository is where git finds a directory.
type repository struct {
	root    string
	prefix  string // path of the directory below root, with "/" at its end; "" for root
	shallow string // file that says where the clone is cut off; it need not be there
	head    string // commit, in full
}

func findRepository(ctx context.Context, dir string) (repository, error) {
	out, err := git(ctx, dir, nil, "rev-parse", "--show-toplevel", "--show-prefix", "--git-path", "shallow", "HEAD")
	if err != nil {
		return repository{}, err
	}
	lines := strings.Split(string(out), "\n")
	if len(lines) < 4 {
		return repository{}, fmt.Errorf("git says %q of %s", out, dir)
	}
	r := repository{root: lines[0], prefix: lines[1], shallow: lines[2], head: lines[3]}
	if !filepath.IsAbs(r.shallow) {
		r.shallow = filepath.Join(dir, r.shallow)
	}
	return r, nil
}
