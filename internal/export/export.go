// Package export gives the portfolio as data: it takes a site (for addresses)
// with its facts and gives the documents of the export format "planfolio/v1",
// which scripts rely on.
package export

import "github.com/planfolio/planfolio/internal/site"

// Schema names the format and its version.
const Schema = "planfolio/v1"

// JSON is the whole portfolio.
func JSON(s *site.Site) ([]byte, error) { panic("export.JSON") }

// CSV is one row for each requirement.
func CSV(s *site.Site) ([]byte, error) { panic("export.CSV") }

// Pages are the files below api/v1/.
func Pages(s *site.Site) []site.Page { panic("export.Pages") }
