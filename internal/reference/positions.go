package reference

import (
	"fmt"
	"strconv"
	"sync"

	"github.com/openupr/openupr/internal/upr"
)

// Position is a point on the ground in degrees, north and east positive.
type Position struct{ Lat, Lon float64 }

var positions = sync.OnceValue(func() map[upr.State]Position {
	out := map[upr.State]Position{}
	for _, r := range table("positions.tsv") {
		out[upr.State(r["code"])] = Position{r.degrees("lat"), r.degrees("lon")}
	}
	return out
})

func (r row) degrees(column string) float64 {
	f, err := strconv.ParseFloat(r[column], 64)
	if err != nil {
		panic(fmt.Sprintf("reference table, column %s: %v", column, err))
	}
	return f
}

// PositionOf is the point at which a map sets the mark of a State. It says nothing on borders or on the status of a
// place. Invented States have none.
func PositionOf(code upr.State) (Position, bool) {
	p, ok := positions()[code]
	return p, ok
}
