package corpus

// Parts is of how many parts the snapshot consists.
func (s *Snapshot) Parts() int { return len(s.parts) }

// Past is how many snapshots of the past are kept.
func (k *Keeper) Past() int {
	k.past.mu.Lock()
	defer k.past.mu.Unlock()
	return len(k.past.kept)
}
