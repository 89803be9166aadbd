package push

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Kind is why a file is not sent.
type Kind string

const (
	System  Kind = "system"  // of the computer or the file system, such as .DS_Store
	Index   Kind = "index"   // the camera's lists of its clips
	Preview Kind = "preview" // thumbnails and low-resolution copies the camera made
	Sidecar Kind = "sidecar" // notes beside a clip; read for time and device
	Other   Kind = "other"   // no footage, and only here: photos, sound, documents
)

// Left is a file or folder that is not sent.
type Left struct {
	Path string `json:"path"`
	Kind Kind   `json:"kind"`
}

// footage is what a folder is searched for. A file that is named itself is
// sent whatever it is called: the server looks inside.
var footage = words(`.360 .3g2 .3gp .avi .braw .dv .flv .insv .m2t .m2ts .m4v .mkv .mod .mov .mp4 .mpeg .mpg
	.mts .mxf .ogv .tod .ts .vob .webm .wmv`)

// What else lies on cards, by extension, name and folder; all in lower case.
// The lists are from the cards' published layouts and what cameras write.
var (
	systemNames   = words(`thumbs.db ehthumbs.db desktop.ini autorun.inf wpsettings.dat indexervolumeguid`)
	systemFolders = []string{"system volume information", "$recycle.bin", "lost.dir", "lost+found", "found.000", ".trashes", ".trash", ".spotlight-v100",
		".fseventsd", ".documentrevisions-v100", ".temporaryitems", ".android_secure", ".thumbnails"}
	cameraFolders = words(`private avchd bdmv m4root xdroot contents bpav mp_root dcim misc avf_info canonmsc`)
	// Nothing but a camera writes these.
	indexExts  = words(`.bdm .bdmv .mpl .mpls .cpi .clpi .tdt .tid .bnp .ctg .ifo .bup .moi`)
	indexNames = words(`mediapro.xml discmeta.xml cueup.xml get_started_with_gopro.url nikon001.dsc sonycard.ind`)
	// And these only in a camera's folders.
	cameraExts     = words(`.int .inp .ind .cif .bim .ppn .sav .idx .vod .dat .bin .smi`)
	cameraNames    = words(`version.txt lastclip.txt`)
	indexFolders   = words(`thmbnl avchdtn iisvpl icon hdavctn`)
	previewExts    = words(`.thm .lrv .lrf .glv`)
	previewFolders = words(`sub thmbnl avchdtn icon proxy hdavctn`)
	sidecarExts    = words(`.xml .xmp .srt .xmf .gpx`)
)

func words(s string) []string { return strings.Fields(s) }

// card is what lies in the folders and files that were named.
type card struct {
	layouts []string // what the folders show it to be, e.g. "AVCHD"
	files   []file   // footage, in the order of the card
	left    []Left
	beside  map[string]string // every file by its path in lower case
}

// look reads the folders and classes every file. Nothing is opened.
func look(paths []string) (c card, err error) {
	c.beside = map[string]string{}
	seen := map[string]bool{}
	add := func(path string, info fs.FileInfo) {
		if !seen[path] {
			seen[path] = true
			c.files = append(c.files, file{path, info.Size(), info.ModTime()})
		}
	}
	for _, p := range paths {
		abs, err := filepath.Abs(p)
		if err != nil {
			return c, err
		}
		info, err := os.Stat(abs)
		switch {
		case err != nil:
			return c, fmt.Errorf("%s cannot be read: %w", p, err)
		case info.Mode().IsRegular():
			add(abs, info)
			c.remember(filepath.Dir(abs))
			continue
		case !info.IsDir():
			return c, fmt.Errorf("%s is neither a file nor a folder", p)
		}
		err = filepath.WalkDir(abs, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				if path == abs {
					return err
				}
				c.left = append(c.left, Left{path, Other}) // one folder that will not open is no reason to send nothing
				return nil
			}
			if d.IsDir() {
				return c.folder(abs, path)
			}
			c.beside[strings.ToLower(path)] = path
			if kind := class(abs, path, d); kind != "" {
				c.left = append(c.left, Left{path, kind})
				return nil
			}
			info, err := d.Info()
			if err != nil {
				c.left = append(c.left, Left{path, Other})
				return nil
			}
			add(path, info)
			return nil
		})
		if err != nil {
			return c, fmt.Errorf("%s cannot be read: %w", p, err)
		}
	}
	// Notes are notes only beside the clip they are for.
	for i, l := range c.left {
		if l.Kind == Sidecar && !c.noteOfClip(l.Path) {
			c.left[i].Kind = Other
		}
	}
	return c, nil
}

// remember lists a folder in which a file was named, for its sidecar files.
func (c *card) remember(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // the file itself will be tried
	}
	for _, e := range entries {
		if e.Type().IsRegular() {
			path := filepath.Join(dir, e.Name())
			c.beside[strings.ToLower(path)] = path
		}
	}
}

