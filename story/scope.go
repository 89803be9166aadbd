package story

import "context"

// Scope is who is asking and what they may reach. Every query that reads
// stories, clips, files or events takes one; nowhere else is it decided who
// may see what. The zero Scope reaches nothing.
type Scope struct {
	Member MemberID
	Name   string
	Grants []Grant
	Token  TokenReach // through which token; "" = none
	SignIn SignInID   // in which session; "" = with a token
}

// Actor is the person behind the scope, as the trail names them.
func (s Scope) Actor() Actor { return Actor{ID: s.Member, Name: s.Name} }

// Action is something that a role may or may not do at an office.
type Action string

const (
	ActSee        Action = "see"        // stories that were submitted
	ActContribute Action = "contribute" // make a story at an office
	ActCurate     Action = "curate"     // raise, pull, return, keep, decline, edit
	ActPublish    Action = "publish"    // clear, publish, withdraw
	ActCustody    Action = "custody"    // open restricted originals
	ActAdminister Action = "administer" // offices, people, drafts of others
)

// allowed is the whole table of roles and actions.
var allowed = map[Role]map[Action]bool{
	Viewer:      {ActSee: true},
	Contributor: {ActContribute: true},
	Editor:      {ActSee: true, ActContribute: true, ActCurate: true},
	Publisher:   {ActSee: true, ActPublish: true},
	Custodian:   {ActSee: true, ActCustody: true},
	Admin:       {ActSee: true, ActContribute: true, ActCurate: true, ActPublish: true, ActAdminister: true},
}

// RolesFor lists the roles that an action is allowed to.
func RolesFor(a Action) (list []Role) {
	for _, r := range Roles() {
		if allowed[r][a] {
			list = append(list, r)
		}
	}
	return list
}

// May tells whether the scope holds a grant for the action at the office or
// at any office above it.
func (s Scope) May(a Action, at Path) bool {
	for _, g := range s.Grants {
		if allowed[g.Role][a] && g.Path.Contains(at) {
			return true
		}
	}
	return false
}

// RunsAll tells whether the person administers headquarters, and with it
// everything: what concerns the whole system is theirs.
func (s Scope) RunsAll() bool {
	for _, g := range s.Grants {
		if allowed[g.Role][ActAdminister] && g.Path.Depth() == 1 {
			return true
		}
	}
	return false
}

// Reach lists the offices whose subtree the action reaches: what SQL needs to
// filter rows. It may name an office and one below it; that is harmless.
func (s Scope) Reach(a Action) []string {
	paths := []string{}
	for _, g := range s.Grants {
		if allowed[g.Role][a] {
			paths = append(paths, string(g.Path))
		}
	}
	return paths
}

// Sees tells whether the person may see the story at all. Authors see their
// own. Others see a story once it was submitted, when it comes from an office
// within their reach or stands there; drafts stay their author's (and an
// administrator's). What lies in the trash nobody sees but there, see
// [Scope.SeesTrash].
//
// storage/postgres says the same in SQL, in one place, and a test holds the
// two together.
func (s Scope) Sees(st *Story) bool {
	if s.Member == "" || st.Trashed {
		return false
	}
	if st.Author.ID == s.Member {
		return true
	}
	if st.Stage == Draft {
		return s.May(ActAdminister, st.OfficePath)
	}
	return s.May(ActSee, st.OfficePath) || s.May(ActSee, st.StandsPath)
}

// Home is the office a new story belongs to when none is named: the deepest
// office where the person may contribute, the first of them by path.
func (s Scope) Home() (OfficeID, bool) {
	home := s.deepest(func(r Role) bool { return allowed[r][ActContribute] })
	return home.Office, home.Office != ""
}

// Seat is the office whose day is the person's: their home, or where they
// contribute nowhere the deepest office where they hold any role; "" = none.
func (s Scope) Seat() OfficeID {
	if home, ok := s.Home(); ok {
		return home
	}
	return s.deepest(Role.Valid).Office
}

// deepest is the deepest grant of such a role, the first of them by path.
func (s Scope) deepest(such func(Role) bool) (found Grant) {
	for _, g := range s.Grants {
		if !such(g.Role) {
			continue
		}
		deeper := g.Path.Depth() > found.Path.Depth()
		if found.Office == "" || deeper || g.Path.Depth() == found.Path.Depth() && g.Path < found.Path {
			found = g
		}
	}
	return found
}

// scopeKey is where a request's context carries who is asking.
type scopeKey struct{}

// WithScope returns a context that carries who is asking.
func WithScope(ctx context.Context, who Scope) context.Context {
	return context.WithValue(ctx, scopeKey{}, who)
}

// ScopeOf tells who is asking. Nobody signed in: the zero Scope, which reaches
// nothing, and false.
func ScopeOf(ctx context.Context) (Scope, bool) {
	who, ok := ctx.Value(scopeKey{}).(Scope)
	return who, ok && who.Member != ""
}
