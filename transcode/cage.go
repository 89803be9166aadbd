package transcode

import "encoding/json"

// Walls tells which walls of the cage stand around ffmpeg and ffprobe.
type Walls struct {
	// Landlock lets them open nothing but the scratch folder and, to read, the
	// system's libraries.
	Landlock bool `json:"landlock"`
	// Seccomp takes away sockets and the ways into other processes.
	Seccomp bool `json:"seccomp"`
	// Limits are the kernel's bounds on CPU, memory, file size and open files;
	// no_new_privs comes with them.
	Limits bool `json:"limits"`
}

// cageName is argv[0] of our own binary when it is to become a caged tool. No
// user can type it by accident: a program's caller sets argv[0], not its user.
const cageName = "fieldstory-cage"

// cageOrder is what the child is told, as its first argument.
type cageOrder struct {
	Program string `json:"program"`
	Dir     string `json:"dir"`
	Limits  limits `json:"limits"`
	Walls   Walls  `json:"walls"`
	// Encoder is whose devices may be opened, "" = none.
	Encoder Encoder `json:"encoder,omitempty"`
}

func cageArgs(c command, bounds limits, walls Walls) []string {
	order, err := json.Marshal(cageOrder{Program: c.program, Dir: c.dir, Limits: bounds, Walls: walls, Encoder: c.encoder})
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return append([]string{cageName, string(order)}, c.args...)
}

// cageFailed is the exit status of a cage that could not be built.
const cageFailed = 126
