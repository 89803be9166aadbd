package transcode

import (
	"fmt"
	"strings"
)

// atLevel gives what a player must know to play a rung of H.264 like another one: its
// level is the lowest that bears its pictures (H.264, table A-1).
func atLevel(codecs string, r PlannedRung) string {
	blocks := float64((r.Width + 15) / 16 * ((r.Height + 15) / 16))
	level := 52
	for _, l := range []struct{ level, size, rate int }{{30, 1620, 40500}, {31, 3600, 108000}, {40, 8192, 245760}, {42, 8704, 522240}, {51, 36864, 983040}} {
		if blocks <= float64(l.size) && blocks*r.Rate.Float() <= float64(l.rate) {
			level = l.level
			break
		}
	}
	pictures, sound, _ := strings.Cut(codecs, ",")
	if len(pictures) < 2 {
		return codecs
	}
	pictures = fmt.Sprintf("%s%02x", pictures[:len(pictures)-2], level)
	if sound != "" {
		pictures += "," + sound
	}
	return pictures
}
