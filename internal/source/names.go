package source

import (
	"path"
	"slices"
	"strings"
)

// class is what the walk wants with a file, as its name tells.
type class int

const (
	other class = iota
	plan
	sidecar
	asset
)

var (
	planExtensions  = []string{".md", ".markdown"}
	assetExtensions = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".pdf"}

	// sidecarNames are the files beside plans from which status, owners and
	// approvals are read: Kubernetes enhancements, Kiro and cc-sdd, spec-kitty,
	// OpenSpec, and the owners' files of GitHub and Kubernetes.
	sidecarNames = []string{"kep.yaml", "spec.json", ".config.kiro", "meta.json", ".openspec.yaml", "CODEOWNERS", "OWNERS"}
)

func classify(name string) class {
	ext := strings.ToLower(path.Ext(name))
	switch {
	case slices.Contains(planExtensions, ext):
		return plan
	case slices.Contains(sidecarNames, name):
		return sidecar
	case slices.Contains(assetExtensions, ext):
		return asset
	}
	return other
}
