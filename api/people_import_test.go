package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

const staff = "\ufeffName;E-Mail;Office;Role;Language\r\n" +
	"Chen Wei;CHEN@example.org;region / country;editor;zh\r\n" +
	"\"Ana; María\";ana@example.org;hq / region / country / field;contributor;es\r\n" +
	"\r\n" +
	"Chen Wei;chen@example.org;hq;viewer;\r\n" + // a second role
	"Amina;amina@example.org;country;publisher;fr\r\n" + // has an account, by the office's short name
	"Amina;amina@example.org;region/country/field;contributor;\r\n" // and this role

func mistakesOf(out map[string]any) string {
	var got []string
	for _, m := range out["mistakes"].([]any) {
		got = append(got, fmt.Sprint(m.(map[string]any)["line"], " ", m.(map[string]any)["code"]))
	}
	return strings.Join(got, ", ")
}

// People come from a file that is looked at before it is applied: who is new is
// invited by a link that lets them in once, who has an account gets the role, and
// the same file again does nothing.
func TestImportPeople(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	root := h.person(t, "root", story.Admin, "hq")
	amina := h.person(t, "amina", story.Contributor, "field")
	everybody := func() []string {
		list := names(root.must("GET", "/api/v1/members", nil)["items"])
		slices.Sort(list)
		return list
	}
	const at = "/api/v1/members/import"
	before := everybody()

	look := root.must("POST", at, map[string]any{"csv": staff})
	if look["applied"] != false || look["new"] != 2.0 || look["known"] != 1.0 || look["there"] != 1.0 || look["wrong"] != 0.0 || len(look["links"].([]any)) != 0 || !slices.Equal(everybody(), before) {
		t.Fatalf("looking gives %v, and there are %v", look, everybody())
	}
	if first := look["people"].([]any)[0].(map[string]any); first["line"] != 2.0 || first["name"] != "Chen Wei" || first["new"] != true || len(first["grants"].([]any)) != 2 {
		t.Errorf("of the first it shows %v", first)
	}

	did := root.must("POST", at, map[string]any{"csv": staff, "apply": true})
	links := did["links"].([]any)
	if did["applied"] != true || did["mailed"] != false || len(links) != 2 || len(everybody()) != len(before)+2 {
		t.Fatalf("applying gives %v, and there are %v", did, everybody())
	}
	for i, want := range []struct{ name, email, language, roles string }{
		{"Chen Wei", "chen@example.org", "zh", "[hq:viewer country:editor]"}, {"Ana; María", "ana@example.org", "es", "[field:contributor]"},
	} {
		one := links[i].(map[string]any)
		phone := h.nobody(t)
		phone.raw("POST", strings.TrimPrefix(one["link"].(string), h.url), nil, nil)
		me := phone.must("GET", "/api/v1/me", nil)
		if one["email"] != want.email || me["email"] != want.email || me["name"] != want.name || me["language"] != want.language || rolesOf(me) != want.roles {
			t.Errorf("the link of %v let in %v, want %+v", one, me, want)
		}
		if again, _, _ := h.nobody(t).raw("POST", strings.TrimPrefix(one["link"].(string), h.url), nil, nil); again < 400 {
			t.Errorf("the link of %s lets in twice: %d", want.name, again)
		}
	}
	if got := rolesOf(amina.must("GET", "/api/v1/me", nil)); got != "[country:publisher field:contributor]" {
		t.Errorf("who had an account holds %s", got)
	}
	if log := root.must("GET", "/api/v1/audit?what=member.invited", nil)["items"].([]any); len(log) < 4 || log[0].(map[string]any)["by"].(map[string]any)["id"] != string(root.id) {
		t.Errorf("the log has %v", log)
	}

	again := root.must("POST", at, map[string]any{"csv": staff, "apply": true})
	if again["new"] != 0.0 || again["known"] != 0.0 || again["there"] != 5.0 || again["unseen"] != 0.0 || len(again["links"].([]any)) != 0 {
		t.Errorf("the same file again gives %v", again)
	}
}

func rolesOf(me map[string]any) string {
	var list []string
	for _, g := range me["grants"].([]any) {
		g := g.(map[string]any)
		list = append(list, fmt.Sprint(g["office_name"], ":", g["role"]))
	}
	return fmt.Sprint(list)
}

