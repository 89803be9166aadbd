package story

import "fmt"

// ObjectName is the name of an object in the bucket. Names come from the
// functions of this file and from nowhere else.
type ObjectName string

// OriginalObject is where a clip's original lies. It is written once.
func OriginalObject(c ClipID) ObjectName { return ObjectName("originals/" + string(c)) }

// ConsentObject is where a form or a recording of consent lies. It is written
// once, and never public.
func ConsentObject(f ConsentFileID) ObjectName { return ObjectName("consents/" + string(f)) }

// RenditionObject is where a rendition of a clip lies, e.g. its "720p", in one
// of its makings.
func RenditionObject(c ClipID, made MakingID, rendition string) ObjectName {
	if made == "" {
		return ObjectName(fmt.Sprintf("clips/%s/%s.mp4", c, rendition))
	}
	return ObjectName(MakingFolder(Making{ID: made, Clip: c}) + rendition + ".mp4")
}

// MakingFolder is the beginning of every name of one making.
func MakingFolder(m Making) string { return fmt.Sprintf("clips/%s/%s/", m.Clip, m.ID) }

// ClipFolder is the beginning of every name of what was made of a clip.
func ClipFolder(c ClipID) string { return fmt.Sprintf("clips/%s/", c) }

// PosterObject is where a clip's poster lies, a JPEG.
func PosterObject(c ClipID) ObjectName { return ObjectName(fmt.Sprintf("clips/%s/poster.jpg", c)) }

// SpritesObject is where a clip's sprite sheet lies, a JPEG.
func SpritesObject(c ClipID) ObjectName { return ObjectName(fmt.Sprintf("clips/%s/sprites.jpg", c)) }

// WaveformObject is where the peaks of a clip's sound lie, see
// [WaveformType].
func WaveformObject(c ClipID) ObjectName {
	return ObjectName(fmt.Sprintf("clips/%s/waveform.dat", c))
}

// WaveformType is the media type of peaks: twenty a second, in the data format
// of the BBC's audiowaveform, version 1, 8 bits, one channel.
const WaveformType = "application/octet-stream"

// LiveInit is the name of a live rung's initialisation beside its segments.
const LiveInit = "init.mp4"

// LivePartName is the name of a live rung's segment, numbered from 0.
func LivePartName(n int) string { return fmt.Sprintf("%d.m4s", n) }

// LiveObject is where the initialisation ([LiveInit]) or a segment
// ([LivePartName]) of a rung lies while the ladder is made. by names the try
// that stored it, where several share a making; "" = there is one only.
func LiveObject(run LiveID, rung, by, part string) ObjectName {
	if by != "" {
		part = by + "-" + part
	}
	return ObjectName(fmt.Sprintf("%s%s/%s", LiveFolder(run), rung, part))
}

// LiveFolder is the beginning of every name of one making; all of it may be
// removed a while after the ladder is complete.
func LiveFolder(run LiveID) string { return fmt.Sprintf("live/%s/", run) }

// TailObject is where the bytes of an upload lie that do not fill a part yet.
// Every write has a name of its own: one that we gave up may still arrive, after
// another that went further, and must not take its place.
func TailObject(u UploadID, t Tail) ObjectName {
	name := fmt.Sprintf("uploads/%s/tail-%d", u, t.Number)
	if t.Try != "" {
		name += "-" + t.Try
	}
	return ObjectName(name)
}

// UploadFolder is the beginning of every name that an upload uses on its way;
// all of it may be removed once the upload has ended.
func UploadFolder(u UploadID) string { return fmt.Sprintf("uploads/%s/", u) }

// PartialObject is where a partial upload lies whole until it is joined with
// the others of its file.
func PartialObject(u UploadID) ObjectName { return ObjectName(UploadFolder(u) + "whole") }
