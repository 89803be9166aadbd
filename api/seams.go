package api

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"time"

	"fieldstory/story"
)

// Rows is what the API reads and changes. Everything that is read for a
// person takes their scope.
type Rows interface {
	AddStory(ctx context.Context, d *story.Dossier) (made bool, err error)
	ChangeStory(ctx context.Context, who story.Scope, id story.StoryID, change func(*story.Dossier) error) error
	ChangeStories(ctx context.Context, who story.Scope, ids []story.StoryID, change func(*story.Dossier) error) (refused map[story.StoryID]error, err error)
	Story(ctx context.Context, who story.Scope, id story.StoryID) (story.Sheet, error)
	Stories(ctx context.Context, who story.Scope, q story.Query) (list []story.Sheet, more bool, err error)
	Trail(ctx context.Context, who story.Scope, id story.StoryID) ([]story.Step, error)
	StoriesOfCamera(ctx context.Context, who story.Scope, author story.MemberID, camera story.Camera) ([]story.StoryID, error)
	Clip(ctx context.Context, who story.Scope, id story.ClipID) (story.Clip, story.Story, error)
	ClipsHere(ctx context.Context, who story.Scope, sha256 string) ([]story.AlreadyHere, error)
	ChangeClip(ctx context.Context, who story.Scope, id story.ClipID, change func(*story.Clip, *story.Story) (bool, error)) (story.Clip, error)
	Playlists(ctx context.Context, id story.ClipID) ([]story.Rendition, error)
	LiveRungs(ctx context.Context, id story.ClipID, rung string) ([]story.LiveRung, error)
	RemakeClips(ctx context.Context, under []string) (n int, err error)
	LivePart(ctx context.Context, id story.ClipID, run story.LiveID, rung string, number int) (story.ObjectName, error)
	Trash(ctx context.Context, who story.Scope, after story.TrashID, limit int) (list []story.TrashLine, more bool, err error)
	TrashLine(ctx context.Context, who story.Scope, id story.TrashID) (story.TrashLine, error)
	ChangeTrash(ctx context.Context, who story.Scope, id story.TrashID, change func(*story.Dossier, story.Trashed) error) error
	Published(ctx context.Context, slug string) (story.PublicStory, error)
	Publications(ctx context.Context, office string, limit int) (title string, list []story.PublicStory, err error)

	Office(ctx context.Context, id story.OfficeID) (story.Office, error)
	Room(ctx context.Context, id story.OfficeID) (story.Quota, error)
	Offices(ctx context.Context, who story.Scope, q story.OfficeQuery) (list []story.OfficeLine, more bool, err error)
	Moving(ctx context.Context, office, to story.OfficeID) (story.Move, error)
	MoveOffice(ctx context.Context, office, to story.OfficeID, decide func(story.Move) error) error
	ClosingOffice(ctx context.Context, id story.OfficeID) (story.Closing, error)
	CloseOffice(ctx context.Context, id story.OfficeID, decide func(story.Closing) error, move func(*story.Dossier, story.Path) error) error
	ReopenOffice(ctx context.Context, id story.OfficeID, decide func(o *story.Office, parent story.Office) error) (story.Office, error)
	AddOffice(ctx context.Context, o story.Office) (story.Office, error)
	ImportOffices(ctx context.Context, below story.OfficeID, apply bool, plan func(root story.Office, there []story.Office) (story.OfficeImport, error)) (story.OfficeImport, error)
	ChangeOffice(ctx context.Context, id story.OfficeID, change func(*story.Office) error) (story.Office, error)

	Member(ctx context.Context, id story.MemberID) (story.Member, error)
	Members(ctx context.Context, who story.Scope, q story.MemberQuery) (list []story.Granted, more bool, err error)
	HoldMember(ctx context.Context, who story.Scope, id story.MemberID) (whole story.Granted, err error)
	GiveRoles(ctx context.Context, who story.Scope, id story.MemberID, office story.OfficeID, roles []story.Role) error
	ChangeAccount(ctx context.Context, who story.Scope, id story.MemberID, what story.Deed, change func(*story.Granted) error) error
	ImportPeople(ctx context.Context, emails []string, apply bool, plan func(offices []story.Office, there map[string]story.Granted) story.PeopleImport) (story.PeopleImport, error)
	Enrol(ctx context.Context, m story.Member, grants []story.Grant) (story.Member, error)
	SaveMember(ctx context.Context, m story.Member) error
	UntieMember(ctx context.Context, who story.Scope, id story.MemberID) error
	Ties(ctx context.Context, who story.Scope) ([]story.Tie, story.Ways, error)
	GroupLoss(ctx context.Context, who story.Scope, id string) (story.GroupLoss, error)
	GroupRoles(ctx context.Context, who story.Scope) ([]story.GroupRole, error)
	AddGroupRole(ctx context.Context, who story.Scope, g story.GroupRole) (story.GroupRole, error)
	RemoveGroupRole(ctx context.Context, who story.Scope, id string) error
	CodesLeft(ctx context.Context, who story.Scope) (left int, made time.Time, err error)
	Passkeys(ctx context.Context, who story.Scope) ([]story.Passkey, error)
	RemovePasskey(ctx context.Context, who story.Scope, id string) error
	Tokens(ctx context.Context, who story.Scope) ([]story.Token, error)
	RevokeToken(ctx context.Context, who story.Scope, id string) error
	SignIns(ctx context.Context, who story.Scope, since time.Time) ([]story.SignIn, error)
	EndSignIn(ctx context.Context, who story.Scope, id story.SignInID) error

	ConsentRows
	KeepingRows

	// Listen calls ready once it hears, then hear for every change, until ctx
	// ends or the connection is lost.
	Listen(ctx context.Context, ready func(), hear func(story.Event)) error
}

// Door lets people in and out; it puts who is asking into the context.
type Door interface {
	Recognise(next http.Handler) http.Handler
	SignIn(ctx context.Context, email, password string) error
	SignOut(ctx context.Context) error
	SignOutElsewhere(ctx context.Context) error
	UseLink(ctx context.Context, secret string) error
	UseCode(ctx context.Context, email, code string) error
	NewCodes(ctx context.Context) (codes []string, err error)
	BeginPasskey(ctx context.Context, site string) (id string, options any, err error)
	FinishPasskey(ctx context.Context, site, id, name string, answer []byte) (story.Passkey, error)
	BeginPasskeySignIn(ctx context.Context, site string) (id string, options any, err error)
	UsePasskey(ctx context.Context, site, id string, answer []byte) error
	SingleName() string
	BeginSingle(ctx context.Context, back, next string) (to string, err error)
	FinishSingle(ctx context.Context, q url.Values) (next string, err error)
	Untie(ctx context.Context) error
	SetPassword(ctx context.Context, old, password string) error
	NewToken(ctx context.Context, id story.MemberID, t story.Token) (token string, err error)
	NewLink(ctx context.Context, id story.MemberID, lifetime time.Duration) (secret string, err error)
}

// Media reads stored objects.
type Media interface {
	Stat(ctx context.Context, name story.ObjectName) (size int64, err error)
	GetRange(ctx context.Context, name story.ObjectName, offset, length int64) (io.ReadCloser, error)
	// Where names an object so that an operator finds it.
	Where(name story.ObjectName) string
}
