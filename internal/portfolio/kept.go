package portfolio

// Kept tells of each of plans where the very same one, the same pointer, stands
// in before; -1 for one that does not. Both are sorted by ID, as
// Portfolio.Plans is. So a stage finds what it made of a plan the last time.
func Kept(plans, before []*Plan) []int32 {
	at := make([]int32, len(plans))
	j := 0
	for i, p := range plans {
		at[i] = -1
		for j < len(before) && before[j] != p && before[j].ID <= p.ID {
			j++
		}
		if j < len(before) && before[j] == p {
			at[i] = int32(j)
			j++
		}
	}
	return at
}
