package markdown

func (r *reader) readTasks() {}
