package story

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// maxDepth is how many offices can stand above each other: more than any
// organisation has, and few enough for every path to fit into an index.
const maxDepth = 40

// Move is what moving an office with everything below it would change. Grants
// stay where they are and reach what is below them, so who sees what changes
// with the tree: that is said before it happens.
type Move struct {
	Office  Office
	To      Office  // the office it would belong to
	Offices int     // that move, itself among them
	Depth   int     // levels of the subtree, 1 = the office alone
	Stories int     // that come from there or stand there
	Gains   []Sight // who would come to see them
	Loses   []Sight // who would no longer
}

// Sight is people who see what is below an office because of a role there.
type Sight struct {
	Office OfficeID
	Name   string // the office's
	Role   Role
	People int
}

// Check refuses a move that the tree does not allow.
func (m Move) Check(who Scope) error {
	o, to := m.Office, m.To
	if o.Parent == "" {
		return Conflict("move_root", "%s is the top of the organisation and cannot be moved.", o.Name)
	}
	if !who.May(ActAdminister, o.Path.Above()) || !who.May(ActAdminister, to.Path) {
		return Forbidden("To move %s you administer both the office above it and the one it moves to.", o.Name)
	}
	if o.Path.Contains(to.Path) {
		return Conflict("move_inside", "%s cannot be moved below itself.", o.Name)
	}
	if o.Parent == to.ID {
		return Conflict("move_same", "%s belongs to %s already.", o.Name, to.Name)
	}
	if to.Closed {
		return AboveClosed(to)
	}
	return depthFits(to.Path.Depth() + m.Depth)
}

func depthFits(depth int) error {
	if depth > maxDepth {
		return Conflict("too_deep", "The tree of offices can be %d levels deep. Choose an office higher up.", maxDepth)
	}
	return nil
}

// Seal is a name for exactly what the move would change. Whoever confirms a
// move gives back the seal that they were shown, so that what is carried out
// is what they read.
func (m Move) Seal() string {
	var b strings.Builder
	fmt.Fprintln(&b, m.Office.ID, m.Office.Path, m.To.ID, m.To.Path)
	for _, list := range [][]Sight{m.Gains, m.Loses} {
		list = slices.Clone(list)
		slices.SortFunc(list, func(a, b Sight) int {
			return strings.Compare(string(a.Office+"/")+string(a.Role), string(b.Office+"/")+string(b.Role))
		})
		for _, s := range list {
			fmt.Fprint(&b, s.Office, s.Role, s.People, " ")
		}
		fmt.Fprintln(&b)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:8])
}

// Path is where the office would lie.
func (m Move) Path() Path { return m.To.Path + "." + Path(PathLabel(m.Office.ID)) }

// Confirm refuses a seal that is not of this move: something has changed since
// the person read what it does.
func (m Move) Confirm(seal string) error {
	if seal != m.Seal() {
		return Conflict("move_changed", "Something has changed since you looked: who would see what is different now. Look at it again and confirm.")
	}
	return nil
}
