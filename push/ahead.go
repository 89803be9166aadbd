package push

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// ahead sends small copies before the footage: it makes one after another,
// has the lanes stand still while one goes over the link, and lets them go on.
type ahead struct {
	c    *courier
	make *maker

	mu   sync.Mutex
	hold chan struct{}                    // closed when the lanes may go on; nil = they may
	cuts map[*job]context.CancelCauseFunc // ends the chunk that a lane is sending
}

// errAside ends a chunk because something small goes first.
var errAside = errors.New("a small copy goes first")

// pass waits while a small copy is on its way.
func (a *ahead) pass(ctx context.Context) error {
	for {
		a.mu.Lock()
		hold := a.hold
		a.mu.Unlock()
		if hold == nil {
			return nil
		}
		select {
		case <-hold:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// onLine says that a lane sends a chunk, which cut ends.
func (a *ahead) onLine(j *job, cut context.CancelCauseFunc) (off func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.cuts[j] = cut
	if a.hold != nil {
		cut(errAside)
	}
	return func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.cuts, j)
	}
}

// alone has the lanes stand still while do sends. What they had on its way
// counts as far as it came.
func (a *ahead) alone(do func() error) error {
	a.mu.Lock()
	a.hold = make(chan struct{})
	for _, cut := range a.cuts {
		cut(errAside)
	}
	a.mu.Unlock()
	defer func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		close(a.hold)
		a.hold = nil
	}()
	return do()
}

// wanted are the jobs that have no small copy yet, the smallest first. It is
// for before the lanes begin.
func (a *ahead) wanted(jobs []*job) []*job {
	list := slices.DeleteFunc(slices.Clone(jobs), func(j *job) bool { return j.begun.Done || j.begun.Ahead })
	slices.SortStableFunc(list, func(x, y *job) int { return cmp.Compare(x.take.size(), y.take.size()) })
	return list
}

// run decides whether small copies are worth it and sends them. It returns
// when there is nothing more to do, or ctx ends; whatever goes wrong here
// stops no footage.
func (a *ahead) run(ctx context.Context, wanted []*job) {
	if a.c.conf.Proxy == ProxyNever || a.make == nil {
		return
	}
	defer a.make.close()
	if a.c.conf.Proxy == ProxyAuto {
		wanted = a.tooLong(ctx, wanted)
	}
	a.sendAll(ctx, wanted)
}

// tooLong waits until it is known how long the footage takes, and gives what
// should be seen earlier; nothing when the link is fast enough.
func (a *ahead) tooLong(ctx context.Context, jobs []*job) []*job {
	speed := float64(a.c.conf.Rates.At(a.c.conf.Now()))
	for {
		var left int64
		var slow []*job
		for _, j := range jobs {
			if over, n := j.left(); !over {
				left += n
				if time.Duration(float64(n)/max(speed, 1)*float64(time.Second)) > a.c.conf.ProxyAfter/3 {
					slow = append(slow, j)
				}
			}
		}
		switch {
		case left == 0 || ctx.Err() != nil:
			return nil
		case speed > 0 && time.Duration(float64(left)/speed*float64(time.Second)) > a.c.conf.ProxyAfter:
			return slow
		}
		var err error
		if speed, err = a.measure(ctx, jobs); err != nil {
			return nil
		}
	}
}

// measure asks the server twice how much has arrived. What the network takes
// from us says little: systems and routers swallow megabytes before a thin
// link slows them.
func (a *ahead) measure(ctx context.Context, jobs []*job) (bytesPerSecond float64, err error) {
	for {
		before, at := a.arrived(ctx, jobs), a.c.conf.Now()
		if err := a.c.conf.Wait(ctx, a.c.conf.Measure); err != nil {
			return 0, err
		}
		after := a.arrived(ctx, jobs)
		if took := a.c.conf.Now().Sub(at); before > 0 && after >= before && took > 0 {
			return max(1, float64(after-before)/took.Seconds()), nil
		}
	}
}

// arrived counts bytes that the server has stored of files on their way.
func (a *ahead) arrived(ctx context.Context, jobs []*job) (n int64) {
	for _, j := range jobs {
		clip, over := j.where()
		switch {
		case over:
			n += j.take.size()
		case clip != "":
			var c struct{ Offset int64 }
			if err := a.c.once(ctx, http.MethodGet, "/clips/"+url.PathEscape(clip), nil, &c); err == nil {
				n += c.Offset
				j.stored.Store(c.Offset)
			}
		}
	}
	return n
}

