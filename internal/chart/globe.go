package chart

import "math"

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
	home := make([][2]float64, len(at))
	copy(home, at)
	for round := range 400 {
		moved := false
		for i := range at {
			for j := i + 1; j < len(at); j++ {
				dx, dy := at[j][0]-at[i][0], at[j][1]-at[i][1]
				if dx > apart || dx < -apart || dy > apart || dy < -apart {
					continue
				}
				d := math.Hypot(dx, dy)
				if d >= apart-0.05 {
					continue
				}
				if d < 1e-6 { // the same place: apart along a direction that depends on the order only
					a := float64(i*7+j) * 2.399963
					dx, dy, d = math.Cos(a), math.Sin(a), 1
				}
				push := (apart - math.Min(d, apart)) / 2
				if d == 1 && push > apart/2 {
					push = apart / 2
				}
				ux, uy := dx/d*push, dy/d*push
				at[i][0], at[i][1] = at[i][0]-ux, at[i][1]-uy
				at[j][0], at[j][1] = at[j][0]+ux, at[j][1]+uy
				moved = true
			}
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
