package worker

import (
	"io/fs"
	"math"
	"os"
	"path"
	"runtime"
	"strconv"
	"strings"
)

// jobMemory is what one clip at a time may well take: decoder and five encoders
// of a 4K clip have about that much.
const jobMemory = 1536 << 20

// jobsFor is how many clips to work on at the same time: one for two cores, for
// one clip's encoders use several, and no more than memory bears. At least one.
func jobsFor(cores int, memory int64) int {
	return max(1, min(cores/2, int(min(memory/jobMemory, 1<<20))))
}

// doorFor tells whether memory bears one clip more, to be opened while as many jobs
// as that are in work.
func doorFor(jobs int, memory int64) bool { return memory/jobMemory > int64(jobs) }

// machine is that for this machine, and for the control group that we are in: Go's
// own count of processors follows the group's cpu.max.
func machine() (cores int, memory int64) {
	return runtime.GOMAXPROCS(0), memoryLimit(os.DirFS("/"))
}

// memoryLimit is how much memory there is for us, bytes: the machine's, or the
// least memory.max of our control group (version 2) and those above it.
func memoryLimit(root fs.FS) int64 {
	limit := int64(math.MaxInt64)
	least := func(text string, unit int64) {
		if n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64); err == nil && n > 0 {
			limit = min(limit, n*unit)
		}
	}
	b, _ := fs.ReadFile(root, "proc/meminfo")
	if _, rest, ok := strings.Cut(string(b), "MemTotal:"); ok {
		kb, _, _ := strings.Cut(rest, "kB")
		least(kb, 1024)
	}
	b, _ = fs.ReadFile(root, "proc/self/cgroup")
	for line := range strings.Lines(string(b)) {
		group, ok := strings.CutPrefix(strings.TrimSpace(line), "0::/")
		for ok {
			b, _ := fs.ReadFile(root, path.Join("sys/fs/cgroup", group, "memory.max"))
			least(string(b), 1) // "max" is no number
			if group == "" || group == "." {
				break
			}
			group = path.Dir(group)
		}
	}
	return limit
}
