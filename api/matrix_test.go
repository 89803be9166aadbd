package api_test

import (
	"cmp"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"fieldstory/story"
)

// The matrix: every operation and every other route, asked by every role from
// every place in the tree, with the answer that is expected. The story stands
// at the country office and comes from there; the field team is below it, the
// region above, another country beside. What is asked of a story or a clip is
// asked twice: of one as it is, and of one whose originals are restricted.

// somebody is a line of people to ask: a role at a place, or one of the three
// who hold none there.
type somebody struct {
	role  story.Role
	place string // own, below, above, beside; or author, no grant, signed out
	*person
}

// who picks people out of the matrix.
type who func(somebody) bool

func roles(list ...story.Role) who {
	return func(s somebody) bool { return slices.Contains(list, s.role) }
}
func places(list ...string) who {
	return func(s somebody) bool { return slices.Contains(list, s.place) }
}
func both(a, b who) who   { return func(s somebody) bool { return a(s) && b(s) } }
func either(a, b who) who { return func(s somebody) bool { return a(s) || b(s) } }

var (
	everybody  = func(s somebody) bool { return true }
	nobody     = func(s somebody) bool { return false }
	reaching   = places("own", "above")
	above      = places("above")
	author     = places("author")
	within     = either(places("own", "above", "below"), author)
	sees       = either(author, both(reaching, roles("viewer", "editor", "publisher", "custodian", "admin")))
	curates    = both(reaching, roles("editor", "admin"))
	publishes  = both(reaching, roles("publisher", "admin"))
	administer = both(reaching, roles("admin"))
	keeps      = both(reaching, roles("custodian"))
	contribute = either(author, both(reaching, roles("contributor", "editor", "admin")))
)

// row is what one operation answers. Whoever may gets ok, whoever knows of the
// thing gets no, and everybody else what is said of a thing that is not there.
type row struct {
	send string // method and path; {story} {clip} {office} {beside} {member} stand for ids
	body string // JSON, with the same words
	may  who
	ok   int
	// restricted is who may where originals are restricted; nil = whoever may.
	restricted who
	sees       who // whoever may is among them; nil = only they
	no         int // 0 = 403
	// hidden is the status for everybody else, 0 = 404; whatever it is, the
	// answer must be the one for a thing that is not there.
	hidden int
	open   bool
	// elsewhere names the test that walks this route through every role, where
	// it cannot be asked here.
	elsewhere string
}

