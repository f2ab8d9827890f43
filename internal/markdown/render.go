package markdown

func (r *reader) render() {}
