package push

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"fieldstory/story"
)

// Run sends paths, files and folders, and ends with a summary, which is
// printed too and complete even with an error. Called again with the same
// paths it goes on where it was. Cancelling ctx stops it; what the server has
// by then stays.
func Run(ctx context.Context, conf Config, paths []string) (sum Summary, err error) {
	if err := conf.check(); err != nil {
		return sum, errors.Join(ErrNothing, err)
	}
	if len(paths) == 0 {
		return sum, fmt.Errorf("%w: name files or folders", ErrNothing)
	}
	files, left, err := find(paths)
	sum.LeftOut = left
	if err != nil {
		return sum, errors.Join(ErrNothing, err)
	}
	if len(files) == 0 {
		return sum, fmt.Errorf("%w: there is no footage in %s", ErrNothing, strings.Join(paths, ", "))
	}
	for _, f := range files {
		sum.Results = append(sum.Results, Result{Path: f.path, Size: f.size, Status: Pending})
	}
	client := conf.Client
	if client == nil {
		client = &http.Client{}
	}
	s := &server{conf: conf, base: strings.TrimRight(conf.Server, "/"), http: client}
	c := &courier{server: s, memory: memory{conf.StateDir}, have: map[string]remoteClip{}}
	st, err := c.choose(ctx, paths)
	if err != nil {
		return sum, err
	}
	sum.Story, sum.Address = st.ID, s.base+"/stories/"+st.ID
	c.story = st.ID
	for _, clip := range st.Clips {
		if clip.Receipt != nil && clip.State != string(story.Failed) {
			c.have[clip.Receipt.SHA256] = clip
		}
	}
	err = c.sendAll(ctx, files, &sum)
	if err == nil && conf.Submit && ExitCode(sum, nil) == ExitDone {
		if err = c.sendIn(ctx, st); err == nil {
			sum.Submitted = true
		}
	}
	return sum, errors.Join(err, sum.write(conf.Out, conf.JSON))
}

func (c *courier) sendAll(ctx context.Context, files []file, sum *Summary) error {
	c.show = newShow(c.conf, len(files))
	defer c.show.close()
	for i, f := range files {
		r, err := c.send(ctx, f)
		sum.Results[i] = r
		c.show.ended(r)
		if err != nil {
			return err
		}
		if r.Clip != "" && (r.Status == Sent || r.Status == Already) {
			// The same footage twice on a card is sent once.
			c.have[r.SHA256] = remoteClip{ID: r.Clip, Receipt: &Receipt{SHA256: r.SHA256, Bytes: r.Size, Verified: r.Safe}}
		}
	}
	return nil
}

// choose finds the story to add to: the one that was named, the one that an
// earlier run of the same command made, or a new one.
func (c *courier) choose(ctx context.Context, paths []string) (remoteStory, error) {
	if c.conf.Story != "" {
		return c.server.story(ctx, c.conf.Story)
	}
	title := c.conf.Title
	if title == "" {
		title = titleOf(paths)
	}
	name := storyKey(c.base, title, paths)
	var begun begunStory
	if c.memory.recall(name, &begun) {
		st, err := c.server.story(ctx, begun.Story)
		if err == nil {
			return st, nil
		}
		if refused, ok := errors.AsType[*refusal](err); !ok || refused.status != http.StatusNotFound {
			return st, err
		}
	}
	st, err := c.addStory(ctx, title)
	if err != nil {
		return st, err
	}
	// Without a memory the next run makes a story of its own; that is all.
	return st, c.memory.keep(name, begunStory{Story: st.ID})
}

// sendIn hands the story to its office; one that is there already is fine.
func (c *courier) sendIn(ctx context.Context, st remoteStory) error {
	if st.Stage != string(story.Draft) && st.Stage != string(story.Returned) {
		return nil
	}
	return c.submit(ctx, st.ID)
}
