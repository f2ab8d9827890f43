package main

import (
	"embed"
	"io/fs"
)

//go:embed all:hugo
var hugoFiles embed.FS

// hugoTheme is a Hugo site without content that does the nearest job: a page
// for each plan with its contents and coloured code, lists by requirement and
// tag, and a list of all plans. It makes nothing for a search, which Hugo would
// need as much time again for.
func hugoTheme() fs.FS {
	theme, err := fs.Sub(hugoFiles, "hugo")
	if err != nil {
		panic(err) // the path is valid
	}
	return theme
}

// hugoBuild are the arguments of a build of plans into out.
func hugoBuild(theme, plans, out string) []string {
	return []string{"--quiet", "--source", theme, "--contentDir", plans, "--destination", out, "--minify"}
}

// hugoServe are the arguments of a preview of plans.
func hugoServe(theme, plans, port string) []string {
	return []string{"server", "--quiet", "--source", theme, "--contentDir", plans, "--bind", "127.0.0.1", "--port", port, "--disableBrowserError"}
}
