package api

import (
	"context"
	"io/fs"
	"log/slog"
	"math"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"fieldstory/story"
)

// Config is what the API is built with.
type Config struct {
	Rows      Rows
	Door      Door
	Media     Media
	Uploads   Inlet        // tus; serves everything below /api/v1/uploads
	App       http.Handler // the web app: whatever no other route answers
	Pages     fs.FS        // templates of the public pages
	Metrics   http.Handler
	Queue     http.Handler                // the queue's own page, below QueueRoot; nil = none
	Ready     func(context.Context) error // nil while everything behind answers
	Proxies   []netip.Prefix              // in front of this server, whose word for a client's address is believed
	PublicURL string                      // scheme and host that people use, without a slash at the end; "" = as asked
	Log       *slog.Logger
	Now       func() time.Time

	PrivateWebhooks bool // webhooks may be in one's own network, and without https
}

// Inlet takes files in. InTurn comes before anybody is recognised, for
// requests about one upload are served in the order they came in.
type Inlet interface {
	http.Handler
	InTurn(next http.Handler) http.Handler
}

// API serves HTTP. Run must go on beside it for live events.
type API struct {
	Config
	hub   *hub
	pages *pages
}

// New builds the API. It fails when the public pages' templates do not parse.
func New(c Config) (*API, error) {
	p, err := parsePages(c.Pages)
	if err != nil {
		return nil, err
	}
	return &API{Config: c, hub: newHub(), pages: p}, nil
}

// Run carries changes from the rows to open pages until ctx ends, and then ends
// their streams, so that a server that shuts down need not wait for them. It
// may be called once.
func (a *API) Run(ctx context.Context) { a.hub.run(ctx, a.Rows, a.Log) }

// Handler is every route there is.
func (a *API) Handler() http.Handler {
	r := chi.NewRouter()
	// Whatever answers GET answers HEAD too: RFC 9110, section 9.1.
	r.Use(middleware.RequestID, a.origin, a.logged, a.recovered, a.secured, a.legible, middleware.GetHead)
	r.Get("/healthz", a.healthz)
	r.Get("/readyz", a.readyz)
	r.Handle("/metrics", a.Metrics)

	r.Get("/s/{slug}", a.publicStory)
	r.Get("/s/{slug}/{video}.jpg", a.publicPoster)
	r.Get("/s/{slug}/{video}.mp4", a.publicVideo)
	r.Get("/embed/{slug}", a.embed)
	r.Get("/oembed", a.oembed)
	r.Get("/feeds/{office}.{form}", a.feed)
	r.Group(a.withdrawals)
	r.Group(a.unsubscriptions)

	r.Group(func(r chi.Router) {
		r.Use(a.Uploads.InTurn, a.Door.Recognise, a.sameSite, a.readsOnly)
		r.Handle("/api/v1/uploads", a.Uploads)
		r.Handle("/api/v1/uploads/*", a.Uploads)
	})
	r.Group(func(r chi.Router) {
		r.Use(a.Door.Recognise, a.sameSite, a.readsOnly)
		r.Get("/sign-in/single", a.beginSingle)
		r.Get(singleDone, a.finishSingle)
		r.Get("/sign-in/{secret}", a.useLink)
		r.Post("/sign-in/{secret}", a.spendLink)
		r.Get("/api/v1/events", a.events)
		r.Get("/api/v1/clips/{id}/hls/master.m3u8", a.masterPlaylist)
		r.Get("/api/v1/clips/{id}/hls/{rung}.m3u8", a.mediaPlaylist)
		r.Get("/api/v1/clips/{id}/renditions/{rung}.mp4", a.rendition)
		r.Get("/api/v1/clips/{id}/poster.jpg", a.poster)
		r.Get("/api/v1/clips/{id}/sprites.jpg", a.sprites)
		r.Get("/api/v1/clips/{id}/waveform.dat", a.waveform)
		r.Get("/api/v1/clips/{id}/original", a.original)
		r.Get("/api/v1/clips/{id}/receipt", a.receipt)
		r.Handle(QueueRoot, http.HandlerFunc(a.queue))
		r.Handle(QueueRoot+"/*", http.HandlerFunc(a.queue))
		r.Get("/api/v1/people/{person}/files/{file}", a.consentFile)
		r.Get("/api/v1/audit.csv", a.exportAudit)
		r.Get("/api/v1/audit.jsonl", a.exportAudit)
		a.operations(r)
		r.NotFound(a.otherwise)
	})
	return r
}

