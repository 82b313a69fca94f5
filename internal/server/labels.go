package server

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/openupr/openupr/internal/classify"
)

// labelsFile keeps the labels of texts beside the record, so that the next start need not guess them again. It may be
// lost or damaged at any time: then the texts are labelled anew.
const labelsFile = "labels.cache"

// recallLabels takes over what an earlier run of the same version remembered.
func (p *Program) recallLabels() {
	file, err := os.Open(filepath.Join(p.cfg.Dir, labelsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err == nil {
		defer file.Close()
		var b []byte
		if b, err = io.ReadAll(io.LimitReader(file, classify.MaxKept+1)); err == nil {
			err = p.classify.Recall(b)
		}
	}
	if err != nil {
		p.cfg.Log.Info("texts are labelled anew", "file", labelsFile, "because", err)
	}
}

// keepLabels writes what is remembered, when something new is. Two programs on one folder may write at once: the file is
// whole when its checksum is right, else the next start leaves it aside.
func (p *Program) keepLabels() {
	if p.classify == nil || p.classify.Learned() == 0 {
		return
	}
	path := filepath.Join(p.cfg.Dir, labelsFile)
	err := os.WriteFile(path+".new", p.classify.Save(), 0o600)
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		p.cfg.Log.Warn("the next start labels texts anew", "file", labelsFile, "because", err)
	}
}
