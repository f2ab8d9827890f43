package site

import (
	"encoding/xml"
	"fmt"
	"path"
	"unicode/utf8"

	"github.com/planfolio/planfolio/internal/completeness"
	"github.com/planfolio/planfolio/internal/register"
)

// A badgeOf says what a badge tells of the portfolio, or of one plan.
type badgeOf struct {
	name  string // of the file: score
	title string // for the snippet: completeness
	draw  func(what string, r badgeFacts) []byte
	leads func(s *Site, p *planFacts) string // address of the page behind it; p is nil for the portfolio
}

// badgeFacts are what badges tell.
type badgeFacts struct {
	scored         bool
	score          int // percent
	covered, asked int // requirements that are not waived
	questions      int // open ones
}

var badges = []badgeOf{
	{"score", "completeness", func(what string, r badgeFacts) []byte {
		return percentBadge(what, r.scored, r.score, "complete", "no score")
	}, func(_ *Site, p *planFacts) string {
		if p == nil {
			return "completeness/"
		}
		return p.completenessAddress()
	}},
	{"coverage", "coverage", func(what string, r badgeFacts) []byte {
		return percentBadge(what, r.asked > 0, percent(r.covered, r.asked), "covered", "no requirements")
	}, func(_ *Site, p *planFacts) string {
		if p == nil {
			return "matrix/"
		}
		return p.matrixAddress()
	}},
	{"questions", "open questions", func(what string, r badgeFacts) []byte {
		fill := badgeGood
		if r.questions > 0 {
			fill = badgeFair
		}
		return badge(what, number(r.questions, "open question", "open questions"), fill)
	}, func(*Site, *planFacts) string { return "registers/" + register.Questions + "/" }},
}

// addBadges adds badges/NAME.svg, those of all plans.
func (s *Site) addBadges(l *pageList) {
	for _, b := range badges {
		l.raw("badges/"+b.name+".svg", func() []byte {
			all := badgeFacts{scored: s.Facts.Completeness.Scored > 0, score: completeness.Percent(s.Facts.Completeness.Score)}
			c := s.Facts.Trace.Coverage
			all.covered, all.asked = c.Covered, c.Requirements-c.Waived
			for _, r := range s.Facts.Registers.All() {
				if r.Name == register.Questions {
					all.questions = r.Open
				}
			}
			return b.draw("plans", all)
		})
	}
}

// badge is badges/PLAN/NAME.svg.
func (s *Site) badge(p *planFacts, b badgeOf) Page {
	return Page{
		Path: "badges/" + p.path + "/" + b.name + ".svg", Key: s.keyOf(p),
		View: func() any { return Raw{Bytes: b.draw("plan", p.badge(s.openQuestions(p)))} },
	}
}

// badgePage finds the badge at a path below badges/.
func (s *Site) badgePage(at string) (_ Page, ok bool) {
	p := s.planAt(path.Dir(at))
	if p == nil || !p.counted() {
		return Page{}, false
	}
	for _, b := range badges {
		if b.name+".svg" == path.Base(at) {
			return s.badge(p, b), true
		}
	}
	return Page{}, false
}

func (p *planFacts) badge(questions int) badgeFacts {
	f := badgeFacts{questions: questions}
	if p.report != nil {
		f.scored, f.score = p.report.Scored, completeness.Percent(p.report.Score)
	}
	if p.trace != nil {
		c := p.trace.Coverage
		f.covered, f.asked = c.Covered, c.Requirements-c.Waived
	}
	return f
}

// embed are the badges of a plan with the Markdown that shows them elsewhere.
func (s *Site) embed(rel relation, p *planFacts) []Badge {
	var list []Badge
	for _, b := range badges {
		address := "badges/" + escapePath(p.path) + "/" + b.name + ".svg"
		to := b.leads(s, p)
		if b.name == "coverage" && (p.trace == nil || len(p.Requirements) == 0) {
			continue // there is no matrix
		}
		list = append(list, Badge{
			Image: rel.to(address), Title: b.title,
			Markdown: fmt.Sprintf("[![%s](%s)](%s)", b.title, s.absolute(address), s.absolute(to)),
		})
	}
	return list
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

// The grounds of badges.
const (
	badgeGood = "#1a7f37"
	badgeFair = "#9a6700"
	badgePoor = "#b3261e"
	badgeNone = "#5f6368"
)

// percentBadge is a badge of a share, or says that there is none.
func percentBadge(what string, measured bool, percent int, word, none string) []byte {
	if !measured {
		return badge(what, none, badgeNone)
	}
	fill := badgePoor
	switch {
	case percent >= 80:
		fill = badgeGood
	case percent >= 40:
		fill = badgeFair
	}
	return badge(what, fmt.Sprintf("%d %% %s", percent, word), fill)
}

// badge draws "plan 82 % complete". Widths are reckoned from a mean of 7 px a
// character and held by textLength, because fonts differ.
func badge(what, word, fill string) []byte {
	const height, pad, perRune = 20, 8, 7
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
