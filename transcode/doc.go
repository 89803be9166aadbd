// Package transcode turns footage into what browsers play: files in, files and
// facts out. It owns every ffmpeg and ffprobe process.
//
// It writes only into the scratch folder it is given and keeps no state. All
// footage counts as hostile: the tools run in a cage (see [Walls]), bounded in
// time, memory and output, and read only the containers and codecs that
// cameras, phones and browsers write.
//
// Errors are of two kinds. A [story.Problem] whose fault is the file says in
// plain words why this footage cannot be used, and trying again is pointless.
// Any other error is ours or the machine's, and trying again may help.
package transcode
