// Package bundle builds the style sheet and the scripts of the pages with esbuild's Go API, so that a build needs no
// program from npm.
package bundle

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// File is one file that a build wrote into assets/dist.
type File struct {
	Name  string // below assets/dist, with slashes
	Bytes int
}

// SourceError says what esbuild found wrong in a source, one message a line with file, line and column.
type SourceError struct{ Messages []string }

func (e *SourceError) Error() string { return strings.Join(e.Messages, "\n") }

// Build reads assets/css and assets/ts below root and writes assets/dist, which it empties first (all but .keep).
// Either folder may be absent: a tree without scripts is whole. The same sources give the same bytes. Errors in a
// source are a *SourceError, warnings too: what esbuild doubts, a browser doubts as well.
func Build(root string) ([]File, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("finding %s: %w", root, err)
	}
	var out []api.OutputFile
	for _, step := range []func(string) ([]api.OutputFile, error){styles, scripts} {
		files, err := step(root)
		if err != nil {
			return nil, err
		}
		out = append(out, files...)
	}
	return write(filepath.Join(root, "assets", "dist"), out)
}

func styles(root string) ([]api.OutputFile, error) {
	dir := filepath.Join(root, "assets", "css")
	names, err := sources(dir, ".css")
	if err != nil || len(names) == 0 {
		return nil, err
	}
	o := options(root)
	o.Outfile = filepath.Join(root, "assets", "dist", "app.css")
	if slices.Contains(names, "app.css") {
		o.EntryPoints = []string{filepath.Join(dir, "app.css")}
		return run(o)
	}
	var all strings.Builder
	for _, n := range names {
		fmt.Fprintf(&all, "@import %q;\n", "./"+n)
	}
	o.Stdin = &api.StdinOptions{Contents: all.String(), ResolveDir: dir, Sourcefile: "assets/css", Loader: api.LoaderCSS}
	return run(o)
}

// The script of sealed pages needs a package of npm; where none is, the pages come without it, and the program seals. Of that
// package it leaves out what it never uses.
const (
	sealedEntry = "sealed.ts"
	sealedBy    = "age-encryption"
)

var sealedWithout = []string{"@noble/post-quantum/hybrid.js", "@noble/curves/nist.js", "@noble/hashes/scrypt.js"}

func scripts(root string) ([]api.OutputFile, error) {
	dir := filepath.Join(root, "assets", "ts")
	names, err := sources(dir, ".ts")
	if err != nil || len(names) == 0 {
		return nil, err
	}
	o := options(root)
	o.Outdir = filepath.Join(root, "assets", "dist")
	o.Outbase = dir
	o.Format = api.FormatESModule
	o.Alias = map[string]string{}
	for _, unused := range sealedWithout {
		o.Alias[unused] = filepath.Join(dir, "seal", "without.ts")
	}
	_, err = os.Stat(filepath.Join(root, "node_modules", sealedBy))
	for _, n := range names {
		if n == sealedEntry && err != nil {
			continue
		}
		if !strings.HasSuffix(n, ".d.ts") && !strings.HasSuffix(n, ".test.ts") {
			o.EntryPoints = append(o.EntryPoints, filepath.Join(dir, n))
		}
	}
	return run(o)
}

// options are what styles and scripts share. The target is what browsers of 2023 know: native nesting, layers and
// modules, all of which reached every engine by then.
func options(root string) api.BuildOptions {
	return api.BuildOptions{
		AbsWorkingDir:     root,
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsInline,
		LogLevel:          api.LogLevelSilent,
		Engines: []api.Engine{
			{Name: api.EngineChrome, Version: "112"},
			{Name: api.EngineFirefox, Version: "117"},
			{Name: api.EngineSafari, Version: "16.5"},
		},
		Loader: map[string]api.Loader{".svg": api.LoaderFile, ".woff2": api.LoaderFile},
	}
}

func run(o api.BuildOptions) ([]api.OutputFile, error) {
	r := api.Build(o)
	if found := slices.Concat(r.Errors, r.Warnings); len(found) > 0 {
		e := &SourceError{}
		for _, m := range found {
			if m.Location == nil {
				e.Messages = append(e.Messages, m.Text)
				continue
			}
			e.Messages = append(e.Messages, fmt.Sprintf("%s:%d:%d: %s", m.Location.File, m.Location.Line, m.Location.Column+1, m.Text))
		}
		return nil, e
	}
	return r.OutputFiles, nil
}

// sources are the names of the files directly in dir that end in ext, sorted; none when there is no such folder.
func sources(dir, ext string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the sources in %s: %w", dir, err)
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && strings.HasSuffix(e.Name(), ext) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// write replaces the content of dist. Files that did not change are left alone, so that the Go build cache holds.
func write(dist string, out []api.OutputFile) ([]File, error) {
	if err := os.MkdirAll(dist, 0o755); err != nil {
		return nil, fmt.Errorf("making %s: %w", dist, err)
	}
	wanted := map[string]bool{".keep": true}
	var written []File
	for _, f := range out {
		name, err := filepath.Rel(dist, f.Path)
		if err != nil || !filepath.IsLocal(name) {
			return nil, fmt.Errorf("built file %s lies outside %s", f.Path, dist)
		}
		if err := os.MkdirAll(filepath.Dir(f.Path), 0o755); err != nil {
			return nil, fmt.Errorf("making the folder of %s: %w", name, err)
		}
		if old, err := os.ReadFile(f.Path); err != nil || string(old) != string(f.Contents) {
			if err := os.WriteFile(f.Path, f.Contents, 0o644); err != nil {
				return nil, fmt.Errorf("writing %s: %w", name, err)
			}
		}
		wanted[filepath.ToSlash(name)] = true
		written = append(written, File{Name: filepath.ToSlash(name), Bytes: len(f.Contents)})
	}
	return written, removeOthers(dist, wanted)
}

func removeOthers(dist string, wanted map[string]bool) error {
	return filepath.WalkDir(dist, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dist, path)
		if err != nil || wanted[filepath.ToSlash(name)] {
			return err
		}
		return os.Remove(path)
	})
}
