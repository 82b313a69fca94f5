//go:build killpoints && unix

package killpoint

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// armed is read once: the point to end at, how many times to pass it first, and how.
var armed = read(os.Getenv("OPENUPR_KILL"))

type point struct {
	name   string
	signal syscall.Signal
	left   atomic.Int64
}

func read(s string) *point {
	name, how, _ := strings.Cut(s, "!")
	p := &point{signal: syscall.SIGKILL}
	if how == "int" {
		p.signal = syscall.SIGINT
	}
	name, times, counted := strings.Cut(name, ":")
	p.name = name
	p.left.Store(1)
	if counted {
		n, err := strconv.ParseInt(times, 10, 64)
		if err != nil || n < 1 {
			panic("OPENUPR_KILL: the number after the colon must be 1 or more")
		}
		p.left.Store(n)
	}
	return p
}

// Reach says that the program is at the named point, and ends it there when OPENUPR_KILL says so.
func Reach(name string) {
	if name != armed.name || armed.left.Add(-1) != 0 {
		return
	}
	if err := syscall.Kill(os.Getpid(), armed.signal); err != nil {
		panic(err)
	}
	if armed.signal == syscall.SIGKILL {
		time.Sleep(time.Minute) // the signal arrives; nothing after this point may run
	}
	time.Sleep(200 * time.Millisecond) // another is heard by the program, on a busy machine not at once
}
