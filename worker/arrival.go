package worker

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"fieldstory/story"
)

// An original comes in ranges, several at a time: one connection to the store
// seldom fills the line, and one that breaks costs what is left of its range
// instead of twelve gigabytes. Who needs some of it sooner than its turn asks for it.
const (
	fetchRange  = 8 << 20
	fetchAtOnce = 4
	// arrivesSoon is how little is worth waiting for before work begins.
	arrivesSoon = 500 * time.Millisecond
	// arrivesAtOnce is how many bytes come in no time.
	arrivesAtOnce = 4 * fetchRange
)

// arrival is an original on its way into a job's folder.
type arrival struct {
	size  int64
	began time.Time
	file  *os.File // it lies there at its full length, with holes; nil = it was there already
	end   func()   // ends the fetching, done or not, and waits for that; may be called twice

	mu     sync.Mutex
	ranges []rangeState
	asked  []int // ranges that somebody waits for
	next   int   // the first that may not have been begun
	left   int   // ranges that are not here
	held   bool  // only what is asked for comes
	err    error
	moved  chan struct{} // closed when something changed, and made anew
}

// rangeState is how far a range has come.
type rangeState int

const (
	rangeMissing rangeState = iota
	rangeComing
	rangeHere
)

// arrive begins to bring an object of that size into the folder: from the shelf where
// it lies there. room is what is needed to work on it. Call end when it is done with.
func (r *running) arrive(ctx context.Context, name story.ObjectName, size, room int64, dir *folder) (_ *arrival, err error) {
	defer story.Wrap(&err, "arrive(%s)", name)
	if err := dir.roomFor(room, r.shelf.weight(name)); err != nil && (!r.shelf.clear(name) || dir.roomFor(room, r.shelf.weight(name)) != nil) {
		return nil, err
	}
	a := &arrival{size: size, began: time.Now(), end: func() {}, moved: make(chan struct{})}
	if there, err := r.shelf.take(name, dir); there || err != nil {
		return a, err
	}
	if a.file, err = os.OpenFile(filepath.Join(dir.path, original), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600); err != nil {
		return nil, err
	}
	if err := a.file.Truncate(size); err != nil {
		a.file.Close()
		return nil, err
	}
	a.left = int((size + fetchRange - 1) / fetchRange)
	a.ranges = make([]rangeState, a.left)
	ctx, cancel := context.WithCancel(ctx)
	var all sync.WaitGroup
	for range min(fetchAtOnce, a.left) {
		all.Go(func() {
			for i := a.take(ctx); i >= 0; i = a.take(ctx) {
				from := int64(i) * fetchRange
				a.came(i, r.fetchInto(ctx, a.file, from, name, story.ByteRange{Offset: from, Length: min(fetchRange, size-from)}))
			}
		})
	}
	a.end = sync.OnceFunc(func() {
		cancel()
		all.Wait()
		a.file.Close()
	})
	return a, nil
}

// take gives the range that is to be fetched next, when there is one, -1 where there is
// no more to do.
func (a *arrival) take(ctx context.Context) (next int) {
	err := a.until(ctx, func() bool {
		next = a.choose()
		if next >= 0 {
			a.ranges[next] = rangeComing
		}
		return next >= 0 || a.next == len(a.ranges)
	})
	if err != nil {
		return -1
	}
	return next
}

// choose gives the range that comes next, first what somebody waits for; -1 = none just
// now.
func (a *arrival) choose() int {
	for len(a.asked) > 0 {
		i := a.asked[0]
		a.asked = a.asked[1:]
		if a.ranges[i] == rangeMissing {
			return i
		}
	}
	for ; !a.held && a.next < len(a.ranges); a.next++ {
		if a.ranges[a.next] == rangeMissing {
			return a.next
		}
	}
	return -1
}

// hold has no more come than is asked for, or all of it again: what comes costs those
// who work on its beginning time.
func (a *arrival) hold(yes bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.held = yes
	a.wake()
}

// wake has everybody look again who waits.
func (a *arrival) wake() {
	close(a.moved)
	a.moved = make(chan struct{})
}

// came notes that a range is here, or that it could not be had.
func (a *arrival) came(i int, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err != nil {
		a.err = errors.Join(a.err, err)
	} else {
		a.ranges[i] = rangeHere
		a.left--
	}
	a.wake()
}

// until waits until here says that it is, or for why it will not be.
func (a *arrival) until(ctx context.Context, here func() bool) error {
	for {
		a.mu.Lock()
		ok, err, moved := here(), a.err, a.moved
		a.mu.Unlock()
		if ok || err != nil {
			return err
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// whole waits until all of it is here.
func (a *arrival) whole(ctx context.Context) error {
	return a.until(ctx, func() bool { return a.left == 0 })
}

// large tells that it may take a while: it was not there already.
func (a *arrival) large() bool { return a.file != nil && a.size > arrivesAtOnce }

// ask has some of it come before its turn: the ranges from first to last.
func (a *arrival) ask(of story.ByteRange) (first, last int) {
	first, last = int(of.Offset/fetchRange), int(min(of.Offset+of.Length, a.size)-1)/fetchRange
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := first; i <= last; i++ {
		a.asked = append(a.asked, i)
	}
	a.wake()
	return first, last
}

// reach waits for some of it, which comes before its turn.
func (a *arrival) reach(ctx context.Context, of story.ByteRange) error {
	if a.file == nil || of.Length <= 0 {
		return nil
	}
	first, last := a.ask(of)
	return a.until(ctx, func() bool {
		for i := first; i <= last; i++ {
			if a.ranges[i] != rangeHere {
				return false
			}
		}
		return true
	})
}

// soon tells that the rest is not worth being ahead of: it waits a moment for it where
// it comes as fast as what is here came, and holds it back where it does not.
func (a *arrival) soon(ctx context.Context) bool {
	a.mu.Lock()
	came, left := len(a.ranges)-a.left, a.left
	a.mu.Unlock()
	if left > 0 && (came == 0 || time.Since(a.began)*time.Duration(left)/time.Duration(came) > arrivesSoon) {
		return false
	}
	a.hold(false)
	ctx, cancel := context.WithTimeout(ctx, 2*arrivesSoon)
	defer cancel()
	if a.whole(ctx) == nil {
		return true
	}
	a.hold(true)
	return false
}

// reader reads what is asked for as soon as it is here.
func (a *arrival) reader(ctx context.Context) arrivalReader { return arrivalReader{ctx, a} }

type arrivalReader struct {
	ctx context.Context
	*arrival
}

func (r arrivalReader) ReadAt(p []byte, at int64) (int, error) {
	if err := r.reach(r.ctx, story.ByteRange{Offset: at, Length: min(int64(len(p)), max(0, r.size-at))}); err != nil {
		return 0, err
	}
	return r.file.ReadAt(p, at)
}
