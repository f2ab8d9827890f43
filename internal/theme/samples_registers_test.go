package theme

import (
	"fmt"

	"github.com/planfolio/planfolio/internal/site"
)

func registersSample() site.RegistersView {
	return site.RegistersView{Frame: frame("Registers", "registers/", 1), Lead: "What the sections of all plans hold, side by side.", Registers: []site.RegisterCard{
		{Link: site.Link{Label: "Risks", Href: "risks/"}, Rows: 31, Figures: "31 risks in 8 plans, 22 with a mitigation stated apart."},
		{Link: site.Link{Label: "Environments", Href: "none/"}, Figures: "No plan names an environment. A list below a heading “Environments” does."},
	}}
}

func registerSample(n int) site.RegisterView {
	v := site.RegisterView{
		Frame: frame("Risks", "registers/risks/", 2), Heading: "Risks", Name: "risks", Lead: "31 risks in 8 plans, 22 with a mitigation stated apart.", Total: n,
		Columns: []string{"Risk", "Impact", "Likelihood", "Mitigation"}, One: "risk", Many: "risks", CSV: "../risks.csv",
		States: []site.State{state("question", "open"), state("done", "answered")},
		Plans:  []site.FilterOption{{Value: "ticketing", N: 4, Link: site.Link{Label: "Ticketing", Href: "#pf-row-1"}}},
		Others: []site.Link{{Label: "Open questions", Href: "../questions/"}, {Label: "Risks"}},
		Pages:  []site.Link{{Label: "1"}, {Label: "2", Href: "page/2/"}},
	}
	for i := range n {
		place := site.RegisterPlace{Plan: planLink(i%8, "../../"), Section: site.Link{Label: "Risk assessment › Technical risks", Href: "../../plans/ticketing/#technical-risks", Title: "ticketing.md:41"}}
		v.Rows = append(v.Rows, site.RegisterRow{
			ID: fmt.Sprintf("pf-row-%d", i+1), State: []site.State{{}, state("question", "open"), state("done", "answered")}[i%3], Archived: i%9 == 8, Plans: []string{"ticketing"},
			Cells:  []string{[]string{"The authority’s key is lost: no new certificates until the second one is unsealed", "Ice in the basin"}[i%2], []string{"High", ""}[i%2], "", "Sealed second key; rehearsed twice a year, with the people who would do it"},
			Places: []site.RegisterPlace{place, place}[:1+i%2], More: i % 2 * 12,
		})
	}
	return v
}
