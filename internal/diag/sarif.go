package diag

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// The objects of SARIF 2.1.0 that are written, by the names of its specification
// (docs.oasis-open.org/sarif/sarif/v2.1.0).
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"` // bytes are not among the kinds
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string         `json:"id"`
		Name             string         `json:"name"` // must differ from the id, else editors show nothing
		ShortDescription sarifText      `json:"shortDescription"`
		FullDescription  sarifText      `json:"fullDescription"`
		Help             sarifText      `json:"help"`
		Configuration    map[string]any `json:"defaultConfiguration"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations,omitempty"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		ID       int           `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn"`
		EndLine     int        `json:"endLine"`
		EndColumn   int        `json:"endColumn"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
)

func printSARIF(w io.Writer, list []Diagnostic, opts Options) error {
	driver := sarifDriver{Name: "Planfolio", Version: opts.Version, InformationURI: "https://github.com/planfolio/planfolio"}
	indexes := map[Code]int{}
	for i, r := range All() {
		indexes[r.Code] = i
		driver.Rules = append(driver.Rules, sarifRuleOf(r))
	}
	run := sarifRun{Tool: sarifTool{driver}, ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	seen := map[string]int{}
	for _, d := range list {
		print := d.Fingerprint()
		seen[print]++
		result := sarifResult{
			RuleID: string(d.Code), RuleIndex: indexes[d.Code], Level: string(d.Severity),
			Fingerprints: map[string]string{"planfolio/v1": fmt.Sprintf("%s:%d", print, seen[print])},
		}
		text := sarifEscape(d.Message)
		if d.Path != "" {
			at := sarifLocation{Physical: sarifPhysicalOf(opts.place(d.Path), d.Range)}
			if at.Physical.Region != nil && d.Excerpt != "" {
				at.Physical.Region.Snippet = &sarifText{Text: d.Excerpt}
			}
			result.Locations = []sarifLocation{at}
		}
		for i, r := range d.Related {
			// GitHub shows a related place only where the message links to it.
			text += fmt.Sprintf("\n[%s](%d)", sarifEscape(r.Message), i+1)
			result.Related = append(result.Related, sarifLocation{
				ID: i + 1, Physical: sarifPhysicalOf(opts.place(r.Path), r.Range), Message: &sarifText{Text: r.Message},
			})
		}
		if d.Hint != "" {
			text += "\n" + sarifEscape(d.Hint)
		}
		result.Message.Text = text
		run.Results = append(run.Results, result)
	}
	return encodeJSON(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

func sarifRuleOf(r Rule) sarifRule {
	help := sentence(r.Summary) + " " + r.What + "\n\n" + r.Why
	markdown := help
	for _, x := range []struct{ head, text string }{{"Example", r.Example}, {"Instead", r.Instead}} {
		if x.text != "" {
			help += "\n\n" + x.head + ":\n" + x.text
			markdown += "\n\n" + x.head + ":\n\n````\n" + x.text + "\n````"
		}
	}
	return sarifRule{
		ID: string(r.Code), Name: pascal(r.Name),
		ShortDescription: sarifText{Text: sentence(r.Summary)},
		FullDescription:  sarifText{Text: strings.TrimSpace(sentence(r.Summary) + " " + r.What)},
		Help:             sarifText{Text: help, Markdown: markdown},
		Configuration:    map[string]any{"level": string(r.Severity)},
	}
}

func sarifPhysicalOf(path string, r Range) sarifPhysical {
	p := sarifPhysical{Artifact: sarifArtifact{URI: (&url.URL{Path: path}).String(), URIBaseID: "%SRCROOT%"}}
	if r.Start.Line > 0 {
		p.Region = &sarifRegion{StartLine: r.Start.Line, StartColumn: r.Start.Column, EndLine: r.End.Line, EndColumn: r.End.Column}
	}
	return p
}

// sarifEscape keeps text that looks like SARIF's "[label](id)" from being a link.
func sarifEscape(text string) string {
	if !strings.Contains(text, "](") {
		return text
	}
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(text)
}

// pascal is DanglingCitation for dangling-citation.
func pascal(kebab string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(kebab, "-") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// Fingerprint identifies a diagnostic across edits that move it: by rule, file,
// message and the text of its line, not by the line's number. Two equal flaws in
// one file share it.
func (d Diagnostic) Fingerprint() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(d.Code), d.Path, d.Message, strings.TrimSpace(d.Excerpt)}, "\x00")))
	return hex.EncodeToString(sum[:8])
}
