package config

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/metadata"
)

var (
	language = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`) // the shape of BCP 47
	branch   = regexp.MustCompile(`^[^\s\\~^:?*\[\x00-\x1f]+$`)          // git-check-ref-format, in the main
	size     = regexp.MustCompile(`^(\d{1,12})\s*([KMG]iB)?$`)
)

// line takes text, folded to one line.
func (d *decoder) line(to *string) setter {
	return func(name string, n *metadata.Node) {
		if text, ok := d.scalar(name, n); ok {
			*to = strings.Join(strings.Fields(text), " ")
		}
	}
}

// patterns takes a list of patterns as in .gitignore, or one alone.
func (d *decoder) patterns(to *[]string) setter {
	return func(name string, n *metadata.Node) {
		items := n.Items
		switch {
		case n.Kind == metadata.Scalar && n.Null:
			return
		case n.Kind == metadata.Scalar:
			items = []*metadata.Node{n}
		case n.Kind == metadata.Mapping:
			d.invalid(n, name, "a list")
			return
		}
		for _, item := range items {
			text, ok := d.scalar(name, item)
			if !ok || text == "" {
				continue
			}
			if _, err := path.Match(strings.TrimPrefix(text, "!"), ""); err != nil {
				d.report(diag.ConfigInvalid, item.Start, item.End, "%s is no pattern as in .gitignore", quoted(text))
				continue
			}
			*to = append(*to, text)
		}
	}
}

// matching takes text that fits form.
func (d *decoder) matching(to *string, form *regexp.Regexp, want string) setter {
	return func(name string, n *metadata.Node) {
		if n.Kind == metadata.Scalar && !n.Null && form.MatchString(n.Value) {
			*to = n.Value
			return
		}
		d.invalid(n, name, want)
	}
}

// choice takes one of words.
func (d *decoder) choice(to *string, words ...string) setter {
	want := strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
	return func(name string, n *metadata.Node) {
		if n.Kind == metadata.Scalar && slices.Contains(words, n.Value) {
			*to = n.Value
			return
		}
		d.invalid(n, name, want)
		if near, ok := nearest(n.Value, words); ok && n.Kind == metadata.Scalar {
			d.hint("did you mean %s?", quoted(near))
		}
	}
}

// integer takes a whole number from least to most.
func (d *decoder) integer(to *int, least, most int) setter {
	return func(name string, n *metadata.Node) {
		if v, err := strconv.Atoi(strings.ReplaceAll(n.Value, "_", "")); err == nil && n.Kind == metadata.Scalar && least <= v && v <= most {
			*to = v
			return
		}
		d.invalid(n, name, "a whole number from "+strconv.Itoa(least)+" to "+strconv.Itoa(most))
	}
}

// bytes takes a size: 4194304, 4096 KiB or 4 MiB.
func (d *decoder) bytes(to *int64) setter {
	return func(name string, n *metadata.Node) {
		if v, ok := parseBytes(n); ok {
			*to = v
			return
		}
		d.invalid(n, name, "a size such as 65536, 64 KiB or 4 MiB")
	}
}

// smallBytes is bytes for a setting held in an int.
func (d *decoder) smallBytes(to *int) setter {
	return func(name string, n *metadata.Node) {
		if v, ok := parseBytes(n); ok && v <= maxLimit {
			*to = int(v)
			return
		}
		d.invalid(n, name, "a size such as 65536 or 64 KiB")
	}
}

func parseBytes(n *metadata.Node) (int64, bool) {
	m := size.FindStringSubmatch(strings.ReplaceAll(n.Value, "_", ""))
	if m == nil || n.Kind != metadata.Scalar {
		return 0, false
	}
	v, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil || v == 0 {
		return 0, false
	}
	switch m[2] {
	case "KiB":
		v <<= 10
	case "MiB":
		v <<= 20
	case "GiB":
		v <<= 30
	}
	return v, v > 0 && v <= 1<<40
}

// hue takes an angle on the colour circle.
func (d *decoder) hue(to *string) setter {
	return func(name string, n *metadata.Node) {
		text := strings.TrimSuffix(n.Value, "deg")
		if v, err := strconv.Atoi(text); err == nil && n.Kind == metadata.Scalar && v >= 0 && v <= 360 {
			*to = strconv.Itoa(v)
			return
		}
		d.invalid(n, name, "a hue from 0 to 360")
		d.hint("0 is red, 120 green, 240 blue; the theme chooses lightness and strength, so that text stays readable")
	}
}

// address takes the address of a site or a repository.
func (d *decoder) address(to *string) setter {
	return func(name string, n *metadata.Node) {
		if n.Kind == metadata.Scalar && n.Value == "" && !n.Null {
			*to = ""
			return
		}
		u, ok := webAddress(n)
		if !ok || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery {
			d.invalid(n, name, "an address such as https://plans.example.org/ without ? and #")
			return
		}
		*to = u.String()
	}
}

// editAddress takes an address with the place of a plan's path.
func (d *decoder) editAddress(to *string) setter {
	return func(name string, n *metadata.Node) {
		if _, ok := webAddress(n); !ok || !strings.Contains(n.Value, "{path}") {
			d.invalid(n, name, "an address with {path} where the plan's path belongs")
			d.hint("for instance https://github.com/example/plans/edit/main/{path}")
			return
		}
		*to = n.Value
	}
}

// webAddress is n as an http or https address with a host and no password.
func webAddress(n *metadata.Node) (*url.URL, bool) {
	if n.Kind != metadata.Scalar || strings.ContainsAny(n.Value, "\\\"<> \t\r\n") {
		return nil, false
	}
	u, err := url.Parse(n.Value)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil {
		return nil, false
	}
	return u, true
}
