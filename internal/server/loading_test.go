package server_test

import (
	"runtime/debug"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/server"
)

// percent is what the collector goes by now.
func percent() int {
	now := debug.SetGCPercent(100)
	debug.SetGCPercent(now)
	return now
}

func TestRoomIsGivenBackAfterLoading(t *testing.T) {
	t.Setenv("GOGC", "")
	usual := percent()
	back := server.Roomy()
	if now := percent(); now <= usual {
		t.Errorf("the heap may grow by %d %% while loading, usually by %d %%", now, usual)
	}
	back()
	back() // again does nothing
	if now := percent(); now != usual {
		t.Errorf("afterwards it is %d %%, not %d %%", now, usual)
	}
}

func TestALargeHeapIsCollectedAsUsualWhileLoading(t *testing.T) {
	t.Setenv("GOGC", "")
	usual := percent()
	back := server.RoomyUpTo(1) // any heap is larger
	for end := time.Now().Add(10 * time.Second); percent() != usual; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it stays at %d %%", percent())
		}
	}
	back()
}

func TestTheOperatorsWordOnCollectingHolds(t *testing.T) {
	t.Setenv("GOGC", "100")
	usual := percent()
	back := server.Roomy()
	if now := percent(); now != usual {
		t.Errorf("it is %d %% though GOGC was said", now)
	}
	back()
}
