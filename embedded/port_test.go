package embedded

import (
	"errors"
	"fmt"
	"syscall"
	"testing"
)

// TestPortTakenForAMoment: somebody took the port and has gone again by the time we
// look.
func TestPortTakenForAMoment(t *testing.T) {
	t.Parallel()
	var ports []int
	var port int
	err := onFreePort(t.Context(), &port, func() error {
		if ports = append(ports, port); len(ports) < 3 {
			return fmt.Errorf("starting: %w", syscall.EADDRINUSE)
		}
		return nil
	})
	if err != nil || len(ports) != 3 {
		t.Errorf("started on %v: %v, want a third try to succeed", ports, err)
	}
	other := errors.New("no such program")
	if err := onFreePort(t.Context(), &port, func() error { return other }); !errors.Is(err, other) {
		t.Errorf("onFreePort = %v, want what went wrong", err)
	}
}
