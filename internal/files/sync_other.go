//go:build !unix

package files

// sync does nothing: the system keeps names by itself.
func (f *Folder) sync(string) error { return nil }
