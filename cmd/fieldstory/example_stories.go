package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"fieldstory/story"
	"fieldstory/transcode"
)

// exampleStory is a story and its way up, told as people would do it: through
// the API, each step by whoever may take it.
type exampleStory struct {
	author, title, text, language, place, day string
	clips                                     []int // of exampleClips
	steps                                     []exampleStep
}

// exampleStep is a verb of the climb.
type exampleStep struct{ by, verb, note string }

// The first is the one to be published: its clip is the first to be rendered.
var exampleStories = []exampleStory{
	{"field", "The well at Oruma runs again", "For the first time in two years there is clear water at the old well.\n\nThe committee of seven women who run it now train the next village.",
		"en", "Oruma", "2026-09-01", []int{0}, []exampleStep{{"field", "submit", ""}, {"country", "raise", ""}, {"region", "raise", ""}, {"region", "raise", ""}, {"publisher", "clear", "Consent forms are on file."}}},
	{"field", "The market reopens after the flood", "Stalls are back on the dry side of the road. Interviews with two traders still to come.",
		"en", "Oruma market", "2026-10-28", []int{1}, nil},
	{"field", "A night boat to the clinic", "When the road is under water, the clinic's boat goes twice a night.\n\nThe nurse agreed to be named; the patients are not shown.",
		"en", "Lake Oruma, eastern shore", "2026-10-30", []int{2}, []exampleStep{{"field", "submit", ""}}},
	{"hills", "مدرسة جديدة في التلال", "بنى الأهالي المدرسة خلال أربعة أشهر، ويدرس فيها الآن ستون طفلا.",
		"ar", "التلال الشمالية", "2026-10-12", []int{0}, []exampleStep{{"hills", "submit", ""}, {"country", "raise", "A strong story. The region will want it for the education week."}}},
	{"field", "Seed banks before the rains", "Farmers keep a tenth of each harvest for the common store. This year nobody had to buy seed.",
		"en", "Oruma district", "2026-09-20", []int{1, 2}, []exampleStep{{"field", "submit", ""}, {"country", "raise", ""}, {"region", "raise", "For the headquarters' monthly film."}}},
	{"field", "Radio Oruma goes on the air", "Four hours a day, in three languages, from a room beside the school.",
		"en", "Oruma", "2026-10-02", []int{2}, []exampleStep{{"field", "submit", ""}, {"country", "return", "Please add who speaks in the second half, and whether they agreed to be shown."}}},
	{"hills", "Mule track to the upper villages", "Supplies go up on Mondays. A first look at the new track.",
		"en", "Northern hills", "2026-08-15", []int{1}, []exampleStep{{"hills", "submit", ""}, {"country", "keep", "Used in our own newsletter."}}},
}

var exampleClips = []transcode.Sample{
	{Colours: [3]string{"0x1d4e89", "0xf2c14e", "0xf78154"}, Tone: 220, Seconds: 6},
	{Colours: [3]string{"0x2d6a4f", "0xd8f3dc", "0x95d5b2"}, Tone: 262, Seconds: 5, Portrait: true},
	{Colours: [3]string{"0x3c1642", "0x086375", "0xaffc41"}, Tone: 196, Seconds: 5},
}

// makeStories tells the stories that are not told yet.
func (e exampleOrganisation) makeStories(ctx context.Context) error {
	visitors := map[string]*visitor{}
	var owed []exampleStory
	for _, m := range exampleMembers {
		member, err := e.rows.MemberByEmail(ctx, m.email)
		if err != nil {
			return err
		}
		name, _, _ := strings.Cut(m.email, "@")
		visitors[name] = &visitor{at: e.at, member: member.ID}
		told, err := e.told(ctx, member.ID)
		if err != nil {
			return err
		}
		for _, s := range exampleStories {
			if s.author == name && !told[s.title] {
				owed = append(owed, s)
			}
		}
	}
	if len(owed) == 0 {
		return nil
	}
	clips, err := e.makeClips(ctx)
	if err != nil {
		return err
	}
	for _, v := range visitors {
		if v.token, err = e.token(ctx, v.member); err != nil {
			return err
		}
	}
	for _, s := range owed {
		if err := s.tell(ctx, visitors, clips); err != nil {
			return fmt.Errorf("the example story “%s”: %w", s.title, err)
		}
	}
	return nil
}

// publish publishes the first example once its clip can be watched, beside
// everything else: nobody waits for ffmpeg to be let in.
func (e exampleOrganisation) publish(ctx context.Context) error {
	s := exampleStories[0]
	author, err := e.rows.MemberByEmail(ctx, s.author+"@example.org")
	if err != nil {
		return err
	}
	who, err := e.rows.Scope(ctx, author.ID)
	if err != nil {
		return err
	}
	list, _, err := e.rows.Stories(ctx, who, story.Query{Mine: true, Limit: 200})
	if err != nil {
		return err
	}
	for _, told := range list {
		if told.Story.Title != s.title || told.Story.Stage != story.Cleared || len(told.Publications) > 0 {
			continue
		}
		publisher, err := e.rows.MemberByEmail(ctx, "publisher@example.org")
		if err != nil {
			return err
		}
		v := &visitor{at: e.at, member: publisher.ID}
		if v.token, err = e.token(ctx, v.member); err != nil {
			return err
		}
		return v.publish(ctx, string(told.Story.ID))
	}
	return nil
}

// told are the titles of a member's own stories.
func (e exampleOrganisation) told(ctx context.Context, id story.MemberID) (map[string]bool, error) {
	who, err := e.rows.Scope(ctx, id)
	if err != nil {
		return nil, err
	}
	list, _, err := e.rows.Stories(ctx, who, story.Query{Mine: true, Limit: 200})
	told := map[string]bool{}
	for _, s := range list {
		told[s.Story.Title] = true
	}
	return told, err
}

// makeClips has ffmpeg make the footage.
func (e exampleOrganisation) makeClips(ctx context.Context) ([][]byte, error) {
	if err := os.MkdirAll(e.scratch, 0o700); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(e.scratch, "example-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	clips := make([][]byte, len(exampleClips))
	faults := make([]error, len(exampleClips))
	var wg sync.WaitGroup
	for i, sample := range exampleClips {
		wg.Go(func() {
			name := fmt.Sprintf("clip%d.mp4", i)
			if faults[i] = e.media.Sample(ctx, dir, name, sample); faults[i] == nil {
				clips[i], faults[i] = os.ReadFile(filepath.Join(dir, name))
			}
		})
	}
	wg.Wait()
	for _, err := range faults {
		if err != nil {
			return nil, err
		}
	}
	return clips, nil
}

// tell writes the card, sends the clips and takes every step.
func (s exampleStory) tell(ctx context.Context, visitors map[string]*visitor, clips [][]byte) error {
	author := visitors[s.author]
	id, err := author.addStory(ctx, s)
	if err != nil {
		return err
	}
	for n, i := range s.clips {
		if err := author.upload(ctx, id, fmt.Sprintf("P10%02d%d.MP4", 20+i, n), clips[i]); err != nil {
			return err
		}
	}
	for _, step := range s.steps {
		if err := visitors[step.by].take(ctx, id, step); err != nil {
			return err
		}
	}
	return nil
}

// token lets a visitor of the example organisation send its stories.
func (e exampleOrganisation) token(ctx context.Context, member story.MemberID) (string, error) {
	t, err := story.NewToken("example organisation", story.Unlimited, 24*time.Hour, time.Now())
	if err != nil {
		return "", err
	}
	return e.door.NewToken(ctx, member, t)
}
