package api_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"fieldstory/auth"
	"fieldstory/story"
)

// authenticator makes passkeys and answers with them, as a phone does.
type authenticator struct {
	t      *testing.T
	key    *ecdsa.PrivateKey
	id     []byte
	handle string // whose it is, base64url
	count  uint32
	flags  byte   // 1 = somebody was there, 4 = it was their finger
	origin string // of the page that asks
}

func newAuthenticator(t *testing.T, h *house) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &authenticator{t: t, key: key, id: []byte(rand.Text()), flags: 1 | 4, origin: h.url}
}

func (a *authenticator) client(kind, challenge string) []byte {
	b, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	if err != nil {
		a.t.Fatal(err)
	}
	return b
}

func (a *authenticator) data(flags byte) []byte {
	place := sha256.Sum256([]byte("localhost"))
	return binary.BigEndian.AppendUint32(append(place[:], flags), a.count)
}

func (a *authenticator) head(response map[string]any) map[string]any {
	return map[string]any{"id": encode(a.id), "rawId": encode(a.id), "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response}
}

// make answers navigator.credentials.create. CBOR as RFC 8949 has it.
func (a *authenticator) make(options map[string]any) map[string]any {
	a.handle = options["user"].(map[string]any)["id"].(string)
	point, err := a.key.PublicKey.Bytes()
	if err != nil {
		a.t.Fatal(err)
	}
	data := append(a.data(a.flags|0x40), make([]byte, 16)...)
	data = append(binary.BigEndian.AppendUint16(data, uint16(len(a.id))), a.id...)
	data = append(data, 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32)
	data = append(append(append(data, point[1:33]...), 0x22, 0x58, 32), point[33:]...)
	object := append([]byte("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"), byte(len(data)))
	return a.head(map[string]any{"clientDataJSON": encode(a.client("webauthn.create", options["challenge"].(string))), "attestationObject": encode(append(object, data...))})
}

// use answers navigator.credentials.get.
func (a *authenticator) use(options map[string]any) map[string]any {
	a.count++
	client, data := a.client("webauthn.get", options["challenge"].(string)), a.data(a.flags)
	hash := sha256.Sum256(client)
	signed := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, signed[:])
	if err != nil {
		a.t.Fatal(err)
	}
	return a.head(map[string]any{"clientDataJSON": encode(client), "authenticatorData": encode(data), "signature": encode(signature), "userHandle": a.handle})
}

// addPasskey makes somebody a passkey.
func (p *person) addPasskey(a *authenticator, name string) (id string) {
	p.t.Helper()
	asked := p.must("POST", "/api/v1/passkeys/begin", nil)
	return p.must("POST", "/api/v1/passkeys", map[string]any{"id": asked["id"], "name": name, "answer": a.make(asked["options"].(map[string]any))})["id"].(string)
}

// enter signs in with a passkey, and gives what the server answered.
func (p *person) enter(a *authenticator) (status int, code any) {
	p.t.Helper()
	asked := p.must("POST", "/api/v1/session/passkey/begin", nil)
	status, body := p.ask("POST", "/api/v1/session/passkey", map[string]any{"id": asked["id"], "answer": a.use(asked["options"].(map[string]any))})
	return status, body["code"]
}

// named is a house that is asked for by name, for addresses in numbers have no
// passkeys.
func named(t *testing.T, change ...func(*auth.Config)) *house {
	t.Helper()
	h := newHouse(t, change...)
	h.url = strings.Replace(h.url, "127.0.0.1", "localhost", 1)
	return h
}

