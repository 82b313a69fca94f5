package flood

// Salt and Seen show what a gate holds.
func Salt(g *Gate) *[32]byte      { return &g.salt }
func Seen(g *Gate) *map[key]count { return &g.seen }
