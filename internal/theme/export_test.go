package theme

import "fmt"

// Both gives the page that the program makes of a view, and the one that
// html/template makes of it. It fails where one of them makes none.
func (t *Theme) Both(name string, view any) (program, template []byte, err error) {
	p := t.pages[name]
	template, err = p.execute(nil, view)
	if err != nil {
		return nil, nil, err
	}
	p.once.Do(p.compile)
	program, ok := p.program.Append(nil, view)
	if !ok {
		return nil, nil, fmt.Errorf("the program of %s leaves the page to html/template", name)
	}
	return program, template, nil
}
