package story

// Finding is something technical in a clip that is worth a look, with the time
// where. It helps whoever films the next clip; it is no verdict on the story.
// Findings are stored as JSON with the facts.
type Finding struct {
	Code FindingCode `json:"code"`
	From float64     `json:"from"` // seconds
	To   float64     `json:"to"`
}

// FindingCode says what was found. Codes are stored and never change.
type FindingCode string

const (
	FoundTooShort   FindingCode = "too_short"
	FoundTooDark    FindingCode = "too_dark"
	FoundBlownOut   FindingCode = "blown_out" // much of the picture is plain white
	FoundOutOfFocus FindingCode = "out_of_focus"
	FoundShaking    FindingCode = "shaking"
	FoundBlack      FindingCode = "black"
	FoundFrozen     FindingCode = "frozen"
	FoundWind       FindingCode = "wind" // or handling, or an engine
	FoundClipping   FindingCode = "clipping"
	FoundSilence    FindingCode = "silence"
)
