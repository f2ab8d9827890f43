package markdown

func (r *reader) readLinks() {}
