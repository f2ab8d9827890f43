package config

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/planfolio/planfolio/internal/metadata"
)

var age = regexp.MustCompile(`^(\d{1,4})(?: *(days?|weeks?|months?))?$`)

// unitDays are the days of a unit of age.
var unitDays = map[string]int{"": 1, "day": 1, "week": 7, "month": 30}

// days takes an age such as "180 days", "26 weeks" or "6 months", each of 30
// days, or "off" for 0.
func (d *decoder) days(to *int) setter {
	return func(name string, n *metadata.Node) {
		text, ok := d.scalar(name, n)
		if !ok {
			return
		}
		text = strings.ToLower(strings.TrimSpace(text))
		m := age.FindStringSubmatch(text)
		switch {
		case text == "off":
			*to = 0
		case m == nil:
			d.invalid(n, name, "an age such as 180 days, or off")
		default:
			count, _ := strconv.Atoi(m[1]) // four digits at most
			*to = count * unitDays[strings.TrimSuffix(m[2], "s")]
		}
	}
}
