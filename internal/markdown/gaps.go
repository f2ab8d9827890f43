package markdown

func (r *reader) readGaps() {}