// With one line that is wrong nothing is done, and each that is gets a sentence.
func TestImportPeopleIsWholeOrNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	root := h.person(t, "root", story.Admin, "hq")
	h.beside(t, "hq", "second")
	h.beside(t, "region", "twin")
	const at = "/api/v1/members/import"
	file := strings.Join([]string{"name,email,office,role,language",
		"Good,good@example.org,region,editor,en",
		",nameless@example.org,region,editor,",
		"Bad address,bad at example.org,region,editor,",
		"Bad office,office@example.org,region / nowhere,editor,",
		"No office,none@example.org,,editor,",
		"Bad role,role@example.org,region,king,",
		"Bad language,language@example.org,region,editor,english please",
		"Good,good@example.org,region,editor,",   // twice
		"Better,good@example.org,region,viewer,", // another name
		"Good,good@example.org,second,viewer,",   // nothing wrong
		`"Open,open@example.org,region,editor,`,
	}, "\n")
	out := root.must("POST", at, map[string]any{"csv": file, "apply": true})
	want := "3 name, 4 email, 5 import_office, 6 import_office, 7 role, 8 import_language, 9 import_person_twice, 10 import_person_name, 12 import_form"
	if got := mistakesOf(out); got != want || out["applied"] != false || out["wrong"] != 9.0 || len(out["links"].([]any)) != 0 {
		t.Errorf("applied %v, %v wrong:\n%s, want\n%s", out["applied"], out["wrong"], got, want)
	}
	for _, m := range out["mistakes"].([]any) {
		if said := m.(map[string]any)["detail"].(string); !strings.HasSuffix(said, ".") || len(said) < 20 {
			t.Errorf("it says %q", said)
		}
	}
	if n := len(root.must("GET", "/api/v1/members?q=good", nil)["items"].([]any)); n != 0 {
		t.Errorf("%d were invited all the same", n)
	}
	for csv, code := range map[string]string{"": "import_form", "name,email\nx,y": "import_people_columns", "name,email,office,role\nAn\ufffd,a@example.org,hq,viewer": "import_encoding",
		"name,email,office,role\n" + strings.Repeat("A,a@example.org,hq,viewer\n", 50_001): "import_people_large"} {
		if status, p := root.ask("POST", at, map[string]any{"csv": csv}); status != 422 || p["code"] != code {
			t.Errorf("%.40q = %d %v, want %s", csv, status, p["code"], code)
		}
	}
}

// Nobody hands out more than they may, learns of offices that are not theirs, or
// comes by a link into an account that is there already.
func TestImportPeopleGivesWhatOneMay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	root := h.person(t, "root", story.Admin, "hq")
	country := h.person(t, "femi", story.Admin, "country")
	const at = "/api/v1/members/import"
	line := func(email, office, role string) map[string]any {
		return map[string]any{"csv": "name,email,office,role\nNew," + email + "," + office + "," + role, "apply": true}
	}
	for _, office := range []string{"hq", "region", "region / nowhere", "nowhere"} {
		out := country.must("POST", at, line("new@example.org", office, "viewer"))
		said := out["mistakes"].([]any)[0].(map[string]any)
		if mistakesOf(out) != "2 import_office" || !strings.Contains(said["detail"].(string), "You administer no office “"+office+"”") {
			t.Errorf("an administrator of the country gives a role at %s: %v", office, out)
		}
	}
	// By the names from headquarters on, from below it, and from their own office on.
	for i, office := range []string{"hq/region/country/field", "region / country / field", "Country / Field", "field", "country"} {
		out := country.must("POST", at, line(fmt.Sprintf("new%d@example.org", i), office, "custodian"))
		if out["applied"] != true || len(out["links"].([]any)) != 1 {
			t.Errorf("an administrator of the country gives a role at %s: %v", office, out)
		}
	}
	out := country.must("POST", at, line("root@example.org", "country", "viewer"))
	if out["applied"] != true || out["known"] != 1.0 || len(out["links"].([]any)) != 0 || out["people"].([]any)[0].(map[string]any)["name"] != "New" {
		t.Errorf("somebody of headquarters got a role: %v", out)
	}
	if got := rolesOf(root.must("GET", "/api/v1/me", nil)); got != "[hq:admin country:viewer]" {
		t.Errorf("they hold %s", got)
	}
	editor := h.person(t, "ed", story.Editor, "hq")
	if status, _ := editor.ask("POST", at, line("x@example.org", "hq", "viewer")); status != 403 {
		t.Errorf("an editor = %d", status)
	}

	// Where one name could be two offices, neither is taken.
	h.office["second"] = h.beside(t, "hq", "second")
	h.beside(t, "second", "Lima")
	h.beside(t, "country", "Lima")
	root.must("PUT", "/api/v1/members/"+string(country.id)+"/roles/"+string(h.office["second"].ID), map[string]any{"roles": []string{"admin"}})
	if out := country.must("POST", at, line("lima@example.org", "Lima", "viewer")); mistakesOf(out) != "2 import_office_unclear" {
		t.Errorf("a role at one of two offices: %v", out)
	}
	for i, office := range []string{"second / Lima", "region / country / Lima"} {
		if out := country.must("POST", at, line(fmt.Sprintf("lima%d@example.org", i), office, "viewer")); out["applied"] != true {
			t.Errorf("a role at %s: %v", office, out)
		}
	}
}