// made is a small copy that is ready to go.
type made struct {
	job  *job
	path string
}

// sendAll makes the next small copy while one is on its way.
func (a *ahead) sendAll(ctx context.Context, jobs []*job) {
	ready := make(chan made)
	var making sync.WaitGroup
	making.Go(func() {
		defer close(ready)
		for _, j := range jobs {
			path, ok := a.prepare(ctx, j)
			if !ok {
				continue
			}
			select {
			case ready <- made{j, path}:
			case <-ctx.Done():
				return
			}
		}
	})
	defer making.Wait()
	for m := range ready {
		err := a.alone(func() error { return a.send(ctx, m) })
		os.Remove(m.path)
		switch {
		case err == nil:
			a.c.show.note(m.job.take, "the small copy is there")
		case ctx.Err() == nil:
			a.c.show.note(m.job.take, "no small copy: "+err.Error())
		}
	}
}

// prepare opens the upload of the file itself, for its clip is what the small
// copy belongs to, and makes the copy.
func (a *ahead) prepare(ctx context.Context, j *job) (path string, ok bool) {
	if over, _ := j.left(); over || ctx.Err() != nil {
		return "", false
	}
	began, err := a.c.begin(ctx, j)
	if err != nil || !began {
		return "", false // the lane that takes the file says why
	}
	a.c.show.note(j.take, "making a small copy")
	path, err = a.make.make(ctx, j.take)
	switch {
	case err == nil:
		return path, true
	case errors.Is(err, errNotSmaller) || ctx.Err() != nil:
	default:
		a.c.show.note(j.take, "no small copy: "+err.Error())
	}
	return "", false
}

// send brings a small copy to the server, as the footage: chunk by chunk, and
// on from where it was cut.
func (a *ahead) send(ctx context.Context, m made) error {
	clip, over := m.job.where()
	if over {
		return nil
	}
	file, err := os.Open(m.path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	a.c.show.note(m.job.take, fmt.Sprintf("a small copy goes first, %s", bytesOf(info.Size())))
	if err := a.c.awaitWindow(ctx); err != nil {
		return err
	}
	at, err := a.create(ctx, m.job, clip, info.Size())
	if refused, ok := errors.AsType[*refusal](err); ok && (refused.code == "proxy_here" || refused.code == "proxy_late") {
		err, at = nil, ""
	}
	if err == nil && at != "" {
		err = a.c.deliverAll(ctx, m.job, at, file, info.Size())
	}
	if err != nil {
		return err
	}
	a.c.sentAhead(m.job)
	return nil
}

func (a *ahead) create(ctx context.Context, j *job, clip string, size int64) (at string, err error) {
	name := strings.TrimSuffix(j.take.name, filepath.Ext(j.take.name)) + ".mp4"
	words := encoded([][2]string{{"proxy_for", clip}, {"filename", name}, {"filetype", "video/mp4"}})
	err = a.c.patiently(ctx, func(ctx context.Context) (bool, error) {
		ctx, cancel := context.WithTimeout(ctx, a.c.conf.Quiet)
		defer cancel()
		resp, err := a.c.do(ctx, http.MethodPost, a.c.base+"/api/v1/uploads", nil, 0,
			map[string]string{"Tus-Resumable": "1.0.0", "Upload-Length": fmt.Sprint(size), "Upload-Metadata": strings.Join(words, ",")})
		if err != nil {
			return false, err
		}
		resp.Body.Close()
		at, err = a.c.resolve(resp.Header.Get("Location"))
		return true, err
	})
	return at, err
}

// deliverAll sends a file of its own to an upload until all of it is there.
func (c *courier) deliverAll(ctx context.Context, j *job, at string, src io.ReaderAt, size int64) error {
	var offset int64
	lost := false
	return c.patiently(ctx, func(ctx context.Context) (progress bool, err error) {
		for began := offset; offset < size; {
			if err := c.awaitWindow(ctx); err != nil {
				return offset > began, err
			}
			if lost {
				now, err := c.offset(ctx, at)
				if err != nil {
					return offset > began, err
				}
				offset, lost = now, false
				continue
			}
			ctx, cut := context.WithCancelCause(ctx)
			now, err := c.patch(ctx, cut, at, src, size, offset, func(int64) {})
			cut(nil)
			if errors.Is(err, errClosed) {
				lost = true
				continue
			}
			if err != nil {
				lost = true
				return offset > began, err
			}
			offset = now
		}
		return true, nil
	})
}
