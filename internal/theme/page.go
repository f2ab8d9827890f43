package theme

import (
	"bytes"
	"html/template"
	"reflect"
	"sync"

	"github.com/planfolio/planfolio/internal/compile"
)

// page is the templates of one page. The bundled set is there where a later
// layer has changed any of them, for the case that they fail on a view.
type page struct {
	name         string
	set, bundled *template.Template

	once      sync.Once
	program   *compile.Program // of set, for the page's view; nil where it has none
	functions map[string]compile.Function
	sprite    *sprite // nil for one that pages have as a whole
}

// append appends the page of view to dst. The program makes it, or html/template
// does: the two give the same bytes, and only html/template says what is wrong.
func (p *page) append(dst []byte, view any) ([]byte, error) {
	made, err := p.whole(dst, view)
	if err == nil && p.sprite != nil {
		made = p.sprite.trim(made, len(dst))
	}
	return made, err
}

// whole is append with all shapes of the sprite.
func (p *page) whole(dst []byte, view any) ([]byte, error) {
	p.once.Do(p.compile)
	if p.program != nil {
		if made, ok := p.program.Append(dst, view); ok {
			return made, nil
		}
	}
	return p.execute(dst, view)
}

// compile makes the program, if html/template takes the page's templates.
func (p *page) compile() {
	p.sprite = readSprite(p.set)
	if view, ok := views[p.name]; ok {
		p.program, _ = compile.Compile(p.set, layout, reflect.TypeOf(view), p.functions)
	}
}

// execute is append by html/template.
func (p *page) execute(dst []byte, view any) ([]byte, error) {
	b := bytes.NewBuffer(dst)
	err := p.set.ExecuteTemplate(b, layout, view)
	if err != nil && p.bundled != nil {
		b.Truncate(len(dst))
		err = p.bundled.ExecuteTemplate(b, layout, view)
	}
	return b.Bytes(), err
}
