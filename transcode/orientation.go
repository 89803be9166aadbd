package transcode

import (
	"math"
	"strconv"
	"strings"
)

// orientation reads ffprobe's dump of a display matrix (ISO/IEC 14496-12,
// section 6.2.2): pictures are mirrored left to right first, if at all, and
// then turned clockwise by 0, 90, 180 or 270 degrees to stand upright.
func orientation(dump string) (degrees int, mirrored bool) {
	var m []float64
	for line := range strings.Lines(dump) {
		_, row, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		for _, field := range strings.Fields(row) {
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				return 0, false
			}
			m = append(m, v)
		}
	}
	if len(m) != 9 {
		return 0, false
	}
	a, b, c, d := m[0], m[1], m[3], m[4]
	mirrored = a*d-b*c < 0
	if mirrored {
		a, b = -a, -b
	}
	quarter := math.Round(math.Atan2(b, a) / (math.Pi / 2))
	return (int(quarter)*90 + 360) % 360, mirrored
}

// upright gives the filters that do what [orientation] found, "" for none.
func upright(degrees int, mirrored bool) []string {
	if mirrored {
		switch degrees {
		case 90:
			return []string{"transpose=clock_flip"}
		case 180:
			return []string{"vflip"}
		case 270:
			return []string{"transpose=cclock_flip"}
		}
		return []string{"hflip"}
	}
	switch degrees {
	case 90:
		return []string{"transpose=clock"}
	case 180:
		return []string{"hflip", "vflip"}
	case 270:
		return []string{"transpose=cclock"}
	}
	return nil
}
