package push_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fieldstory/push"
)

// planOf is what --dry-run --json says.
type planOf struct {
	Card    []string
	Stories []struct {
		Title string
		Clips []struct {
			Files    []string
			Name     string
			Device   string
			Captured time.Time `json:"captured_at"`
		}
	}
	Left []push.Left
}

func dryRun(t *testing.T, change func(*push.Config), paths ...string) planOf {
	t.Helper()
	var out bytes.Buffer
	conf := push.NewConfig() // neither server nor token
	conf.Out, conf.DryRun, conf.JSON = &out, true, true
	if change != nil {
		change(&conf)
	}
	if _, err := push.Run(t.Context(), conf, paths); err != nil {
		t.Fatal(err)
	}
	var p planOf
	if err := json.Unmarshal(out.Bytes(), &p); err != nil {
		t.Fatalf("%v in %s", err, &out)
	}
	return p
}

// lay makes a file of so many bytes, which need no room on the disk.
func lay(t *testing.T, path string, size int64, at time.Time) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func note(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestCards(t *testing.T) {
	t.Parallel()
	const near2, near4 = 2<<30 - 1<<20, 4<<30 - 32<<10
	cards := []struct {
		name   string
		sizes  map[string]int64 // 1000 where none is given
		files  string
		layout string
		clips  string // files, where joined with +, and the clip's name where it differs
		left   string // kind and name
	}{
		{name: "GoPro since HERO6",
			files: `DCIM/100GOPRO/GH010042.MP4 DCIM/100GOPRO/GH020042.MP4 DCIM/100GOPRO/GH010043.MP4 DCIM/100GOPRO/GH030042.MP4
				DCIM/100GOPRO/GX010042.MP4 DCIM/100GOPRO/GH010042.THM DCIM/100GOPRO/GL010042.LRV DCIM/100GOPRO/GOPR0044.JPG
				MISC/version.txt Get_started_with_GoPro.url`,
			layout: "GoPro",
			clips: `GH010042.MP4=GH010042 (chapter 1 of 3).MP4|GH020042.MP4=GH020042 (chapter 2 of 3).MP4|
				GH030042.MP4=GH030042 (chapter 3 of 3).MP4|GH010043.MP4|GX010042.MP4`,
			left: `preview GH010042.THM|preview GL010042.LRV|other GOPR0044.JPG|index version.txt|index Get_started_with_GoPro.url`},
		{name: "GoPro before HERO6, a chapter lost",
			files:  `DCIM/101GOPRO/GOPR0007.MP4 DCIM/101GOPRO/GP020007.MP4 DCIM/101GOPRO/GOPR0008.MP4`,
			layout: "GoPro",
			clips:  `GOPR0007.MP4=GOPR0007 (chapter 1 of 3).MP4|GP020007.MP4=GP020007 (chapter 3 of 3).MP4|GOPR0008.MP4`},
		{name: "XAVC",
			files: `PRIVATE/M4ROOT/CLIP/C0001.MP4 PRIVATE/M4ROOT/CLIP/C0001M01.XML PRIVATE/M4ROOT/SUB/C0001S03.MP4
				PRIVATE/M4ROOT/THMBNL/C0001T01.JPG PRIVATE/M4ROOT/MEDIAPRO.XML PRIVATE/M4ROOT/STATUS.BIN PRIVATE/M4ROOT/GENERAL/LUT/x.dat DCIM/100MSDCF/DSC00001.JPG`,
			layout: "Sony XAVC|Sony", clips: `C0001.MP4`,
			left: `sidecar C0001M01.XML|preview C0001S03.MP4|preview C0001T01.JPG|index MEDIAPRO.XML|index STATUS.BIN|index x.dat|other DSC00001.JPG`},
		{name: "XDCAM",
			files: `XDROOT/Clip/Clip0001.MXF XDROOT/Clip/Clip0001M01.XML XDROOT/Sub/Clip0001S01.MP4 XDROOT/Thmbnl/Clip0001T01.JPG
				XDROOT/DISCMETA.XML XDROOT/CUEUP.XML XDROOT/Edit/E0001E01.SMI`,
			layout: "Sony XDCAM", clips: `Clip0001.MXF`,
			left: `sidecar Clip0001M01.XML|preview Clip0001S01.MP4|preview Clip0001T01.JPG|index DISCMETA.XML|index CUEUP.XML|index E0001E01.SMI`},
		{name: "DJI",
			files:  `DCIM/100MEDIA/DJI_0001.MP4 DCIM/100MEDIA/DJI_0001.SRT DCIM/100MEDIA/DJI_0001.LRF DCIM/100MEDIA/DJI_0009.SRT`,
			layout: "DJI", clips: `DJI_0001.MP4`, left: `sidecar DJI_0001.SRT|preview DJI_0001.LRF|other DJI_0009.SRT`},
		{name: "Canon, cut at 4 GB",
			sizes: map[string]int64{"MVI_0001.MP4": near4, "MVI_0002.MP4": near4},
			files: `DCIM/100CANON/MVI_0001.MP4 DCIM/100CANON/MVI_0001.THM DCIM/100CANON/MVI_0002.MP4 DCIM/100CANON/MVI_0003.MP4
				DCIM/100CANON/MVI_0004.MP4 DCIM/CANONMSC/M0100.CTG`,
			layout: "Canon",
			clips:  `MVI_0001.MP4=MVI_0001 (part 1 of 3).MP4|MVI_0002.MP4=MVI_0002 (part 2 of 3).MP4|MVI_0003.MP4=MVI_0003 (part 3 of 3).MP4|MVI_0004.MP4`,
			left:   `preview MVI_0001.THM|index M0100.CTG`},
		{name: "Nikon", files: `DCIM/100D7500/DSC_0001.MOV DCIM/100D7500/DSC_0001.XMP DCIM/100D7500/DSC_0002.NEF NIKON001.DSC`,
			layout: "Nikon", clips: `DSC_0001.MOV`, left: `sidecar DSC_0001.XMP|other DSC_0002.NEF|index NIKON001.DSC`},
		{name: "AVCHD whose streams say nothing",
			sizes: map[string]int64{"00000.MTS": near2},
			files: `PRIVATE/AVCHD/BDMV/STREAM/00000.MTS PRIVATE/AVCHD/BDMV/STREAM/00001.MTS PRIVATE/AVCHD/BDMV/STREAM/00002.MTS
				PRIVATE/AVCHD/BDMV/CLIPINF/00000.CPI PRIVATE/AVCHD/BDMV/PLAYLIST/00000.MPL PRIVATE/AVCHD/BDMV/INDEX.BDM PRIVATE/AVCHD/AVCHDTN/THUMB.TDT`,
			layout: "AVCHD",
			clips:  `00000.MTS=00000 (part 1 of 2).MTS|00001.MTS=00001 (part 2 of 2).MTS|00002.MTS`,
			left:   `index 00000.CPI|index 00000.MPL|index INDEX.BDM|index THUMB.TDT`},
		{name: "computers were here",
			files: `.DS_Store ._a.mp4 .Trashes/501/old.mp4 .mine/b.mp4 a.mp4 Thumbs.db notes.txt interview.wav sub/c.MOV clip/b/d.mp4 edit/cut.dat`,
			clips: `a.mp4|c.MOV|d.mp4`,
			left:  `system .DS_Store|system ._a.mp4|system .Trashes|other .mine|system Thumbs.db|other notes.txt|other interview.wav|other cut.dat`},
	}
	for _, c := range cards {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir, at := t.TempDir(), time.Now().Add(-time.Hour)
			for _, f := range strings.Fields(c.files) {
				size := c.sizes[filepath.Base(f)]
				if size == 0 {
					size = 1000
				}
				lay(t, filepath.Join(dir, f), size, at)
			}
			p := dryRun(t, nil, dir)
			if len(p.Stories) != 1 {
				t.Fatalf("%d stories, want 1", len(p.Stories))
			}
			var clips, left []string
			for _, clip := range p.Stories[0].Clips {
				var files []string
				for _, f := range clip.Files {
					files = append(files, filepath.Base(f))
				}
				line := strings.Join(files, "+")
				if clip.Name != files[0] {
					line += "=" + clip.Name
				}
				clips = append(clips, line)
			}
			for _, l := range p.Left {
				left = append(left, string(l.Kind)+" "+filepath.Base(l.Path))
			}
			same(t, "layouts", p.Card, c.layout)
			same(t, "clips", clips, c.clips)
			same(t, "left out", left, c.left)
		})
	}
}

