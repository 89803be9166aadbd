package worker

import (
	"math"
	"testing"
	"testing/fstest"
)

func TestJobsFollowTheMachine(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		cores  int
		memory int64
		want   int
		door   bool
	}{{1, 64 << 30, 1, true}, {2, 64 << 30, 1, true}, {16, 64 << 30, 8, true}, {16, 4 << 30, 2, false}, {64, 512 << 20, 1, false}, {8, math.MaxInt64, 4, true}} {
		got := jobsFor(row.cores, row.memory)
		if door := doorFor(got, row.memory); got != row.want || door != row.door {
			t.Errorf("%d cores, %d bytes: %d jobs, a door %v; want %d, %v", row.cores, row.memory, got, door, row.want, row.door)
		}
	}
}

func TestMemoryFollowsTheControlGroup(t *testing.T) {
	t.Parallel()
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	meminfo := file("MemTotal:       16384000 kB\nMemFree:  1 kB\n")
	for name, row := range map[string]struct {
		files fstest.MapFS
		want  int64
	}{
		"nothing to be read": {fstest.MapFS{}, math.MaxInt64},
		"no group":           {fstest.MapFS{"proc/meminfo": meminfo}, 16384000 << 10},
		"old groups":         {fstest.MapFS{"proc/meminfo": meminfo, "proc/self/cgroup": file("4:memory:/a\n")}, 16384000 << 10},
		"in a container": {fstest.MapFS{"proc/meminfo": meminfo, "proc/self/cgroup": file("0::/\n"),
			"sys/fs/cgroup/memory.max": file("2147483648\n")}, 2 << 30},
		"a group above bounds it": {fstest.MapFS{"proc/meminfo": meminfo, "proc/self/cgroup": file("0::/machine.slice/worker.service\n"),
			"sys/fs/cgroup/machine.slice/memory.max": file("1073741824\n"), "sys/fs/cgroup/machine.slice/worker.service/memory.max": file("max\n")}, 1 << 30},
	} {
		if got := memoryLimit(row.files); got != row.want {
			t.Errorf("%s: %d bytes, want %d", name, got, row.want)
		}
	}
}
