package push

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// Notes are small; what is longer is read as far as this.
const noteSize = 256 << 10

// describe finds out when a take was filmed and with what: from the notes
// beside it, else from its name, else from its file's date.
func (c *card) describe(t *take) {
	first := t.pieces[0]
	t.captured = first.mtime
	if at, ok := stamped(first.name()); ok {
		t.captured, t.exact = at, true
	}
	path := strings.ToLower(first.path)
	stem := strings.TrimSuffix(path, filepath.Ext(path))
	for _, name := range []string{stem + "m01.xml", stem + ".xml", stem + ".xmp", path + ".xmp", stem + ".srt"} {
		note, ok := c.beside[name]
		if !ok {
			continue
		}
		at, device, cam := readNote(head(note))
		if !at.IsZero() {
			t.captured, t.exact = at, true
		}
		if device != "" {
			t.device, t.camera = device, cam
		}
	}
	if t.device == "" {
		t.device = c.cameraOfCard(path)
	}
}

func head(path string) []byte {
	f, err := os.Open(path)
	if err != nil {
		return nil // a note that cannot be read tells nothing
	}
	defer f.Close()
	raw, _ := io.ReadAll(io.LimitReader(f, noteSize))
	return raw
}

// What notes say, in the forms that cameras write:
//   - Sony's NonRealTimeMeta: <CreationDate value="…"/>, <Device manufacturer="Sony" modelName="…"/>
//   - XMP: xmp:CreateDate, tiff:Make and tiff:Model, as attributes or elements
//   - DJI's subtitles: 2024-05-03 14:10:12.345 in the first block
var (
	noteTimes = []*regexp.Regexp{
		regexp.MustCompile(`<CreationDate\s+value="([^"]+)"`),
		regexp.MustCompile(`(?:exif:DateTimeOriginal|xmp:CreateDate)(?:="|>)([^"<]+)["<]`),
		regexp.MustCompile(`(?m)^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)[.,:]?\d*`),
	}
	noteMaker  = regexp.MustCompile(`(?:manufacturer="|tiff:Make(?:="|>))([^"<]+)["<]`)
	noteSerial = regexp.MustCompile(`(?:serialNo="|aux:SerialNumber(?:="|>)|exifEX:BodySerialNumber(?:="|>))([^"<]+)["<]`)
	noteModel  = regexp.MustCompile(`(?:modelName="|tiff:Model(?:="|>))([^"<]+)["<]`)
)

func readNote(raw []byte) (captured time.Time, device string, cam camera) {
	for _, form := range noteTimes {
		if m := form.FindSubmatch(raw); m != nil {
			if at, ok := parseTime(string(m[1])); ok {
				captured = at
				break
			}
		}
	}
	var parts []string
	for _, word := range []struct {
		form *regexp.Regexp
		into *string
	}{{noteMaker, &cam.maker}, {noteModel, &cam.model}, {noteSerial, &cam.serial}} {
		if m := word.form.FindSubmatch(raw); m != nil {
			*word.into = strings.TrimSpace(string(m[1]))
		}
	}
	for _, word := range []string{cam.maker, cam.model} {
		if word != "" {
			parts = append(parts, word)
		}
	}
	if len(parts) == 2 && strings.HasPrefix(strings.ToLower(parts[1]), strings.ToLower(parts[0])) {
		parts = parts[1:] // "Canon", "Canon EOS R5"
	}
	return captured, strings.Join(parts, " "), cam
}

// parseTime reads a note's time; one without a zone is the camera's, which is
// taken to be this computer's.
func parseTime(s string) (time.Time, bool) {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05"} {
		if at, err := time.ParseInLocation(form, strings.TrimSpace(s), time.Local); err == nil {
			return at, plausible(at)
		}
	}
	return time.Time{}, false
}

// plausible: a camera whose clock was never set says 1970, 1980 or 2000.
func plausible(at time.Time) bool { return at.Year() > 2000 && at.Year() < 2100 }

var stamp = regexp.MustCompile(`(?:^|[^0-9])(20\d\d)-?(\d\d)-?(\d\d)[-_ T]?(\d\d)[-.:]?(\d\d)[-.:]?(\d\d)(?:$|[^0-9]|\d{3}(?:$|[^0-9]))`)

// stamped reads the time in names like DJI_20240503141012_0001_D.MP4,
// VID_20240503_141012.mp4 and PXL_20240503_141012345.mp4. Pixel phones write
// universal time, the others local time.
func stamped(name string) (time.Time, bool) {
	m := stamp.FindStringSubmatch(name)
	if m == nil {
		return time.Time{}, false
	}
	zone := time.Local
	if strings.HasPrefix(name, "PXL_") {
		zone = time.UTC
	}
	at, err := time.ParseInLocation("20060102150405", strings.Join(m[1:], ""), zone)
	return at, err == nil
}

// cameraOfCard reads the note that a GoPro keeps for its whole card.
func (c *card) cameraOfCard(path string) string {
	root, _, ok := strings.Cut(path, string(filepath.Separator)+"dcim"+string(filepath.Separator))
	if !ok {
		return ""
	}
	note, ok := c.beside[filepath.Join(root, "misc", "version.txt")]
	if !ok {
		return ""
	}
	var v struct {
		Camera string `json:"camera type"`
	}
	// Some models end the list with a comma, which is no JSON.
	raw := regexp.MustCompile(`,\s*}`).ReplaceAll(head(note), []byte("}"))
	if json.Unmarshal(raw, &v) != nil || v.Camera == "" {
		return ""
	}
	return "GoPro " + v.Camera
}
