package wgreport

// later reads a paragraph that leads no list but speaks of items above.
func (r *reader) later(p *paragraph) {}
