package worker

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"fieldstory/story"
)

// running is a worker with its scratch folder open.
type running struct {
	*Worker
	scratch *scratch
	direct  sync.WaitGroup // jobs begun by the sweep itself
	// proxying is the one place for small copies; see [running.lookForProxies].
	proxying chan struct{}
}

// sweepLimit is how many clips one look takes up. Nudges wait in the queue
// anyway; more would only make the same ones be sent again.
const sweepLimit = 200

// tidyEvery is how many looks pass between two at what may be removed: nobody
// waits for that.
const tidyEvery = 10

// sweep looks every few seconds for work that no nudge came for, or whose
// worker was lost, and nudges. It is safe in any number of workers: a nudge
// that is sent twice waits once.
func (r *running) sweep(ctx context.Context) {
	ticker := time.NewTicker(r.cfg.Sweep)
	defer ticker.Stop()
	for n := 0; ; n++ {
		r.lookOnce(ctx)
		r.lookForProxies(ctx)
		if n%tidyEvery == 0 {
			r.tidyLive(ctx)
			r.tidyProxies(ctx)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func (r *running) lookOnce(ctx context.Context) {
	jobs, err := r.rows.OwedClips(ctx, sweepLimit)
	if err != nil {
		if ctx.Err() == nil {
			r.log.WarnContext(ctx, "cannot look for owed work", "error", err)
		}
		return
	}
	for _, job := range jobs {
		nudge, cancel := context.WithTimeout(ctx, 2*time.Second)
		err := r.queue.Nudge(nudge, job)
		cancel()
		if err == nil {
			continue
		}
		if ctx.Err() != nil {
			return
		}
		// The queue only hurries. Without it a free worker begins by itself.
		r.log.WarnContext(ctx, "the queue is away; working without it", "error", err)
		r.workDirectly(ctx, jobs)
		return
	}
}

// workDirectly begins as many of the jobs as there are free places.
func (r *running) workDirectly(ctx context.Context, jobs []story.RenderClip) {
	for _, job := range jobs {
		select {
		case r.slots <- struct{}{}:
			r.direct.Go(func() {
				defer func() { <-r.slots }()
				r.render(ctx, job)
			})
		default:
			return
		}
	}
}

// nudged handles clip.render. The upload's end and the sweep send it; it does
// what the clip still owes and nothing when it owes nothing.
func (r *running) nudged(ctx context.Context, payload []byte) {
	var job story.RenderClip
	if err := json.Unmarshal(payload, &job); err != nil || job.Clip == "" {
		r.log.ErrorContext(ctx, "a nudge that nobody understands", "error", err)
		return
	}
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-ctx.Done():
		return
	}
	r.render(ctx, job)
}
