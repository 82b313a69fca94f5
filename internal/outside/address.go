package outside

import (
	"net/netip"
	"slices"
)

// reserved are the parts of the address space that belong to nobody on the public web, or that carry another address in
// themselves. Source: IANA's registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890 and its updates). What is
// private, loopback, link-local or multicast is known to package netip.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // behind a provider's address translation
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), // documentation
	netip.MustParsePrefix("192.88.99.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("2001::/23"), // protocols, Teredo among them
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), // an IPv4 address inside
	netip.MustParsePrefix("3fff::/20"),
}

// global is the part of IPv6 that is given out for the public web; all else is refused.
var global = netip.MustParsePrefix("2000::/3")

// Public says whether an address is one of the public web.
func Public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	switch {
	case !a.IsGlobalUnicast(), a.IsPrivate(), a.Is6() && !global.Contains(a):
		return false
	}
	return !slices.ContainsFunc(reserved, func(p netip.Prefix) bool { return p.Contains(a) })
}
