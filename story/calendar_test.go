package story_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"fieldstory/story"
)

var sunday = time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC)

// What an office leaves open, the nearest office above fills in; a pause is
// its own.
func TestCalendarOf(t *testing.T) {
	t.Parallel()
	field := story.Office{}
	country := story.Office{Timezone: "Africa/Nairobi", OwnCalendar: true, DaysOff: []time.Weekday{time.Saturday, time.Sunday}, Holidays: []string{"2026-06-01"}, PausedUntil: "2026-03-09"}
	region := story.Office{Timezone: "Asia/Beirut", ReviewLimit: 72 * time.Hour, OwnCalendar: true, DaysOff: []time.Weekday{time.Friday}}
	hq := story.Office{ReviewLimit: 48 * time.Hour}

	c := story.CalendarOf([]story.Office{field, country, region, hq})
	if c.Zone.String() != "Africa/Nairobi" || c.Limit != 72*time.Hour || !slices.Equal(c.DaysOff, country.DaysOff) || !slices.Equal(c.Holidays, country.Holidays) || c.PausedUntil != "" {
		t.Errorf("the field team's calendar is %+v", c)
	}
	for day, want := range map[time.Time]bool{
		sunday:                                false,
		sunday.Add(9*time.Hour + time.Minute): true, // Monday has begun in Nairobi
		time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC):  false,
		time.Date(2026, 6, 1, 22, 0, 0, 0, time.UTC): true,
	} {
		if got := c.Works(day); got != want {
			t.Errorf("the field team works on %s: %v, want %v", day.In(c.Zone), got, want)
		}
	}
	paused := story.CalendarOf([]story.Office{country, region, hq})
	if paused.Works(sunday.AddDate(0, 0, -2)) || !paused.Works(sunday.AddDate(0, 0, 1)) {
		t.Errorf("the paused office works before the day its pause ends, or not after: %+v", paused)
	}
	if c := story.CalendarOf([]story.Office{hq}); c.Zone != time.UTC || !c.Works(sunday) {
		t.Errorf("headquarters without a calendar is %+v", c)
	}
}

func TestOfficeChange(t *testing.T) {
	t.Parallel()
	who := story.Scope{Member: "m", Grants: []story.Grant{{Path: "a", Role: story.Admin}}}
	office := story.Office{Path: "a.b", Name: "Mtwara", Level: "Field team"}
	for code, c := range map[string]story.OfficeChange{
		"timezone":         {Timezone: ptr("Mars/Olympus")},
		"review_limit":     {ReviewLimit: ptr(-time.Hour)},
		"days_off":         {OwnCalendar: ptr(true), DaysOff: &[]time.Weekday{0, 1, 2, 3, 4, 5, 6}},
		"holidays":         {OwnCalendar: ptr(true), Holidays: &[]string{"2026-02-30"}},
		"paused_until":     {PausedUntil: ptr("2030-01-01")},
		"office_languages": {Languages: &[]string{"english please"}},
		"office_name":      {Name: ptr(" ")},
	} {
		o := office
		if err := o.Change(who, c, sunday); !errors.Is(err, story.Invalid(code, "")) || o.Name != "Mtwara" || o.OwnCalendar {
			t.Errorf("changing %+v ended with %v and made %+v, want %s and nothing changed", c, err, o, code)
		}
	}
	o := office
	err := o.Change(who, story.OfficeChange{Timezone: ptr("Africa/Dar_es_Salaam"), Languages: &[]string{"sw", "en", "sw"}, OwnCalendar: ptr(true),
		DaysOff: &[]time.Weekday{time.Sunday, time.Saturday, time.Sunday}, Holidays: &[]string{"2026-12-26", "2026-12-25"}, PausedUntil: ptr("2026-04-01")}, sunday)
	if err != nil || !slices.Equal(o.Languages, []string{"sw", "en"}) || !slices.Equal(o.DaysOff, []time.Weekday{time.Sunday, time.Saturday}) || o.Holidays[0] != "2026-12-25" {
		t.Errorf("the office became %+v (%v)", o, err)
	}
	stranger := story.Scope{Member: "m", Grants: []story.Grant{{Path: "a", Role: story.Editor}}}
	if err := o.Change(stranger, story.OfficeChange{Name: ptr("Mine")}, sunday); !errors.Is(err, story.Forbidden("")) {
		t.Errorf("an editor changing an office: %v", err)
	}
}

func ptr[T any](v T) *T { return &v }
