// Writes the land outline of the map:  node assets/map/land.mjs FILE
//
// Land only, never countries: an outline of borders takes sides in disputes. The projection and its measures are those of
// internal/chart/globe.go, which projects the marks; the points under "check" let a test see that both agree.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const width = 960, height = 437;
const projection = geoEqualEarth().rotate([-11, 0]).scale(176).translate([480, 232]).precision(0.3);

const world = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("world-atlas/land-110m.json"), "utf8"));
const land = feature(world, world.objects.land);

// Half pixels are finer than a mark is placed. Steps from point to point are shorter to write than points.
const half = (n) => Math.round(n * 2);
const written = (n) => (n / 2).toString().replace(/^(-?)0\./, "$1.");
const pair = (x, y) => written(x) + (y < 0 ? "" : " ") + written(y);
const rings = [];
let at = [0, 0], ring = null;
const sink = {
  moveTo(x, y) { at = [half(x), half(y)]; ring = { start: at, steps: [] }; rings.push(ring); },
  lineTo(x, y) {
    const step = [half(x) - at[0], half(y) - at[1]];
    if (step[0] || step[1]) ring.steps.push(step);
    at = [half(x), half(y)];
  },
  closePath() {},
  arc() {},
};
projection.clipExtent([[0, 0], [width, height]]);
geoPath(projection, sink)(land);

// A shore of fewer than three points is none.
const path = rings.filter((r) => r.steps.length > 1)
  .map((r) => `M${pair(...r.start)}l${r.steps.map((s) => pair(...s)).join(" ").replaceAll(" -", "-")}z`).join("");
projection.clipExtent(null);
const check = [[71.4, 51.1], [-176, 65], [6.1, 46.2], [178.4, -18.1], [-58.4, -34.6]].map((p) => [...p, ...projection(p)]);
writeFileSync(process.argv[2], JSON.stringify({ width, height, path, check }));
