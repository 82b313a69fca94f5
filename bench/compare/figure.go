package compare

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"
)

// Figure is one measurement, printed as one line of JSON.
type Figure struct {
	Name            string  `json:"name"`
	Rows            int     `json:"rows"`
	Ours            float64 `json:"ours"`
	Comparator      string  `json:"comparator"`
	ComparatorValue float64 `json:"comparator_value"`
	Ratio           float64 `json:"ratio"` // above 1 we are quicker or smaller; of rates, ours by the other's
	Unit            string  `json:"unit"`
}

// Print writes the figure with its ratio. Figures keep four digits that count.
func (f Figure) Print(w io.Writer) error {
	switch more := strings.HasSuffix(f.Unit, "/s") || f.Unit == "questions"; {
	case more && f.ComparatorValue != 0:
		f.Ratio = digits(f.Ours / f.ComparatorValue)
	case !more && f.Ours != 0:
		f.Ratio = digits(f.ComparatorValue / f.Ours)
	}
	f.Ours, f.ComparatorValue = digits(f.Ours), digits(f.ComparatorValue)
	return json.NewEncoder(w).Encode(f)
}

func digits(x float64) float64 {
	scale := 1.0
	for x != 0 && x*scale < 1000 && x*scale > -1000 && scale < 1e9 {
		scale *= 10
	}
	return float64(int64(x*scale+0.5)) / scale
}

// Times are how long each of n things took: the median of several rounds over all of them, after one that does not
// count. No thing is done twice in a row, so that nothing is answered from what was just answered.
func Times(n, rounds int, do func(i int) error) ([]time.Duration, error) {
	all := make([][]time.Duration, n)
	for round := range rounds + 1 {
		for i := range n {
			began := time.Now()
			if err := do(i); err != nil {
				return nil, err
			}
			if round > 0 {
				all[i] = append(all[i], time.Since(began))
			}
		}
	}
	out := make([]time.Duration, n)
	for i, times := range all {
		slices.Sort(times)
		out[i] = times[len(times)/2]
	}
	return out, nil
}

// Mean of some durations in milliseconds.
func Mean(times []time.Duration) float64 {
	var sum time.Duration
	for _, t := range times {
		sum += t
	}
	return ms(sum) / float64(max(len(times), 1))
}

// Quantile of some durations in milliseconds: 0.99 is the one that a hundredth of them exceeds.
func Quantile(times []time.Duration, q float64) float64 {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return ms(sorted[min(len(sorted)-1, int(q*float64(len(sorted))))])
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
