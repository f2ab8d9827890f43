package source

import "cmp"

// Limits bound what is read, before any parser sees it. Zero means the default.
type Limits struct {
	FileBytes  int64 // of one plan; default 4 MiB
	TotalBytes int64 // of all plans; default 1 GiB
	AssetBytes int64 // of one image; default 25 MiB
	Files      int   // of the portfolio; default 100,000
	LineBytes  int   // of one line and of one paragraph; default 64 KiB
	Marks      int   // of inline markup in one paragraph, or what costs the same in several; default 20,000
	Depth      int   // of nested quotes and lists; default 32
	Headings   int   // of one file; default 20,000
	Columns    int   // of one table; default 128
	Cells      int   // that the rows of a file's tables leave out and a parser adds; default 65,536
	Pipes      int   // escaped ones in a file's tables; default 2,000
	Footnotes  int   // defined in one file; default 1,000
}

// Effective gives l with the defaults in place of zeros. They are the largest
// round values at which the worst text still parses within a second or three:
// a line of 64 KiB of "[x](" takes 0.8 s, a megabyte of lists 32 deep 2.8 s.
func (l Limits) Effective() Limits {
	return Limits{
		FileBytes:  cmp.Or(l.FileBytes, 4<<20),
		TotalBytes: cmp.Or(l.TotalBytes, 1<<30),
		AssetBytes: cmp.Or(l.AssetBytes, 25<<20),
		Files:      cmp.Or(l.Files, 100_000),
		LineBytes:  cmp.Or(l.LineBytes, 64<<10),
		Marks:      cmp.Or(l.Marks, 20_000),
		Depth:      cmp.Or(l.Depth, 32),
		Headings:   cmp.Or(l.Headings, 20_000),
		Columns:    cmp.Or(l.Columns, 128),
		Cells:      cmp.Or(l.Cells, 65_536),
		Pipes:      cmp.Or(l.Pipes, 2_000),
		Footnotes:  cmp.Or(l.Footnotes, 1_000),
	}
}