// Somebody makes a passkey, comes in with it without a name, sees it in the
// list and removes it; each of that is in the log.
func TestPasskeys(t *testing.T) {
	t.Parallel()
	h := named(t)
	root := h.person(t, "chief", story.Admin, "hq")
	amina := h.withPassword(t, "amina@example.org", words)
	phone := newAuthenticator(t, h)
	asked := amina.must("POST", "/api/v1/passkeys/begin", nil)["options"].(map[string]any)
	if choice := asked["authenticatorSelection"].(map[string]any); choice["userVerification"] != "required" || choice["residentKey"] != "required" || asked["rp"].(map[string]any)["id"] != "localhost" {
		t.Errorf("it asks for %v", asked)
	}
	id := amina.addPasskey(phone, "  My   phone ")
	in := h.nobody(t)
	if status, code := in.enter(phone); status != 204 {
		t.Fatalf("coming in with it = %d %v", status, code)
	}
	if me := in.must("GET", "/api/v1/me", nil); me["email"] != "amina@example.org" {
		t.Errorf("it let in %v", me)
	}
	if list := in.must("GET", "/api/v1/sessions", nil)["items"].([]any); list[0].(map[string]any)["by"] != "passkey" {
		t.Errorf("she came in by %v", list[0])
	}
	if list := in.must("GET", "/api/v1/passkeys", nil)["items"].([]any); len(list) != 1 || list[0].(map[string]any)["name"] != "My phone" || list[0].(map[string]any)["used_at"] == nil {
		t.Errorf("her passkeys are %v", list)
	}
	other := h.withPassword(t, "omar@example.org", words)
	if status, _ := other.ask("DELETE", "/api/v1/passkeys/"+id, nil); status != 404 {
		t.Errorf("removing somebody else's = %d", status)
	}
	member := in.must("GET", "/api/v1/me", nil)["id"].(string)
	root.must("POST", "/api/v1/members/"+member+"/suspend", nil)
	if status, code := h.nobody(t).enter(phone); status != 403 || code != "passkey" {
		t.Errorf("while she is suspended = %d %v", status, code)
	}
	root.must("POST", "/api/v1/members/"+member+"/restore", nil)
	in.must("DELETE", "/api/v1/passkeys/"+id, nil)
	if status, code := h.nobody(t).enter(phone); status != 403 || code != "passkey" {
		t.Errorf("once it was removed = %d %v", status, code)
	}
	for _, what := range []string{"passkey.added", "passkey.removed"} {
		if list := root.must("GET", "/api/v1/audit?what="+what, nil)["items"].([]any); len(list) != 1 {
			t.Errorf("the log tells of %s %v", what, list)
		}
	}
}

// The page begins by itself, and its answer may come after the one that signed
// somebody in: it takes the session from nobody.
func TestChallengesLeaveTheSession(t *testing.T) {
	t.Parallel()
	h := named(t)
	status, header, _ := h.nobody(t).raw("POST", "/api/v1/session/passkey/begin", nil, nil)
	if set := header.Values("Set-Cookie"); status != 200 || len(set) != 1 || !strings.HasPrefix(set[0], "fieldstory-ceremony=") || !strings.Contains(set[0], "HttpOnly; SameSite=Lax") {
		t.Errorf("beginning = %d, and sets %q", status, set)
	}
}

