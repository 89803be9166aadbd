package transcode

import (
	"strings"
	"time"

	"fieldstory/story"
)

// captureFacts reads from the tags when, with what and where a clip was
// filmed. Tags are written by strangers: they are cut short and cleaned of
// control characters, never trusted.
func captureFacts(f *story.Facts, format map[string]string, video map[string]string, now time.Time) {
	first := func(keys ...string) string {
		for _, key := range keys {
			for _, tags := range []map[string]string{format, video} {
				if v := cleanTag(tags[key]); v != "" {
					return v
				}
			}
		}
		return ""
	}
	f.Make = first("com.apple.quicktime.make", "make", "com.android.manufacturer", "manufacturer")
	f.Model = first("com.apple.quicktime.model", "model", "com.android.model", "product_name")
	f.Software = first("com.apple.quicktime.software", "com.android.version", "software", "firmware")
	f.Serial = first("com.apple.quicktime.camera.identifier", "serial_number", "device_serial")
	if f.Make == "" && strings.Contains(video["encoder"]+video["handler_name"], "GoPro") {
		f.Make = "GoPro"
	}
	f.Place = first("com.apple.quicktime.location.ISO6709", "location", "com.apple.quicktime.location")
	if isNowhere(f.Place) {
		f.Place = ""
	}
	// The first of these that makes sense: Apple's own carries the zone the
	// person was in; creation_time is UTC by its format and local time by many
	// cameras' habit; AVI's has no zone at all.
	for _, key := range []string{"com.apple.quicktime.creationdate", "date", "creation_time", "modification_date"} {
		if at, ok := captureTime(first(key), now); ok {
			f.CapturedAt = at
			return
		}
	}
}

var captureLayouts = []string{
	"2006-01-02T15:04:05-0700", time.RFC3339Nano, time.RFC3339,
	"2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006:01:02 15:04:05",
	"Mon Jan _2 15:04:05 2006", // AVI's IDIT
}

// captureTime refuses what clocks that were never set say: the zero of
// QuickTime (1904), of Unix (1970), of DOS and GPS (1980), and the future.
func captureTime(s string, now time.Time) (time.Time, bool) {
	for _, layout := range captureLayouts {
		at, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		// A day of grace: zones are often missing.
		if at.Year() < 1990 || at.After(now.Add(24*time.Hour)) {
			return time.Time{}, false
		}
		return at, true
	}
	return time.Time{}, false
}

// isNowhere knows the place that phones write when they know none.
func isNowhere(place string) bool {
	return strings.Trim(place, "+-0./") == ""
}

func cleanTag(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '�' {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 120 {
		s = string(r[:120])
	}
	return strings.TrimSpace(s)
}
