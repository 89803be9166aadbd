package push

import "context"

// claim is a job's right to send bytes that other jobs may have too: the same
// footage twice on a card is sent once.
type claim struct {
	job  *job
	over chan struct{} // closed when the job sends no more
}

// claim waits until no other job sends the same bytes. done gives them free.
func (c *courier) claim(ctx context.Context, j *job, sum string) (done func(), err error) {
	for {
		c.mu.Lock()
		other := c.going[sum]
		if other == nil {
			done = c.take(j, sum)
			c.mu.Unlock()
			return done, nil
		}
		c.mu.Unlock()
		select {
		case <-other.over:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// tryClaim is claim for those who need not wait: nil when another job has the
// bytes. When the job's own lane has them, they stay its.
func (c *courier) tryClaim(j *job) (done func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch has := c.going[j.result.SHA256]; {
	case has == nil:
		return c.take(j, j.result.SHA256)
	case has.job == j:
		return func() {}
	}
	return nil
}

// take notes who sends the bytes; c.mu is held.
func (c *courier) take(j *job, sum string) (done func()) {
	mine := &claim{j, make(chan struct{})}
	c.going[sum] = mine
	return func() {
		c.mu.Lock()
		delete(c.going, sum)
		c.mu.Unlock()
		close(mine.over)
	}
}