// A passkey that is not ours, is a copy, asked for no finger, or answers another
// challenge opens nothing, and the answer is the same.
func TestPasskeysRefuse(t *testing.T) {
	t.Parallel()
	now := time.Now()
	h := named(t, func(c *auth.Config) { c.Now = func() time.Time { return now } })
	root := h.person(t, "chief", story.Admin, "hq")
	amina, omar := h.withPassword(t, "amina@example.org", words), h.withPassword(t, "omar@example.org", words)
	phone := newAuthenticator(t, h)
	amina.addPasskey(phone, "phone")
	his := newAuthenticator(t, h)
	omar.addPasskey(his, "his")

	refuse := func(what string, change func(a *authenticator)) {
		t.Helper()
		a := *phone
		change(&a)
		if status, code := h.nobody(t).enter(&a); status != 403 || code != "passkey" {
			t.Errorf("%s = %d %v", what, status, code)
		}
	}
	refuse("one nobody knows", func(a *authenticator) { a.id = []byte("unknown") })
	refuse("another key", func(a *authenticator) { a.key = newAuthenticator(t, h).key })
	refuse("without a finger", func(a *authenticator) { a.flags = 1 })
	refuse("on another page", func(a *authenticator) { a.origin = "https://evil.example" })
	refuse("for somebody else", func(a *authenticator) { a.handle = his.handle })
	copied := *phone
	if status, _ := h.nobody(t).enter(phone); status != 204 {
		t.Fatalf("the right one = %d", status)
	}
	if status, code := h.nobody(t).enter(&copied); status != 403 || code != "passkey" {
		t.Errorf("a copy, with a count that was used = %d %v", status, code)
	}
	if list := root.must("GET", "/api/v1/audit?what=passkey.cloned", nil)["items"].([]any); len(list) != 1 {
		t.Errorf("the log tells of copies %v", list)
	}

	// A challenge is answered once, where it was given, within five minutes.
	b := h.nobody(t)
	asked := b.must("POST", "/api/v1/session/passkey/begin", nil)
	answer := map[string]any{"id": asked["id"], "answer": phone.use(asked["options"].(map[string]any))}
	for _, c := range []struct {
		what string
		who  *person
		want int
	}{{"in another browser", h.nobody(t), 409}, {"where it was given", b, 204}, {"once more", b, 409}} {
		if status, body := c.who.ask("POST", "/api/v1/session/passkey", answer); status != c.want {
			t.Errorf("a challenge answered %s = %d %v", c.what, status, body)
		}
	}
	asked = b.must("POST", "/api/v1/session/passkey/begin", nil)
	now = now.Add(story.PasskeyLasts + time.Second)
	if status, body := b.ask("POST", "/api/v1/session/passkey", map[string]any{"id": asked["id"], "answer": phone.use(asked["options"].(map[string]any))}); status != 409 || body["code"] != "passkey_state" {
		t.Errorf("after five minutes = %d %v", status, body)
	}
	// Guesses are counted here as well.
	status := 403
	for i := 0; status == 403 && i < 2*story.GuessesNetwork; i++ {
		a := *phone
		a.id = []byte(fmt.Sprint("guess", i))
		status, _ = h.nobody(t).enter(&a)
	}
	if status != 429 {
		t.Errorf("guessing on = %d", status)
	}
}

// Only whoever came in lately makes one, in person, where browsers make some.
func TestPasskeysAreMadeInPerson(t *testing.T) {
	t.Parallel()
	now := time.Now()
	h := named(t, func(c *auth.Config) { c.Now = func() time.Time { return now } })
	amina, omar := h.withPassword(t, "amina@example.org", words), h.withPassword(t, "omar@example.org", words)
	phone := newAuthenticator(t, h)
	asked := amina.must("POST", "/api/v1/passkeys/begin", nil)
	answer := phone.make(asked["options"].(map[string]any))
	for name, want := range map[string]int{"": 422, strings.Repeat("x", 121): 422} {
		if status, _ := amina.ask("POST", "/api/v1/passkeys", map[string]any{"id": asked["id"], "name": name, "answer": answer}); status != want {
			t.Errorf("called %q = %d", name, status)
		}
	}
	if status, body := omar.ask("POST", "/api/v1/passkeys", map[string]any{"id": asked["id"], "name": "x", "answer": answer}); status != 409 {
		t.Errorf("made for another = %d %v", status, body)
	}
	if status, body := h.person(t, "token", story.Viewer, "field").ask("POST", "/api/v1/passkeys/begin", nil); status != 403 || body["code"] != "in_person" {
		t.Errorf("with a token = %d %v", status, body)
	}
	lazy := *phone
	lazy.flags = 1
	asked = amina.must("POST", "/api/v1/passkeys/begin", nil)
	if status, body := amina.ask("POST", "/api/v1/passkeys", map[string]any{"id": asked["id"], "name": "x", "answer": lazy.make(asked["options"].(map[string]any))}); status != 403 {
		t.Errorf("without a finger = %d %v", status, body)
	}
	now = now.Add(time.Hour + time.Second)
	if status, body := amina.ask("POST", "/api/v1/passkeys/begin", nil); status != 403 || body["code"] != "sign_in_again" {
		t.Errorf("after an hour = %d %v", status, body)
	}
	h.url = strings.Replace(h.url, "localhost", "127.0.0.1", 1)
	if status, body := h.nobody(t).ask("POST", "/api/v1/session/passkey/begin", nil); status != 409 || body["code"] != "passkey_place" {
		t.Errorf("at an address in numbers = %d %v", status, body)
	}
	if ways := h.nobody(t).must("GET", "/api/v1/session", nil); ways["passkeys"] != false {
		t.Errorf("at an address in numbers the door offers %v", ways)
	}
}
