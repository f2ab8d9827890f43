package markdown

func (r *reader) readFront() {}
