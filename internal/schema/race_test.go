//go:build race

package schema

// underRace tells whether the race detector is on. It makes a test ten times as
// slow, and finds nothing in one that runs on one goroutine: the long ones of
// these are run without it ("make test" does).
const underRace = true
