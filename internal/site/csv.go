package site

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// CSV writes a table as RFC 4180 has it, its head first. No cell of it is taken
// for a formula by a spreadsheet.
func CSV(head []string, rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(head) // a buffer takes everything
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = defuse(c)
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return b.Bytes()
}

// defuse keeps spreadsheets from taking a cell for a formula.
func defuse(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
