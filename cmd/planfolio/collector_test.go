package main

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

func TestGrowth(t *testing.T) {
	for live, want := range map[uint64]int{0: 4800, 4 << 20: 4800, 96 << 20: 200, headroom: 100, 8 << 30: 100} {
		if got := growth(live); got != want {
			t.Errorf("with %d live bytes: %d percent, want %d", live, got, want)
		}
	}
}

func TestAfterCollection(t *testing.T) {
	var runs atomic.Int32
	afterCollection(func() { runs.Add(1) })
	for range 3 {
		before := runs.Load()
		for deadline := time.Now().Add(10 * time.Second); runs.Load() == before; runtime.GC() {
			if time.Now().After(deadline) {
				t.Fatalf("called %d times", before)
			}
			time.Sleep(time.Millisecond)
		}
	}
}
