package postgres_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"fieldstory/story"
)

// TestLargeOriginalsAreReadBackALittleLater: their first pictures come before that, and
// small ones wait for nothing.
func TestLargeOriginalsAreReadBackALittleLater(t *testing.T) {
	t.Parallel()
	o := newOrganisation(t, 2, rand.New(rand.NewPCG(17, 0)))
	root := o.member(t, "root", at(o.offices[0], story.Admin))
	of := o.waiting(t, root, o.offices[1], 1)[0]
	receive := func(size int64, received time.Time) (id story.ClipID) {
		t.Helper()
		id = story.NewID[story.ClipID](time.Now())
		_, err := o.db.Pool().Exec(t.Context(), `
			INSERT INTO clips (id, story, filename, state, size, received, sha256, received_at, created_at, updated_at)
			VALUES ($1, $2, 'clip.mp4', 'received', $3, $3, repeat('0', 64), $4, $4, $4)`, id, of, size, received)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	claim := func() story.ClipID {
		t.Helper()
		id, _, _, err := o.db.ClaimUnverified(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	// A minute ahead, so that a slow machine does not make it due.
	large := receive(story.ReadBackAtOnce+1, time.Now().Add(time.Minute))
	small := receive(story.ReadBackAtOnce, time.Now().Add(2*time.Minute))
	if got := claim(); got != small {
		t.Errorf("%q is read back first, want the small one", got)
	}
	if got := claim(); got != "" {
		t.Errorf("%q is read back at once", got)
	}
	if _, err := o.db.Pool().Exec(t.Context(), `UPDATE clips SET received_at = $2 WHERE id = $1`, large, time.Now().Add(-story.ReadBackPause)); err != nil {
		t.Fatal(err)
	}
	if got := claim(); got != large {
		t.Errorf("then %q is read back, want the large one", got)
	}
}
