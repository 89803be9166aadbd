package transcode

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// demuxers are the containers that cameras, phones and browsers write. What
// is not here (playlists, concat scripts, SDP, pictures, devices, text) is not
// even tried.
var demuxers = strings.Join([]string{
	"mov", "matroska", "avi", "mpegts", "mpeg", "mxf", "flv", "asf", "dv", "ogg",
}, ",")

// decoders are those the footage of these containers needs. Subtitles are not used, but
// ffprobe gives a file up when it may not open one.
var decoders = strings.Join([]string{pictureDecoders, soundDecoders, textDecoders}, ",")

var pictureDecoders = strings.Join([]string{
	"h264", "hevc", "vp8", "vp9", "libdav1d", "av1", "libaom-av1", "mpeg4", "mpeg2video", "mpeg1video", "mjpeg", "mjpegb",
	"prores", "dnxhd", "cfhd", "dvvideo", "h263", "h263p", "flv", "wmv1", "wmv2", "wmv3", "vc1", "msmpeg4v1", "msmpeg4v2", "msmpeg4",
	"theora", "svq1", "svq3", "jpeg2000", "libopenjpeg", "rawvideo", "v210", "huffyuv", "ffvhuff", "ffv1", "utvideo", "hap", "qtrle", "vp6f", "indeo5", "cinepak",
}, ",")

// soundOnly stands behind inputArgs where nothing but sound is made: ffmpeg tries whatever
// decoders it may on the first pictures before it begins, which takes H.264 of a phone
// 0.1 s, and 0.25 s in 4K, each time that the file is opened.
var soundOnly = []string{"-codec_whitelist", soundDecoders}

var soundDecoders = strings.Join([]string{
	"aac", "aac_latm", "ac3", "eac3", "mp1float", "mp2float", "mp3float", "mp1", "mp2", "mp3", "opus", "libopus", "vorbis", "libvorbis", "flac", "alac",
	"pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be", "pcm_u8", "pcm_s8", "pcm_mulaw", "pcm_alaw", "pcm_bluray", "pcm_dvd", "s302m",
	"adpcm_ms", "adpcm_ima_wav", "adpcm_ima_qt", "adpcm_swf", "adpcm_yamaha", "amrnb", "amrwb", "libopencore_amrnb", "libopencore_amrwb", "wmav1", "wmav2", "wmapro", "dca", "truehd", "speex", "libspeex", "nellymoser", "qdm2", "gsm_ms",
}, ",")

var textDecoders = strings.Join([]string{
	"pgssub", "mov_text", "dvbsub", "dvdsub", "subrip", "srt", "ass", "ssa", "webvtt", "text", "xsub", "cc_dec", "libzvbi_teletextdec",
}, ",")

// inputArgs stand before every "-i": what may be opened, and how. slack
// times the accepted number of streams and pixels is opened: 1 to work on a file,
// more to look at it and say which bound it breaks.
func (t *Transcoder) inputArgs(slack int) []string {
	return []string{
		"-protocol_whitelist", "file",
		"-format_whitelist", demuxers,
		"-codec_whitelist", decoders,
		"-max_streams", strconv.Itoa(slack * t.cfg.MaxStreams),
		"-max_pixels", strconv.Itoa(slack * t.cfg.MaxPixels),
	}
}

// probed is what ffprobe says, as far as we listen.
type probed struct {
	Format struct {
		Name     string            `json:"format_name"`
		Duration number            `json:"duration"`
		Start    number            `json:"start_time"`
		Size     number            `json:"size"`
		Bitrate  number            `json:"bit_rate"`
		Tags     map[string]string `json:"tags"`
	} `json:"format"`
	// Programs are what a broadcast stream carries side by side; other files have none.
	Programs []probedProgram `json:"programs"`
	Streams  []probedStream  `json:"streams"`
	Packets  []probedPacket  `json:"packets"`
	Frames   []probedFrame   `json:"frames"`
}

type probedProgram struct {
	Streams []probedMember `json:"streams"`
}

type probedMember struct {
	Index int `json:"index"`
}

func (p probedProgram) holds(index int) bool {
	return slices.ContainsFunc(p.Streams, func(s probedMember) bool { return s.Index == index })
}

// together tells whether two streams belong to one program, or to none.
func (p *probed) together(one, other int) bool {
	among := false
	for _, program := range p.Programs {
		if program.holds(one) {
			if program.holds(other) {
				return true
			}
			among = true
		}
	}
	return !among
}

type probedStream struct {
	Index      int    `json:"index"`
	Type       string `json:"codec_type"`
	Codec      string `json:"codec_name"`
	Tag        string `json:"codec_tag_string"`
	Profile    string `json:"profile"`
	Width      int    `json:"width"`
	Height     int    `json:"height"`
	SAR        string `json:"sample_aspect_ratio"`
	PixFmt     string `json:"pix_fmt"`
	FieldOrder string `json:"field_order"`
	ColorRange string `json:"color_range"`
	ColorSpace string `json:"color_space"`
	Transfer   string `json:"color_transfer"`
	Primaries  string `json:"color_primaries"`
	AvgRate    string `json:"avg_frame_rate"`
	RawRate    string `json:"r_frame_rate"`
	Start      number `json:"start_time"`
	Duration   number `json:"duration"`
	Bitrate    number `json:"bit_rate"`
	Frames     number `json:"nb_frames"`
	Channels   int    `json:"channels"`
	SampleRate number `json:"sample_rate"`

	Disposition struct {
		Default  int `json:"default"`
		Attached int `json:"attached_pic"`
		Still    int `json:"still_image"`
		Timed    int `json:"timed_thumbnails"`
	} `json:"disposition"`
	Tags     map[string]string `json:"tags"`
	SideData []struct {
		Type      string `json:"side_data_type"`
		Matrix    string `json:"displaymatrix"`
		DVProfile int    `json:"dv_profile"`
	} `json:"side_data_list"`
}

