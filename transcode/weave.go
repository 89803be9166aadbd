package transcode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
)

// Rungs are encoded without sound, sound is encoded once, and here the two are
// woven together: each segment of a rung gets the packets of sound that begin
// while it lasts. So the sound of a clip is one stream however many workers
// made its pictures: nothing in it can click or drift where their pieces meet,
// and every rung holds the same of it, packet for packet.

const (
	soundFile = "audio.mp4"
	// earlySoundFile is that of a clip's beginning, see [story.Early].
	earlySoundFile = "audio-early.mp4"
	soundRate      = 48000 // Hz, and the timescale of the track as ffmpeg writes it
	soundTrak      = 2     // its number in a rung; pictures are the first
	aacTicks       = 1024  // samples in a packet of AAC-LC
)

// silentPacket is a packet of AAC-LC, stereo, in which nothing is heard, as
// ffmpeg's own encoder writes it.
var silentPacket = []byte{0x21, 0x10, 0x04, 0x60, 0x8c, 0x1c}

// packet is one packet of sound.
type packet struct {
	start  int64 // in samples from the beginning of the clip
	ticks  int32
	size   int32
	offset int64 // in the file; -1 = silence that we put there
}

// track of sound, as far as it is written.
type soundtrack struct {
	file    *os.File
	m       movie
	packets []packet
	seen    int  // fragments that packets were read from
	ended   bool // nothing more will come
}

// look reads on. ended tells that the file is whole, or that there is none.
func (s *soundtrack) look(path string, ended bool) error {
	if s.ended {
		return nil
	}
	if s.file == nil {
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			s.ended = ended
			return nil
		}
		if err != nil {
			return err
		}
		s.file = f
	}
	info, err := s.file.Stat()
	if err != nil {
		return err
	}
	if err := s.m.more(s.file, info.Size()); err != nil {
		return err
	}
	for _, f := range s.m.fragments[s.seen:] {
		list, err := s.read(f)
		if err != nil {
			return err
		}
		s.packets = append(s.packets, list...)
		s.seen++
	}
	s.ended = ended
	return nil
}

func (s *soundtrack) close() {
	if s.file != nil {
		s.file.Close()
	}
}

// read lists the packets of one fragment.
func (s *soundtrack) read(f fragment) ([]packet, error) {
	moof, err := readBox(s.file, f.offset, "moof")
	if err != nil {
		return nil, err
	}
	traf := box(moof[8:], "traf")
	tfhd := box(traf, "tfhd")
	ticks, size := int32(aacTicks), int32(0)
	at, flags := 8, be(tfhd, 1, 3)
	for _, field := range []struct {
		flag uint64
		size int
		into *int32
	}{{0x1, 8, nil}, {0x2, 4, nil}, {0x8, 4, &ticks}, {0x10, 4, &size}} {
		if flags&field.flag == 0 {
			continue
		}
		if field.into != nil {
			*field.into = int32(be(tfhd, at, 4))
		}
		at += field.size
	}
	start := int64(f.start[be(tfhd, 4, 4)])
	var list []packet
	for kind, trun := range boxes(traf) {
		if kind != "trun" {
			continue
		}
		flags, count := be(trun, 1, 3), be(trun, 4, 4)
		at := 8
		offset := f.offset
		if flags&0x1 != 0 {
			offset += int64(int32(be(trun, at, 4)))
			at += 4
		}
		if flags&0x4 != 0 {
			at += 4
		}
		for range count {
			p := packet{start: start, ticks: ticks, size: size, offset: offset}
			if flags&0x100 != 0 {
				p.ticks = int32(be(trun, at, 4))
				at += 4
			}
			if flags&0x200 != 0 {
				p.size = int32(be(trun, at, 4))
				at += 4
			}
			if flags&0x400 != 0 {
				at += 4
			}
			if flags&0x800 != 0 {
				at += 4
			}
			if p.ticks <= 0 || p.size <= 0 || at > len(trun) {
				return nil, fmt.Errorf("%w: trun", errBox)
			}
			start += int64(p.ticks)
			offset += int64(p.size)
			list = append(list, p)
		}
	}
	return list, nil
}

// heard tells whether there is any sound at all; known only once some came or
// it has ended.
func (s *soundtrack) heard() bool { return len(s.packets) > 0 }

// reaches tells whether all the sound before that instant is known.
func (s *soundtrack) reaches(at instant) bool {
	return s.ended || len(s.packets) > 0 && !at.after(s.end())
}

// end is where the sound ends so far, in samples.
func (s *soundtrack) end() int64 {
	if len(s.packets) == 0 {
		return 0
	}
	last := s.packets[len(s.packets)-1]
	return last.start + int64(last.ticks)
}

