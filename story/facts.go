package story

import "time"

// Facts are what inspection found in a clip. They are stored as JSON; names
// of fields are part of the stored form.
type Facts struct {
	Container string  `json:"container"` // ffprobe's short name, e.g. "mov,mp4,m4a,3gp,3g2,mj2"
	Duration  float64 `json:"duration"`  // seconds
	// Width and Height are as shown: after rotation and with square pixels.
	Width     int     `json:"width"`
	Height    int     `json:"height"`
	FrameRate float64 `json:"frame_rate"` // frames a second, mean

	Video VideoFacts  `json:"video"`
	Audio *AudioFacts `json:"audio,omitempty"` // nil = no sound

	CapturedAt time.Time `json:"captured_at,omitzero"` // zero = the file does not say
	Make       string    `json:"make,omitempty"`
	Model      string    `json:"model,omitempty"`
	Software   string    `json:"software,omitempty"`
	Serial     string    `json:"serial,omitempty"`
	// Place is ISO 6709 as written in the file, "" = none. It stays with the
	// original: shown only to those who may see originals, never published.
	Place string `json:"place,omitempty"`

	// Findings are what whoever filmed it may want to know, by time; known once
	// the ladder is made.
	Findings []Finding `json:"findings,omitempty"`

	Notes []string `json:"notes,omitempty"` // codes of things worth telling, e.g. "second_video_ignored"
}

// VideoFacts describe the one video stream that is used.
type VideoFacts struct {
	Index       int    `json:"index"` // of the stream in the file
	Codec       string `json:"codec"`
	Profile     string `json:"profile,omitempty"`
	PixelFormat string `json:"pixel_format,omitempty"`
	BitDepth    int    `json:"bit_depth,omitempty"`
	CodedWidth  int    `json:"coded_width"`
	CodedHeight int    `json:"coded_height"`
	SampleNum   int    `json:"sample_num,omitempty"` // sample aspect ratio, 0 = square
	SampleDen   int    `json:"sample_den,omitempty"`
	// Pictures are mirrored left to right first, if at all, then turned.
	Rotation   int     `json:"rotation,omitempty"` // degrees clockwise to show it upright: 0, 90, 180, 270
	Mirrored   bool    `json:"mirrored,omitempty"`
	HDR        string  `json:"hdr,omitempty"` // "", "hlg", "pq" or "dolby_vision"
	Interlaced bool    `json:"interlaced,omitempty"`
	TopFirst   bool    `json:"top_first,omitempty"` // field order where interlaced
	FullRange  bool    `json:"full_range,omitempty"`
	Matrix     string  `json:"matrix,omitempty"` // ffprobe's color_space
	Primaries  string  `json:"primaries,omitempty"`
	Transfer   string  `json:"transfer,omitempty"`
	Variable   bool    `json:"variable,omitempty"` // frame rate
	MaxRate    float64 `json:"max_rate,omitempty"` // ffprobe's r_frame_rate
	// Nominal is the rhythm in which most frames follow each other, frames a
	// second: what a constant rate is chosen from. The mean is less where the
	// camera dropped frames.
	Nominal float64 `json:"nominal,omitempty"`
	// KeyframeGap is the longest stretch between keyframes seen near the
	// beginning, seconds; 0 = fewer than two were seen.
	KeyframeGap float64 `json:"keyframe_gap,omitempty"`
	// Start is when the first picture comes, in seconds after whatever comes
	// first in the file.
	Start float64 `json:"start,omitempty"`
	// Trimmed means that an edit list hides some of the first frames.
	Trimmed  bool    `json:"trimmed,omitempty"`
	Bitrate  int64   `json:"bitrate,omitempty"`  // bits per second, 0 = not known
	Duration float64 `json:"duration,omitempty"` // seconds until the last picture ends, from whatever comes first; 0 = not known
}

// AudioFacts describe the one audio stream that is used.
type AudioFacts struct {
	Index      int    `json:"index"`
	Codec      string `json:"codec"`
	Channels   int    `json:"channels"`
	SampleRate int    `json:"sample_rate"` // Hz
	// Loudness is integrated over the clip as it is played, LUFS (EBU R 128),
	// −70 = nothing to be heard; Peak is its true peak, dBTP. Both 0 = not measured.
	Loudness float64 `json:"loudness,omitempty"`
	Peak     float64 `json:"peak,omitempty"`
	// Makeup is the loudness that limiting takes away, decibels; it is given
	// back beforehand.
	Makeup float64 `json:"makeup,omitempty"`
}