// matrix is keyed by operation id, with a word behind it where an operation
// has several rows, or by method and route for what OpenAPI does not list.
var matrix = map[string]row{
	"sign-in":               {send: "POST /api/v1/session", body: `{}`, may: everybody, ok: 422, open: true}, // guesses are counted: see TestGuessing…
	"sign-in-ways":          {send: "GET /api/v1/session", may: everybody, ok: 200, open: true},
	"sign-in-code":          {send: "POST /api/v1/session/code", body: `{}`, may: everybody, ok: 422, open: true}, // guesses are counted: see TestRecoveryCodes
	"recovery-codes":        {send: "GET /api/v1/recovery-codes", may: everybody, ok: 200},
	"make-recovery-codes":   {send: "POST /api/v1/recovery-codes", may: nobody, hidden: 403},                         // not with a token
	"sign-in-passkey":       {send: "POST /api/v1/session/passkey", body: `{}`, may: everybody, ok: 422, open: true}, // see TestPasskeysRefuse
	"begin-sign-in-passkey": {send: "POST /api/v1/session/passkey/begin", may: everybody, ok: 409, open: true},       // not at an address in numbers
	"list-passkeys":         {send: "GET /api/v1/passkeys", may: everybody, ok: 200},
	"begin-passkey":         {send: "POST /api/v1/passkeys/begin", may: nobody, hidden: 403}, // not with a token; see TestPasskeysAreMadeInPerson
	"add-passkey":           {send: "POST /api/v1/passkeys", body: `{"id": "x", "name": "x", "answer": {}}`, may: nobody, hidden: 403},
	"remove-passkey":        {send: "DELETE /api/v1/passkeys/{token}", may: nobody, hidden: 403},
	"sign-out":              {send: "DELETE /api/v1/session", may: everybody, ok: 204, open: true},
	"me":                    {send: "GET /api/v1/me", may: everybody, ok: 200},
	"change-me":             {send: "PATCH /api/v1/me", body: `{"language": "fr"}`, may: everybody, ok: 200},
	"list-tokens":           {send: "GET /api/v1/tokens", may: everybody, ok: 200},
	"add-token":             {send: "POST /api/v1/tokens", body: `{"name": "x", "reach": "all"}`, may: nobody, hidden: 403}, // not with a token; see TestTokenReach
	"list-sessions":         {send: "GET /api/v1/sessions", may: everybody, ok: 200},
	"end-session":           {send: "DELETE /api/v1/sessions/{token}", may: nobody, hidden: 403},
	"end-sessions":          {send: "DELETE /api/v1/sessions", may: nobody, hidden: 403},
	"revoke-token":          {send: "DELETE /api/v1/tokens/{token}", may: nobody}, // somebody else's
	"list-notices":          {send: "GET /api/v1/notices", may: everybody, ok: 200},
	"read-notices":          {send: "POST /api/v1/notices/read", body: `{}`, may: everybody, ok: 204},

	"get-mail":                   {send: "GET /api/v1/me/mail", may: everybody, ok: 200},
	"change-mail":                {send: "PATCH /api/v1/me/mail", body: `{"mode": "daily"}`, may: everybody, ok: 200},
	"GET /unsubscribe/{secret}":  {send: "GET /unsubscribe/x", may: nobody, open: true},
	"POST /unsubscribe/{secret}": {send: "POST /unsubscribe/x", may: nobody, open: true},

	"list-offices":       {send: "GET /api/v1/offices", may: everybody, ok: 200},
	"list-offices below": {send: "GET /api/v1/offices?parent={office}", may: within, ok: 200},
	"get-office":         {send: "GET /api/v1/offices/{office}", may: within, ok: 200},
	"add-office":         {send: "POST /api/v1/offices", body: `{"name": "New", "level": "Team", "parent": "{office}"}`, may: administer, ok: 201, sees: within},
	"change-office":      {send: "PATCH /api/v1/offices/{office}", body: `{"level": "Country"}`, may: administer, ok: 200, sees: within},
	"office-room":        {send: "GET /api/v1/offices/{office}/room", may: administer, ok: 200, sees: within},
	"look-move-office":   {send: "GET /api/v1/offices/{office}/move?parent={beside}", may: both(above, roles("admin")), ok: 200, sees: above},
	"move-office":        {send: "POST /api/v1/offices/{office}/move", body: `{"parent": "{beside}", "confirm": "what nobody was shown"}`, may: both(above, roles("admin")), ok: 409, sees: above},
	"look-close-office":  {send: "GET /api/v1/offices/{office}/close", may: both(above, roles("admin")), ok: 200, sees: within},
	"close-office":       {send: "POST /api/v1/offices/{office}/close", body: `{}`, may: both(above, roles("admin")), ok: 409, sees: within},
	"import-offices":     {send: "POST /api/v1/offices/{office}/import", body: `{"csv": "office,level\nNew,Team"}`, may: administer, ok: 200, sees: within},
	"reopen-office":      {send: "POST /api/v1/offices/{office}/reopen", may: both(above, roles("admin")), ok: 200, sees: within},

	"list-members":        {send: "GET /api/v1/members", may: everybody, ok: 200},
	"list-members office": {send: "GET /api/v1/members?office={office}", may: within, ok: 200},
	"invite-member":       {send: "POST /api/v1/members", body: `{"name": "New", "email": "new@example.org", "office": "{office}", "role": "viewer"}`, may: administer, ok: 201, sees: within},
	"import-people":       {send: "POST /api/v1/members/import", body: `{"csv": "name,email,office,role"}`, may: roles("admin"), ok: 200, hidden: 403},
	"get-member":          {send: "GET /api/v1/members/{member}", may: administer, ok: 200},
	"give-roles":          {send: "PUT /api/v1/members/{member}/roles/{office}", body: `{"roles": ["viewer"]}`, may: administer, ok: 200},
	"suspend-member":      {send: "POST /api/v1/members/{member}/suspend", may: administer, ok: 200},
	"restore-member":      {send: "POST /api/v1/members/{member}/restore", may: administer, ok: 200},
	"link-member":         {send: "POST /api/v1/members/{member}/link", may: administer, ok: 200},
	"untie-member":        {send: "POST /api/v1/members/{member}/untie", may: administer, ok: 204},
	"my-single":           {send: "GET /api/v1/me/single", may: everybody, ok: 200},
	"untie-me":            {send: "DELETE /api/v1/me/single", may: nobody, hidden: 403}, // not with a token; see TestUntieOneself
	"look-group-role":     {send: "GET /api/v1/group-roles/{group}/loss", may: administer, ok: 200},
	"list-group-roles":    {send: "GET /api/v1/group-roles", may: everybody, ok: 200}, // of where they administer; see TestGroupRoles
	"add-group-role":      {send: "POST /api/v1/group-roles", body: `{"group": "x", "office": "{office}", "role": "viewer"}`, may: administer, ok: 201, sees: within},
	"remove-group-role":   {send: "DELETE /api/v1/group-roles/{group}", may: administer, ok: 204},

	"add-story":             {send: "POST /api/v1/stories", body: `{"title": "New", "office": "{office}"}`, may: contribute, ok: 201, sees: within},
	"list-stories":          {send: "GET /api/v1/stories", may: everybody, ok: 200},
	"list-stories twin_of":  {send: "GET /api/v1/stories?twin_of={story}", may: sees, ok: 200},
	"list-stories at":       {send: "GET /api/v1/stories?office={office}", may: within, ok: 200},
	"get-story":             {send: "GET /api/v1/stories/{story}", may: sees, ok: 200},
	"trail":                 {send: "GET /api/v1/stories/{story}/trail", may: sees, ok: 200},
	"change-story":          {send: "PATCH /api/v1/stories/{story}", body: `{"place": "Kalo"}`, may: either(author, curates), ok: 200, sees: sees},
	"change-story restrict": {send: "PATCH /api/v1/stories/{story}", body: `{"restricted": true}`, may: either(author, either(curates, either(publishes, keeps))), ok: 200, sees: sees},
	"change-story lift":     {send: "PATCH /api/v1/stories/{story}", body: `{"restricted": false}`, may: either(author, either(curates, either(publishes, keeps))), restricted: either(administer, keeps), ok: 200, sees: sees},
	"decide submit":         {send: "POST /api/v1/stories/{story}/submit", may: either(author, administer), ok: 409, sees: sees},
	"decide raise":          {send: "POST /api/v1/stories/{story}/raise", may: curates, ok: 200, sees: sees},
	"decide pull":           {send: "POST /api/v1/stories/{story}/pull", may: both(above, roles("editor", "admin")), ok: 200, sees: sees},
	"decide return":         {send: "POST /api/v1/stories/{story}/return", body: `{"note": "why"}`, may: curates, ok: 200, sees: sees},
	"decide keep":           {send: "POST /api/v1/stories/{story}/keep", may: curates, ok: 200, sees: sees},
	"decide decline":        {send: "POST /api/v1/stories/{story}/decline", body: `{"note": "why"}`, may: curates, ok: 200, sees: sees},
	"decide clear":          {send: "POST /api/v1/stories/{story}/clear", may: publishes, ok: 200, sees: sees},
	"decide withdraw":       {send: "POST /api/v1/stories/{story}/withdraw", may: publishes, ok: 200, sees: sees},
	"decide undo":           {send: "POST /api/v1/stories/{story}/undo", may: author, ok: 200, sees: sees, no: 409},
	"decide-many":           {send: "POST /api/v1/decisions", body: `{"stories": [{"id": "{story}"}], "verb": "keep"}`, may: curates, ok: 200, sees: sees, no: 200, hidden: 200},
	"publish":               {send: "POST /api/v1/stories/{story}/publications", may: publishes, ok: 409, sees: sees},
	"endorse":               {send: "POST /api/v1/stories/{story}/endorsements", body: `{"note": "We have it too."}`, may: both(above, roles("editor", "admin")), ok: 201, sees: sees},
	"unendorse":             {send: "DELETE /api/v1/stories/{story}/endorsements/{clip}", may: nobody}, // see TestEndorse
	"add-person":            {send: "POST /api/v1/stories/{story}/people", body: `{"name": "Ines"}`, may: either(author, either(curates, publishes)), ok: 201, sees: sees},
	"change-person":         {send: "PUT /api/v1/stories/{story}/people/{person}", body: `{"name": "Ines"}`, may: either(author, either(curates, publishes)), ok: 200, sees: sees, no: 404}, // records are for those who may change them
	"remove-person":         {send: "DELETE /api/v1/stories/{story}/people/{person}", may: either(author, either(curates, publishes)), ok: 200, sees: sees},

	"trash-story":            {send: "POST /api/v1/stories/{story}/trash", body: `{"note": "Twice the same."}`, may: administer, ok: 200, sees: sees},
	"trash-clip":             {send: "POST /api/v1/clips/{clip}/trash", body: `{"note": "Out of focus."}`, may: administer, ok: 200, sees: sees},
	"list-trash":             {send: "GET /api/v1/trash", may: everybody, ok: 200},                                   // of their own and where they administer; see TestTrash
	"restore-trash":          {send: "POST /api/v1/trash/{trashed}/restore", may: administer, ok: 200, sees: author}, // an administrator put it there
	"get-story of the trash": {send: "GET /api/v1/stories/{thrown}", may: nobody},
	"trail of the trash":     {send: "GET /api/v1/stories/{thrown}/trail", may: either(author, administer), ok: 200},

	"list-webhooks":   {send: "GET /api/v1/webhooks", may: everybody, ok: 200}, // of where they administer; see TestWebhooks
	"add-webhook":     {send: "POST /api/v1/webhooks", body: `{"office": "{office}", "url": "https://example.org/hook"}`, may: administer, ok: 201, sees: within},
	"change-webhook":  {send: "PATCH /api/v1/webhooks/{webhook}", body: `{"stopped": true}`, may: administer, ok: 200},
	"remove-webhook":  {send: "DELETE /api/v1/webhooks/{webhook}", may: administer, ok: 204},
	"list-deliveries": {send: "GET /api/v1/webhooks/{webhook}/deliveries", may: administer, ok: 200},
	"replay-delivery": {send: "POST /api/v1/webhooks/{webhook}/deliveries/{delivery}/replay", may: administer, ok: 200},

	"list-comments":         {send: "GET /api/v1/stories/{story}/comments", may: sees, ok: 200},
	"add-comment":           {send: "POST /api/v1/stories/{story}/comments", body: `{"text": "Whose well is it?"}`, may: either(author, either(curates, publishes)), ok: 201, sees: sees},
	"comment-readers":       {send: "GET /api/v1/stories/{story}/comments/readers", may: either(author, either(curates, publishes)), ok: 200, sees: sees},
	"list-internal-notes":   {send: "GET /api/v1/stories/{story}/internal-notes", may: either(curates, publishes), ok: 200, sees: sees},
	"add-internal-note":     {send: "POST /api/v1/stories/{story}/internal-notes", body: `{"text": "Is this true?"}`, may: either(curates, publishes), ok: 201, sees: sees},
	"internal-note-readers": {send: "GET /api/v1/stories/{story}/internal-notes/readers", may: either(curates, publishes), ok: 200, sees: sees},

	"list-people":          {send: "GET /api/v1/people", may: everybody, ok: 200},
	"get-person":           {send: "GET /api/v1/people/{person}", may: either(author, either(curates, publishes)), ok: 200},
	"withdraw-person":      {send: "POST /api/v1/people/{person}/withdrawal", body: `{"reach": "future"}`, may: either(author, either(curates, publishes)), ok: 200},
	"make-withdrawal-link": {send: "POST /api/v1/people/{person}/links", body: `{}`, may: either(author, either(curates, publishes)), ok: 201},
	"GET /api/v1/people/{person}/files/{file}": {send: "GET /api/v1/people/{person}/files/{clip}", may: nobody},
	"GET /withdraw/{secret}":                   {send: "GET /withdraw/x", may: nobody, open: true},
	"POST /withdraw/{secret}":                  {send: "POST /withdraw/x", may: nobody, open: true},
	"list-wordings":                            {send: "GET /api/v1/wordings", may: everybody, ok: 200},
	"add-wording":                              {send: "POST /api/v1/wordings", body: `{"name": "x", "language": "en", "text": "I agree."}`, may: nobody, hidden: 403},
	"change-wording":                           {send: "PATCH /api/v1/wordings/{story}", body: `{"retired": true}`, may: nobody},
	"get-policy":                               {send: "GET /api/v1/policy", may: everybody, ok: 200},
	"change-policy":                            {send: "PATCH /api/v1/policy", body: `{"trash_days": 40}`, may: nobody, hidden: 403},
	"look-retention":                           {send: "GET /api/v1/policy/retention?draft=12", may: nobody, hidden: 403},
	"add-place":                                {send: "POST /api/v1/stories/{story}/publications/{clip}/places", body: `{"name": "x"}`, may: either(curates, publishes), ok: 404, sees: sees},
	"mark-place":                               {send: "PATCH /api/v1/stories/{story}/publications/{clip}/places/{clip}", body: `{"state": "asked"}`, may: either(curates, publishes), ok: 404, sees: sees},
	"correct-clock":                            {send: "POST /api/v1/stories/{story}/clock", body: `{"clip": "{clip}", "which": "clip", "seconds": 60}`, may: either(author, curates), ok: 409, sees: sees},

	"list-audit":              {send: "GET /api/v1/audit", may: everybody, ok: 200}, // of where they administer; see TestAudit
	"GET /api/v1/audit.csv":   {send: "GET /api/v1/audit.csv", may: everybody, ok: 200},
	"GET /api/v1/audit.jsonl": {send: "GET /api/v1/audit.jsonl", may: everybody, ok: 200},

	"find-clips":                             {send: "GET /api/v1/clips?sha256=" + strings.Repeat("0", 64), may: everybody, ok: 200},
	"get-clip":                               {send: "GET /api/v1/clips/{clip}", may: sees, ok: 200},
	"GET /api/v1/clips/{id}/hls/master.m3u8": {send: "GET /api/v1/clips/{clip}/hls/master.m3u8", may: sees, ok: 200},
	"GET /api/v1/clips/{id}/hls/{rung}.m3u8": {send: "GET /api/v1/clips/{clip}/hls/360p.m3u8", may: sees, ok: 200},
	"cancel-clip":                            {send: "POST /api/v1/clips/{clip}/cancel", may: either(author, curates), ok: 409, sees: sees},
	"remake-clip":                            {send: "POST /api/v1/clips/{clip}/remake", may: administer, ok: 200, sees: sees},
	"remake-clips office":                    {send: "POST /api/v1/remakes", body: `{"office": "{office}"}`, may: administer, ok: 200, sees: within},
	"start-clip":                             {send: "POST /api/v1/clips/{clip}/start", may: either(author, curates), ok: 409, sees: sees},
	"GET /api/v1/clips/{id}/renditions/{rung}.mp4": {send: "GET /api/v1/clips/{clip}/renditions/360p.mp4", may: sees, ok: 200},
	"GET /api/v1/clips/{id}/poster.jpg":            {send: "GET /api/v1/clips/{clip}/poster.jpg", may: sees, ok: 200},
	"GET /api/v1/clips/{id}/waveform.dat":          {send: "GET /api/v1/clips/{clip}/waveform.dat", may: nobody},
	"GET /api/v1/clips/{id}/sprites.jpg":           {send: "GET /api/v1/clips/{clip}/sprites.jpg", may: nobody},
	"GET /api/v1/clips/{id}/original":              {send: "GET /api/v1/clips/{clip}/original", may: either(author, either(curates, either(publishes, keeps))), restricted: keeps, ok: 200, sees: sees},
	"GET /api/v1/clips/{id}/receipt":               {send: "GET /api/v1/clips/{clip}/receipt", may: sees, ok: 200},
	"GET /api/v1/events":                           {send: "GET /api/v1/events", may: everybody, ok: 200},
	"* /api/v1/uploads":                            {elsewhere: "TestUploadStrangers"},
	"* /api/v1/uploads/*":                          {elsewhere: "TestUploadStrangers"},
	"* /queue":                                     {send: "GET /queue", may: nobody, open: true},
	"* /queue/*":                                   {send: "GET /queue/x", may: nobody, open: true},
	"* /metrics":                                   {send: "GET /metrics", may: nobody, open: true},
	"GET /healthz":                                 {send: "GET /healthz", may: everybody, ok: 200, open: true},
	"GET /readyz":                                  {send: "GET /readyz", may: everybody, ok: 200, open: true},
	"GET /s/{slug}":                                {send: "GET /s/aaaaaaaaaaaa", may: nobody, open: true},
	"GET /s/{slug}/{video}.jpg":                    {send: "GET /s/aaaaaaaaaaaa/b.jpg", may: nobody, open: true},
	"GET /s/{slug}/{video}.mp4":                    {send: "GET /s/aaaaaaaaaaaa/b.mp4", may: nobody, open: true},
	"GET /embed/{slug}":                            {send: "GET /embed/aaaaaaaaaaaa", may: nobody, open: true},
	"GET /oembed":                                  {send: "GET /oembed?url=https://example.org/s/aaaaaaaaaaaa", may: nobody, open: true},
	"GET /feeds/{office}.{form}":                   {send: "GET /feeds/all.json", may: everybody, ok: 200, open: true},
	"GET /sign-in/single":                          {send: "GET /sign-in/single", may: everybody, ok: 303, open: true},
	"GET /sign-in/single/done":                     {send: "GET /sign-in/single/done?state=x&code=x", may: everybody, ok: 303, open: true},
	"GET /sign-in/{secret}":                        {send: "GET /sign-in/x", may: everybody, ok: 200, open: true},
	"POST /sign-in/{secret}":                       {send: "POST /sign-in/x", may: everybody, ok: 422, open: true},
}

