package markdown

func (r *reader) readPhases() {}
