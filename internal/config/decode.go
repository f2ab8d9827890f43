package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/planfolio/planfolio/internal/diag"
	"github.com/planfolio/planfolio/internal/metadata"
	"github.com/planfolio/planfolio/internal/source"
)

// A setter takes the value under the key called name into a Config, or reports
// what is wrong with it.
type setter func(name string, value *metadata.Node)

// fields are the keys of a mapping.
type fields map[string]setter

// decoder collects what is wrong with one file.
type decoder struct {
	file  *source.File
	found []diag.Diagnostic
}

func (d *decoder) report(code diag.Code, start, end int, format string, args ...any) {
	d.found = append(d.found, d.file.At(diag.New(code, d.file.Path, format, args...), start, end))
}

// hint adds what to do to the last report.
func (d *decoder) hint(format string, args ...any) {
	d.found[len(d.found)-1].Hint = fmt.Sprintf(format, args...)
}

// invalid reports that n is not what the setting called name wants.
func (d *decoder) invalid(n *metadata.Node, name, want string) {
	d.report(diag.ConfigInvalid, n.Start, n.End, "%s must be %s, not %s", quoted(name), want, d.shape(n))
}

// shape says what n is, for a message.
func (d *decoder) shape(n *metadata.Node) string {
	switch {
	case n.Kind == metadata.Mapping:
		return "a mapping"
	case n.Kind == metadata.Sequence:
		return "a list"
	case n.Null:
		return "nothing"
	}
	value := []rune(n.Value)
	if len(value) > 60 {
		value = append(value[:60:60], '…')
	}
	return quoted(string(value))
}

// mapping gives each value of n to its field; within is the path of the
// section, "" at the top.
func (d *decoder) mapping(n *metadata.Node, within string, known fields) {
	for _, k := range n.Keys {
		if set, ok := known[k.Name]; ok {
			set(k.Name, k.Value)
			continue
		}
		d.unknown(k, within, slices.Sorted(maps.Keys(known)))
	}
}

// unknown reports a key that is not among those that exist.
func (d *decoder) unknown(k metadata.Key, within string, exist []string) {
	where := ""
	if within != "" {
		where = " in " + quoted(within)
	}
	d.report(diag.ConfigUnknownKey, k.Start, k.End, "there is no setting %s%s", quoted(k.Name), where)
	switch near, ok := nearest(k.Name, exist); {
	case homes[k.Name] != "" && homes[k.Name] != within:
		d.hint("it belongs under %s", quoted(homes[k.Name]))
	case ok:
		d.hint("did you mean %s?", quoted(near))
	default:
		d.hint("the settings here are %s", strings.Join(exist, ", "))
	}
}

// homes tells in which section a key stands that people look for elsewhere.
var homes = map[string]string{
	"fail_on": "check", "min_score": "check", "min_coverage": "check",
	"file_bytes": "limits", "total_bytes": "limits", "asset_bytes": "limits", "files": "limits",
	"line_bytes": "limits", "depth": "limits", "headings": "limits", "columns": "limits", "cells": "limits",
	"marks": "limits", "pipes": "limits", "footnotes": "limits",
	"pattern": "kinds", "plural": "kinds",
	"number": "phases", "aliases": "phases", "milestones": "phases",
}

// section reads a mapping below the key called name. An empty section is one
// whose lines have all been commented out.
func (d *decoder) section(name string, known fields) setter {
	return func(_ string, n *metadata.Node) {
		switch {
		case n.Null:
		case n.Kind != metadata.Mapping:
			d.invalid(n, name, "a mapping of settings")
		default:
			d.mapping(n, name, known)
		}
	}
}

// scalar gives the text of n, or reports that it is none.
func (d *decoder) scalar(name string, n *metadata.Node) (string, bool) {
	if n.Kind != metadata.Scalar || n.Null {
		d.invalid(n, name, "text")
		return "", false
	}
	return strings.TrimSpace(n.Value), true
}
