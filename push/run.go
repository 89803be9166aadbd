package push

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"fieldstory/story"
)

// Run sends paths: files, folders, cards. It ends with a summary, which is
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
	p, err := newPlan(conf, paths)
	sum.Card, sum.Left = p.card.layouts, p.card.left
	if err != nil {
		return sum, errors.Join(ErrNothing, err)
	}
	if len(p.takes) == 0 {
		return sum, fmt.Errorf("%w: there is no footage in %s", ErrNothing, strings.Join(paths, ", "))
	}
	if conf.DryRun {
		return sum, p.write(conf.Out, conf)
	}
	c, err := newCourier(conf, paths)
	if err != nil {
		return sum, errors.Join(ErrNothing, err)
	}
	jobs := c.jobs(p)
	err = c.deliver(ctx, p, jobs)
	for _, j := range jobs {
		j.result.Proxy = j.proxied.Load()
		sum.Results = append(sum.Results, j.result)
	}
	sum.Stories = c.lines(p, jobs)
	if len(sum.Stories) > 0 {
		sum.Story, sum.Address = sum.Stories[0].ID, sum.Stories[0].Address
	}
	sum.SafeToWipe, sum.Manifest = sum.Safe(), c.manifest.path
	if err == nil && conf.Submit && ExitCode(sum, nil) == ExitDone {
		for _, g := range p.groups {
			if err == nil && g.story.ID != "" {
				err = c.sendIn(ctx, g.story)
			}
		}
		sum.Submitted = err == nil
	}
	return sum, errors.Join(err, sum.write(conf.Out, conf.JSON))
}

// lines are the stories of the groups, and then those that had the files.
func (c *courier) lines(p plan, jobs []*job) (list []StoryLine) {
	var ids []string
	for _, g := range p.groups {
		ids = append(ids, g.story.ID)
	}
	for _, j := range jobs {
		ids = append(ids, j.result.Story)
	}
	seen := map[string]bool{"": true}
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			list = append(list, StoryLine{ID: id, Title: c.titles[id], Address: c.base + "/stories/" + id})
		}
	}
	return list
}

func newCourier(conf Config, paths []string) (*courier, error) {
	list, err := openManifest(conf.Manifest)
	if err != nil {
		return nil, err
	}
	client := conf.Client
	if client == nil {
		client = &http.Client{}
	}
	s := &server{conf: conf, base: strings.TrimRight(conf.Server, "/"), http: client}
	c := &courier{server: s, memory: memory{conf.StateDir}, manifest: list, paths: paths, moved: conf.Now(),
		throttle: &throttle{rates: conf.Rates, now: conf.Now, wait: conf.Wait},
		titles:   map[string]string{}, have: map[string]place{}, going: map[string]*claim{}}
	c.witness = newWitness(c)
	c.ahead = &ahead{c: c, cuts: map[*job]context.CancelCauseFunc{}}
	c.memory.tidy(conf.Now())
	return c, nil
}

// jobs are the plan's takes with what earlier runs know of them.
func (c *courier) jobs(p plan) (list []*job) {
	for _, g := range p.groups {
		for _, t := range g.takes {
			j := &job{index: len(list), take: t, group: g, key: c.takeKey(t),
				result: Result{Path: t.path(), Name: t.name, Size: t.size(), At: t.captured, Status: Pending}}
			if len(t.pieces) > 1 {
				j.result.Joined = t.paths()
			}
			if !c.memory.recall(j.key, &j.begun) {
				j.begun = begunTake{}
			}
			list = append(list, j)
		}
	}
	return list
}

func (c *courier) deliver(ctx context.Context, p plan, jobs []*job) error {
	c.show = newShow(c.conf, p.takes)
	defer c.show.close()
	if err := c.readyProxies(); err != nil {
		return err
	}
	c.waiting = c.show.waiting
	if err := c.awaitWindow(ctx); err != nil {
		return err
	}
	if c.conf.Story != "" {
		// A story that cannot be added to shows before any file is read.
		if err := c.find(ctx, p.groups[0]); err != nil {
			return err
		}
	}
	return c.sendAll(ctx, jobs)
}

// sendIn hands the story to its office; one that is there already is fine.
func (c *courier) sendIn(ctx context.Context, st remoteStory) error {
	if st.Stage != string(story.Draft) && st.Stage != string(story.Returned) {
		return nil
	}
	return c.submit(ctx, st.ID)
}
