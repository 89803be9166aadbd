package transcode

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"fieldstory/story"
)

// What counts as worth a remark. The bounds were set on footage of phones and
// cameras, good and spoilt: rather silent than wrong.
const (
	shortest    = 3.0    // seconds; a clip that ends sooner gives an editor nothing to cut
	darkMiddle  = 0.12   // brightness that half of a picture is below …
	darkBright  = 0.30   // … and nine tenths, where it is too dark
	darkAll     = 0.22   // that nine tenths are below where it is too dark all over
	blackTop    = 0.06   // that all of it is below where nothing is to be seen
	whiteShare  = 0.30   // of a picture that is plain white
	softest     = 0.52   // blur of the sharpest tenth; sharp pictures have 0.03 to 0.45
	shakiest    = 0.016  // widths; how much a tenth of a second's movement differs from that of the last
	swing       = 0.03   // widths a tenth of a second; faster pans blur what is sharp
	stillest    = 0.0004 // change of pictures, of the scale; sensors are never so quiet
	rumbleLevel = -38.0  // dBFS
	rumbleOver  = 6.0    // decibels over the voice
	fullShare   = 0.02   // of the samples in a twentieth of a second
	quietest    = -65.0  // dBFS
	mostSpans   = 5      // of one kind; more would be a list nobody reads
)

// Notice reads from what was seen and heard, in the order of the clip, what is
// worth telling, and draws the waveform, nil where there is no sound.
func (t *Transcoder) Notice(f *story.Facts, seen [][]byte, heard []byte) (findings []story.Finding, waveform []byte) {
	glances := unpack[glance](bytes.Join(seen, nil))
	moments := unpack[moment](heard)
	findings = slices.Concat(noticeLength(f), noticeLight(glances), noticeFocus(glances), noticeShaking(glances), noticeStanding(glances), noticeSound(moments))
	slices.SortStableFunc(findings, func(a, b story.Finding) int { return cmp.Compare(a.From, b.From) })
	for i := range findings {
		findings[i].To = min(findings[i].To, max(f.Duration, 0.1))
	}
	if len(moments) > 0 {
		waveform = drawWaveform(moments, f.Audio)
	}
	return findings, waveform
}

// pack and unpack keep what was seen and heard between the workers that make a
// clip in pieces: thirty-two-bit floats, one after another.
func pack[T any](list []T) []byte {
	b, err := binary.Append(nil, binary.LittleEndian, list)
	if err != nil {
		panic(err) // the types are of fixed size
	}
	return b
}

func unpack[T any](b []byte) []T {
	var one T
	list := make([]T, len(b)/binary.Size(one))
	if _, err := binary.Decode(b, binary.LittleEndian, list); err != nil {
		panic(err) // the length fits
	}
	return list
}

// lasting is when a step of what was seen or heard lasts, in seconds.
type lasting interface{ lasts() (from, to float64) }

func (g glance) lasts() (from, to float64) { return float64(g.At), float64(g.At) + float64(g.Lasts) }

func (m moment) lasts() (from, to float64) {
	return float64(m.At), float64(m.At) + 1.0/listenRate
}

// spans finds where something holds: gaps shorter than bridge are passed over,
// and what is shorter than least is left out, seconds. Of many the longest are
// kept.
func spans[S lasting](code story.FindingCode, list []S, bridge, least float64, holds func(int) bool) []story.Finding {
	var all []story.Finding
	for i := range list {
		if !holds(i) {
			continue
		}
		from, to := list[i].lasts()
		if n := len(all); n > 0 && from-all[n-1].To <= bridge+0.01 {
			all[n-1].To = to
			continue
		}
		all = append(all, story.Finding{Code: code, From: from, To: to})
	}
	all = slices.DeleteFunc(all, func(f story.Finding) bool { return f.To-f.From < least-0.01 })
	if len(all) > mostSpans {
		slices.SortFunc(all, func(a, b story.Finding) int { return cmp.Compare(b.To-b.From, a.To-a.From) })
		all = all[:mostSpans]
	}
	return all
}

func noticeLength(f *story.Facts) []story.Finding {
	if f.Duration <= 0 || f.Duration >= shortest {
		return nil
	}
	return []story.Finding{{Code: story.FoundTooShort, To: f.Duration}}
}

