package chart

import (
	"math"
	"slices"
)

// The map is drawn in the Equal Earth projection (Šavrič, Patterson, Jenny 2018), which keeps areas: no part of the world
// looks larger than it is. The land outline is projected when the program is built, with d3-geo and the same measures;
// marks are projected here.

// Measures of the map: assets/map/land.mjs has the same.
const (
	MapWidth  = 960.0
	MapHeight = 437.0
	mapScale  = 176.0
	mapLeft   = 480.0
	mapTop    = 232.0
	turned    = 11.0 // degrees: the cut lies in the Bering Strait and not through land
)

// Point on the ground, in degrees.
type Point struct{ Lat, Lon float64 }

// Project says where a point lies on the map.
func Project(at Point) (x, y float64) {
	const a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
	lon := math.Mod(at.Lon-turned+540, 360) - 180
	m := math.Sqrt(3) / 2
	l := math.Asin(m * math.Sin(at.Lat*math.Pi/180))
	l2 := l * l
	l6 := l2 * l2 * l2
	x = lon * math.Pi / 180 * math.Cos(l) / (m * (a1 + 3*a2*l2 + l6*(7*a3+9*a4*l2)))
	y = l * (a1 + a2*l2 + l6*(a3+a4*l2))
	return mapLeft + mapScale*x, mapTop - mapScale*y
}

// spread moves places apart until none lies nearer to another than a distance, each as little as may be. The result
// depends on the places and their order alone.
func spread(at [][2]float64, apart float64) {
	home := slices.Clone(at)
	near := neighbours(at, 6*apart)
	for round := range 400 {
		moved := false
		for _, n := range near {
			a, b := &at[n[0]], &at[n[1]]
			dx, dy := b[0]-a[0], b[1]-a[1]
			d := math.Hypot(dx, dy)
			if d >= apart-0.05 {
				continue
			}
			push := (apart - d) / 2
			if d < 1e-6 { // the same place: apart along a direction that depends on the order only
				turn := float64(n[0]*7+n[1]) * 2.399963
				dx, dy, d = math.Cos(turn), math.Sin(turn), 1
			}
			ux, uy := dx/d*push, dy/d*push
			a[0], a[1], b[0], b[1] = a[0]-ux, a[1]-uy, b[0]+ux, b[1]+uy
			moved = true
		}
		if !moved {
			return
		}
		if round < 300 { // a gentle pull home while there is room
			for i := range at {
				at[i][0] += (home[i][0] - at[i][0]) * 0.02
				at[i][1] += (home[i][1] - at[i][1]) * 0.02
			}
		}
	}
}

// neighbours are the pairs of places that may come to lie on each other.
func neighbours(at [][2]float64, within float64) [][2]int {
	var out [][2]int
	for i := range at {
		for j := i + 1; j < len(at); j++ {
			if math.Hypot(at[j][0]-at[i][0], at[j][1]-at[i][1]) < within {
				out = append(out, [2]int{i, j})
			}
		}
	}
	return out
}
