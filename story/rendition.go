package story

import "io"

// RenditionKind tells how a rendition came to be.
type RenditionKind string

const (
	KindLadder RenditionKind = "ladder" // one rung, encoded
	KindSource RenditionKind = "source" // the original's own pictures, remuxed
	KindAudio  RenditionKind = "audio"  // sound alone, for the thinnest links
	// KindProxy is how a [Preview] is shown among renditions. It is never
	// stored as one, so that whatever counts renditions cannot count it.
	KindProxy RenditionKind = "proxy"
)

// SourceName is the rendition that holds the source's own pictures.
const SourceName = "source"

// Rendition is one playable object of a clip: fragmented MP4 that plays as
// progressive MP4 and, by byte ranges, as HLS.
type Rendition struct {
	Made      MakingID // of which making; "" = made before there were any
	Name      string   // unique within the clip, e.g. "720p", "source", "audio"
	Kind      RenditionKind
	Width     int // as shown
	Height    int
	FrameRate float64
	Codecs    string // RFC 6381, e.g. "avc1.64001f,mp4a.40.2"
	Bandwidth int64  // peak, bits per second over one segment
	Average   int64  // mean, bits per second
	Bytes     int64
	Duration  float64 // seconds
	// Index is where the segments lie in the object; empty = not for HLS.
	Index SegmentIndex
}

// Object is where the rendition of a clip lies.
func (r Rendition) Object(c ClipID) ObjectName { return RenditionObject(c, r.Made, r.Name) }

// SegmentIndex says where initialisation and segments lie in an object, in
// bytes, so that playlists are written without reading it. Stored as JSON.
type SegmentIndex struct {
	Init     ByteRange `json:"init"`
	Segments []Segment `json:"segments"`
}

// ByteRange is Length bytes from Offset.
type ByteRange struct {
	Offset int64 `json:"offset"`
	Length int64 `json:"length"`
}

// Segment is one stretch of media that begins with a keyframe.
type Segment struct {
	ByteRange
	Duration float64 `json:"duration"` // seconds
}

// Sprites describe the sheet of small pictures for scrubbing: Columns × Rows
// tiles of Width × Height pixels, left to right, top to bottom, one every
// Interval seconds. Stored as JSON.
type Sprites struct {
	Columns  int     `json:"columns"`
	Rows     int     `json:"rows"`
	Count    int     `json:"count"` // tiles that hold a picture
	Width    int     `json:"width"`
	Height   int     `json:"height"`
	Interval float64 `json:"interval"`
}

// ManySprites tells that a clip is so long that its sheet takes far longer to make than
// its first segments.
func (f *Facts) ManySprites() bool { return f.Duration > 100 }

// Rendered is a rendition that was made and is not stored yet.
type Rendered struct {
	Rendition
	// Open reads the object, Bytes long; the caller closes it. It may be called
	// again as long as the scratch folder stands.
	Open func() (ObjectReader, error)
}

// ObjectReader can be read again and at any place, as a store does that tries
// twice or sends in parts.
type ObjectReader interface {
	io.ReadSeekCloser
	io.ReaderAt
}

// Ahead is a copy of a source's own pictures that was begun before anybody knew
// whether it is of use. Stop ends it where nobody took it, and may be called again.
type Ahead interface{ Stop() }
