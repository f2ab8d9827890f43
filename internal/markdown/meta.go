package markdown

func (r *reader) readMeta() {}