// want is what the row expects of somebody; stranger tells whether they must
// learn nothing of the thing.
func (r row) want(s somebody, restricted bool) (status int, stranger bool) {
	may := r.may
	if restricted && r.restricted != nil {
		may = r.restricted
	}
	switch {
	case s.place == "signed out" && !r.open:
		return 401, true
	case may(s):
		return r.ok, false
	case r.sees != nil && r.sees(s):
		return cmp.Or(r.no, 403), false
	}
	return cmp.Or(r.hidden, 404), true
}

// Whoever adds an operation or a route adds its row.
func TestMatrixIsWhole(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for key := range matrix {
		known[key] = true
		if id, _, _ := strings.Cut(key, " "); strings.ToLower(id) == id {
			known[id] = true
		}
	}
	var document struct {
		Paths map[string]map[string]struct{ OperationID string }
	}
	if err := json.Unmarshal(golden, &document); err != nil {
		t.Fatal(err)
	}
	operations := map[string]bool{}
	for path, methods := range document.Paths {
		for method, o := range methods {
			operations[strings.ToUpper(method)+" "+path] = true
			if !known[o.OperationID] {
				t.Errorf("nothing is known of who may %s. Add to matrix in api/matrix_test.go, and say who may:\n\t%q: {send: %q, may: …, ok: 200, sees: …},",
					o.OperationID, o.OperationID, strings.ToUpper(method)+" "+path)
			}
		}
	}
	routes, ok := newAPI(t).Handler().(chi.Routes)
	if !ok {
		t.Fatal("the handler does not tell its routes any more")
	}
	every := map[string]int{}
	chi.Walk(routes, func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		every[route]++
		return nil
	})
	chi.Walk(routes, func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		key := method + " " + route
		if every[route] > 5 {
			key = "* " + route
		}
		if !operations[key] && !known[key] && !strings.HasPrefix(route, "/api/openapi") {
			known[key] = true
			t.Errorf("nothing is known of who may ask for this route. Add to matrix in api/matrix_test.go, and say who may:\n\t%q: {send: %q, may: …, ok: 200, sees: …},", key, key)
		}
		return nil
	})
	sources, _ := filepath.Glob(filepath.Join(here, "*_test.go"))
	var text strings.Builder
	for _, name := range sources {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(b)
	}
	for key, r := range matrix {
		if r.elsewhere != "" && !strings.Contains(text.String(), "func "+r.elsewhere+"(") {
			t.Errorf("%s is said to be walked by %s, which is not there", key, r.elsewhere)
		}
	}
}

