package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fieldstory/story"
)

// Clip is one piece of footage.
type Clip struct {
	ID          string      `json:"id"`
	Story       string      `json:"story"`
	Filename    string      `json:"filename"`
	Filetype    string      `json:"filetype"`
	State       string      `json:"state" enum:"receiving,received,inspecting,rendering,ready,refused,failed,cancelled"`
	Watchable   bool        `json:"watchable"`
	Progress    float64     `json:"progress" doc:"Of inspecting and rendering, 0 to 1"`
	LeftSeconds *float64    `json:"left_seconds" doc:"How long the rest will take, measured as it goes; null = nobody can tell"`
	Anew        bool        `json:"anew" doc:"It is ready, and its ladder is made anew when nothing else waits"`
	Waits       *ClipFault  `json:"waits" doc:"Why nobody works on it although it is its turn; null = nothing is in the way"`
	Size        int64       `json:"size" doc:"Bytes, -1 = not known yet"`
	Offset      int64       `json:"offset" doc:"Bytes received"`
	Receipt     *Receipt    `json:"receipt"`
	Facts       *Facts      `json:"facts"`
	Problem     *ClipFault  `json:"problem"`
	Poster      string      `json:"poster" doc:"Address of a JPEG, empty = not made yet"`
	Sprites     *Sprites    `json:"sprites"`
	Waveform    string      `json:"waveform" doc:"Address of the sound's peaks, twenty a second, in the data format of audiowaveform (version 1, 8 bits); empty = not made yet, or no sound"`
	HLS         string      `json:"hls" doc:"Address of the master playlist, empty = nothing for HLS yet"`
	Renditions  []Rendition `json:"renditions"`
	CapturedAt  *time.Time  `json:"captured_at" doc:"When it was filmed, corrected; null = neither file nor sender say"`
	Original    string      `json:"original" doc:"Address of the file as it came; empty = not all of it is here yet, or it is not for the caller"`
	Clock       *Clock      `json:"clock" doc:"How the camera's clock was put right; null = it was not"`
	CreatedAt   time.Time   `json:"created_at"`
	May         []string    `json:"may" doc:"What the asker may do to its preparation: cancel, start"`
}

// Clock is how a camera's clock was put right.
type Clock struct {
	_       struct{}   `nullable:"true"`
	Seconds int64      `json:"seconds" doc:"Added to what the camera said"`
	By      string     `json:"by" doc:"Who did so last; empty = whoever sent the clip"`
	At      *time.Time `json:"at" doc:"null = with the upload"`
}

// ClipFault is why a clip was refused or failed.
type ClipFault struct {
	_      struct{} `nullable:"true"`
	Code   string   `json:"code"`
	Detail string   `json:"detail"`
}

func fault(p *story.Problem) *ClipFault {
	if p == nil {
		return nil
	}
	return &ClipFault{Code: p.Code, Detail: p.Detail}
}

// Facts are what inspection found.
type Facts struct {
	_          struct{} `nullable:"true"`
	Container  string   `json:"container"`
	Duration   float64  `json:"duration" doc:"Seconds"`
	Width      int      `json:"width" doc:"As shown"`
	Height     int      `json:"height"`
	FrameRate  float64  `json:"frame_rate"`
	VideoCodec string   `json:"video_codec"`
	AudioCodec string   `json:"audio_codec" doc:"Empty = no sound"`
	HDR        string   `json:"hdr" doc:"Empty, hlg, pq or dolby_vision"`
	Rotation   int      `json:"rotation" doc:"Degrees clockwise"`
	Interlaced bool     `json:"interlaced"`
	Make       string   `json:"make"`
	Model      string   `json:"model"`
	HasPlace   bool     `json:"has_place" doc:"The original says where it was filmed"`
	Place      string   `json:"place" doc:"Where, as ISO 6709 writes it; for those who may have the original, else empty"`
	Serial     string   `json:"serial" doc:"Of the camera; for the same people, else empty"`
	Notes      []string `json:"notes"`

	Findings []Finding `json:"findings" doc:"What whoever filmed it may want to know, by time; known once everything is made"`
}