// operations are the typed ones: what the OpenAPI document lists.
func (a *API) operations(r chi.Router) {
	h := humachi.New(r, document())
	op(a, h, "sign-in", http.MethodPost, "/session", "Sign in with address and password", a.signIn)
	op(a, h, "sign-out", http.MethodDelete, "/session", "Sign out", a.signOut)
	op(a, h, "sign-in-ways", http.MethodGet, "/session", "How people sign in here", a.signInWays)
	op(a, h, "sign-in-code", http.MethodPost, "/session/code", "Sign in with address and a recovery code", a.signInCode)
	op(a, h, "begin-sign-in-passkey", http.MethodPost, "/session/passkey/begin", "A challenge for whoever has a passkey", a.beginPasskeySignIn)
	op(a, h, "sign-in-passkey", http.MethodPost, "/session/passkey", "Sign in with a passkey, without a name", a.signInPasskey)
	op(a, h, "me", http.MethodGet, "/me", "Who is signed in, and their grants", a.me)
	op(a, h, "change-me", http.MethodPatch, "/me", "Change one's own name, language or password", a.changeMe)
	op(a, h, "get-mail", http.MethodGet, "/me/mail", "When the caller is told by mail", a.getMail)
	op(a, h, "change-mail", http.MethodPatch, "/me/mail", "Choose when to be told by mail", a.changeMail)
	op(a, h, "list-tokens", http.MethodGet, "/tokens", "One's own API tokens", a.listTokens)
	op(a, h, "add-token", http.MethodPost, "/tokens", "Make an API token; it is shown this once", a.addToken)
	op(a, h, "recovery-codes", http.MethodGet, "/recovery-codes", "How many recovery codes one has", a.recoveryCodes)
	op(a, h, "make-recovery-codes", http.MethodPost, "/recovery-codes", "Make ten new recovery codes; they are shown this once", a.makeCodes)
	op(a, h, "list-passkeys", http.MethodGet, "/passkeys", "One's own passkeys, the newest first", a.listPasskeys)
	op(a, h, "begin-passkey", http.MethodPost, "/passkeys/begin", "What the browser makes a passkey with", a.beginPasskey)
	op(a, h, "add-passkey", http.MethodPost, "/passkeys", "Save the passkey that the browser made", a.addPasskey)
	op(a, h, "remove-passkey", http.MethodDelete, "/passkeys/{id}", "End one of one's own passkeys, at once", a.removePasskey)
	op(a, h, "list-sessions", http.MethodGet, "/sessions", "Where one is signed in", a.listSessions)
	op(a, h, "end-session", http.MethodDelete, "/sessions/{id}", "Sign out elsewhere", a.endSession)
	op(a, h, "end-sessions", http.MethodDelete, "/sessions", "Sign out everywhere but here", a.endSessions)
	op(a, h, "revoke-token", http.MethodDelete, "/tokens/{id}", "End one of one's own API tokens, at once", a.revokeToken)
	op(a, h, "list-offices", http.MethodGet, "/offices", "The offices within reach and those above, the highest first", a.listOffices)
	op(a, h, "get-office", http.MethodGet, "/offices/{id}", "One office", a.getOffice)
	op(a, h, "add-office", http.MethodPost, "/offices", "Add an office below another", a.addOffice)
	op(a, h, "change-office", http.MethodPatch, "/offices/{id}", "Change an office: its name, level, calendar or room", a.changeOffice)
	op(a, h, "office-room", http.MethodGet, "/offices/{id}/room", "How much an office may keep, and how much it does", a.officeRoom)
	op(a, h, "look-move-office", http.MethodGet, "/offices/{id}/move", "What moving an office would change, and for whom", a.lookMove)
	op(a, h, "move-office", http.MethodPost, "/offices/{id}/move", "Move an office with everything below it", a.moveOffice)
	op(a, h, "look-close-office", http.MethodGet, "/offices/{id}/close", "What closing an office would end", a.lookClose)
	op(a, h, "close-office", http.MethodPost, "/offices/{id}/close", "Close an office with everything below it; nothing is lost", a.closeOffice)
	op(a, h, "import-offices", http.MethodPost, "/offices/{id}/import", "What a CSV file adds below an office; all of it or nothing", a.importOffices)
	op(a, h, "reopen-office", http.MethodPost, "/offices/{id}/reopen", "Let a closed office take stories again", a.reopenOffice)
	op(a, h, "list-members", http.MethodGet, "/members", "The people one administers", a.listMembers)
	op(a, h, "invite-member", http.MethodPost, "/members", "Invite a person; answers a one-time link to hand over", a.inviteMember)
	op(a, h, "import-people", http.MethodPost, "/members/import", "What a CSV file of people does; all of it or nothing", a.importPeople)
	op(a, h, "get-member", http.MethodGet, "/members/{id}", "One person, with the roles that the caller administers", a.getMember)
	op(a, h, "give-roles", http.MethodPut, "/members/{id}/roles/{office}", "Say which roles a person holds at an office; none takes them all away", a.giveRoles)
	op(a, h, "suspend-member", http.MethodPost, "/members/{id}/suspend", "Keep a person out; what they did stays", a.suspendMember)
	op(a, h, "restore-member", http.MethodPost, "/members/{id}/restore", "Let a suspended person in again", a.restoreMember)
	op(a, h, "link-member", http.MethodPost, "/members/{id}/link", "A new one-time sign-in link to hand over", a.linkMember)
	op(a, h, "untie-member", http.MethodPost, "/members/{id}/untie", "Forget who a person is to single sign-on", a.untieMember)
	op(a, h, "my-single", http.MethodGet, "/me/single", "How single sign-on knows one", a.mySingle)
	op(a, h, "untie-me", http.MethodDelete, "/me/single", "Forget who one is to single sign-on; only with another way in", a.untieMe)
	op(a, h, "list-group-roles", http.MethodGet, "/group-roles", "What groups of single sign-on do at the offices that one administers", a.listGroupRoles)
	op(a, h, "add-group-role", http.MethodPost, "/group-roles", "Give a group of single sign-on a role at an office", a.addGroupRole)
	op(a, h, "look-group-role", http.MethodGet, "/group-roles/{id}/loss", "Who would lose a role if the group gave it no longer", a.lookGroupRole)
	op(a, h, "remove-group-role", http.MethodDelete, "/group-roles/{id}", "End what a group does, at once for everybody in it", a.removeGroupRole)
	op(a, h, "add-story", http.MethodPost, "/stories", "Begin a story: the card comes before the files", a.addStory)
	op(a, h, "list-stories", http.MethodGet, "/stories", "Stories, the newest first, or who has waited longest", a.listStories)
	op(a, h, "get-story", http.MethodGet, "/stories/{id}", "One story", a.getStory)
	op(a, h, "change-story", http.MethodPatch, "/stories/{id}", "Change the card", a.changeStory)
	op(a, h, "trail", http.MethodGet, "/stories/{id}/trail", "Every step of a story", a.trail)
	op(a, h, "decide", http.MethodPost, "/stories/{id}/{verb}", "Submit, raise, pull, return, keep, decline, clear, withdraw, or undo one's own last step", a.decide)
	op(a, h, "decide-many", http.MethodPost, "/decisions", "Raise, pull, return, keep, decline or undo up to 200 stories at once; answers for each", a.decideMany)
	op(a, h, "publish", http.MethodPost, "/stories/{id}/publications", "Publish a cleared story", a.publish)
	op(a, h, "trash-story", http.MethodPost, "/stories/{id}/trash", "Put a story into the trash; it can be brought back for a while", a.trashStory)
	op(a, h, "trash-clip", http.MethodPost, "/clips/{id}/trash", "Put one clip of a story into the trash", a.trashClip)
	op(a, h, "list-trash", http.MethodGet, "/trash", "What the caller threw away or administers, the newest first", a.listTrash)
	op(a, h, "restore-trash", http.MethodPost, "/trash/{id}/restore", "Bring something back to where it stood", a.restoreTrash)
	op(a, h, "endorse", http.MethodPost, "/stories/{id}/endorsements", "Stand behind a story in the name of another office, or say that it has the same one", a.endorse)
	op(a, h, "unendorse", http.MethodDelete, "/stories/{id}/endorsements/{endorsement}", "Take back what one said of a story in another office's name", a.unendorse)
	op(a, h, "list-comments", http.MethodGet, "/stories/{id}/comments", "What was written for everybody who sees the story, the first first", a.listComments)
	op(a, h, "add-comment", http.MethodPost, "/stories/{id}/comments", "Write to everybody who sees the story, its author too", a.addComment)
	op(a, h, "comment-readers", http.MethodGet, "/stories/{id}/comments/readers", "Whom a comment can mention", a.commentReaders)
	op(a, h, "list-internal-notes", http.MethodGet, "/stories/{id}/internal-notes", "What those who decide wrote for each other; never for the author", a.listInternalNotes)
	op(a, h, "add-internal-note", http.MethodPost, "/stories/{id}/internal-notes", "Write to those who decide on the story; never to its author", a.addInternalNote)
	op(a, h, "internal-note-readers", http.MethodGet, "/stories/{id}/internal-notes/readers", "Whom an internal note can mention", a.internalNoteReaders)
	op(a, h, "add-person", http.MethodPost, "/stories/{id}/people", "Put a person filmed on record, or one who is already into the story", a.addPerson)
	op(a, h, "change-person", http.MethodPut, "/stories/{id}/people/{person}", "Replace the record of a person filmed", a.changePerson)
	op(a, h, "remove-person", http.MethodDelete, "/stories/{id}/people/{person}", "Take a person out of the story", a.removePerson)
	op(a, h, "add-place", http.MethodPost, "/stories/{id}/publications/{publication}/places", "Note where else a story was published", a.addPlace)
	op(a, h, "mark-place", http.MethodPatch, "/stories/{id}/publications/{publication}/places/{place}", "Note how far such a place is with taking it down", a.markPlace)
	op(a, h, "list-people", http.MethodGet, "/people", "People filmed, in the registers that the caller may read", a.listPeople)
	op(a, h, "get-person", http.MethodGet, "/people/{person}", "One record with its history and stories", a.getPerson)
	op(a, h, "withdraw-person", http.MethodPost, "/people/{person}/withdrawal", "Pass on that somebody takes consent back", a.withdrawPerson)
	op(a, h, "make-withdrawal-link", http.MethodPost, "/people/{person}/links", "Make a link through which somebody filmed takes consent back", a.makeWithdrawalLink)
	op(a, h, "list-wordings", http.MethodGet, "/wordings", "The texts that people agree to", a.listWordings)
	op(a, h, "add-wording", http.MethodPost, "/wordings", "Add a wording, a version or a language", a.addWording)
	op(a, h, "change-wording", http.MethodPatch, "/wordings/{id}", "Retire a wording, or offer it again", a.changeWording)
	op(a, h, "list-audit", http.MethodGet, "/audit", "Who did what, the newest first: of a story, by a person, to a thing", a.listAudit)
	op(a, h, "get-policy", http.MethodGet, "/policy", "What holds for the whole organisation", a.getPolicy)
	op(a, h, "change-policy", http.MethodPatch, "/policy", "Change what holds for the whole organisation", a.changePolicy)
	op(a, h, "look-retention", http.MethodGet, "/policy/retention", "What rules of retention would put into the trash, before they are set", a.lookRetention)
	op(a, h, "list-notices", http.MethodGet, "/notices", "What the caller was told, the newest first", a.listNotices)
	op(a, h, "read-notices", http.MethodPost, "/notices/read", "Mark notices as read", a.readNotices)
	op(a, h, "list-webhooks", http.MethodGet, "/webhooks", "Webhooks of offices that the caller administers", a.listWebhooks)
	op(a, h, "add-webhook", http.MethodPost, "/webhooks", "Have an address outside told of what happens; answers its secret once", a.addWebhook)
	op(a, h, "change-webhook", http.MethodPatch, "/webhooks/{id}", "Stop a webhook, or start it again", a.changeWebhook)
	op(a, h, "remove-webhook", http.MethodDelete, "/webhooks/{id}", "Remove a webhook with its log", a.removeWebhook)
	op(a, h, "list-deliveries", http.MethodGet, "/webhooks/{id}/deliveries", "What is owed to a webhook and what became of it, the newest first", a.listDeliveries)
	op(a, h, "replay-delivery", http.MethodPost, "/webhooks/{id}/deliveries/{delivery}/replay", "Send a delivery once more", a.replayDelivery)
	op(a, h, "find-clips", http.MethodGet, "/clips", "Clips with a given SHA-256: what need not be sent again", a.findClips)
	op(a, h, "correct-clock", http.MethodPost, "/stories/{id}/clock", "Correct when a camera's clips were filmed", a.correctClock)
	op(a, h, "get-clip", http.MethodGet, "/clips/{id}", "One clip: state, receipt, facts, renditions", a.getClip)
	op(a, h, "cancel-clip", http.MethodPost, "/clips/{id}/cancel", "Stop the preparation of a clip; its original is kept", a.cancelClip)
	op(a, h, "remake-clip", http.MethodPost, "/clips/{id}/remake", "Make the ladder of a clip anew, when nothing else waits", a.remakeClip)
	op(a, h, "remake-clips", http.MethodPost, "/remakes", "Make the ladders of an office's clips anew, or of all that the caller administers", a.remakeClips)
	op(a, h, "start-clip", http.MethodPost, "/clips/{id}/start", "Prepare a clip again that was stopped, or that failed", a.startClip)
}

