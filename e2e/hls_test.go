package e2e

import (
	"bytes"
	"fmt"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestPlaylistsHoldTheRulesOfHLS reads the playlists that are really served, and
// the objects behind them, as a validator does: RFC 8216, and what Apple's
// "HLS Authoring Specification for Apple Devices" asks beyond it.
func TestPlaylistsHoldTheRulesOfHLS(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	server := up(t, dir)
	chief := newPerson(t, server.url, dir, "admin@localhost")
	card := chief.newStory(t, "Playlists")
	pictures := []string{"-f", "lavfi", "-i", "testsrc2=s=720x720:r=50:d=5.3,noise=alls=20:allf=t"}
	encoded := []string{"-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-g", "50"}
	for name, args := range map[string][]string{
		"fifty.mp4":   slices.Concat(pictures, []string{"-f", "lavfi", "-i", "sine=440:d=5.3", "-c:a", "aac"}, encoded),
		"silent.mp4":  slices.Concat([]string{"-f", "lavfi", "-i", "testsrc2=s=640x360:r=30000/1001:d=4.1"}, encoded),
		"foreign.mp4": {"-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=7", "-f", "lavfi", "-i", "sine=440:d=7", "-c:v", "mpeg4", "-g", "25", "-c:a", "aac"},
	} {
		t.Run(name, func(t *testing.T) {
			c := chief.ready(t, chief.upload(t, card.ID, name, film(t, name, args...)), patience)
			v := &validator{person: chief, clip: c}
			v.master(t)
		})
	}
}

// validator holds the playlists of one clip to the rules.
type validator struct {
	*person
	clip clipCard
	cuts []float64 // where the segments of the first rung with pictures end, seconds
}

var attribute = regexp.MustCompile(`([A-Z-]+)=("[^"]*"|[^",]*)`)

// attributes reads an attribute list (RFC 8216, section 4.2).
func attributes(line string) map[string]string {
	_, list, _ := strings.Cut(line, ":")
	found := map[string]string{}
	for _, m := range attribute.FindAllStringSubmatch(list, -1) {
		found[m[1]] = strings.Trim(m[2], `"`)
	}
	return found
}

// lines gets a playlist and checks what holds for any.
func (v *validator) lines(t *testing.T, address string) []string {
	t.Helper()
	status, header, body := v.fetch(t, "GET", address, nil)
	if status != 200 || header.Get("Content-Type") != "application/vnd.apple.mpegurl" {
		t.Fatalf("%s = %d %s", address, status, header.Get("Content-Type"))
	}
	if bytes.Contains(body, []byte("\r")) || bytes.HasPrefix(body, []byte("\xef\xbb\xbf")) {
		t.Errorf("%s has carriage returns or a byte order mark", address)
	}
	list := strings.Split(strings.TrimSuffix(string(body), "\n"), "\n")
	if list[0] != "#EXTM3U" || !slices.Contains(list, "#EXT-X-VERSION:7") || !slices.Contains(list, "#EXT-X-INDEPENDENT-SEGMENTS") {
		t.Errorf("%s begins\n%s", address, strings.Join(list[:min(4, len(list))], "\n"))
	}
	return list
}

func (v *validator) master(t *testing.T) {
	t.Helper()
	list := v.lines(t, v.clip.HLS)
	pictures, widest, sound := 0, math.MaxInt, false
	for i, line := range list {
		if !strings.HasPrefix(line, "#EXT-X-STREAM-INF:") {
			continue
		}
		if i+1 == len(list) || list[i+1] == "" || strings.HasPrefix(list[i+1], "#") {
			t.Fatalf("no address follows %s", line)
		}
		a := attributes(line)
		name := list[i+1]
		m := v.media(t, name)
		bandwidth, _ := strconv.ParseFloat(a["BANDWIDTH"], 64)
		average, _ := strconv.ParseFloat(a["AVERAGE-BANDWIDTH"], 64)
		if bandwidth <= 0 || average <= 0 || average > bandwidth {
			t.Errorf("%s: %s is no peak above an average", name, line)
		}
		// The peak is no less than measured, and a tenth more at most; the average
		// is within a tenth.
		if bandwidth < m.peak || bandwidth > 1.1*m.peak+1 {
			t.Errorf("%s: BANDWIDTH is %.0f, measured %.0f", name, bandwidth, m.peak)
		}
		if math.Abs(average/m.average-1) > 0.1 {
			t.Errorf("%s: AVERAGE-BANDWIDTH is %.0f, measured %.0f", name, average, m.average)
		}
		if a["CODECS"] != m.codecs {
			t.Errorf("%s: CODECS are %q, the object has %q", name, a["CODECS"], m.codecs)
		}
		if m.width == 0 {
			sound = true
			if a["RESOLUTION"] != "" || a["FRAME-RATE"] != "" {
				t.Errorf("%s has no pictures and says %s", name, line)
			}
			continue
		}
		pictures++
		if got, want := a["RESOLUTION"], fmt.Sprintf("%dx%d", m.width, m.height); got != want {
			t.Errorf("%s: RESOLUTION is %s, pictures are %s", name, got, want)
		}
		if rate, err := strconv.ParseFloat(a["FRAME-RATE"], 64); err != nil || math.Abs(rate-m.rate) > 0.0006 {
			t.Errorf("%s: FRAME-RATE is %s, pictures come %.3f a second", name, a["FRAME-RATE"], m.rate)
		}
		if m.width > widest {
			t.Errorf("%s comes after a smaller one", name)
		}
		widest = m.width
	}
	if pictures < 2 || sound != (v.clip.Facts.AudioCodec != "") {
		t.Errorf("%d variants with pictures, sound alone %v:\n%s", pictures, sound, strings.Join(list, "\n"))
	}
}

// measured is what a media playlist and its object turn out to be.
type measured struct {
	peak, average float64 // bits per second
	codecs        string
	width, height int
	rate          float64
}

func (v *validator) media(t *testing.T, name string) (m measured) {
	t.Helper()
	list := v.lines(t, path.Dir(v.clip.HLS)+"/"+name)
	target := 0
	var object []byte
	var durations, sizes []float64
	var end int64
	for i, line := range list {
		tag, value, _ := strings.Cut(line, ":")
		switch tag {
		case "#EXT-X-TARGETDURATION":
			target, _ = strconv.Atoi(value)
		case "#EXT-X-MAP":
			a := attributes(line)
			var length, at int64
			if _, err := fmt.Sscanf(a["BYTERANGE"], "%d@%d", &length, &at); err != nil || at != 0 {
				t.Fatalf("%s: %s", name, line)
			}
			status, _, body := v.fetch(t, "GET", path.Join(path.Dir(v.clip.HLS), a["URI"]), nil)
			if status != 200 || int64(len(body)) < length || !bytes.Equal(body[4:8], []byte("ftyp")) {
				t.Fatalf("%s: the initialisation is not in the object (%d, %d bytes)", name, status, len(body))
			}
			object = body
			m.codecs = codecsOf(object[:length])
		case "#EXTINF":
			d, err := strconv.ParseFloat(strings.TrimSuffix(value, ","), 64)
			if err != nil || d <= 0 {
				t.Errorf("%s: %s", name, line)
			}
			var length, at int64
			if _, err := fmt.Sscanf(list[i+1], "#EXT-X-BYTERANGE:%d@%d", &length, &at); err != nil {
				t.Fatalf("%s: %s follows %s", name, list[i+1], line)
			}
			if end > 0 && at != end || at+length > int64(len(object)) || !bytes.Equal(object[at+4:at+8], []byte("moof")) {
				t.Errorf("%s: segment %d of %d bytes at %d does not follow %d, is not in the object of %d or does not begin with a moof", name, len(durations), length, at, end, len(object))
			}
			end = at + length
			durations, sizes = append(durations, d), append(sizes, float64(8*length))
			if int(math.Round(d)) > target {
				t.Errorf("%s: segment %d lasts %g s, the target is %d", name, len(durations)-1, d, target)
			}
		}
	}
	if list[len(list)-1] != "#EXT-X-ENDLIST" || !slices.Contains(list, "#EXT-X-PLAYLIST-TYPE:VOD") || end != int64(len(object)) || len(durations) == 0 {
		t.Errorf("%s ends at %d of %d bytes, with %s", name, end, len(object), list[len(list)-1])
	}
	var bits, seconds float64
	for i := range durations {
		bits, seconds = bits+sizes[i], seconds+durations[i]
		var b, s float64
		for j := i; j < len(durations) && s+durations[j] <= 1.5*float64(target); j++ {
			if b, s = b+sizes[j], s+durations[j]; s >= 0.5*float64(target) {
				m.peak = max(m.peak, b/s)
			}
		}
	}
	m.average = bits / seconds
	for _, s := range v.probe(t, "/api/v1/clips/"+v.clip.ID+"/renditions/"+strings.TrimSuffix(name, ".m3u8")+".mp4").Streams {
		if s.Type == "video" {
			m.width, m.height = s.Width, s.Height
			var num, den float64
			fmt.Sscanf(s.Rate, "%g/%g", &num, &den)
			m.rate = num / den
		}
	}
	v.aligned(t, name, durations, m.width > 0)
	return m
}

// aligned wants every rung cut where the first is; sound is cut between two of
// its packets.
func (v *validator) aligned(t *testing.T, name string, durations []float64, pictures bool) {
	t.Helper()
	var cuts []float64
	at := 0.0
	for _, d := range durations {
		at += d
		cuts = append(cuts, at)
	}
	if v.cuts == nil {
		v.cuts = cuts
	}
	off := 0.0005
	if !pictures {
		off = 2048.0 / 48000
	}
	if len(cuts) != len(v.cuts) {
		t.Errorf("%s has %d segments, others have %d", name, len(cuts), len(v.cuts))
		return
	}
	for i := range cuts {
		if i == len(cuts)-1 {
			off = max(off, 1.0/24) // rungs of half the rate end with a whole picture of theirs
		}
		if math.Abs(cuts[i]-v.cuts[i]) > off {
			t.Errorf("%s: segment %d ends at %g s, others' at %g s", name, i, cuts[i], v.cuts[i])
		}
	}
}

// codecsOf reads from an initialisation what RFC 6381 wants to know.
func codecsOf(head []byte) string {
	var list []string
	if i := bytes.Index(head, []byte("avcC")); i > 0 {
		list = append(list, fmt.Sprintf("avc1.%02x%02x%02x", head[i+5], head[i+6], head[i+7]))
	}
	if bytes.Contains(head, []byte("mp4a")) {
		list = append(list, "mp4a.40.2") // LC, as all of ours
	}
	return strings.Join(list, ",")
}
