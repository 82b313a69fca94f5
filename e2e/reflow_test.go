package e2e_test

// sideways names what makes the page scroll sideways at its present width, outermost first; nothing when it does not.
// A page may not hide what sticks out either: then a part of it could not be reached.
func (tb *tab) sideways() []string {
	tb.t.Helper()
	return eval[[]string](tb, "looking for what sticks out", `(() => {
		const root = document.documentElement, found = [];
		for (const el of [root, document.body])
			if (/hidden|clip/.test(getComputedStyle(el).overflowX)) found.push(el.localName + " hides what sticks out");
		if (root.scrollWidth <= root.clientWidth) return found;
		found.push("the page is " + root.scrollWidth + " px wide in a window of " + root.clientWidth);
		// A box that scrolls holds what is in it, but not what is positioned by something further out.
		const holder = el => getComputedStyle(el).position === "absolute" ? el.offsetParent : el.parentElement;
		const scrolls = el => el && el !== document.body && el !== root &&
			(/auto|scroll|hidden|clip/.test(getComputedStyle(el).overflowX) || scrolls(holder(el)));
		for (const el of document.body.querySelectorAll("*")) {
			const r = el.getBoundingClientRect();
			if (r.width === 0 || (r.right <= root.clientWidth + 1 && r.left >= -1) || scrolls(holder(el))) continue;
			found.push(el.localName + (el.id ? "#" + el.id : "") + (el.className && el.className.baseVal === undefined ? "." + [...el.classList].join(".") : "")
				+ " from " + Math.round(r.left) + " to " + Math.round(r.right));
			if (found.length > 6) break;
		}
		return found;
	})()`)
}
