package markdown

func (r *reader) readEntries() {}
