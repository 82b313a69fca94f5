package linear

import "slices"

// once sorts out[from:] and keeps each feature once.
func once(out []Feature, from int) []Feature {
	slices.Sort(out[from:])
	return out[:from+len(slices.Compact(out[from:]))]
}