// between lists the packets that begin from one instant up to another. Sound
// that ended before the pictures goes on as silence: players stop where one of
// two tracks has nothing.
func (s *soundtrack) between(from, to instant) []packet {
	first, _ := slices.BinarySearchFunc(s.packets, from, func(p packet, at instant) int { return at.compare(p.start) })
	last, _ := slices.BinarySearchFunc(s.packets, to, func(p packet, at instant) int { return at.compare(p.start) })
	list := s.packets[first:last:last]
	if !s.ended || last < len(s.packets) {
		return list
	}
	start := s.end()
	if begin := from.sample(); begin > start {
		start += (begin - start + aacTicks - 1) / aacTicks * aacTicks
	}
	for ; to.after(start); start += aacTicks {
		list = append(list, packet{start: start, ticks: aacTicks, size: int32(len(silentPacket)), offset: -1})
	}
	return list
}

// instant is a time as a fraction of seconds, exact where floats are not.
type instant struct{ num, den int64 }

// after tells whether the instant lies after the beginning of a sample.
func (t instant) after(sample int64) bool { return t.num*soundRate > sample*t.den }

// sample is the first that does not begin before the instant.
func (t instant) sample() int64 { return (t.num*soundRate + t.den - 1) / t.den }

func (t instant) before(o instant) bool { return t.num*o.den < o.num*t.den }

