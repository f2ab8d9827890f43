package build

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"slices"

	"github.com/planfolio/planfolio/internal/config"
	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/markdown"
	"github.com/planfolio/planfolio/internal/source"
	"github.com/planfolio/planfolio/internal/theme"
	"github.com/planfolio/planfolio/themes"
)

// maxConfig bounds the configuration's size in bytes.
const maxConfig = 1 << 20

// ConfigError says that the configuration does not hold. Its diagnostics, of
// which at least one is an error, say where.
type ConfigError struct {
	Diagnostics []diag.Diagnostic
}

func (e *ConfigError) Error() string {
	n := diag.Tally(e.Diagnostics).Errors
	if n == 1 {
		return "the configuration does not hold: 1 error"
	}
	return fmt.Sprintf("the configuration does not hold: %d errors", n)
}

// readConfig gives the configuration with what is to be said about it. A file
// that is not there is the default, unless in names it.
func readConfig(in Inputs) (config.Config, []diag.Diagnostic, error) {
	name := cmp.Or(in.Config, config.Name)
	c := config.Default()
	var found []diag.Diagnostic
	text, exists, err := configText(in, name)
	if err != nil {
		return c, nil, err
	}
	if exists {
		c, found = config.Parse(source.NewFile(name, text))
	}
	if diag.Tally(found).Errors > 0 {
		diag.Sort(found)
		return c, nil, &ConfigError{Diagnostics: found}
	}
	if in.BaseURL != "" {
		c.BaseURL = in.BaseURL
	}
	return c, found, nil
}

func configText(in Inputs, name string) (text string, exists bool, err error) {
	if in.ConfigText != nil {
		return *in.ConfigText, true, nil
	}
	f, err := in.Root.Open(name)
	if errors.Is(err, fs.ErrNotExist) && in.Config == "" {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("reading the configuration: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", false, fmt.Errorf("reading the configuration: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", false, fmt.Errorf("reading the configuration: %s is not a regular file", name)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err != nil {
		return "", false, fmt.Errorf("reading the configuration: %w", err)
	}
	if len(data) > maxConfig {
		return "", false, fmt.Errorf("reading the configuration: %s is larger than %d bytes", name, maxConfig)
	}
	return string(data), true, nil
}

// readTree walks the root where that was not done already, or looks only where
// something may have changed, as far as that suffices. What prev read serves as
// long as it was read with the same limits.
func readTree(in Inputs, opts source.Options, prev *Result, rs *readings) (*source.Tree, []diag.Diagnostic, error) {
	known := prev.tree
	if !reflect.DeepEqual(opts, prev.sourceOptions) {
		known = nil
	}
	var sound func(string, source.Digest) bool
	if rs != nil {
		sound = rs.sound
	}
	var tree *source.Tree
	var found []diag.Diagnostic
	var err error
	fault := guard(func() {
		if known != nil && in.Where != nil {
			var enough bool
			if tree, found, enough = source.Reread(in.Root, opts, known, in.Where); enough {
				return
			}
		}
		var scan *source.Scan
		if in.looked != nil && reflect.DeepEqual(in.looked.opts, opts) {
			scan = in.looked.scan
		} else if scan, err = source.Walk(in.Root, opts); err != nil {
			return
		}
		tree, found = scan.Read(known, sound)
	})
	if fault != nil {
		fault.Stage = "source"
		return nil, nil, fault
	}
	return tree, found, err
}

// loadedTheme is a theme with what it was made from and what there was to say.
type loadedTheme struct {
	key         [sha256.Size]byte // of the user's layer
	theme       *theme.Theme
	diagnostics []diag.Diagnostic
}

// loadTheme gives prev where user is as it was. Where hold is true, a theme with
// a broken file does not take the place of prev's: it stays, and what is broken is said.
func loadTheme(user fs.FS, prev *loadedTheme, hold bool) (*loadedTheme, error) {
	key, err := digestLayer(user)
	if err != nil {
		return nil, fmt.Errorf("reading the theme: %w", err)
	}
	if prev != nil && prev.key == key {
		return prev, nil
	}
	layers := []fs.FS{themes.Default()}
	if user != nil {
		layers = append(layers, user)
	}
	t := &loadedTheme{key: key}
	generated := map[string][]byte{"chroma.css": []byte(markdown.Stylesheet())}
	if fault := guard(func() { t.theme, t.diagnostics, err = theme.Load(generated, layers...) }); fault != nil {
		fault.Stage = "theme"
		return nil, fault
	}
	if err != nil {
		return nil, fmt.Errorf("reading the theme: %w", err)
	}
	if hold && prev != nil && slices.ContainsFunc(t.diagnostics, func(d diag.Diagnostic) bool { return d.Code == diag.ThemeBroken }) {
		t.theme = prev.theme
	}
	return t, nil
}

// digestLayer hashes the names and bytes of a layer; nil has the zero digest.
func digestLayer(layer fs.FS) (key [sha256.Size]byte, err error) {
	if layer == nil {
		return key, nil
	}
	h := sha256.New()
	err = fs.WalkDir(layer, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := layer.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		content := sha256.New()
		if _, err := io.Copy(content, f); err != nil {
			return err
		}
		fmt.Fprintf(h, "%q %x\n", path, content.Sum(nil))
		return nil
	})
	h.Sum(key[:0])
	return key, err
}
