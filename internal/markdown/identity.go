package markdown

func (r *reader) readIdentity() {
	for i := 1; i < len(r.doc.Sections); i++ {
		if r.doc.Sections[i].Level == 1 {
			r.doc.Title = r.doc.Sections[i].Title
			return
		}
	}
}