// compare orders a sample's beginning against the instant, as
// slices.BinarySearchFunc wants it.
func (t instant) compare(sample int64) int {
	switch a, b := sample*t.den, t.num*soundRate; {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// weft writes a segment of sound after a segment of pictures. Its sources are
// the pictures' file and the sound's, in that order.
const (
	fromPictures = iota
	fromSound
)

// weave puts one fragment of pictures and its sound into out, as segment
// number of its rung. shift moves the pictures' times, in their timescale. list
// may be empty. It gives how many bytes that made.
func weave(out *spliced, pictures io.ReaderAt, f fragment, shift int64, list []packet, number int) (int64, error) {
	moof, err := readBox(pictures, f.offset, "moof")
	if err != nil {
		return 0, err
	}
	traf := box(moof[8:], "traf")
	if traf == nil {
		return 0, fmt.Errorf("%w: moof without traf", errBox)
	}
	body := f.length - int64(len(moof)) // the media, with its own header
	var header [16]byte
	if _, err := pictures.ReadAt(header[:], f.offset+int64(len(moof))); err != nil {
		return 0, err
	}
	mdat := int64(8)
	if be(header[:], 0, 4) == 1 {
		mdat = 16
	}
	if string(header[4:8]) != "mdat" || body < mdat {
		return 0, fmt.Errorf("%w: media does not follow its index", errBox)
	}
	seen := bytesOf("traf", slices.Clone(traf))
	var heard []byte
	if len(list) > 0 {
		heard = soundTraf(soundTrak, list)
	}
	size := 8 + 16 + len(seen) + len(heard)
	if err := moveTraf(seen[8:], shift, int64(size)+8-(int64(len(moof))+mdat)); err != nil {
		return 0, err
	}
	if heard != nil {
		setSoundOffset(heard, uint32(int64(size)+8+body-mdat))
	}
	was := out.size
	out.addBytes(moofHead(size, number, 8+body-mdat+bytesIn(list), seen, heard))
	out.add(fromPictures, f.offset+int64(len(moof))+mdat, body-mdat)
	addPackets(out, list)
	return out.size - was, nil
}

// weaveSound puts a segment of sound alone into out. It gives how many bytes
// that made.
func weaveSound(out *spliced, track uint64, list []packet, number int) int64 {
	heard := soundTraf(track, list)
	size := 8 + 16 + len(heard)
	setSoundOffset(heard, uint32(size+8))
	was := out.size
	out.addBytes(moofHead(size, number, 8+bytesIn(list), heard))
	addPackets(out, list)
	return out.size - was
}

func bytesIn(list []packet) (n int64) {
	for _, p := range list {
		n += int64(p.size)
	}
	return n
}

func addPackets(out *spliced, list []packet) {
	for _, p := range list {
		if p.offset < 0 {
			out.addBytes(silentPacket)
		} else {
			out.add(fromSound, p.offset, int64(p.size))
		}
	}
}

// moofHead is a moof of that size with the header of the media after it.
func moofHead(size, number int, media int64, trafs ...[]byte) []byte {
	b := make([]byte, 0, size+8)
	b = binary.BigEndian.AppendUint32(b, uint32(size))
	b = append(b, "moof"...)
	b = binary.BigEndian.AppendUint32(b, 16)
	b = append(b, "mfhd\x00\x00\x00\x00"...)
	b = binary.BigEndian.AppendUint32(b, uint32(number+1))
	for _, traf := range trafs {
		b = append(b, traf...)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(media))
	return append(b, "mdat"...)
}

func bytesOf(kind string, content []byte) []byte {
	b := binary.BigEndian.AppendUint32(make([]byte, 0, 8+len(content)), uint32(8+len(content)))
	return append(append(b, kind...), content...)
}

// moveTraf moves the pictures' times by shift and where their media lies by
// off bytes, in place (ISO/IEC 14496-12, sections 8.8.12 and 8.8.8).
func moveTraf(traf []byte, shift, off int64) error {
	timed := false
	for kind, b := range boxes(traf) {
		switch kind {
		case "tfdt":
			if be(b, 0, 1) != 1 || len(b) < 12 {
				return fmt.Errorf("%w: tfdt of 32 bits", errBox)
			}
			binary.BigEndian.PutUint64(b[4:], uint64(int64(be(b, 4, 8))+shift))
			timed = true
		case "trun":
			if be(b, 1, 3)&1 == 0 || len(b) < 12 {
				return fmt.Errorf("%w: trun does not say where its media is", errBox)
			}
			binary.BigEndian.PutUint32(b[8:], uint32(int64(int32(be(b, 8, 4)))+off))
		}
	}
	if !timed {
		return fmt.Errorf("%w: traf without tfdt", errBox)
	}
	return nil
}

// soundTraf is the index of a run of packets; where they lie is set later, by
// setSoundOffset.
func soundTraf(track uint64, list []packet) []byte {
	even := !slices.ContainsFunc(list, func(p packet) bool { return p.ticks != aacTicks })
	var tfhd, tfdt, trun []byte
	tfhd = binary.BigEndian.AppendUint32(tfhd, 0x020028) // from the moof; each sample's duration; its flags
	tfhd = binary.BigEndian.AppendUint32(tfhd, uint32(track))
	tfhd = binary.BigEndian.AppendUint32(tfhd, aacTicks)
	tfhd = binary.BigEndian.AppendUint32(tfhd, 0x02000000) // depends on no other
	tfdt = binary.BigEndian.AppendUint32(tfdt, 1<<24)
	tfdt = binary.BigEndian.AppendUint64(tfdt, uint64(list[0].start))
	flags := uint32(0x201)
	if !even {
		flags |= 0x100
	}
	trun = binary.BigEndian.AppendUint32(trun, flags)
	trun = binary.BigEndian.AppendUint32(trun, uint32(len(list)))
	trun = binary.BigEndian.AppendUint32(trun, 0)
	for _, p := range list {
		if !even {
			trun = binary.BigEndian.AppendUint32(trun, uint32(p.ticks))
		}
		trun = binary.BigEndian.AppendUint32(trun, uint32(p.size))
	}
	return bytesOf("traf", slices.Concat(bytesOf("tfhd", tfhd), bytesOf("tfdt", tfdt), bytesOf("trun", trun)))
}

func setSoundOffset(traf []byte, offset uint32) {
	binary.BigEndian.PutUint32(box(traf[8:], "trun")[8:], offset)
}

// wovenHead joins the beginning of a file of pictures and that of a file of
// sound: two tracks, the pictures first. The pictures' own where there is no
// sound.
func wovenHead(pictures, sound []byte) ([]byte, error) {
	if sound == nil {
		return slices.Clone(pictures), nil
	}
	trak, trex := box(sound, "moov", "trak"), box(sound, "moov", "mvex", "trex")
	if trak == nil || len(trex) < 8 || box(pictures, "moov", "mvex") == nil {
		return nil, fmt.Errorf("%w: no track to be joined", errBox)
	}
	trak, trex = slices.Clone(trak), slices.Clone(trex)
	tkhd := box(trak, "tkhd")
	at := 12 // section 8.3.2; times of 32 bits
	if be(tkhd, 0, 1) == 1 {
		at = 20
	}
	if len(tkhd) < at+4 {
		return nil, fmt.Errorf("%w: tkhd", errBox)
	}
	binary.BigEndian.PutUint32(tkhd[at:], soundTrak)
	binary.BigEndian.PutUint32(trex[4:], soundTrak)
	var moov []byte
	for kind, content := range boxes(box(pictures, "moov")) {
		switch kind {
		case "mvhd":
			content = slices.Clone(content)
			if len(content) >= 100 {
				binary.BigEndian.PutUint32(content[len(content)-4:], soundTrak+1) // next track
			}
		case "mvex":
			moov = append(moov, bytesOf("trak", trak)...)
			content = append(slices.Clone(content), bytesOf("trex", trex)...)
		}
		moov = append(moov, bytesOf(kind, content)...)
	}
	var head []byte
	for kind, content := range boxes(pictures) {
		if kind == "moov" {
			content = moov
		}
		head = append(head, bytesOf(kind, content)...)
	}
	return head, nil
}

// readBox reads a whole box of that kind.
func readBox(r io.ReaderAt, at int64, kind string) ([]byte, error) {
	var h [8]byte
	if _, err := r.ReadAt(h[:], at); err != nil {
		return nil, err
	}
	size := int64(be(h[:], 0, 4))
	if string(h[4:]) != kind || size < 8 || size > 256<<20 {
		return nil, fmt.Errorf("%w: %s is not there", errBox, kind)
	}
	b := make([]byte, size)
	_, err := r.ReadAt(b, at)
	return b, err
}
