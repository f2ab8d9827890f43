package portfolio

import "sync"

// definers find the plans that define an id.
type definers struct {
	mu    sync.Mutex
	asked int
	only  map[string]*Plan // by id; nil where several plans define it
}

// manyAsked is from how many questions on an index of all ids is worth its while.
const manyAsked = 32

// onlyDefiner is the plan that defines id, where there is only one.
func (a *assembly) onlyDefiner(id string) *Plan {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.asked++; a.asked > manyAsked && a.only == nil {
		a.only = map[string]*Plan{}
		for _, q := range a.lookup.plans {
			if q.Kind == KindTemplate {
				continue
			}
			for _, r := range q.byID {
				if _, known := a.only[r.ID]; known {
					a.only[r.ID] = nil
				} else {
					a.only[r.ID] = q
				}
			}
		}
	}
	if a.only != nil {
		return a.only[id]
	}
	var one *Plan
	for _, q := range a.lookup.plans {
		if q.Kind != KindTemplate && q.byID.find(id) != nil {
			if one != nil {
				return nil
			}
			one = q
		}
	}
	return one
}
