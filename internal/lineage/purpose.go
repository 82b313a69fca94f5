package lineage

// markPurposes marks what follows words such as "with a view to" and "in line with" up to the end of its clause: it says
// why, or by which measure, not what is asked.
//
// Where hardly anything stands before it, the purpose is what is asked: "take steps with a view to ratifying".
func markPurposes(units []unit) {
	on, infinitive := false, false
	begin := 0
	for i := range units {
		u := &units[i]
		if on {
			end := u.mark == ';' || u.opener &&
				(u.mark == ',' || i > 0 && units[i-1].form == "and" && (!infinitive || units[i-1].mark == ',') || i > 1 && units[i-1].form == "to" && units[i-2].form == "and" && units[i-2].mark == ',')
			if end {
				on = false
				begin = i
				if i > 0 && units[i-1].form == "and" {
					units[i-1].purpose = false
				}
			}
		}
		if on {
			u.purpose = true
			continue
		}
		if i > 0 && begins(units, i) {
			begin = i
		}
		if on, infinitive = opensPurpose(units, i); on && !weighs(units[begin:i]) {
			on = false
		}
	}
}

// opensPurpose says whether a purpose begins after the unit.
func opensPurpose(units []unit, i int) (on, infinitive bool) {
	near := func(at int, form string) bool { return at >= 0 && at < len(units) && units[at].form == form }
	switch units[i].form {
	case "view":
		return near(i+1, "to") || near(i+1, "of"), false
	case "order", "so":
		return near(i+1, "to") || near(i+1, "as") || near(i+1, "that"), true
	case "line", "accordance", "conformity", "compliance", "keeping", "accord":
		return near(i-1, "in") || near(i-2, "in"), false
	case "recommended", "required", "requested", "suggested", "stipulated", "enshrined", "advised":
		return near(i-1, "as"), false
	case "aim", "aims", "purpose", "goal", "objective":
		return near(i+1, "of") && (near(i-2, "with") || near(i-2, "for")), false
	case "step":
		return near(i-1, "first") || near(i-1, "primary"), false
	case "aimed", "aiming":
		return i > 0 && units[i-1].thing && isInstrument(units[i-1].name), false
	case "pursuant", "according", "consistent", "thereby", "thus":
		return true, false
	}
	return false, false
}
