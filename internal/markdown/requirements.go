package markdown

func (r *reader) readRequirements() {}