// Finding is something technical that is worth a look.
type Finding struct {
	Code string  `json:"code" enum:"too_short,too_dark,blown_out,out_of_focus,shaking,black,frozen,wind,clipping,silence"`
	From float64 `json:"from" doc:"Seconds"`
	To   float64 `json:"to" doc:"Seconds"`
}

// Sprites is the sheet of small pictures for scrubbing.
type Sprites struct {
	_        struct{} `nullable:"true"`
	URL      string   `json:"url"`
	Columns  int      `json:"columns"`
	Rows     int      `json:"rows"`
	Count    int      `json:"count"`
	Width    int      `json:"width"`
	Height   int      `json:"height"`
	Interval float64  `json:"interval" doc:"Seconds from one picture to the next"`
}

// Rendition is one playable form of a clip.
type Rendition struct {
	Name      string  `json:"name"`
	Kind      string  `json:"kind" enum:"ladder,source,audio,proxy" doc:"proxy = a small copy sent ahead, in place of all others until the original can be watched"`
	Width     int     `json:"width"`
	Height    int     `json:"height"`
	FrameRate float64 `json:"frame_rate"`
	Bandwidth int64   `json:"bandwidth" doc:"Peak, bits per second"`
	Bytes     int64   `json:"bytes"`
	Duration  float64 `json:"duration" doc:"Seconds"`
	URL       string  `json:"url" doc:"Progressive MP4, byte ranges"`
}

// clipView shows a clip to whom it is for: what they may do to it, and what
// only some may know of the camera.
func (a *API) clipView(who story.Scope, c story.Clip, st *story.Story) Clip {
	at := fmt.Sprintf("/api/v1/clips/%s/", c.ID)
	v := Clip{
		ID: string(c.ID), Story: string(c.Story), Filename: c.Filename, Filetype: c.Filetype,
		State: string(c.State), Watchable: c.Watchable, Progress: c.Progress, Anew: c.Anew, Size: c.Size, Offset: c.Offset,
		Receipt: a.receiptView(who, c, st), Renditions: []Rendition{}, CreatedAt: c.CreatedAt, May: c.MayDo(who, st),
	}
	if c.Receipt != nil && who.MayHaveOriginal(st) {
		v.Original = at + "original"
	}
	if left, ok := c.Pace.Left(a.Now()); ok && c.State.Owed() {
		seconds := left.Seconds()
		v.LeftSeconds = &seconds
	}
	if f := c.Facts; f != nil {
		v.Facts = factsView(f)
		if who.MayKnowDevice(st) {
			v.Facts.Place, v.Facts.Serial = f.Place, f.Serial
		}
	}
	v.Problem, v.Waits = fault(c.Problem), fault(c.Waits)
	if c.HasWaveform {
		v.Waveform = at + "waveform.dat"
	}
	if c.HasPoster {
		v.Poster = at + "poster.jpg"
	}
	if c.Sprites != nil {
		v.Sprites = spritesView(c.Sprites, at+"sprites.jpg")
	}
	if c.PreviewOnly() {
		v.preview(c, at)
	}
	watched := who.Watches(st, c.Renditions)
	for _, r := range watched {
		v.Renditions = append(v.Renditions, Rendition{Name: r.Name, Kind: string(r.Kind), Width: r.Width, Height: r.Height,
			FrameRate: r.FrameRate, Bandwidth: r.Bandwidth, Bytes: r.Bytes, Duration: r.Duration, URL: at + "renditions/" + r.Name + ".mp4"})
		if r.Kind == story.KindLadder {
			v.HLS = at + "hls/master.m3u8"
		}
	}
	if c.Growing() {
		v.HLS = at + "hls/master.m3u8"
	}
	if len(watched) < len(c.Renditions) {
		v.Watchable = len(watched) > 0 // not before the ladder has a rung
	}
	if !c.CapturedAt.IsZero() {
		v.CapturedAt = &c.CapturedAt
	}
	if k := c.Clock; k.Shift != 0 || !k.At.IsZero() {
		v.Clock = &Clock{Seconds: int64(k.Shift / time.Second), By: k.By.Name}
		if !k.At.IsZero() {
			v.Clock.At = &k.At
		}
	}
	return v
}

