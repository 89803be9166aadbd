package push

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// An AVCHD camera writes transport streams, and a new file whenever the file
// system's limit nears. Such files put one after the other are the recording,
// byte for byte; files of different recordings put so are a broken clip. So
// files are joined only where the streams themselves go on, clock and packet
// counters alike, and something else says so too.

func isStream(f file) bool {
	ext := strings.ToLower(filepath.Ext(f.path))
	return ext == ".mts" || ext == ".m2ts"
}

// joinStreams makes takes of the streams of one folder.
func joinStreams(dir string, files []file) (list []*take) {
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.path, b.path) })
	seamless := playlists(filepath.Join(filepath.Dir(dir), "PLAYLIST"))
	var run []*take // parts in order of which it is not certain that they join
	flush := func() {
		inOrder(run)
		run = nil
	}
	for i, f := range files {
		if i > 0 && follows(files[i-1], f) {
			before := files[i-1]
			how := seamless[[2]string{stemOf(before), stemOf(f)}]
			full := atLimit(before.size)
			s := seamOf(before, f)
			if s.clock && (s.counters || full || how != 0) || s.clockless && s.counters && how == oneClock {
				t := list[len(list)-1]
				t.pieces = append(t.pieces, f)
				continue
			}
			// "Seamless" in a playlist may only mean that a player need not
			// stop; with a common clock it means one recording.
			if !full && how != oneClock {
				flush()
			}
		} else {
			flush()
		}
		t := &take{pieces: []file{f}, name: f.name()}
		list, run = append(list, t), append(run, t)
	}
	flush()
	return list
}

func stemOf(f file) string {
	return strings.ToLower(strings.TrimSuffix(f.name(), filepath.Ext(f.path)))
}

// follows tells whether b's number is the one after a's.
func follows(a, b file) bool {
	i, err1 := strconv.Atoi(stemOf(a))
	j, err2 := strconv.Atoi(stemOf(b))
	return err1 == nil && err2 == nil && j == i+1
}

// The playlist's word for how an item follows the one before
// (connection_condition, as libbluray reads it, bdnav/mpls_parse.c).
const (
	cleanBreak = 5
	oneClock   = 6
)

// playlists reads which streams follow which without a break: pairs of stems
// with their connection condition. A folder that is missing or strange says
// nothing.
func playlists(dir string) map[[2]string]int {
	out := map[[2]string]int{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return out
	}
	for _, e := range entries {
		if ext := strings.ToLower(filepath.Ext(e.Name())); ext == ".mpl" || ext == ".mpls" {
			readPlaylist(head(filepath.Join(dir, e.Name())), out)
		}
	}
	return out
}

func readPlaylist(raw []byte, out map[[2]string]int) {
	if len(raw) < 40 || string(raw[:4]) != "MPLS" {
		return
	}
	at := int(binary.BigEndian.Uint32(raw[8:]))
	if at < 0 || at+10 > len(raw) {
		return
	}
	items, last := int(binary.BigEndian.Uint16(raw[at+6:])), ""
	for at += 10; items > 0; items-- {
		if at+13 > len(raw) {
			return
		}
		length := int(binary.BigEndian.Uint16(raw[at:]))
		name, how := strings.ToLower(string(raw[at+2:at+7])), int(raw[at+12]&15)
		if last != "" && (how == cleanBreak || how == oneClock) {
			out[[2]string{last, name}] = how
		}
		last, at = name, at+2+length
	}
}

// seam is how one stream goes over into the next.
type seam struct {
	clock     bool // the programme clock goes on
	clockless bool // a piece of less than a tenth of a second, without a clock, as a card that is full may end in
	counters  bool // every stream's packet counter goes on
}

// How much of each side is read: at AVCHD's slowest 5 Mbit/s more than a
// second, and a clock comes every tenth of one.
const seamSide = 1 << 20

// seamOf reads the end of a and the beginning of b as one stream. What cannot
// be read is no proof of anything; sending will tell.
func seamOf(a, b file) seam {
	size, skip := 0, 0 // AVCHD has four bytes of arrival time before each packet
	switch front := readSome(a.path, 0, 5*192); {
	case synced(front, 4, 192):
		size, skip = 192, 4
	case synced(front, 0, 188):
		size = 188
	default:
		return seam{}
	}
	from := max(0, a.size-seamSide) / int64(size) * int64(size)
	tail := readSome(a.path, from, int(a.size-from))
	return readSeam(append(tail, readSome(b.path, 0, int(min(seamSide, b.size)))...), len(tail), size, skip)
}

func synced(raw []byte, skip, size int) bool {
	n := 0
	for at := skip; at < len(raw); at, n = at+size, n+1 {
		if raw[at] != 0x47 {
			return false
		}
	}
	return n >= 3
}

func readSome(path string, from int64, n int) []byte {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	raw := make([]byte, n)
	n, err = f.ReadAt(raw, from)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	return raw[:n]
}

// readSeam walks the packets of both sides (ISO/IEC 13818-1, 2.4.3). border is
// where the second file begins; a file may end inside a packet.
func readSeam(raw []byte, border, size, skip int) (s seam) {
	const second, wrap = 90_000, int64(1) << 33
	last, first := map[int]byte{}, map[int]byte{} // packet counters by PID
	var before, after int64 = -1, -1
	for at := 0; at+size <= len(raw); at += size {
		p := raw[at+skip : at+size]
		if p[0] != 0x47 {
			return seam{}
		}
		pid, control, count := int(p[1]&0x1f)<<8|int(p[2]), p[3]>>4&3, p[3]&15
		if control&2 != 0 && p[4] >= 7 && p[5]&0x10 != 0 {
			pcr := int64(p[6])<<25 | int64(p[7])<<17 | int64(p[8])<<9 | int64(p[9])<<1 | int64(p[10]>>7)
			if at < border {
				before = pcr
			} else if after < 0 {
				after = pcr
			}
		}
		if control&1 == 0 || pid == 0x1fff {
			continue // counters count payloads
		}
		if at < border {
			last[pid] = count
		} else if _, ok := first[pid]; !ok {
			first[pid] = count
		}
	}
	if before >= 0 && after >= 0 {
		gap := (after - before + wrap) % wrap
		s.clock = gap < second/2
	} else {
		s.clockless = true
	}
	both := 0
	s.counters = true
	for pid, n := range first {
		if m, ok := last[pid]; ok {
			both++
			s.counters = s.counters && n == (m+1)&15
		}
	}
	s.counters = s.counters && both >= 2
	return s
}
