package postgres_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"sync"
	"testing"

	"fieldstory/e2e/parts"
	"fieldstory/storage/postgres"
	"fieldstory/story"
)

// logged is an organisation in which seven things happened to stories, and
// before them so many to the organisation itself.
func logged(t *testing.T) (_ organisation, before int) {
	t.Helper()
	o := newOrganisation(t, 3, rand.New(rand.NewPCG(7, 8)))
	root := o.member(t, "root", at(o.offices[0], story.Admin))
	if err := o.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM audit`).Scan(&before); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		d, err := story.NewStory(root, o.offices[2], story.Card{Title: ptr(fmt.Sprint("A well ", i))}, now)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.db.AddStory(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		id := d.Story.ID
		if err := o.db.ChangeStory(t.Context(), root, id, func(d *story.Dossier) error { return d.Submit(root, "please", now) }); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.db.Log(t.Context(), story.NewEntry("clip.downloaded", root, "a-clip", now).With("bytes", "12")); err != nil {
		t.Fatal(err)
	}
	return o, before
}

func sealAll(t *testing.T, db *postgres.DB) (sealed int) {
	t.Helper()
	var mu sync.Mutex
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			for {
				n, err := db.SealAudit(t.Context(), 2, true)
				if err != nil {
					t.Error(err)
				}
				if n == 0 {
					return
				}
				mu.Lock()
				sealed += n
				mu.Unlock()
			}
		})
	}
	both.Wait()
	for { // one of the two may have found the other at it, and left
		n, err := db.SealAudit(t.Context(), 100, false)
		if err != nil {
			t.Fatal(err)
		}
		if sealed += n; n == 0 {
			return sealed
		}
	}
}

func TestAuditIsWhole(t *testing.T) {
	t.Parallel()
	o, before := logged(t)
	all := before + 7
	r, err := o.db.CheckAudit(t.Context())
	if err != nil || r.Broken != "" || r.Entries != 0 || r.Unsealed != int64(all) {
		t.Errorf("before sealing the log is %+v (%v), want %d unsealed entries", r, err, all)
	}
	if n := sealAll(t, o.db); n != all {
		t.Errorf("%d entries were sealed, want %d", n, all)
	}
	r, err = o.db.CheckAudit(t.Context())
	if err != nil || r.Broken != "" || r.Entries != int64(all) || r.Unsealed != 0 || len(r.Head) != 32 {
		t.Errorf("after sealing the log is %+v (%v), want %d entries and nothing broken", r, err, all)
	}
}

// Whoever gets round the program and its triggers is found out.
func TestAuditThatWasChanged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ sql, want string }{
		"an entry was changed":        {`UPDATE audit SET by = NULL WHERE number = $3`, "entry $3, at place $3, is not what was written"},
		"an entry was removed":        {`DELETE FROM audit WHERE number = $2`, "entry $2, at place $2, was removed"},
		"a link was removed":          {`DELETE FROM audit_chain WHERE place = $4`, "place $4 of the chain is missing"},
		"entry and link were removed": {`WITH x AS (DELETE FROM audit WHERE number = $5) DELETE FROM audit_chain WHERE number = $5`, "place $5 of the chain is missing"},
		"a reason was rewritten":      {`UPDATE steps SET note = 'never' WHERE note = 'please'`, "is not what was written"},
		"a step was removed":          {`DELETE FROM steps WHERE number = 2`, "was removed"},
		"a step was slipped in":       {`INSERT INTO steps (id, story, verb, at, to_office, to_stage) SELECT gen_random_uuid(), story, 'clear', at, to_office, 'cleared' FROM steps LIMIT 1`, "is in no entry of the log"},
		"a detail was changed":        {`UPDATE audit SET details = details || '{"bytes": "13"}' WHERE number = $7`, "entry $7"},
		"a time moved by a hair":      {`UPDATE audit SET at = at + interval '1 microsecond' WHERE number = $1`, "entry $1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, before := logged(t)
			sealAll(t, o.db)
			// $1 is the first entry about a story.
			number := func(s string) string {
				return regexp.MustCompile(`\$(\d)`).ReplaceAllStringFunc(s, func(n string) string { return fmt.Sprint(before + int(n[1]-'0')) })
			}
			want := number(c.want)
			for _, sql := range []string{
				`GRANT ALL ON audit, audit_chain, steps TO CURRENT_USER`,
				`ALTER TABLE audit DISABLE TRIGGER USER`, `ALTER TABLE audit_chain DISABLE TRIGGER USER`, `ALTER TABLE steps DISABLE TRIGGER USER`,
				number(c.sql),
			} {
				if _, err := o.db.Pool().Exec(t.Context(), sql); err != nil {
					t.Fatalf("%s: %v", sql, err)
				}
			}
			r, err := o.db.CheckAudit(t.Context())
			if err != nil || !strings.Contains(r.Broken, want) {
				t.Errorf("the log is said to be %+v (%v), want it broken: %s", r, err, want)
			}
		})
	}
}

func TestAuditIsAppendOnly(t *testing.T) {
	t.Parallel()
	db := parts.Database(t)
	for _, table := range []string{"steps", "audit", "audit_chain"} {
		for _, sql := range []string{`DELETE FROM %s`, `TRUNCATE %s`, `UPDATE %s SET number = number`} {
			if _, err := db.Pool().Exec(t.Context(), fmt.Sprintf(sql, table)); err == nil {
				t.Errorf(sql+" was carried out", table)
			}
		}
		var mayChange bool
		err := db.Pool().QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM pg_class c, aclexplode(c.relacl) a
			WHERE c.oid = $1::regclass AND a.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE'))`, table).Scan(&mayChange)
		if err != nil || mayChange {
			t.Errorf("a role may change %s (%v)", table, err)
		}
	}
}
