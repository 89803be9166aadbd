package notify

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"
)

// reserved is not among what netip calls private, but is no more public: of the
// IANA registries of special-purpose addresses (RFC 6890) what is not globally
// reachable, and what was given up.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // shared by a carrier's customers, RFC 6598
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"),          // an IPv4 address inside, RFC 4291, section 2.5.5.1
	netip.MustParsePrefix("64:ff9b:1::/48"), // one's own translator, RFC 8215
	netip.MustParsePrefix("2001::/32"),      // Teredo
	netip.MustParsePrefix("fec0::/10"),
}

// translated are addresses that lead to an IPv4 address inside of them, with how
// many bytes stand before it: a network without IPv4 reaches all of it so, its
// private addresses too.
var translated = map[netip.Prefix]int{
	netip.MustParsePrefix("64:ff9b::/96"): 12, // RFC 6052
	netip.MustParsePrefix("2002::/16"):    2,  // RFC 3056
}

// public refuses to connect to whatever is not on the open internet. It is
// asked with the address that is really dialled, after names were resolved: a
// name that answers differently the second time gains nothing.
func public(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return err
	}
	if !isPublic(ip.Unmap().WithZone("")) {
		return fmt.Errorf("%w: %s", errPrivate, ip)
	}
	return nil
}

func isPublic(ip netip.Addr) bool {
	for through, at := range translated {
		if through.Contains(ip) {
			inside := ip.As16()
			return isPublic(netip.AddrFrom4([4]byte(inside[at : at+4])))
		}
	}
	within := func(p netip.Prefix) bool { return p.Contains(ip) }
	return ip.IsGlobalUnicast() && !ip.IsPrivate() && !slices.ContainsFunc(reserved, within)
}

var errPrivate = fmt.Errorf("a private address")