// preview shows the small copy of a clip until the original can be watched. Its
// pictures have addresses of their own, for browsers keep what they have.
func (v *Clip) preview(c story.Clip, at string) {
	p := c.Preview
	v.Renditions = append(v.Renditions, Rendition{Name: story.PreviewName, Kind: string(story.KindProxy), Width: p.Width, Height: p.Height,
		FrameRate: p.FrameRate, Bandwidth: p.Bandwidth, Bytes: p.Bytes, Duration: p.Duration, URL: at + "renditions/" + story.PreviewName + ".mp4"})
	if v.Poster == "" && p.HasPoster {
		v.Poster = at + "poster.jpg?of=proxy"
	}
	if v.Sprites == nil && p.Sprites != nil {
		v.Sprites = spritesView(p.Sprites, at+"sprites.jpg?of=proxy")
	}
}

func spritesView(s *story.Sprites, url string) *Sprites {
	return &Sprites{URL: url, Columns: s.Columns, Rows: s.Rows, Count: s.Count, Width: s.Width, Height: s.Height, Interval: s.Interval}
}

func factsView(f *story.Facts) *Facts {
	v := &Facts{
		Container: f.Container, Duration: f.Duration, Width: f.Width, Height: f.Height, FrameRate: f.FrameRate,
		VideoCodec: f.Video.Codec, HDR: f.Video.HDR, Rotation: f.Video.Rotation, Interlaced: f.Video.Interlaced,
		Make: f.Make, Model: f.Model, HasPlace: f.Place != "", Notes: append([]string{}, f.Notes...),
		Findings: []Finding{},
	}
	for _, x := range f.Findings {
		v.Findings = append(v.Findings, Finding{Code: string(x.Code), From: x.From, To: x.To})
	}
	if f.Audio != nil {
		v.AudioCodec = f.Audio.Codec
	}
	return v
}

type byID struct {
	ID string `path:"id"`
}

type clipOutput struct{ Body Clip }

func (a *API) getClip(ctx context.Context, in *byID) (*clipOutput, error) {
	c, s, err := a.clip(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	who, _ := story.ScopeOf(ctx)
	return &clipOutput{a.clipView(who, c, &s)}, nil
}

type findClipsInput struct {
	SHA256 string `query:"sha256" required:"true" minLength:"64" maxLength:"64" doc:"Hex, of the whole file"`
}

type foundClips struct {
	Body struct {
		Items []FoundClip `json:"items"`
	}
}

// FoundClip is footage that the server has already, in a story that the asker
// could add it to or wrote.
type FoundClip struct {
	Clip
	StoryTitle string `json:"story_title"`
}

// findClips lets a client that learns a file's sum while it is being sent
// spare the rest. It tells the same as the creation of an upload does.
func (a *API) findClips(ctx context.Context, in *findClipsInput) (*foundClips, error) {
	who, _ := story.ScopeOf(ctx)
	sum, err := story.ParseSHA256(in.SHA256)
	if err != nil {
		return nil, err
	}
	list, err := a.Rows.ClipsHere(ctx, who, sum)
	if err != nil {
		return nil, err
	}
	out := &foundClips{}
	out.Body.Items = []FoundClip{}
	for _, found := range list {
		c, s, err := a.Rows.Clip(ctx, who, found.Clip)
		if errors.Is(err, story.NotFound()) {
			continue // gone since the list was made
		}
		if err != nil {
			return nil, err
		}
		out.Body.Items = append(out.Body.Items, FoundClip{a.clipView(who, c, &s), s.Title})
	}
	return out, nil
}

// clip loads a clip that the asker sees, with the card of its story.
func (a *API) clip(ctx context.Context, id string) (story.Clip, story.Story, error) {
	who, ok := story.ScopeOf(ctx)
	if !ok {
		return story.Clip{}, story.Story{}, signedOut
	}
	parsed, err := story.ParseID[story.ClipID](id)
	if err != nil {
		return story.Clip{}, story.Story{}, err
	}
	return a.Rows.Clip(ctx, who, parsed)
}
