package reference_test

import (
	"testing"

	"github.com/openupr/openupr/internal/reference"
)

func TestEveryStateHasItsPointOnTheMap(t *testing.T) {
	at := map[reference.Position]string{}
	for _, s := range reference.States() {
		p, ok := reference.PositionOf(s.Code)
		if !ok || p.Lat < -56 || p.Lat > 75 || p.Lon < -180 || p.Lon > 180 {
			t.Errorf("%s stands at %+v (%v)", s.Code, p, ok)
		}
		if other := at[p]; other != "" {
			t.Errorf("%s and %s stand in one point", s.Code, other)
		}
		at[p] = string(s.Code)
	}
	if _, ok := reference.PositionOf(reference.SampleState); ok {
		t.Error("an invented State has a place in the world")
	}
}
