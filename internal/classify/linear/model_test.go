package linear_test

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/classify/linear"
)

// small is a model of two labels over three words.
func small(t testing.TB) *linear.Model {
	t.Helper()
	v := linear.NewVocabulary(map[string]bool{"atlantis": true})
	for _, w := range []string{"paint", "the", "lighthouse", "painting"} {
		v.Word(w)
	}
	v.Close()
	paint, lighthouse := v.Number("paint"), v.Number("lighthous")
	if paint == 0 || lighthouse == 0 {
		t.Fatal("the words have no numbers")
	}
	return linear.Build(v, []linear.Label{{Name: "a", Bias: -1, Slope: 2}, {Name: "b"}}, map[linear.Feature][]float32{
		linear.Make(linear.Single, paint, 0):        {2, -1},
		linear.Make(linear.Pair, paint, lighthouse): {0, 0.5},
		linear.Make(linear.Single, lighthouse, 0):   {0.001, 0},
	}, 1)
}

func TestScoresAreWeightsTimesTheValueOfATextsFeatures(t *testing.T) {
	m := small(t)
	paint := m.Vocabulary.Number("paint")
	fs := []linear.Feature{linear.Make(linear.Single, paint, 0), linear.Make(linear.Open, paint, 0)}
	out := make([]float32, 2)
	known := m.Scores(fs, out, nil)
	want := []float32{2/float32(math.Sqrt(3)) - 1, -1 / float32(math.Sqrt(3))}
	for i := range want {
		if math.Abs(float64(want[i]-out[i])) > 0.01 {
			t.Errorf("score %d is %g, want %g", i, out[i], want[i])
		}
	}
	if d := cmp.Diff([][]linear.Feature{fs[:1], nil}, m.Why(known, []int{0, 1}, 3)); d != "" {
		t.Errorf("reasons: -want +got\n%s", d)
	}
	if f, w := m.Len(); f != 2 || w != 3 {
		t.Errorf("%d features with %d weights: what rounds to nothing should be left out", f, w)
	}
}

func TestAModelIsTheSameAfterWritingAndReading(t *testing.T) {
	m := small(t)
	var b bytes.Buffer
	if err := m.Write(&b, []string{"made by a test"}); err != nil {
		t.Fatal(err)
	}
	back, err := linear.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(m.Labels, back.Labels); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(m.Vocabulary.Forms(), back.Vocabulary.Forms()); d != "" {
		t.Error(d)
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.Int32Range(0, int32(m.Vocabulary.Len()))
		fs := []linear.Feature{
			linear.Make(linear.Single, word.Draw(t, "single"), 0),
			linear.Make(linear.Pair, word.Draw(t, "a"), word.Draw(t, "b")),
		}
		x, y := make([]float32, 2), make([]float32, 2)
		m.Scores(fs, x, nil)
		back.Scores(fs, y, nil)
		if d := cmp.Diff(x, y); d != "" {
			t.Error(d)
		}
	})
	for cut := range b.Len() {
		if _, err := linear.Read(b.Bytes()[:cut]); !errors.Is(err, linear.ErrFile) {
			t.Fatalf("a file cut at %d: %v", cut, err)
		}
	}
}

func TestMaskedWordsHaveNoNumber(t *testing.T) {
	v := linear.NewVocabulary(map[string]bool{"atlantis": true})
	if a, b := v.Word("atlantis"); a != 0 || b != 0 {
		t.Errorf("a masked word has the numbers %d and %d", a, b)
	}
	a, whole := v.Word("painting")
	if b, _ := v.Word("paint"); a != b || a == 0 || whole == 0 {
		t.Errorf("painting is %d and %d, paint is %d", a, whole, b)
	}
	v.Close()
	if n, _ := v.Word("harbour"); n != 0 {
		t.Errorf("a closed vocabulary numbers a new word %d", n)
	}
}

func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if err := small(f).Write(&b, []string{"made by a test"}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("OpenUPR linear model 1\n\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		m, err := linear.Read(file)
		if err != nil {
			if !errors.Is(err, linear.ErrFile) {
				t.Fatalf("error %v", err)
			}
			return
		}
		m.Scores([]linear.Feature{1, 2, 3}, make([]float32, len(m.Labels)), nil)
	})
}
