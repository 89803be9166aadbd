package transcode

import "path/filepath"

// inDir is the path of a file of a job, for our own reading of it. The tools
// run in the folder and get the bare name, which is always one of ours.
func inDir(dir, file string) string { return filepath.Join(dir, file) }
