package cage

import (
	"reflect"
	"testing"
)

func TestOrderIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, o := range []Order{
		{Program: "/usr/bin/ffmpeg", Args: []string{}, Limits: Limits{1, 1 << 46, 3, 4, 19}},
		{Program: "/opt/with space/ffprobe", Args: []string{"-v", "", "a b", "-"}, Ruleset: 5, Filter: []Instruction{{0x20, 0, 0, 4}, {0x15, 255, 1, 0xffffffff}}},
	} {
		got, err := orderOf(o.Argv())
		if err != nil || !reflect.DeepEqual(got, o) {
			t.Errorf("%+v was read as %+v, %v", o, got, err)
		}
	}
	for _, argv := range [][]string{{Name}, {Name, "1 2 3 4 5 6", ""}, {Name, "1 2 3 4 5", "", "x"}, {Name, "1 2 3 4 5 x", "", "x"}, {Name, "1 2 3 4 5 6", "1 2 3", "x"}} {
		if o, err := orderOf(argv); err == nil {
			t.Errorf("%q was read as %+v", argv, o)
		}
	}
}
