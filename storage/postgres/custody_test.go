package postgres_test

import (
	"math/rand/v2"
	"testing"

	"fieldstory/story"
)

// Stories that were at high risk before there were custodians are restricted by
// the migration, others are not, and no row can say otherwise afterwards.
func TestHighRiskBecomesRestricted(t *testing.T) {
	t.Parallel()
	o := newOrganisation(t, 1, rand.New(rand.NewPCG(5, 6)))
	root := o.member(t, "root", at(o.offices[0], story.Admin))
	ids := map[story.Risk]story.StoryID{}
	for _, risk := range []story.Risk{story.RiskLow, story.RiskHigh} {
		d, err := story.NewStory(root, o.offices[0], story.Card{Title: ptr("A well"), Risk: &risk}, now)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.db.AddStory(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		ids[risk] = d.Story.ID
	}
	for _, before := range []string{`ALTER TABLE stories DROP COLUMN restricted`, `DELETE FROM goose_db_version WHERE version_id = 140`} {
		if _, err := o.db.Pool().Exec(t.Context(), before); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := o.db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for risk, id := range ids {
		s, err := o.db.Story(t.Context(), root, id)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := s.Story.Restricted, risk == story.RiskHigh; got != want {
			t.Errorf("a story at %s risk is restricted = %v after the migration, want %v", risk, got, want)
		}
	}
	if _, err := o.db.Pool().Exec(t.Context(), `UPDATE stories SET restricted = false WHERE id = $1`, ids[story.RiskHigh]); err == nil {
		t.Error("a row says that originals at high risk are open")
	}
}
