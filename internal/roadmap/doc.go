// Package roadmap lays the phases of all plans side by side: it takes a
// Portfolio and gives a Roadmap. It reads no clock: "today" is given.
//
// # What stands where
//
// A Lane is the phases of one plan, a Column one phase number across all plans.
// A phase's progress comes from its tasks; a phase without tasks is not
// measurable, never 0 %. Its place on a timeline comes from dates, else from
// durations, else from what it waits for (Lane.Scale says which).
//
// # What waits for what
//
// The Graph holds phases, tasks and plans with the dependencies that they
// state: "Depends on" of a phase or task, a section on dependencies (its
// sentences, and its links to other plans), and depends_on in front matter. A
// task waits for all that its phase waits for. Dependencies that lead back to
// where they began are a diagnostic with the path that closes them. A Schedule
// orders the work of one plan by the critical path method.
package roadmap
