package notify

import (
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// carrierShared is not among what netip calls private, but is no more public:
// RFC 6598.
var carrierShared = netip.MustParsePrefix("100.64.0.0/10")

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
	ip = ip.Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() || carrierShared.Contains(ip) {
		return fmt.Errorf("%w: %s", errPrivate, ip)
	}
	return nil
}

var errPrivate = fmt.Errorf("a private address")
