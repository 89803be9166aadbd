package story

import (
	"slices"
	"strings"
	"time"
)

// Deeds of single sign-on, as the audit log names them.
const (
	DeedMemberJoined   Deed = "member.joined"      // came in by single sign-on for the first time, and was made
	DeedMemberTied     Deed = "member.tied"        // single sign-on and an account that was there found each other
	DeedMemberUntied   Deed = "member.untied"      // and were parted, by an administrator or by themselves
	DeedMemberHanded   Deed = "member.handed_on"   // then it was found by somebody else there: what the one before came in with has ended
	DeedGroupsChanged  Deed = "member.groups"      // details: roles at the office that groups give, joined by spaces
	DeedGroupRoleMade  Deed = "group_role.added"   // details: group, role
	DeedGroupRoleEnded Deed = "group_role.removed" // likewise
)

const (
	longestGroup   = 200
	mostGroups     = 1000
	longestSubject = 255 // OpenID Connect Core 1.0, section 2, sub
)

// SingleLasts is how long somebody may take at the provider.
const SingleLasts = 15 * time.Minute

// Identity is what single sign-on says of somebody.
type Identity struct {
	Issuer   string // https address
	Subject  string // never given to anybody else there; at most 255 characters
	Email    string
	Verified bool // the provider says that the address is theirs
	Name     string
	Groups   []string
}

// Check refuses an identity that nobody can be known by, and tidies it up. An
// address that was not verified there could be anybody's: it neither opens an
// account nor takes the place of one that is made later.
func (i *Identity) Check() error {
	if i.Subject == "" || len(i.Subject) > longestSubject {
		return Refuse(FaultDependency, "single_refused", "The single sign-on did not say who you are. Tell your administrator.")
	}
	email, err := ParseEmail(i.Email)
	if err != nil || !i.Verified {
		return Refuse(FaultPermission, "single_unverified", "The single sign-on does not know yet that your e-mail address is yours. Confirm the address there, then try again.")
	}
	i.Email = email
	i.Name = strings.Join(strings.Fields(i.Name), " ")
	if i.Name == "" {
		i.Name, _, _ = strings.Cut(email, "@")
	}
	if long := []rune(i.Name); len(long) > 120 {
		i.Name = string(long[:120])
	}
	groups := slices.DeleteFunc(slices.Clone(i.Groups), func(g string) bool { return g == "" || len([]rune(g)) > longestGroup })
	slices.Sort(groups)
	groups = slices.Compact(groups)
	i.Groups = groups[:min(len(groups), mostGroups)]
	return nil
}

// MayArrive refuses a suspended member. Whoever comes from single sign-on has
// shown who they are, so they may be told.
func (m Member) MayArrive() error {
	if m.Suspended {
		return Refuse(FaultPermission, "single_suspended", "Your account is suspended. Ask your administrator to let you in again.")
	}
	return nil
}

// Tie refuses to let somebody have an account that is another person's there:
// addresses are given on to whoever comes next, subjects are not.
func (m Member) Tie(tied bool) error {
	if tied {
		return Refuse(FaultPermission, "single_other", "An account with your e-mail address belongs to somebody else in the single sign-on. Ask your administrator to part them.")
	}
	return m.MayArrive()
}

// HandedOn tells whether an account that was parted from single sign-on is found
// by somebody else there: parted is the subject that it had, "" = none. Whatever
// the one before made to come in with then opens what is another person's.
func (i Identity) HandedOn(parted string) bool { return parted != "" && parted != i.Subject }

// GroupRole gives whoever is in a group of single sign-on a role at an office
// and everything below it.
type GroupRole struct {
	ID        string
	Group     string // exactly as the provider says it
	At        Grant
	CreatedAt time.Time
	People    int // in the group when they last came in; filled when lists are read
}

// NewGroupRole checks that the person may say what a group does at an office.
func NewGroupRole(who Scope, group string, at Office, role Role, now time.Time) (GroupRole, error) {
	g := GroupRole{ID: NewID[string](now), Group: strings.TrimSpace(group), CreatedAt: now, At: Grant{Office: at.ID, Path: at.Path, Name: at.Name, Role: role}}
	if _, err := GiveRoles(who, at, []Role{role}); err != nil {
		return g, err
	}
	if n := len([]rune(g.Group)); n == 0 || n > longestGroup {
		return g, Invalid("group_name", "Write the group's name as the single sign-on has it, in 1 to %d characters.", longestGroup)
	}
	return g, nil
}

// Remove checks that the person may end what a group does.
func (g GroupRole) Remove(who Scope) error {
	if !who.May(ActAdminister, g.At.Path) {
		return NotFound()
	}
	return nil
}

// Regroup tells which roles end and which begin, so that the roles held by
// groups are exactly those said. alone: nobody else administers headquarters,
// and this does not end by what another system says, or nobody could mend it.
func Regroup(held, said []Grant, alone bool) (ended, begun []Grant) {
	in := func(list []Grant, g Grant) bool {
		return slices.ContainsFunc(list, func(o Grant) bool { return o.Office == g.Office && o.Role == g.Role })
	}
	for _, g := range held {
		keep := alone && g.Role == Admin && g.Path.Depth() == 1
		if !in(said, g) && !keep {
			ended = append(ended, g)
		}
	}
	for _, g := range said {
		if !in(held, g) {
			begun = append(begun, g)
		}
	}
	return ended, begun
}

// ReturnPath is the page to go on to after signing in: a path of our own, else
// "/". Browsers read a backslash as a slash and skip tabs and line ends, so
// that what looks like a path may be somebody else's address.
func ReturnPath(asked string) string {
	bad := func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f }
	if !strings.HasPrefix(asked, "/") || strings.HasPrefix(asked, "//") || strings.ContainsFunc(asked, bad) || len(asked) > 2000 {
		return "/"
	}
	return asked
}
