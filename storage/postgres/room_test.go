package postgres_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"fieldstory/story"
)

// TestRoomIsCounted: whatever happens to clips, small copies, consent forms,
// and what they belong to, the count of an office is what a sum over all of
// them says, folded or not, and several at once do not wait for each other.
func TestRoomIsCounted(t *testing.T) {
	t.Parallel()
	o := newOrganisation(t, 3, rand.New(rand.NewPCG(16, 0)))
	root := o.member(t, "root", at(o.offices[0], story.Admin))
	stories := append(o.waiting(t, root, o.offices[1], 3), o.waiting(t, root, o.offices[2], 3)...)
	run := func(sql string, args ...any) {
		t.Helper()
		if _, err := o.db.Pool().Exec(t.Context(), sql, args...); err != nil {
			t.Errorf("%s: %v", sql, err)
		}
	}
	run(`INSERT INTO people (id, name, office, added_by, created_at)
		SELECT gen_random_uuid(), 'Amina', o.id, $1, now() FROM offices o, generate_series(1, 5)`, root.Member)
	var all sync.WaitGroup
	for lane := range 4 {
		all.Go(func() {
			dice := rand.New(rand.NewPCG(16, uint64(lane)))
			mine := fmt.Sprint(lane)
			for range 150 {
				clip := `(SELECT id FROM clips WHERE filename = $1 ORDER BY random() LIMIT 1)`
				proxy := `(SELECT p.id FROM proxies p JOIN clips c ON c.id = p.clip WHERE c.filename = $1 ORDER BY random() LIMIT 1)`
				switch dice.IntN(11) {
				case 0, 1, 2:
					run(`INSERT INTO clips (id, story, filename, state, size, created_at, updated_at) VALUES (gen_random_uuid(), $2, $1, 'receiving', $3, now(), now())`,
						mine, stories[dice.IntN(len(stories))], dice.Int64N(1000)-1)
				case 3:
					run(`UPDATE clips SET received = received + $2 WHERE id = `+clip, mine, dice.Int64N(100))
				case 4:
					run(`UPDATE clips SET state = 'refused', problem_code = 'no', problem_detail = 'No.' WHERE id = `+clip, mine)
				case 5:
					run(`DELETE FROM clips WHERE id = `+clip, mine)
				case 6:
					run(`INSERT INTO proxies (id, clip, size, created_at) SELECT gen_random_uuid(), c.id, $2, now() FROM clips c
						WHERE id = `+clip+` ON CONFLICT DO NOTHING`, mine, dice.Int64N(50)-1)
				case 7:
					run(`UPDATE proxies SET ends_at = now() WHERE id = `+proxy, mine)
				case 8:
					run(`INSERT INTO consent_files (id, person, side, filename, size, added_by, created_at)
						SELECT gen_random_uuid(), (SELECT id FROM people ORDER BY random() LIMIT 1), 'own', $1, $2, $3, now()`, mine, dice.Int64N(9)-1, root.Member)
				case 9:
					run(`DELETE FROM consent_files WHERE id = (SELECT id FROM consent_files WHERE filename = $1 LIMIT 1)`, mine)
				case 10:
					if err := o.db.FoldRoom(t.Context()); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
	check := func(when string) {
		t.Helper()
		for _, office := range o.offices {
			q, err := o.db.Room(t.Context(), office.ID)
			if err != nil {
				t.Fatal(err)
			}
			var want int64
			if err := o.db.Pool().QueryRow(t.Context(), `WITH below AS (SELECT id FROM offices WHERE path <@ $1::text::ltree)
				SELECT coalesce((SELECT sum(greatest(c.size, c.received, 0)) FROM clips c JOIN stories s ON s.id = c.story WHERE s.office IN (TABLE below) AND c.state <> 'refused'), 0)
					+ coalesce((SELECT sum(greatest(p.size, 0)) FROM proxies p JOIN clips c ON c.id = p.clip JOIN stories s ON s.id = c.story WHERE s.office IN (TABLE below) AND p.ends_at IS NULL), 0)
					+ coalesce((SELECT sum(greatest(f.size, 0)) FROM consent_files f JOIN people p ON p.id = f.person WHERE p.office IN (TABLE below)), 0)`,
				office.Path).Scan(&want); err != nil {
				t.Fatal(err)
			}
			if q.Used != want {
				t.Errorf("%s: %s keeps %d bytes, want %d", when, office.Name, q.Used, want)
			}
		}
	}
	check("after all that")
	run(`UPDATE people SET office = (SELECT id FROM offices ORDER BY path LIMIT 1) WHERE id IN (SELECT id FROM people LIMIT 7)`)
	run(`UPDATE stories SET office = (SELECT id FROM offices ORDER BY path DESC LIMIT 1) WHERE id = $1`, stories[0])
	check("after moves")
	run(`DELETE FROM people WHERE id IN (SELECT id FROM people LIMIT 4)`)
	run(`DELETE FROM clips WHERE filename = '1'`)
	check("after removals")
	for range 2 {
		if err := o.db.FoldRoom(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	check("folded")
}
