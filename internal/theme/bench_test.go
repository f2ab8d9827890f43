package theme

import "testing"

// BenchmarkAppend makes each of the sample pages, by its program and by
// html/template.
func BenchmarkAppend(b *testing.B) {
	theme := load(b)
	for _, way := range []struct {
		name   string
		append func(*page, []byte, any) ([]byte, error)
	}{{"program", (*page).append}, {"template", (*page).execute}} {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			pages, size := samples(), 0
			var buffer []byte
			for b.Loop() {
				size = 0
				for _, s := range pages {
					made, err := way.append(theme.pages[s.page], buffer[:0], s.view)
					if err != nil {
						b.Fatal(err)
					}
					buffer, size = made, size+len(made)
				}
			}
			b.SetBytes(int64(size))
		})
	}
}
