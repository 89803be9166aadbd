package transcode

// What we say when footage cannot be used: whose fault it is not, what the
// person can do. Codes are stable, sentences may be bettered.
var (
	errNotVideo   = refuse("not_video", "This is not a video file. Please send the file as the camera or phone recorded it.")
	errPicture    = refuse("picture", "This is a picture, not a video. Stories take video clips; a photo can be shown in a clip.")
	errPlaylist   = refuse("playlist", "This file holds no footage, only links to other files. Please send the video file itself.")
	errNoVideo    = refuse("no_video", "This file has sound but no pictures. Please send a video.")
	errNoIndex    = refuse("index_missing", "The end of this file is missing, and with it the index without which it cannot be played. The recording was interrupted or the copy is not complete; please copy it from the camera again.")
	errEncrypted  = refuse("encrypted", "This video is locked by copy protection and cannot be opened. Please send the unlocked original.")
	errDamaged    = refuse("damaged", "This video is damaged: no picture in it can be read. Please copy it from the camera again.")
	errUnreadable = refuse("unreadable", "This file cannot be read as a video. It may be damaged or not complete; please copy it from the camera again.")
	errCodec      = refuse("codec_unknown", "This video is in a format that we cannot read. Please send it as MP4, MOV or as the camera recorded it.")
	errTooHeavy   = refuse("too_heavy", "This file asks for far more work than a video of its length should. It is probably damaged; please copy it from the camera again.")
	errBroken     = refuse("conversion_failed", "This file begins like a video but cannot be converted to its end. It is probably damaged; please copy it from the camera again.")
)
