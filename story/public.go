package story

import (
	"crypto/sha256"
	"slices"
	"strings"
	"time"
)

// PublicStory is what the world may know of a published story: the card less
// what was taken out so that nobody can be found, and the clips that are
// complete. No account, file name or device is in it.
type PublicStory struct {
	Slug        string
	Title       string
	Paragraphs  []string
	Language    string   // BCP 47, "" = not said
	Place       string   // "" = not said, or taken out
	Office      OfficeID // "" when the place was taken out: an office is one
	OfficeName  string   // as Office
	Byline      string   // "" when names were taken out
	Day         time.Time
	PublishedAt time.Time
	Videos      []PublicVideo
}

// PublicVideo is one clip of a public story.
type PublicVideo struct {
	Name      string // random and neutral, unique within the story
	Clip      ClipID
	Rendition Rendition // the one that is shown
	Poster    bool
	Seconds   float64 // 0 = not known
}

// publicShort is the shorter side of the largest rung for the public, pixels:
// watchable on a phone without eating its data.
const publicShort = 720

// Public takes out of a sheet what the public must not know. p is the open
// publication through which it is asked for.
func (s *Sheet) Public(p Publication) PublicStory {
	st := &s.Story
	out := PublicStory{Slug: p.Slug, Title: st.Title, Language: st.Language, Place: st.Place, Office: st.Office, OfficeName: st.OfficeName,
		Byline: st.Author.Name, Day: st.CapturedAt, PublishedAt: p.PublishedAt}
	// What its author says goes before the camera's clock, which nobody may
	// ever have set.
	if said, err := time.Parse(time.DateOnly, st.HappenedOn); err == nil {
		out.Day = said
	}
	if slices.Contains(st.Removed, PillarPlace) {
		out.Place, out.Office, out.OfficeName = "", "", ""
	}
	if slices.Contains(st.Removed, PillarName) {
		out.Byline = ""
	}
	for para := range strings.SplitSeq(strings.ReplaceAll(st.Text, "\r\n", "\n"), "\n\n") {
		if para = strings.TrimSpace(para); para != "" {
			out.Paragraphs = append(out.Paragraphs, para)
		}
	}
	for _, c := range s.Footage {
		best, ok := publicRendition(c, s.Story.Restricted)
		if !ok {
			continue
		}
		v := PublicVideo{Name: publicName(p.Slug, c.ID), Clip: c.ID, Rendition: best, Poster: c.HasPoster}
		if c.Facts != nil {
			v.Seconds = c.Facts.Duration
		}
		out.Videos = append(out.Videos, v)
	}
	return out
}

// Summary is the beginning of the text, at most 200 characters, cut between
// words; "" where there is none.
func (p PublicStory) Summary() string {
	if len(p.Paragraphs) == 0 {
		return ""
	}
	r := []rune(p.Paragraphs[0])
	if len(r) <= 200 {
		return p.Paragraphs[0]
	}
	cut := string(r[:200])
	if i := strings.LastIndexByte(cut, ' '); i > 100 {
		cut = cut[:i]
	}
	return cut + "…"
}

// publicName is under which name a clip is public: the same as long as the
// publication lives, and telling nothing. A clip's id would say to the
// millisecond when it was sent, and be the same in every publication.
func publicName(slug string, id ClipID) string {
	sum := sha256.Sum256([]byte(slug + "/" + string(id)))
	var name [12]byte
	for i := range name {
		name[i] = slugAlphabet[int(sum[i])%len(slugAlphabet)]
	}
	return string(name[:])
}

// publicRendition is the best rung for the public: an encoded one where there
// is one, for a remuxed source still is the camera's own stream. Of a
// restricted original that stream is not for the public at all.
func publicRendition(c Clip, restricted bool) (best Rendition, ok bool) {
	for _, r := range c.Renditions { // highest first, remuxed source last
		if r.Kind != KindLadder && (r.Kind != KindSource || restricted) {
			continue
		}
		if !ok || min(best.Width, best.Height) > publicShort && r.Kind == KindLadder {
			best, ok = r, true
		}
	}
	return best, ok
}
