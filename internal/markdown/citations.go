package markdown

func (r *reader) readCitations() {}
