package server

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// Bounds of the memory that loading may take for less collecting.
const (
	loadingPercent = 400     // see debug.SetGCPercent, of which 100 is usual
	loadingMost    = 1 << 30 // bytes of the heap above which the usual holds again
	loadingLook    = 20 * time.Millisecond
)

// Roomy lets the heap of this process grow further before it is collected, until the heap holds a gigabyte or back is
// called: nearly all that is allocated while a record is loaded stays, so that collecting finds little and takes a
// quarter of the time. It is for a process that opens one program; who runs it may say otherwise by GOGC.
func Roomy() (back func()) { return roomy(loadingMost) }

func roomy(most uint64) (back func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	usual := debug.SetGCPercent(loadingPercent)
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		defer debug.SetGCPercent(usual)
		tick := time.NewTicker(loadingLook)
		defer tick.Stop()
		heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for metrics.Read(heap); heap[0].Value.Uint64() < most; metrics.Read(heap) {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
		}
	}()
	return sync.OnceFunc(func() {
		close(stop)
		<-ended
	})
}
