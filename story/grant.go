package story

import "slices"

// Deeds about people, as the audit log names them.
const (
	DeedMemberInvited   Deed = "member.invited"
	DeedGrantsChanged   Deed = "member.grants" // details: roles at the office, joined by spaces
	DeedMemberSuspended Deed = "member.suspended"
	DeedMemberRestored  Deed = "member.restored"
	DeedLinkMade        Deed = "member.link" // a one-time link was handed over
)

// MemberQuery says which people a list shows. Zero fields do not filter.
type MemberQuery struct {
	Words  string   // in name or address, without accents or capitals
	Office OfficeID // with a role there or below
	Role   Role     // or NoRole
	After  MemberCursor
	Limit  int // 1 to 200, 0 = 50
}

// NoRole asks a [MemberQuery] for people who hold no role anywhere.
const NoRole Role = "none"

// MemberCursor is a place in a list of people. The zero one is the beginning.
type MemberCursor struct {
	Name string
	ID   MemberID
}

// GiveRoles checks that the person may say which roles somebody holds at an
// office, and puts the roles in order. No roles = none any more.
func GiveRoles(who Scope, at Office, roles []Role) ([]Role, error) {
	if !who.May(ActAdminister, at.Path) {
		return nil, Forbidden("Only an administrator of %s can give roles there.", at.Name)
	}
	var list []Role
	for _, known := range Roles() {
		for _, r := range roles {
			if !r.Valid() {
				return nil, unknownRole()
			}
			if r == known {
				list = append(list, r)
				break
			}
		}
	}
	return list, nil
}

// Knows tells whether the person learns of a member at all: they administer an
// office where the member holds a role. Who holds none, as when single sign-on
// names no group that gives one, is at no office: those who administer
// everything know of them, or nobody could help them.
func (s Scope) Knows(m Granted) bool {
	if len(m.Grants) == 0 {
		return s.RunsAll()
	}
	return slices.ContainsFunc(m.Grants, func(g Grant) bool { return s.May(ActAdminister, g.Path) })
}

// MayHold tells whether the person may act on the whole account of a member:
// suspend it, or hand out a new way in. They must administer every office
// where the member holds a role, and every one that a story of theirs is from, or
// they would gain what is not theirs to give: authors see their stories whatever
// became of their roles, and anybody can be given a role by whoever knows their
// address.
func (s Scope) MayHold(m Granted) error {
	if !s.Knows(m) {
		return NotFound()
	}
	for _, g := range m.Grants {
		if !s.May(ActAdminister, g.Path) {
			return Forbidden("%s also holds a role at an office that you do not administer. An administrator of both can do this.", m.Name)
		}
	}
	for _, p := range m.Wrote {
		if !s.May(ActAdminister, p) {
			return Forbidden("%s also has stories from an office that you do not administer. An administrator of both can do this.", m.Name)
		}
	}
	return nil
}

// Suspend stops a member from coming in; their stories, grants and trails stay.
func (m *Granted) Suspend(who Scope) error {
	if err := who.MayHold(*m); err != nil {
		return err
	}
	if m.ID == who.Member {
		return Conflict("suspend_self", "You cannot suspend yourself. Another administrator can.")
	}
	m.Suspended = true
	return nil
}

// Restore lets a suspended member in again.
func (m *Granted) Restore(who Scope) error {
	if err := who.MayHold(*m); err != nil {
		return err
	}
	m.Suspended = false
	return nil
}

// NeedsAdmin refuses a change after which nobody could administer the whole
// organisation any more. left is how many administrators headquarters keeps.
func NeedsAdmin(left int) error {
	if left < 1 {
		return Conflict("last_admin", "This is the last administrator of the whole organisation. Make somebody else administrator of headquarters first.")
	}
	return nil
}
