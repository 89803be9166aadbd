package notify

import "testing"

// Only the open internet is dialled, however an address is written.
func TestOnlyPublicAddressesAreDialled(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"93.184.216.34:443": true, "[2606:2800:220:1::1]:443": true, "[::ffff:93.184.216.34]:443": true, "[64:ff9b::5db8:d822]:443": true, "[2002:5db8:d822::1]:443": true,
		"127.0.0.1:80": false, "10.1.2.3:80": false, "172.16.0.1:80": false, "192.168.1.1:80": false, "169.254.169.254:80": false, "100.64.0.1:80": false,
		"0.0.0.0:80": false, "0.1.2.3:80": false, "255.255.255.255:80": false, "240.0.0.1:80": false, "198.18.0.1:80": false, "192.0.0.8:80": false, "224.0.0.1:80": false,
		"[::]:80": false, "[::1]:80": false, "[fe80::1]:80": false, "[fe80::1%25lo]:80": false, "[fc00::1]:80": false, "[fec0::1]:80": false, "[fec0::1%1]:80": false, "[ff02::1]:80": false, "[2001:0:1::1]:80": false,
		"[::ffff:127.0.0.1]:80": false, "[::ffff:10.0.0.1]:80": false, "[::127.0.0.1]:80": false,
		"[64:ff9b::7f00:1]:80": false, "[64:ff9b::a9fe:a9fe]:80": false, "[64:ff9b::10.0.0.1]:80": false, "[64:ff9b:1::a00:1]:80": false, "[2002:a00:1::1]:80": false, "[2002:7f00:1::1]:80": false,
		"a name:80": false, "": false,
	} {
		if err := public("tcp", address, nil); (err == nil) != want {
			t.Errorf("%q is dialled: %v (%v), want %v", address, err == nil, err, want)
		}
	}
}
