//go:build unix

package files

import "errors"

// sync puts a folder itself on disk: the names in it.
func (f *Folder) sync(dir string) error {
	d, err := f.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