// Every row by everybody.
func TestMatrix(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.add(t, "other", "region")
	h.person(t, "root", story.Admin, "hq") // so that nobody is the last one
	var people []somebody
	for place, office := range map[string]string{"own": "country", "below": "field", "above": "region", "beside": "other"} {
		for _, r := range story.Roles() {
			people = append(people, somebody{r, place, h.person(t, place+"-"+string(r), r, office)})
		}
	}
	writer := h.person(t, "author", story.Contributor, "country")
	none := h.person(t, "none", story.Viewer, "field")
	if _, err := h.db.Pool().Exec(t.Context(), `DELETE FROM grants WHERE member = $1`, none.id); err != nil {
		t.Fatal(err)
	}
	people = append(people, somebody{"", "author", writer}, somebody{"", "no grant", none}, somebody{"", "signed out", h.nobody(t)})

	for key, r := range matrix {
		if r.elsewhere != "" {
			continue
		}
		t.Run(strings.ReplaceAll(key, "/", " "), func(t *testing.T) {
			t.Parallel()
			h.walk(t, r, people, writer, false)
		})
		if asked := r.send + r.body; strings.Contains(asked, "{story}") || strings.Contains(asked, "{clip}") {
			t.Run(strings.ReplaceAll(key, "/", " ")+" restricted", func(t *testing.T) {
				t.Parallel()
				h.walk(t, r, people, writer, true)
			})
		}
	}
}

// walk asks everybody for one row.
func (h *house) walk(t *testing.T, r row, people []somebody, writer *person, restricted bool) {
	t.Helper()
	here := h.scene(t, writer, restricted)
	for _, s := range people {
		want, stranger := r.want(s, restricted)
		status, body := h.try(t, s.person, r, here)
		if status != want {
			t.Errorf("%s at %s: %s = %d %s, want %d", s.role, s.place, r.send, status, body, want)
		}
		if stranger && strings.Contains(r.send+r.body, "{") {
			if absent, said := h.try(t, s.person, r, nowhere(here)); absent != status || said != body {
				t.Errorf("%s at %s: %s tells what is not theirs (%d %s) from what is not there (%d %s)", s.role, s.place, r.send, status, body, absent, said)
			}
		}
		if status < 300 && !strings.HasPrefix(r.send, "GET ") {
			here = h.scene(t, writer, restricted) // what it changed is not there for the next one
		}
	}
}
