package report_test

import (
	"os"
	"testing"
)

var folders []string

// tempDir is a folder for what all tests share; it goes when they are done.
func tempDir() (string, error) {
	dir, err := os.MkdirTemp("", "openupr-report-")
	folders = append(folders, dir)
	return dir, err
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, d := range folders {
		_ = os.RemoveAll(d)
	}
	os.Exit(code)
}
