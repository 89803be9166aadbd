package transcode

import (
	"encoding/binary"
	"math"

	"fieldstory/story"
)

// listenRate is how many stretches of sound a second are told apart: the
// waveform has as many peaks.
const listenRate = 20

// moment is what a stretch of sound amounts to, both channels together.
// Levels are shares of full scale.
type moment struct {
	At        float32 // seconds of the clip
	Low, High float32 // the furthest samples, −1 to 1
	RMS       float32
	// Rumble is the level below the voice, where wind and handling are; Voice
	// that of where people speak.
	Rumble, Voice float32
	Full          float32 // share of samples at the ends of the camera's scale
}

// listener hears sound as it comes: two channels of 16 bits, little endian, at
// 48 kHz.
type listener struct {
	moments []moment
	rest    []byte
	m       moment
	sum     [3]float64 // squares: all, rumble, voice
	full, n int
	end     int16                                  // where the camera's scale ends; 0 = it cannot be told
	filters [2]struct{ rumble, voice, top biquad } // of each channel
}

func newListener(a *story.AudioFacts) *listener {
	l := &listener{}
	switch a.Channels {
	case 1:
		l.end = 22938 // 0.99 of full scale, shared out to two channels
	case 2:
		l.end = 32440
	}
	for i := range l.filters {
		l.filters[i].rumble = lowPass(110)
		l.filters[i].voice = highPass(250)
		l.filters[i].top = lowPass(4000)
	}
	return l
}

// Write takes sound in pieces of any size. It never fails.
func (l *listener) Write(p []byte) (int, error) {
	n := len(p)
	if len(l.rest) > 0 {
		p = append(l.rest, p...)
	}
	for ; len(p) >= 4; p = p[4:] {
		l.hear(int16(binary.LittleEndian.Uint16(p)), int16(binary.LittleEndian.Uint16(p[2:])))
	}
	l.rest = append(l.rest[:0:0], p...)
	return n, nil
}

//go:norace
func (l *listener) hear(left, right int16) {
	for i, s := range [2]int16{left, right} {
		v := float64(s) / 32768
		l.m.Low, l.m.High = min(l.m.Low, float32(v)), max(l.m.High, float32(v))
		if l.end > 0 && (s >= l.end || s <= -l.end) {
			l.full++
		}
		f := &l.filters[i]
		rumble := f.rumble.next(v)
		voice := f.top.next(f.voice.next(v))
		l.sum[0] += v * v
		l.sum[1] += rumble * rumble
		l.sum[2] += voice * voice
	}
	if l.n++; l.n == soundRate/listenRate {
		l.close()
	}
}

// close ends a stretch.
func (l *listener) close() {
	if l.n == 0 {
		return
	}
	samples := float64(2 * l.n)
	level := func(sum float64) float32 { return float32(math.Sqrt(sum / samples)) }
	l.m.At = float32(len(l.moments)) / listenRate
	l.m.RMS, l.m.Rumble, l.m.Voice = level(l.sum[0]), level(l.sum[1]), level(l.sum[2])
	l.m.Full = float32(float64(l.full) / samples)
	l.moments = append(l.moments, l.m)
	l.m, l.sum, l.full, l.n = moment{}, [3]float64{}, 0, 0
}

// biquad is a filter of second order (R. Bristow-Johnson, Audio EQ Cookbook).
type biquad struct{ b0, b1, b2, a1, a2, x1, x2, y1, y2 float64 }

func (f *biquad) next(x float64) float64 {
	y := f.b0*x + f.b1*f.x1 + f.b2*f.x2 - f.a1*f.y1 - f.a2*f.y2
	f.x2, f.x1, f.y2, f.y1 = f.x1, x, f.y1, y
	return y
}

func lowPass(hertz float64) biquad {
	cos, alpha := bent(hertz)
	return biquad{b0: (1 - cos) / 2 / (1 + alpha), b1: (1 - cos) / (1 + alpha), b2: (1 - cos) / 2 / (1 + alpha), a1: -2 * cos / (1 + alpha), a2: (1 - alpha) / (1 + alpha)}
}

func highPass(hertz float64) biquad {
	cos, alpha := bent(hertz)
	return biquad{b0: (1 + cos) / 2 / (1 + alpha), b1: -(1 + cos) / (1 + alpha), b2: (1 + cos) / 2 / (1 + alpha), a1: -2 * cos / (1 + alpha), a2: (1 - alpha) / (1 + alpha)}
}

func bent(hertz float64) (cos, alpha float64) {
	sin, cos := math.Sincos(2 * math.Pi * hertz / soundRate)
	return cos, sin / math.Sqrt2
}
