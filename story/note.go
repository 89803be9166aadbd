package story

// Notes about a clip are codes that pages turn into words of the reader's
// language. They help the person, and are never a verdict on the story.
const (
	NoteSilent       = "silent"               // no sound track
	NoteDownmixed    = "downmixed"            // more than two channels became stereo
	NoteSecondVideo  = "second_video_ignored" // one of several video tracks is used
	NoteSecondAudio  = "second_audio_ignored"
	NoteSlowMotion   = "slow_motion" // filmed at 100 frames a second or more
	NoteInterlaced   = "interlaced"
	NoteDolbyVision5 = "dolby_vision_5" // colours need a decoder that we do not have
	NoteTruncated    = "truncated"      // shorter than the file promises
	NoteDamaged      = "damaged"        // parts of it could not be read
)
