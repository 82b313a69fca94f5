//go:build unix

package store

import (
	"errors"
	"os"
	"syscall"
)

// lockFile takes the file's lock, which the system gives back when the file is closed or the process ends; false when
// somebody else has it.
func lockFile(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
