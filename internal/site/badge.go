package site

import (
	"encoding/xml"
	"fmt"
	"unicode/utf8"
)

// portfolioBadge is badges/score.svg: the mean score of all plans.
func (s *Site) portfolioBadge() []byte {
	r := s.Facts.Completeness
	return badge("plans", r.Scored > 0, scorePercent(r.Score))
}

// planBadge is badges/PLAN/score.svg.
func (s *Site) planBadge(p *planFacts) []byte {
	if p.report == nil {
		return badge("plan", false, 0)
	}
	return badge("plan", p.report.Scored, scorePercent(p.report.Score))
}

type svg struct {
	XMLName xml.Name  `xml:"http://www.w3.org/2000/svg svg"`
	Width   int       `xml:"width,attr"`
	Height  int       `xml:"height,attr"`
	Role    string    `xml:"role,attr"`
	Label   string    `xml:"aria-label,attr"`
	Title   string    `xml:"title"`
	Rects   []svgRect `xml:"rect"`
	Texts   []svgText `xml:"text"`
}

type svgRect struct {
	X      int    `xml:"x,attr"`
	Width  int    `xml:"width,attr"`
	Height int    `xml:"height,attr"`
	Radius int    `xml:"rx,attr"`
	Fill   string `xml:"fill,attr"`
}

type svgText struct {
	X      int    `xml:"x,attr"`
	Y      int    `xml:"y,attr"`
	Fill   string `xml:"fill,attr"`
	Family string `xml:"font-family,attr"`
	Size   int    `xml:"font-size,attr"`
	Length int    `xml:"textLength,attr"`
	Text   string `xml:",chardata"`
}

// badge draws "plan 82 % complete", or that there is no score. Widths are
// reckoned from a mean of 7 px a character and held by textLength, because
// fonts differ.
func badge(what string, scored bool, percent int) []byte {
	const height, pad, perRune = 20, 8, 7
	word, fill := "no score", "#5f6368"
	if scored {
		word = fmt.Sprintf("%d %% complete", percent)
		switch {
		case percent >= 80:
			fill = "#1a7f37"
		case percent >= 40:
			fill = "#9a6700"
		default:
			fill = "#b3261e"
		}
	}
	left, right := utf8.RuneCountInString(what)*perRune, utf8.RuneCountInString(word)*perRune
	text := func(x, length int, s string) svgText {
		return svgText{X: x, Y: 14, Fill: "#fff", Family: "Verdana,DejaVu Sans,sans-serif", Size: 11, Length: length, Text: s}
	}
	width := left + right + 4*pad
	return encodeXML(svg{
		Width: width, Height: height, Role: "img", Label: what + " " + word, Title: what + " " + word,
		Rects: []svgRect{
			{Width: width, Height: height, Radius: 3, Fill: fill},
			{Width: left + 2*pad, Height: height, Radius: 3, Fill: "#3d4248"},
		},
		Texts: []svgText{text(pad, left, what), text(left+3*pad, right, word)},
	})
}
