package push

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"fieldstory/story"
)

// find looks for the story a group belongs to: the one that was named, the one
// that earlier footage of the group went to, or the one that an earlier run
// made. It makes none; afterwards the group's story may still be empty.
func (c *courier) find(ctx context.Context, g *group) (err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.story.ID != "" || g.sought {
		return nil
	}
	ids := []string{c.conf.Story}
	if c.conf.Story == "" {
		ids = nil
		for _, t := range g.takes {
			var b begunTake
			if c.memory.recall(c.takeKey(t), &b) {
				ids = append(ids, b.Story)
			}
		}
		var b begunStory
		if c.memory.recall(c.storyKey(g), &b) {
			ids = append(ids, b.Story)
		}
	}
	tried := []string{""}
	for _, id := range ids {
		if slices.Contains(tried, id) {
			continue
		}
		tried = append(tried, id)
		st, err := c.server.story(ctx, id)
		if refused, ok := errors.AsType[*refusal](err); ok && refused.status == http.StatusNotFound && c.conf.Story == "" {
			continue // somebody removed it
		}
		if err != nil {
			return err
		}
		c.learn(st)
		if st.MayEdit || c.conf.Story != "" {
			g.story = st
			return nil
		}
		// It has gone on to another office: what it has counts, but what is
		// new needs a story of its own.
	}
	g.sought = true
	return nil
}

// ensure makes the group's story where there is none. sum is of the take that
// needs it: a story of the same title that has it is the group's.
func (c *courier) ensure(ctx context.Context, g *group, sum string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.story.ID != "" {
		return nil
	}
	st, err := c.makeStory(ctx, g, sum)
	if err == nil {
		c.learn(st)
		g.story = st
	}
	return err
}

// learn notes what a story has.
func (c *courier) learn(st remoteStory) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.titles[st.ID] = st.Title
	for _, clip := range st.Clips {
		if clip.Receipt != nil && clip.State != string(story.Failed) {
			c.have[clip.Receipt.SHA256] = place{st.ID, clip}
		}
	}
}

// makeStory makes a story once, however often the answer is lost: before it
// asks it notes which stories of this title there are, and whoever is not
// sure whether it was made looks for one more of them.
func (c *courier) makeStory(ctx context.Context, g *group, sum string) (st remoteStory, err error) {
	defer story.Wrap(&err, "making the story %q", g.title)
	name := c.storyKey(g)
	var asked begunStory
	unsure := c.memory.recall(name, &asked) && asked.Story == "" && asked.Title == g.title
	if !unsure {
		list, err := c.titled(ctx, g.title)
		if err != nil {
			return st, err
		}
		asked = begunStory{Title: g.title}
		for _, s := range list {
			if s.has(sum) && s.MayEdit {
				return s, nil // the memory of it was lost
			}
			asked.Before = append(asked.Before, s.ID)
		}
		if err := c.memory.keep(name, asked); err != nil {
			c.show.note(nil, "Could not remember what was begun; another run begins anew. "+err.Error())
		}
	}
	err = c.patiently(ctx, func(ctx context.Context) (bool, error) {
		if unsure {
			if made, err := c.lost(ctx, asked); err != nil || made.ID != "" {
				st = made
				return false, err
			}
		}
		unsure = true
		return false, c.once(ctx, http.MethodPost, "/stories", g.card(), &st)
	})
	if err == nil {
		c.memory.keep(name, begunStory{Story: st.ID, Title: g.title}) // each take remembers it as well
	}
	return st, err
}

func (st remoteStory) has(sum string) bool {
	return slices.ContainsFunc(st.Clips, func(c remoteClip) bool { return c.Receipt != nil && c.Receipt.SHA256 == sum })
}

// card is what the story begins with.
func (g *group) card() map[string]string {
	card := map[string]string{"title": g.title}
	if g.exact {
		card["happened_on"] = g.began.Format("2006-01-02") // by the camera's calendar
	}
	return card
}

// lost looks for the story that was made without our hearing of it.
func (c *courier) lost(ctx context.Context, asked begunStory) (st remoteStory, err error) {
	var list struct{ Items []remoteStory }
	if err := c.once(ctx, http.MethodGet, titledQuery(asked.Title), nil, &list); err != nil {
		return st, err
	}
	ours := c.memory.storyIDs()
	for _, s := range list.Items {
		if s.Title == asked.Title && s.Stage == string(story.Draft) && len(s.Clips) == 0 && !slices.Contains(asked.Before, s.ID) && !ours[s.ID] {
			return s, nil
		}
	}
	return st, nil
}

// titled lists one's own stories of a title.
func (c *courier) titled(ctx context.Context, title string) ([]remoteStory, error) {
	var list struct{ Items []remoteStory }
	err := c.call(ctx, http.MethodGet, titledQuery(title), nil, &list)
	return slices.DeleteFunc(list.Items, func(s remoteStory) bool { return s.Title != title }), err
}

// titledQuery asks by words, of which the server takes the first 200 letters.
func titledQuery(title string) string {
	if r := []rune(title); len(r) > 60 {
		title = string(r[:60])
	}
	return "/stories?" + url.Values{"mine": {"true"}, "limit": {"200"}, "q": {title}}.Encode()
}