// Where mail goes out, the invitation does, with a link that is made when it is
// sent; and no link is shown to whoever invites.
func TestImportPeopleByMail(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	root := h.person(t, "root", story.Admin, "hq")
	if err := h.db.SendsMail(t.Context(), h.db.Now()); err != nil {
		t.Fatal(err)
	}
	out := root.must("POST", "/api/v1/members/import", map[string]any{"csv": staff, "apply": true})
	if out["mailed"] != true || out["new"] != 3.0 || len(out["links"].([]any)) != 0 {
		t.Fatalf("applying gives %v", out)
	}
	now, written := time.Now(), 0
	for {
		m, ok, err := h.db.ClaimMail(t.Context(), now, now.Add(time.Minute), []byte(fmt.Sprint(written)))
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			break
		}
		written++
		if !m.Invites() || len(m.Notices) != 1 || m.Notices[0].By.Name != "root" || m.Notices[0].ToName == "" {
			t.Errorf("%s is written of %+v", m.To.Email, m.Notices)
		}
	}
	if written != 3 {
		t.Errorf("%d are written to at once, want the three who are new", written)
	}
}

// The largest file is done in bounded time.
func TestImportPeopleInBulk(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	root := h.person(t, "root", story.Admin, "hq")
	const many = 2500 // more than one portion of everything that is written in portions
	var file strings.Builder
	file.WriteString("name,email,office,role\n")
	for i := range many {
		fmt.Fprintf(&file, "Person %d,person%d@example.org,region / country / field,contributor\n", i, i)
	}
	look := root.must("POST", "/api/v1/members/import", map[string]any{"csv": file.String()})
	did := root.must("POST", "/api/v1/members/import", map[string]any{"csv": file.String(), "apply": true})
	if look["new"] != float64(many) || len(look["people"].([]any)) != 500 || did["applied"] != true || len(did["links"].([]any)) != many {
		t.Errorf("looking gives %v, applying %v with %d links", look["new"], did["applied"], len(did["links"].([]any)))
	}
}

// Links that were lost with the answer: the same file tells who has never come
// in, and invites them again; nobody else, and nobody whose account is not for the
// asker to hold.
func TestImportPeopleAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	root, region := h.person(t, "root", story.Admin, "hq"), h.person(t, "region", story.Admin, "region")
	const at = "/api/v1/members/import"
	const file = "name,email,office,role\nChen,chen@example.org,country,editor\nChen,chen@example.org,field,publisher\nAna,ana@example.org,field,contributor\nBea,bea@example.org,field,viewer\n"
	links := root.must("POST", at, map[string]any{"csv": file, "apply": true})["links"].([]any) // which nobody saw, but Ana's
	h.nobody(t).raw("POST", strings.TrimPrefix(links[1].(map[string]any)["link"].(string), h.url), nil, nil)
	root.must("PUT", "/api/v1/members/"+h.memberID(t, "bea@example.org")+"/roles/"+string(h.office["hq"].ID), map[string]any{"roles": []string{"viewer"}})

	look := region.must("POST", at, map[string]any{"csv": file})
	if look["there"] != 4.0 || look["unseen"] != 1.0 || len(look["people"].([]any)) != 0 {
		t.Errorf("looking gives %v, want one who could be invited again", look)
	}
	if did := region.must("POST", at, map[string]any{"csv": file, "apply": true}); len(did["links"].([]any)) != 0 {
		t.Errorf("without being asked it made %v", did["links"])
	}
	did := region.must("POST", at, map[string]any{"csv": file, "apply": true, "again": true})
	anew := did["links"].([]any)
	if did["new"] != 0.0 || did["known"] != 0.0 || did["unseen"] != 1.0 || len(anew) != 1 {
		t.Fatalf("inviting again gives %v", did)
	}
	one := anew[0].(map[string]any)
	phone := h.nobody(t)
	phone.raw("POST", strings.TrimPrefix(one["link"].(string), h.url), nil, nil)
	if me := phone.must("GET", "/api/v1/me", nil); me["email"] != "chen@example.org" || one["office"] != "country" || rolesOf(me) != "[country:editor field:publisher]" {
		t.Errorf("the link of %v let in %v", one, me)
	}
	if log := root.must("GET", "/api/v1/audit?what=member.link", nil)["items"].([]any); len(log) != 1 {
		t.Errorf("the log has %v", log)
	}
	if did := root.must("POST", at, map[string]any{"csv": file, "apply": true, "again": true}); did["unseen"] != 1.0 || len(did["links"].([]any)) != 1 {
		t.Errorf("headquarters invites again %v, want Bea alone", did)
	}
}

// memberID is whose account an address has.
func (h *house) memberID(t *testing.T, email string) string {
	t.Helper()
	m, err := h.db.MemberByEmail(t.Context(), email)
	if err != nil {
		t.Fatal(err)
	}
	return string(m.ID)
}