func noticeLight(list []glance) []story.Finding {
	black := func(i int) bool { return list[i].Top < blackTop }
	return slices.Concat(
		spans(story.FoundBlack, list, 0.25, 1, black),
		spans(story.FoundTooDark, list, 1, 2, func(i int) bool {
			return !black(i) && (list[i].Middle < darkMiddle && list[i].Bright < darkBright || list[i].Bright < darkAll)
		}),
		spans(story.FoundBlownOut, list, 1, 2, func(i int) bool { return list[i].White > whiteShare }),
	)
}

// noticeFocus leaves out what is blurred because the camera swings.
func noticeFocus(list []glance) []story.Finding {
	return spans(story.FoundOutOfFocus, list, 1, 2, func(i int) bool {
		return list[i].Blur > softest && math.Hypot(float64(list[i].X), float64(list[i].Y)) < swing
	})
}

// noticeShaking tells shaking from a pan: a pan goes on as it began.
func noticeShaking(list []glance) []story.Finding {
	jerks := make([]float64, len(list)) // squared
	for i := 1; i < len(list); i++ {
		x, y := float64(list[i].X-list[i-1].X), float64(list[i].Y-list[i-1].Y)
		jerks[i] = x*x + y*y
	}
	return spans(story.FoundShaking, list, 1, 2, func(i int) bool {
		return math.Sqrt(mean(jerks, i, lookRate)) > shakiest
	})
}

// noticeStanding finds pictures that stand still as no camera's do.
func noticeStanding(list []glance) []story.Finding {
	return spans(story.FoundFrozen, list, 0.2, 4, func(i int) bool {
		return list[i].Change >= 0 && list[i].Change < stillest && list[i].Top >= blackTop
	})
}

func noticeSound(list []moment) []story.Finding {
	square := func(get func(moment) float32) []float64 {
		squares := make([]float64, len(list))
		for i, m := range list {
			squares[i] = float64(get(m)) * float64(get(m))
		}
		return squares
	}
	rumble, voice := square(func(m moment) float32 { return m.Rumble }), square(func(m moment) float32 { return m.Voice })
	full, gusts := make([]float64, len(list)), make([]float64, len(list))
	for i, m := range list {
		if m.Full > fullShare {
			full[i] = 1
		}
		if decibels(rumble[i])-decibels(voice[i]) > rumbleOver {
			gusts[i] = 1
		}
	}
	return slices.Concat(
		// Between words as a rule, for a voice nearby is louder than the wind.
		spans(story.FoundWind, list, 2, 2, func(i int) bool {
			return decibels(mean(rumble, i, listenRate)) > rumbleLevel && mean(gusts, i, 2*listenRate) > 0.3
		}),
		// More than a slam: an eighth of a second, all told, within one.
		spans(story.FoundClipping, list, 1.5, 0, func(i int) bool { return mean(full, i, listenRate) > 0.12 }),
		spans(story.FoundSilence, list, 0.3, min(5, 0.9*float64(len(list))/listenRate), func(i int) bool {
			return 20*math.Log10(float64(list[i].RMS)+1e-9) < quietest
		}),
	)
}

func decibels(square float64) float64 { return 10 * math.Log10(square+1e-12) }

// mean is that of so many values around one.
func mean(list []float64, i, width int) float64 {
	from, to := max(0, i-width/2), min(len(list), i+width/2)
	var sum float64
	for _, v := range list[from:to] {
		sum += v
	}
	return sum / float64(to-from)
}

// drawWaveform writes peaks as the BBC's audiowaveform does (its data format,
// version 1, 8 bits), which players' waveform libraries read: a header of five
// numbers, then the lowest and the highest sample of each stretch, as they are
// played.
func drawWaveform(list []moment, a *story.AudioFacts) []byte {
	gain, ceiling := 1.0, 1.0
	if a != nil {
		gain, ceiling = math.Pow(10, (gainOf(a)+a.Makeup)/20), math.Pow(10, peakCeiling/20)
	}
	header := []uint32{1, 1, soundRate, soundRate / listenRate, uint32(len(list))}
	b := make([]byte, 0, 4*len(header)+2*len(list))
	for _, v := range header {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	for _, m := range list {
		for _, v := range [2]float32{m.Low, m.High} {
			played := max(-ceiling, min(ceiling, float64(v)*gain))
			b = append(b, byte(int8(math.Round(played*127))))
		}
	}
	return b
}