// folder notes what a folder's name tells of the card, and passes by those
// that hold no footage.
func (c *card) folder(root, path string) error {
	name := strings.ToLower(filepath.Base(path))
	if path != root && slices.Contains(systemFolders, name) {
		c.left = append(c.left, Left{path, System})
		return fs.SkipDir
	}
	if path != root && strings.HasPrefix(name, ".") {
		c.left = append(c.left, Left{path, Other})
		return fs.SkipDir
	}
	parent := strings.ToLower(filepath.Base(filepath.Dir(path)))
	for _, l := range layouts {
		if l.folder.MatchString(parent+"/"+name) && !slices.Contains(c.layouts, l.name) {
			c.layouts = append(c.layouts, l.name)
		}
	}
	return nil
}

// layouts tells cards by a folder and the one above it. DCF names folders in
// DCIM by three digits and five letters of the maker's choice (JEITA CP-3461).
var layouts = []struct {
	name   string
	folder *regexp.Regexp
}{
	{"AVCHD", regexp.MustCompile(`^bdmv/stream$`)},
	{"Sony XAVC", regexp.MustCompile(`^m4root/clip$`)},
	{"Sony XDCAM", regexp.MustCompile(`^xdroot/clip$`)},
	{"GoPro", regexp.MustCompile(`^dcim/\d{3}gopro$`)},
	{"DJI", regexp.MustCompile(`^dcim/(\d{3}media|dji_\d+.*|\d{3}_?dji.*)$`)},
	{"Canon", regexp.MustCompile(`^dcim/\d{3}(canon|eos.*|_\d{4})$`)},
	{"Nikon", regexp.MustCompile(`^dcim/\d{3}(nikon|ncd.*|nc_.*|nz.*|d\d{4})$`)},
	{"Panasonic", regexp.MustCompile(`^dcim/\d{3}_?pana.*$`)},
	{"Sony", regexp.MustCompile(`^(dcim/\d{3}msdcf|mp_root/\d{3}anv\d+)$`)},
	{"Fujifilm", regexp.MustCompile(`^dcim/\d{3}_fuji$`)},
	{"iPhone", regexp.MustCompile(`^dcim/\d{3}apple$`)},
	{"phone", regexp.MustCompile(`^dcim/camera$`)},
}

// class is why a file in a folder is not sent, "" = it is footage.
func class(root, path string, d fs.DirEntry) Kind {
	name, ext := strings.ToLower(d.Name()), strings.ToLower(filepath.Ext(path))
	rel, err := filepath.Rel(root, path)
	if err != nil {
		rel = path
	}
	// The folder that was named counts as well: it may be the STREAM itself.
	folders := strings.Split(strings.ToLower(filepath.ToSlash(filepath.Dir(filepath.Join(filepath.Base(root), rel)))), "/")
	within := func(list []string) bool {
		return slices.ContainsFunc(folders, func(f string) bool { return slices.Contains(list, f) })
	}
	onCard := within(cameraFolders)
	isFootage := slices.Contains(footage, ext)
	switch {
	case !d.Type().IsRegular():
		return Other
	case strings.HasPrefix(name, "._"), slices.Contains(systemNames, name), strings.HasPrefix(name, ".") && !isFootage:
		return System
	case strings.HasPrefix(name, "."):
		return Other
	case slices.Contains(previewExts, ext), within(words(`m4root xdroot contents avchd`)) && within(previewFolders) && (isFootage || ext == ".jpg"):
		return Preview
	case isFootage:
		return ""
	case slices.Contains(indexExts, ext), slices.Contains(indexNames, name),
		onCard && (slices.Contains(cameraExts, ext) || slices.Contains(cameraNames, name) || within(indexFolders)),
		within(words(`m4root xdroot contents`)) && ext == ".xml" && !within(words(`clip`)):
		return Index
	case slices.Contains(sidecarExts, ext):
		return Sidecar
	}
	return Other
}

var noteNumber = regexp.MustCompile(`m\d\d$`)

// noteOfClip tells whether a sidecar file's clip lies beside it: C0001M01.XML
// and DJI_0001.SRT and CLIP.MP4.xmp.
func (c *card) noteOfClip(path string) bool {
	stem := strings.TrimSuffix(strings.ToLower(path), strings.ToLower(filepath.Ext(path)))
	if _, ok := c.beside[stem]; ok && slices.Contains(footage, filepath.Ext(stem)) {
		return true
	}
	for _, s := range []string{stem, noteNumber.ReplaceAllString(stem, "")} {
		for _, ext := range footage {
			if _, ok := c.beside[s+ext]; ok {
				return true
			}
		}
	}
	return false
}
