package story

// Room is how many bytes a turn may need to work in, for an original of so many: that
// itself and what is made of it, which weighs no more than twice as much. A clip that is
// opened is copied, or its ladder begun; of a long one neither is whole there.
//
// It is a bound for what people film, not a promise: a turn that runs out of room waits
// for more.
func Room(due Due, original int64) int64 {
	made := 2 * original
	switch due {
	case DueOpening:
		return 2*original + min(made, 4<<30)
	case DuePieces:
		return original + min(made, 1<<30)
	case DueJoin: // one rung at a time, and not the original
		return original
	}
	return original + made
}
