// Package cage makes a caged tool of a process of ours: started under a name that nobody
// types, it gives up what its order says and executes the tool in its own place.
//
// It stands apart because tools are started one after another while somebody waits. Go
// initialises packages that import little before those that import much, and this one
// becomes the tool in its init, so the rest of the program never comes to life there:
// that takes 15 ms, with all of it 60. So it imports as little as it can, and leaves to
// whoever gives the order whatever can be prepared.
package cage

import (
	"errors"
	"strconv"
)

// Name is argv[0] of our own binary when it is to become a tool. No user can type it by
// accident: a program's caller sets argv[0], not its user.
const Name = "fieldstory-cage"

// Failed is the exit status of a cage that could not be built.
const Failed = 126

// Limits are the bounds of one process, held by the kernel.
type Limits struct {
	CPU    int64 // seconds over all threads
	Memory int64 // bytes of address space
	Output int64 // bytes of any one file
	Files  int64 // open at once
	Nice   int64 // 0 to 19, see nice(2)
}

// Order is what the process gives up, and what it becomes.
type Order struct {
	Program string
	Args    []string // of the program, without its name
	Limits  Limits
	// Ruleset is the open file of the Landlock ruleset that holds it; 0 = none.
	Ruleset int
	// Filter is the seccomp program that its calls meet; nil = none.
	Filter []Instruction
}

// Instruction is one of a seccomp filter, struct sock_filter of linux/filter.h.
type Instruction struct {
	Code   uint16
	Jt, Jf uint8
	K      uint32
}

const words = 4 // of Argv before the program's arguments

// Argv is what the process is started with.
func (o Order) Argv() []string {
	l := o.Limits
	numbers := []int64{l.CPU, l.Memory, l.Output, l.Files, l.Nice, int64(o.Ruleset)}
	filter := make([]int64, 0, 4*len(o.Filter))
	for _, i := range o.Filter {
		filter = append(filter, int64(i.Code), int64(i.Jt), int64(i.Jf), int64(i.K))
	}
	return append([]string{Name, written(numbers), written(filter), o.Program}, o.Args...)
}

// orderOf reads what Argv wrote.
func orderOf(argv []string) (o Order, err error) {
	if len(argv) < words {
		return o, errors.New("no order")
	}
	numbers, err := read(argv[1])
	if err != nil || len(numbers) != 6 {
		return o, errors.New("limits that cannot be read: " + argv[1])
	}
	filter, err := read(argv[2])
	if err != nil || len(filter)%4 != 0 {
		return o, errors.New("a filter that cannot be read: " + argv[2])
	}
	o = Order{Program: argv[3], Args: argv[words:], Limits: Limits{numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]}, Ruleset: int(numbers[5])}
	for ; len(filter) > 0; filter = filter[4:] {
		o.Filter = append(o.Filter, Instruction{uint16(filter[0]), uint8(filter[1]), uint8(filter[2]), uint32(filter[3])})
	}
	return o, nil
}

func written(numbers []int64) string {
	var b []byte
	for i, n := range numbers {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, n, 10)
	}
	return string(b)
}

func read(s string) (numbers []int64, err error) {
	for from, to := 0, 0; to < len(s); from = to + 1 {
		for to = from; to < len(s) && s[to] != ' '; to++ {
		}
		n, err := strconv.ParseInt(s[from:to], 10, 64)
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}
