package corpus

// Parts is of how many parts the snapshot consists.
func (s *Snapshot) Parts() int { return len(s.parts) }

// Past is how many snapshots of the past are kept.
func (k *Keeper) Past() int {
	k.past.mu.Lock()
	defer k.past.mu.Unlock()
	return len(k.past.kept)
}

// Replace is the snapshot after an act that changed its documents from up to but not to.
func (s *Snapshot) Replace(from, to int, docs []Doc) *Snapshot {
	base := s.parts[0].part
	return assemble(s.act+1, []*part{base, makePart(docs, 2)}, []stretch{
		{at: span{0, uint32(from)}}, {part: 1, at: span{0, uint32(len(docs))}}, {at: span{uint32(to), uint32(base.docs)}},
	})
}

// BeginMerge does what is done in the background when the second part has grown; acts may come before it ends.
func (k *Keeper) BeginMerge() (end func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, all, sizes := k.now.Load(), k.all, k.sizes
	return func() { k.merge(s, all, sizes) }
}