// same compares without order.
func same(t *testing.T, what string, got []string, want string) {
	t.Helper()
	var list []string
	for w := range strings.SplitSeq(want, "|") {
		if w = strings.TrimSpace(w); w != "" {
			list = append(list, w)
		}
	}
	got = slices.Sorted(slices.Values(got))
	slices.Sort(list)
	if !slices.Equal(got, list) {
		t.Errorf("%s:\n got %s\nwant %s", what, strings.Join(got, "\n     "), strings.Join(list, "\n     "))
	}
}

// TestNotes: what lies beside a clip, or its name, says when and with what it
// was filmed.
func TestNotes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := time.Date(2026, 5, 20, 12, 0, 0, 0, time.Local)
	for _, name := range []string{"M4ROOT/CLIP/C0001.MP4", "DCIM/100MEDIA/DJI_0001.MP4", "x/DSC_0001.MOV", "x/VID_20240503_141012.mp4",
		"x/PXL_20240503_141012345.mp4", "x/plain.mp4", "DCIM/100GOPRO/GH010001.MP4", "x/never-set.mp4"} {
		lay(t, filepath.Join(dir, name), 1000, file)
	}
	note(t, filepath.Join(dir, "M4ROOT/CLIP/C0001M01.XML"), `<?xml version="1.0" encoding="UTF-8"?>
<NonRealTimeMeta xmlns="urn:schemas-professionalDisc:nonRealTimeMeta:ver.2.00"><Duration value="250"/><CreationDate value="2024-05-03T14:10:12+03:00"/>
<Device manufacturer="Sony" modelName="ILCE-7M4" serialNo="4294967295"/></NonRealTimeMeta>`)
	note(t, filepath.Join(dir, "DCIM/100MEDIA/DJI_0001.SRT"), "1\n00:00:00,000 --> 00:00:00,033\n<font size=\"28\">FrameCnt: 1\n2024-05-03 14:10:12.345\n[iso: 100]</font>\n")
	note(t, filepath.Join(dir, "x/DSC_0001.xmp"), `<x:xmpmeta><rdf:Description tiff:Make="NIKON" tiff:Model="NIKON Z 6" xmp:CreateDate="2024-05-03T14:10:12"/></x:xmpmeta>`)
	note(t, filepath.Join(dir, "x/never-set.xmp"), `<rdf:Description xmp:CreateDate="1980-01-01T00:00:00"/>`)
	note(t, filepath.Join(dir, "MISC/version.txt"), "{\n\"info version\":\"2.0\",\n\"firmware version\":\"HD9.01.01.72.00\",\n\"camera type\":\"HERO9 Black\",\n}\n")
	local := time.Date(2024, 5, 3, 14, 10, 12, 0, time.Local)
	want := map[string]struct {
		at     time.Time
		device string
	}{
		"C0001.MP4":                  {time.Date(2024, 5, 3, 11, 10, 12, 0, time.UTC), "Sony ILCE-7M4"},
		"DJI_0001.MP4":               {local, "GoPro HERO9 Black"},
		"DSC_0001.MOV":               {local, "NIKON Z 6"},
		"VID_20240503_141012.mp4":    {local, ""},
		"PXL_20240503_141012345.mp4": {time.Date(2024, 5, 3, 14, 10, 12, 0, time.UTC), ""},
		"plain.mp4":                  {file, ""},
		"GH010001.MP4":               {file, "GoPro HERO9 Black"},
		"never-set.mp4":              {file, ""},
	}
	p := dryRun(t, func(c *push.Config) { c.Gap = 0 }, dir)
	if len(p.Stories) != 1 || len(p.Stories[0].Clips) != len(want) {
		t.Fatalf("plan = %+v", p)
	}
	for _, clip := range p.Stories[0].Clips {
		w := want[clip.Name]
		if !clip.Captured.Equal(w.at) || clip.Device != w.device {
			t.Errorf("%s: filmed %s with %q, want %s with %q", clip.Name, clip.Captured, clip.Device, w.at, w.device)
		}
	}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	morning := time.Date(2026, 3, 4, 8, 30, 0, 0, time.Local)
	for _, c := range []struct {
		name  string
		files map[string]time.Duration // after the morning
		title string
		gap   time.Duration
		want  string // titles and clips
	}{
		{"one event", map[string]time.Duration{"a.mp4": 0, "b.mp4": 2 * time.Hour, "c.mp4": 4 * time.Hour}, "", 2 * time.Hour, "card: a.mp4 b.mp4 c.mp4"},
		{"two events", map[string]time.Duration{"a.mp4": 5 * time.Hour, "b.mp4": 0, "c.mp4": 6 * time.Hour}, "", 2 * time.Hour,
			"card, 2026-03-04 08:30: b.mp4|card, 2026-03-04 13:30: a.mp4 c.mp4"},
		{"a title", map[string]time.Duration{"a.mp4": 0, "b.mp4": 26 * time.Hour}, "The well", 2 * time.Hour,
			"The well, 2026-03-04 08:30: a.mp4|The well, 2026-03-05 10:30: b.mp4"},
		{"a longer gap", map[string]time.Duration{"a.mp4": 0, "b.mp4": 5 * time.Hour}, "", 6 * time.Hour, "card: a.mp4 b.mp4"},
		{"no gap", map[string]time.Duration{"a.mp4": 0, "b.mp4": 500 * time.Hour}, "The well", 0, "The well: a.mp4 b.mp4"},
		{"chapters stay together", map[string]time.Duration{"GH010001.MP4": time.Hour, "GH020001.MP4": 4 * time.Hour}, "", 2 * time.Hour,
			"card: GH010001 (chapter 1 of 2).MP4 GH020001 (chapter 2 of 2).MP4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "card")
			for name, after := range c.files {
				lay(t, filepath.Join(dir, name), 1000, morning.Add(after))
			}
			p := dryRun(t, func(conf *push.Config) { conf.Gap, conf.Title = c.gap, c.title }, dir)
			var got []string
			for _, s := range p.Stories {
				line := s.Title + ":"
				for _, clip := range s.Clips {
					line += " " + clip.Name
				}
				got = append(got, line)
			}
			if strings.Join(got, "|") != c.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), c.want)
			}
			one := dryRun(t, func(conf *push.Config) { conf.Story = "x" }, dir)
			if len(one.Stories) != 1 {
				t.Errorf("%d stories with --story", len(one.Stories))
			}
		})
	}
}

// TestDryRun: what a person reads before deciding.
func TestDryRun(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "card")
	for i := 1; i <= 2; i++ {
		lay(t, filepath.Join(dir, fmt.Sprintf("DCIM/100GOPRO/GH0%d0042.MP4", i)), 3e9, time.Now())
	}
	lay(t, filepath.Join(dir, "DCIM/100GOPRO/photo.jpg"), 10, time.Now())
	lay(t, filepath.Join(dir, ".DS_Store"), 10, time.Now())
	var out bytes.Buffer
	conf := push.NewConfig()
	conf.Out, conf.DryRun = &out, true
	if _, err := push.Run(t.Context(), conf, []string{dir}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"a card of: GoPro", "Story 1: “card”, 2 clips, 6.0 GB", "GH010042 (chapter 1 of 2).MP4",
		"2 clips in 1 story", "Nothing was sent", "1  files of computers", "only here", "photo.jpg"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, &out)
		}
	}
	conf.Out = io.Discard
	if _, err := push.Run(t.Context(), conf, []string{t.TempDir()}); push.ExitCode(push.Summary{}, err) != push.ExitNothing {
		t.Errorf("an empty folder = %v", err)
	}
}