type probedPacket struct {
	Stream int    `json:"stream_index"`
	PTS    number `json:"pts_time"`
	Pos    number `json:"pos"`   // in the file, bytes
	Flags  string `json:"flags"` // K keyframe, D to be thrown away by an edit list
}

type probedFrame struct {
	Stream     int    `json:"stream_index"`
	Width      int    `json:"width"`
	Height     int    `json:"height"`
	PixFmt     string `json:"pix_fmt"`
	Interlaced int    `json:"interlaced_frame"`
	TopFirst   int    `json:"top_field_first"`
	ColorRange string `json:"color_range"`
	ColorSpace string `json:"color_space"`
	Transfer   string `json:"color_transfer"`
	Primaries  string `json:"color_primaries"`
}

// number is one that ffprobe prints as text; ok is false for "N/A".
type number struct {
	v  float64
	ok bool
}

func (n *number) UnmarshalJSON(b []byte) error {
	v, err := strconv.ParseFloat(strings.Trim(string(b), `"`), 64)
	n.v, n.ok = v, err == nil
	return nil
}

const (
	firstPackets = 400 // of all streams, for the rhythm of frames and keyframes
	firstFrames  = 8   // decoded, for what only pictures tell
	moreFrames   = 250 // decoded when those gave nothing: recordings may begin mid-group
)

// probe asks ffprobe about the file, without decoding more than it takes to
// know the streams.
func (t *Transcoder) probe(ctx context.Context, dir, file string) (*probed, error) {
	return t.ffprobe(ctx, dir, file, 4,
		"-show_format", "-show_streams", "-show_packets", "-show_entries", "program=program_id:program_stream=index",
		"-read_intervals", fmt.Sprintf("%%+#%d", firstPackets))
}

// firstFrames begins to decode the first pictures of whatever streams have
// some. wait gives those of one stream; stop ends it, done or not.
func (t *Transcoder) firstFrames(ctx context.Context, dir, file string) (wait func(stream int) ([]probedFrame, error), stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	var all []probedFrame
	var err error
	go func() {
		defer close(done)
		all, err = t.probeFrames(ctx, dir, file, "V", firstFrames)
	}()
	wait = func(stream int) ([]probedFrame, error) {
		<-done
		return slices.DeleteFunc(all, func(f probedFrame) bool { return f.Stream != stream }), err
	}
	return wait, func() { cancel(); <-done }
}

// probeFrames decodes the first packets of some streams, as ffprobe's
// -select_streams names them.
func (t *Transcoder) probeFrames(ctx context.Context, dir, file, streams string, packets int) ([]probedFrame, error) {
	p, err := t.ffprobe(ctx, dir, file, 1,
		"-threads", "1", "-select_streams", streams, "-show_frames",
		"-read_intervals", fmt.Sprintf("%%+#%d", packets))
	if err != nil {
		return nil, err
	}
	return p.Frames, nil
}

func (t *Transcoder) ffprobe(ctx context.Context, dir, file string, slack int, args ...string) (*probed, error) {
	all := append([]string{"-v", "error", "-hide_banner"}, t.inputArgs(slack)...)
	all = append(all, args...)
	all = append(all, "-of", "json", "-i", fileURL(file))
	out := capped{left: 32 << 20}
	err := t.run(ctx, command{program: t.cfg.FFprobe, args: all, dir: dir, stdout: &out, wall: 45 * time.Second})
	if err != nil {
		return nil, err
	}
	var p probed
	if err := json.Unmarshal(out.Bytes(), &p); err != nil {
		return nil, fmt.Errorf("ffprobe's answer: %w", err)
	}
	return &p, nil
}

// fileURL keeps ffmpeg from reading a protocol or an option into a name.
func fileURL(path string) string { return "file:" + path }

// capped is a buffer that takes so many bytes and then refuses.
type capped struct {
	bytes.Buffer
	left int
}

var errTooMuchOutput = errors.New("said more than it may")

func (c *capped) Write(p []byte) (int, error) {
	if c.left -= len(p); c.left < 0 {
		return 0, errTooMuchOutput
	}
	return c.Buffer.Write(p)
}

// ratio reads "30000/1001" or "1:1"; 0 for "0/0" and nonsense.
func ratio(s string) float64 {
	num, den := fraction(s)
	if den == 0 {
		return 0
	}
	return float64(num) / float64(den)
}

func fraction(s string) (num, den int) {
	a, b, ok := strings.Cut(strings.ReplaceAll(s, ":", "/"), "/")
	if !ok {
		return 0, 0
	}
	num, err1 := strconv.Atoi(a)
	den, err2 := strconv.Atoi(b)
	if err1 != nil || err2 != nil {
		return 0, 0
	}
	return num, den
}
