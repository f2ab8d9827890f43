package site

import (
	"slices"
	"strings"
)

// Locate gives the address of the section that shows a line of a file of the
// portfolio, with its anchor; line 0 means the page as a whole. ok is false
// where no page shows the file.
func (s *Site) Locate(path string, line int) (address string, ok bool) {
	d := s.docAt(path)
	switch {
	case d == nil:
		return "", false
	case line == 0:
		return d.address, true
	}
	return d.sectionAddress(d.sectionAt(line)), true
}

// PageOf gives the directory of the page that shows a file, as in Page.Path with
// "/" at its end, and the part of every address that names the file's plan:
// "plans/billing/design/" and "billing". ok is false where no page shows it.
func (s *Site) PageOf(path string) (dir, plan string, ok bool) {
	d := s.docAt(path)
	if d == nil {
		return "", "", false
	}
	return d.dir, d.plan.path, true
}

// FilesOf gives the files of the portfolio that the page in a directory of the
// site is about, sorted: the document that it shows, or all of its plan. dir is
// as in Page.Path, with "/" at its end.
func (s *Site) FilesOf(dir string) []string {
	var files []string
	for _, family := range planDirs {
		rest, ok := strings.CutPrefix(dir, family+"/")
		if !ok {
			continue
		}
		for path := range pathAndAbove(strings.TrimSuffix(rest, "/")) {
			p := s.planAt(path)
			if p == nil {
				continue
			}
			for _, d := range p.docs {
				if family != "plans" || d.dir == dir {
					files = append(files, d.File.Path)
				}
			}
		}
	}
	slices.Sort(files)
	return files
}
