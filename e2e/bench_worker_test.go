package e2e

import (
	"fmt"
	"testing"
)

// BenchmarkWorkerKilled measures what it costs when one of two workers is
// killed half-way through a long clip, beside runs in which nothing happens.
// Nobody starts another in its place.
func BenchmarkWorkerKilled(b *testing.B) {
	o := newOutside(b)
	chief := o.settle(b)
	bench := &bench{TB: b, who: chief, story: chief.newStory(b, "Bench").ID, times: map[string][]float64{}}
	long := max(60, 6**benchSeconds) // from a minute on a clip is made in pieces
	path := bench.clip("long.mp4", long)
	first, _ := o.worker(b)
	second, _ := o.worker(b)
	bench.timed("warm", path, nil)
	for range *benchRounds {
		bench.timed("undisturbed", path, nil)
		bench.timed("killed", path, first.kill)
		first = second
		second, _ = o.worker(b)
	}
	undisturbed, killed := bench.times["undisturbed ready"], bench.times["killed ready"]
	fmt.Printf("\n%d s of 1080p30 by two workers, medians of %d rounds\n\nundisturbed          %s\none killed half-way  %s: %.2f times, %+.1f s\n\n",
		long, *benchRounds, spread(undisturbed), spread(killed), median(killed)/median(undisturbed), median(killed)-median(undisturbed))
}
