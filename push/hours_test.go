package push_test

import (
	"testing"
	"time"

	"fieldstory/push"
)

func TestWindow(t *testing.T) {
	t.Parallel()
	at := func(s string) time.Time {
		t.Helper()
		d, err := time.ParseInLocation("2006-01-02 15:04", s, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct{ window, now, opens string }{
		{"22:00-06:00", "2026-03-04 21:59", "2026-03-04 22:00"},
		{"22:00-06:00", "2026-03-04 22:00", ""},
		{"22:00-06:00", "2026-03-04 23:59", ""},
		{"22:00-06:00", "2026-03-04 05:59", ""},
		{"22:00-06:00", "2026-03-04 06:00", "2026-03-04 22:00"},
		{"01:00-05:00", "2026-02-28 05:00", "2026-03-01 01:00"},
		{"12:00-13:00, 22:00-24:00", "2026-03-04 13:30", "2026-03-04 22:00"},
		{"12:00-13:00, 22:00-24:00", "2026-03-04 00:00", "2026-03-04 12:00"},
	} {
		var w push.Window
		if err := w.UnmarshalText([]byte(c.window)); err != nil {
			t.Errorf("%s: %v", c.window, err)
			continue
		}
		now, want := at(c.now), c.opens
		if want == "" {
			want = c.now
		}
		if got := w.Opens(now); w.Open(now) != (c.opens == "") || !got.Equal(at(want)) {
			t.Errorf("%s at %s: open %t, opens %s, want %s", c.window, c.now, w.Open(now), got, want)
		}
	}
	if !(push.Window{}).Open(at("2026-03-04 12:00")) {
		t.Error("no window is closed")
	}
	for _, bad := range []string{"", "22:00", "22-06", "22:00-22:00", "25:00-06:00", "22:00-06:00,"} {
		if err := new(push.Window).UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q was taken for a window", bad)
		}
	}
}

// TestWindowAcrossSummerTime: the day on which clocks change is no hour off.
func TestWindowAcrossSummerTime(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	var w push.Window
	if err := w.UnmarshalText([]byte("22:00-06:00")); err != nil {
		t.Fatal(err)
	}
	// On 29 March 2026 clocks go from 2:00 to 3:00.
	got := w.Opens(time.Date(2026, 3, 29, 6, 0, 0, 0, zone))
	if want := time.Date(2026, 3, 29, 22, 0, 0, 0, zone); !got.Equal(want) {
		t.Errorf("opens %s, want %s", got, want)
	}
}

func TestRates(t *testing.T) {
	t.Parallel()
	at := func(h, m int) time.Time { return time.Date(2026, 3, 4, h, m, 0, 0, time.UTC) }
	for _, c := range []struct {
		rates string
		now   time.Time
		want  int64
	}{
		{"300k", at(3, 0), 300_000},
		{"1.5M", at(3, 0), 1_500_000},
		{"300kB/s", at(3, 0), 300_000},
		{"250000", at(3, 0), 250_000},
		{"off", at(3, 0), 0},
		{"08:00-18:00=30k", at(7, 59), 0},
		{"08:00-18:00=30k", at(8, 0), 30_000},
		{"08:00-18:00=30k", at(17, 59), 30_000},
		{"08:00-18:00=30k,2M", at(18, 0), 2_000_000},
		{"12:00-13:00=off,08:00-18:00=30k,1G", at(12, 30), 0},
		{"22:00-06:00=1M,30k", at(1, 0), 1_000_000},
	} {
		var r push.Rates
		if err := r.UnmarshalText([]byte(c.rates)); err != nil {
			t.Errorf("%s: %v", c.rates, err)
			continue
		}
		if got := r.At(c.now); got != c.want {
			t.Errorf("%s at %s = %d, want %d", c.rates, c.now.Format("15:04"), got, c.want)
		}
	}
	for _, bad := range []string{"", "fast", "-3k", "0", "5", "08:00=30k", "08:00-18:00=", "30k,"} {
		if err := new(push.Rates).UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q was taken for rates", bad)
		}
	}
}
