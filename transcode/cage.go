package transcode

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
