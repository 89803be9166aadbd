package transcode

import (
	"bytes"
	"encoding/binary"
	"io"
	"iter"
	"net/http"
	"os"
	"strings"

	"fieldstory/story"
)

// sniff refuses, before any decoder sees it, what is plainly not footage, and
// says what it is. It gives nil for everything else: whether that can be
// used, ffprobe decides.
func sniff(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, 4096)
	n, err := io.ReadFull(f, head)
	if err != nil && n == 0 {
		return refuse("empty_file", "This file is empty. The recording may not have been saved; please look at it on the camera or phone and send it again.")
	}
	head = head[:n]
	if bytes.HasPrefix(head[min(4, n):], []byte("ftyp")) {
		return sniffBoxes(f, head)
	}
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	for _, script := range []string{"#extm3u", "ffconcat", "v=0\r", "v=0\n", "<mpd", "<smil", "[playlist]", "<asx", "[reference]"} {
		if bytes.HasPrefix(text, []byte(script)) {
			return errPlaylist
		}
	}
	if bytes.HasPrefix(text, []byte("<")) {
		if bytes.Contains(text, []byte("<mpd")) || bytes.Contains(text, []byte("<smil")) {
			return errPlaylist
		}
		if bytes.Contains(text, []byte("<svg")) {
			return errPicture
		}
	}
	switch kind := http.DetectContentType(head); {
	case strings.HasPrefix(kind, "image/"):
		return errPicture
	case kind == "audio/mpeg", kind == "audio/wave", kind == "audio/aiff", kind == "audio/midi", bytes.HasPrefix(head, []byte("fLaC")):
		return errNoVideo
	case strings.HasPrefix(kind, "text/"), kind == "application/pdf", kind == "application/zip",
		kind == "application/x-gzip", kind == "application/x-rar-compressed":
		return errNotVideo.Because(errorString("content looks like " + kind))
	}
	return nil
}

// sniffBoxes looks over the outermost boxes of the MP4 family, for what
// ffprobe cannot tell apart: a still picture, an unfinished recording, a movie
// that only refers to other files, locked media.
func sniffBoxes(f *os.File, head []byte) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if len(head) >= 12 && isStillBrand(string(head[8:12])) {
		return errPicture
	}
	var moov bool
	for kind, at := range outermost(f, info.Size()) {
		if kind == "moov" {
			moov = true
			if err := sniffMoov(f, at.Offset, at.Length); err != nil {
				return err
			}
		}
	}
	if !moov {
		return errNoIndex
	}
	return nil
}

// outermost walks over the boxes of a file of the MP4 family, type and where its
// content lies, without reading that. What does not fit ends the walk; the last box
// may say that it is longer than the file.
func outermost(f io.ReaderAt, length int64) iter.Seq2[string, story.ByteRange] {
	return func(yield func(string, story.ByteRange) bool) {
		var at int64
		for range 100_000 {
			var h [16]byte
			if _, err := f.ReadAt(h[:8], at); err != nil {
				return
			}
			size, header := int64(binary.BigEndian.Uint32(h[:4])), int64(8)
			if size == 1 {
				if _, err := f.ReadAt(h[:], at); err != nil {
					return
				}
				size, header = int64(binary.BigEndian.Uint64(h[8:])), 16
			}
			if size == 0 {
				size = length - at
			}
			if !yield(string(h[4:8]), story.ByteRange{Offset: at + header, Length: size - header}) || size < header || at+size < at {
				return
			}
			at += size
		}
	}
}

// sniffMoov reads at most 1 MiB of the index.
func sniffMoov(f *os.File, at, size int64) error {
	b := make([]byte, max(0, min(size, 1<<20)))
	n, _ := f.ReadAt(b, at)
	b = b[:n]
	if bytes.Contains(b[:min(n, 64)], []byte("rmra")) {
		return errPlaylist
	}
	for _, locked := range []string{"encv", "enca"} {
		// A sample entry of that name, and the scheme that says how it is locked.
		if bytes.Contains(b, []byte(locked)) && bytes.Contains(b, []byte("schm")) {
			return errEncrypted
		}
	}
	return nil
}

// isStillBrand knows the major brands of HEIF and AVIF pictures
// (ISO/IEC 23008-12, section 10; AV1 Image File Format, section 8).
func isStillBrand(brand string) bool {
	switch brand {
	case "heic", "heix", "heim", "heis", "mif1", "avif", "jxl ", "crx ":
		return true
	}
	return false
}

type errorString string

func (e errorString) Error() string { return string(e) }

func refuse(code, detail string, args ...any) *story.Problem {
	return story.Refuse(story.FaultFile, code, detail, args...)
}
