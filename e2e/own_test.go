package e2e

import (
	"strings"
	"testing"
)

// Clips made here, wherever the tests run: what cameras do, and what is no
// clip at all.
func TestOwnClips(t *testing.T) {
	t.Parallel()
	d := sharedDemo(t)
	author := d.busy(t, "contributor")
	card := author.newStory(t, "Own clips")
	pictures := func(more string) []string {
		return []string{"-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2" + more}
	}
	sound := []string{"-f", "lavfi", "-i", "sine=440:d=2"}
	x264 := []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"}
	join := func(lists ...[]string) (all []string) {
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	whole := film(t, "whole.mp4", join(pictures(""), sound, x264, []string{"-movflags", "+faststart"})...)
	last := film(t, "last.mp4", join(pictures(""), x264)...)

	for _, test := range []struct {
		name          string
		file          []byte
		width, height int // as shown; 0 = refused
		sound         string
		interlaced    bool
		hdr           string
		half          bool // may be shorter than it says
	}{
		{name: "plain.mp4", file: whole, width: 320, height: 180, sound: "aac"},
		{name: "silent.mov", file: film(t, "a.mov", join(pictures(""), x264)...), width: 320, height: 180},
		{name: "upright.mp4", file: turned(t, whole, 90), width: 180, height: 320, sound: "aac"},
		{name: "upside down.mp4", file: turned(t, whole, 180), width: 320, height: 180, sound: "aac"},
		{name: "uneven.mp4", width: 320, height: 180,
			file: film(t, "a.mp4", join(pictures(",select='not(between(n,10,30))*mod(n+1,3)'"), x264, []string{"-fps_mode", "vfr"})...)},
		{name: "ten bits.mp4", width: 320, height: 180,
			file: film(t, "a.mp4", join(pictures(""), []string{"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1"})...)},
		{name: "hlg.mp4", width: 320, height: 180, hdr: "hlg",
			file: film(t, "a.mp4", join(pictures(""), []string{"-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le",
				"-x265-params", "log-level=none:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"})...)},
		{name: "fields.mp4", width: 320, height: 180, interlaced: true,
			file: film(t, "a.mp4", join(pictures(",interlace,fieldorder=tff"), x264, []string{"-flags", "+ildct+ilme", "-x264opts", "tff=1"})...)},
		{name: "anamorphic.mpg", width: 1024, height: 576, sound: "mp2",
			file: film(t, "a.mpg", join([]string{"-f", "lavfi", "-i", "testsrc2=s=720x576:r=25:d=1,setsar=64/45"}, sound, []string{"-shortest", "-c:v", "mpeg2video", "-c:a", "mp2"})...)},
		{name: "vp9.webm", width: 320, height: 180, sound: "opus",
			file: film(t, "a.webm", join(pictures(""), sound, []string{"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"})...)},
		{name: "odd.mkv", width: 321, height: 179,
			file: film(t, "a.mkv", "-f", "lavfi", "-i", "testsrc=s=321x179:r=25:d=1", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p")},
		{name: "one picture long.mp4", width: 320, height: 180, file: film(t, "a.mp4", join(pictures(""), x264, []string{"-frames:v", "1"})...)},
		{name: "cut short.mp4", file: whole[:len(whole)*2/3], width: 320, height: 180, sound: "aac", half: true},
		{name: "index lost.mp4", file: last[:len(last)/2]},
		{name: "words.mp4", file: []byte(strings.Repeat("This is a text and no footage at all.\n", 100))},
		{name: "sound.mp4", file: film(t, "a.m4a", join(sound, []string{"-c:a", "aac"})...)},
		{name: "still.mp4", file: film(t, "a.png", join(pictures(""), []string{"-frames:v", "1"})...)},
		{name: "playlist.mp4", file: []byte("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n")},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := author.settled(t, author.upload(t, card.ID, test.name, test.file), patience)
			if c.Filename != test.name || c.Receipt == nil || c.Receipt.Bytes != int64(len(test.file)) {
				t.Errorf("arrived as %q with the receipt %+v, want %q with %d bytes", c.Filename, c.Receipt, test.name, len(test.file))
			}
			if test.width == 0 {
				judgeRefused(t, c)
				return
			}
			if c.State != "ready" {
				t.Fatalf("ended %s: %+v", c.State, c.Problem)
			}
			f := c.Facts
			if f.Width != test.width || f.Height != test.height || f.AudioCodec != test.sound || f.Interlaced != test.interlaced || f.HDR != test.hdr {
				t.Errorf("facts are %+v, want %d×%d with sound %q, interlaced %v, HDR %q", *f, test.width, test.height, test.sound, test.interlaced, test.hdr)
			}
			if !test.half {
				judge(t, author, c)
			}
		})
	}
}

// turned puts a display matrix on a clip without touching its pictures, as
// phones do.
func turned(t testing.TB, file []byte, degrees int) []byte {
	t.Helper()
	in := t.TempDir() + "/in.mp4"
	mustWrite(t, in, file)
	// ffmpeg's -display_rotation came with 6.0; the tag does it before and after.
	return film(t, "turned.mp4", "-i", in, "-c", "copy", "-metadata:s:v:0", "rotate="+map[int]string{90: "90", 180: "180"}[degrees])
}

// judgeRefused holds a clip to what every refusal must be.
func judgeRefused(t testing.TB, c clipCard) {
	t.Helper()
	if c.State != "refused" {
		t.Fatalf("ended %s (%+v), want refused", c.State, c.Problem)
	}
	if c.Problem == nil || c.Problem.Code == "" || !isSentence(c.Problem.Detail) {
		t.Errorf("refused without code and sentence: %+v", c.Problem)
	}
	if c.Watchable || len(c.Renditions) > 0 || c.HLS != "" {
		t.Errorf("refused, and yet to be watched: %+v", c.Renditions)
	}
}
