package classify

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"sync"
)

// Version names the rules and the model of this program: the same version gives the same labels. It goes with every
// answer that people take away, so that they can say by what it was labelled.
var Version = sync.OnceValue(func() string {
	sum := sha256.New()
	_ = fs.WalkDir(rules, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			b, _ := fs.ReadFile(rules, path) // embedded: it is there
			sum.Write([]byte(path))
			sum.Write(b)
		}
		return nil
	})
	sum.Write([]byte(learnedFile))
	return hex.EncodeToString(sum.Sum(nil)[:6])
})