// unsigned are the operations for those who are not signed in.
var unsigned = []string{"sign-in", "sign-out", "sign-in-ways", "sign-in-code", "sign-in-passkey", "begin-sign-in-passkey"}

// op registers an operation whose errors become problems.
func op[I, O any](a *API, h huma.API, id, method, path, summary string, do func(context.Context, *I) (*O, error)) {
	o := huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, Errors: []int{400, 401, 403, 404, 409, 422, 500}}
	if !slices.Contains(unsigned, id) {
		o.Security = []map[string][]string{{"cookie": {}}, {"bearer": {}}}
		o.Middlewares = huma.Middlewares{a.signedIn}
	}
	if id == "import-offices" || id == "import-people" {
		o.MaxBodyBytes = 32 << 20
	}
	if method == http.MethodPost && (id == "add-story" || id == "add-office" || id == "invite-member" || id == "add-person" || id == "publish" || id == "endorse" || id == "add-place" || id == "make-withdrawal-link" || id == "add-wording" || id == "add-token" || id == "add-webhook" || id == "add-comment" || id == "add-internal-note" || id == "add-group-role" || id == "add-passkey" || id == "make-recovery-codes") {
		o.DefaultStatus = http.StatusCreated
	}
	huma.Register(h, o, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		if err == nil {
			return out, nil
		}
		p := a.problem(ctx, err)
		if after := story.AsProblem(err).After; after > 0 {
			return nil, huma.ErrorWithHeaders(p, http.Header{"Retry-After": {strconv.Itoa(int(math.Ceil(after.Seconds())))}})
		}
		return nil, p
	})
}

// document is the head of the OpenAPI document.
func document() huma.Config {
	c := huma.DefaultConfig("Fieldstory", "1")
	c.OpenAPIPath = "/api/openapi"
	c.DocsPath = "" // a page of somebody else's scripts has no place here
	c.SchemasPath = ""
	c.CreateHooks = nil // no $schema fields in answers
	c.Formats = formats()
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"cookie": {Type: "apiKey", In: "cookie", Name: "fieldstory"},
		"bearer": {Type: "http", Scheme: "bearer"},
	}
	return c
}
