package portfolio

import (
	"slices"
	"testing"
)

func TestKept(t *testing.T) {
	a, b, c, d, other := &Plan{ID: "a"}, &Plan{ID: "b"}, &Plan{ID: "c"}, &Plan{ID: "d"}, &Plan{ID: "b"}
	for _, test := range []struct {
		plans, before []*Plan
		want          []int32
	}{
		{[]*Plan{a, b, c}, []*Plan{a, b, c}, []int32{0, 1, 2}},
		{[]*Plan{a, other, c}, []*Plan{a, b, c}, []int32{0, -1, 2}},
		{[]*Plan{a, b, c, d}, []*Plan{b, d}, []int32{-1, 0, -1, 1}},
		{[]*Plan{b, d}, []*Plan{a, b, c, d}, []int32{1, 3}},
		{[]*Plan{c, d}, []*Plan{a, other}, []int32{-1, -1}},
		{[]*Plan{a}, nil, []int32{-1}},
		{nil, []*Plan{a}, []int32{}},
	} {
		if got := Kept(test.plans, test.before); !slices.Equal(got, test.want) {
			t.Errorf("got %v, want %v", got, test.want)
		}
	}
}
