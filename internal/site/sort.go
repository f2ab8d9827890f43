package site

// sortPages sorts pages by Path. They come in long runs that are sorted already,
// plan by plan, so they are merged run by run, by number, and moved once.
func sortPages(pages []Page) []Page {
	order, spare := make([]int32, len(pages)), make([]int32, len(pages))
	var ends []int // of the runs
	for i := range pages {
		order[i] = int32(i)
		if i > 0 && pages[i].Path < pages[i-1].Path {
			ends = append(ends, i)
		}
	}
	ends = append(ends, len(pages))
	for len(ends) > 1 {
		start, merged := 0, ends[:0]
		for r := 0; r < len(ends); r += 2 {
			middle, end := ends[r], ends[min(r+1, len(ends)-1)]
			mergeRuns(pages, order[start:middle], order[middle:end], spare[start:end])
			merged = append(merged, end)
			start = end
		}
		ends = merged
		order, spare = spare, order
	}
	sorted := make([]Page, len(pages))
	for i, n := range order {
		sorted[i] = pages[n]
	}
	return sorted
}

// mergeRuns merges two sorted runs of numbers of pages into another list.
func mergeRuns(pages []Page, a, b, into []int32) {
	for i := range into {
		if len(b) == 0 || len(a) > 0 && pages[a[0]].Path <= pages[b[0]].Path {
			into[i], a = a[0], a[1:]
		} else {
			into[i], b = b[0], b[1:]
		}
	}
}
