package story

import "testing"

// TestRoomIsWhatATurnNeeds: a small clip has room for all that may come of it, and twelve
// gigabytes do not ask for a disk of their own.
func TestRoomIsWhatATurnNeeds(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		due            Due
		original, want int64
	}{
		{DueOpening, 10e6, 40e6},
		{DueLadder, 10e6, 30e6},
		{DuePieces, 10e6, 30e6},
		{DueJoin, 10e6, 10e6},
		{DueOpening, 12e9, 24e9 + 4<<30},
		{DueLadder, 12e9, 36e9},
		{DuePieces, 12e9, 12e9 + 1<<30},
		{DueJoin, 12e9, 12e9},
	} {
		if got := Room(row.due, row.original); got != row.want {
			t.Errorf("%s of %d: %d, want %d", row.due, row.original, got, row.want)
		}
	}
}
