// Package assets holds the built style sheets and scripts of the pages. The sources stand in css and ts; make assets
// builds them into dist, which git ignores. A bare clone compiles with an empty dist: the pages then come without
// their dress, which the server reports at start (see Built).
package assets

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

//go:embed all:dist
var embedded embed.FS

// Dist is the folder of built files: app.css, app.js and whatever else the build wrote. It is never nil.
func Dist() fs.FS {
	dist, err := fs.Sub(embedded, "dist")
	if err != nil {
		panic(fmt.Sprintf("assets: the embedded folder dist is a constant of this package: %v", err))
	}
	return dist
}

// ErrNotBuilt says that the program was compiled before its style sheet was built.
var ErrNotBuilt = errors.New("the style sheet is not built into this program: run make build")

// Built is nil when the style sheet is embedded, else ErrNotBuilt.
func Built() error {
	if _, err := fs.Stat(embedded, "dist/app.css"); err != nil {
		return ErrNotBuilt
	}
	return nil
}
