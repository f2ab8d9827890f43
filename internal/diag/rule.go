package diag

import (
	"fmt"
	"slices"
	"strings"
)

// Rule is what the catalogue says about a code. It feeds every printer, the
// problems page and "planfolio explain".
type Rule struct {
	Code     Code
	Name     string   // kebab case; names the fault, not the cure: dangling-citation
	Severity Severity // unless the configuration says otherwise
	Summary  string   // one sentence without full stop
	What     string   // what exactly is found, and what is not
	Why      string   // why it is bad
	Example  string   // text at fault
	Instead  string   // the same, mended
}

// All gives every rule, by code.
func All() []Rule { return slices.Clone(rules) }

// Lookup finds a rule by code or name, in upper or lower case.
func Lookup(codeOrName string) (Rule, bool) {
	i, ok := ruleIndex[strings.ToLower(codeOrName)]
	if !ok {
		return Rule{}, false
	}
	return rules[i], true
}

// Name is the rule's kebab name; "" for a code that does not exist.
func (c Code) Name() string {
	r, _ := Lookup(string(c))
	return r.Name
}

// New makes a diagnostic of the default severity for the file at path as a
// whole ("" for the portfolio). source.File.At gives it a place. An unknown
// code is a fault of the caller and graded as an error.
func New(code Code, path, format string, args ...any) Diagnostic {
	severity, known := severities[code]
	if !known {
		severity = Error
	}
	return Diagnostic{Code: code, Severity: severity, Path: path, Message: fmt.Sprintf(format, args...)}
}

var rules = slices.Concat(sourceRules, linkRules, traceRules, roadmapRules, completenessRules, siteRules, configRules)

// severities are those of the rules, by code.
var severities = func() map[Code]Severity {
	of := make(map[Code]Severity, len(rules))
	for _, r := range rules {
		of[r.Code] = r.Severity
	}
	return of
}()

// ruleIndex finds rules by code and by name, both in lower case.
var ruleIndex = func() map[string]int {
	index := make(map[string]int, 2*len(rules))
	for i, r := range rules {
		index[strings.ToLower(string(r.Code))] = i
		index[r.Name] = i
	}
	return index
}()
