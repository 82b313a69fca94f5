package corpus

import "math"

// A posting says of its word how often it stands in the document and how long the document is, both in steps, in one
// byte: two bits for 1, 2, 3, 4 or more times, six for the length. Ranking needs no more.
const (
	timesShift = 6
	timesMore  = 1 << timesShift
	lengthMask = timesMore - 1
)

const exactLengths = 24 // up to here each length is a step; from here eight steps double it

// lengthStep of a text of n words.
func lengthStep(n int) uint8 {
	if n <= exactLengths {
		return uint8(max(n, 0))
	}
	return uint8(min(lengthMask, exactLengths+int(math.Round(8*math.Log2(float64(n)/exactLengths)))))
}

// stepLength is about how many words a text of that step has.
func stepLength(step uint8) float64 {
	if step <= exactLengths {
		return float64(step)
	}
	return exactLengths * math.Pow(2, float64(step-exactLengths)/8)
}

// lengthSteps of the usual lengths, so that building takes no logarithms.
var lengthSteps = func() (t [1024]uint8) {
	for n := range t {
		t[n] = lengthStep(n)
	}
	return t
}()

func stepOf(n int) uint8 {
	if n < len(lengthSteps) {
		return lengthSteps[n]
	}
	return lengthMask
}

// stepLengths of all steps, for the same reason.
var stepLengths = func() (t [timesMore]float64) {
	for step := range t {
		t[step] = stepLength(uint8(step))
	}
	return t
}()

// BM25's usual constants.
const (
	bm25k1 = 1.2
	bm25b  = 0.75
)

// rarity is BM25's weight of what df of n documents have.
func rarity(n, df int) float64 {
	return math.Log(1 + (float64(n)-float64(df)+0.5)/(float64(df)+0.5))
}

// weights of every posting byte, for a word of that rarity in texts of that mean length.
func weights(rarity, mean float64) (t [256]float32) {
	for b := range t {
		tf := float64(b>>timesShift) + 1
		long := stepLengths[b&lengthMask] / max(mean, 1)
		t[b] = float32(rarity * tf * (bm25k1 + 1) / (tf + bm25k1*(1-bm25b+bm25b*long)))
	}
	return t
}
