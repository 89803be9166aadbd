package notify

import (
	"cmp"
	"encoding/json"
	"html/template"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"fieldstory/story"
)

// letters are the words of mail, by language.
type letters struct{ words map[string]map[string]string }

// letter is one message, ready to be sent.
type letter struct{ language, subject, text, html string }

func readLetters(files fs.FS) (_ *letters, err error) {
	defer story.Wrap(&err, "readLetters")
	names, err := fs.Glob(files, "words/*.json")
	if err != nil {
		return nil, err
	}
	l := &letters{words: map[string]map[string]string{}}
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		var words map[string]string
		if err := json.Unmarshal(b, &words); err != nil {
			return nil, err
		}
		l.words[strings.TrimSuffix(strings.TrimPrefix(name, "words/"), ".json")] = words
	}
	return l, nil
}

// page is the message for those whose program shows pages: no picture, no
// script, nothing that is fetched.
var page = template.Must(template.New("mail").Parse(`<!doctype html>
<html lang="{{.Language}}" dir="{{.Direction}}"><head><meta charset="utf-8"></head>
<body style="font-family:sans-serif;line-height:1.5;max-width:36em;margin:1em">
<p>{{.Hello}}</p>
{{range .Lines}}<p><strong>{{.What}}</strong>{{if .Note}}<br>{{.Note}}{{end}}{{if .Link}}<br><a href="{{.Link}}">{{$.Open}}</a>{{end}}</p>
{{if .Stories}}<ul>{{range .Stories}}<li><a href="{{.Link}}">{{.What}}</a></li>{{end}}{{if .More}}<li>…</li>{{end}}</ul>{{end}}{{end}}<hr><p style="font-size:.85em">{{.Foot}}<br><a href="{{.ChooseLink}}">{{.Choose}}</a> · <a href="{{.StopLink}}">{{.Stop}}</a></p>
</body></html>
`))

type line struct {
	What, Note, Link string
	Stories          []line // that came up in a week
	More             bool   // than these
}

// write puts all that happened into one message in the reader's language,
// English where there are no words in it.
func (l *letters) write(m story.Mail, public, stop string) letter {
	language, _, _ := strings.Cut(m.To.Language, "-")
	words, ok := l.words[language]
	if !ok {
		language, words = "en", l.words["en"]
	}
	say := func(key string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(words[key]) }
	p := struct {
		Language, Direction, Hello, Open, Foot, Choose, ChooseLink, Stop, StopLink string
		Lines                                                                      []line
	}{Language: language, Direction: words["direction"], Hello: say("mail_hello", "{name}", m.To.Name), Open: words["mail_open"], Foot: words["mail_foot"],
		Choose: words["mail_choose"], ChooseLink: public + "/account", Stop: words["mail_stop"], StopLink: stop}
	for _, n := range m.Notices {
		one := line{What: say("mail_"+string(n.What), "{by}", cmp.Or(n.By.Name, words["mail_somebody"]), "{title}", n.Title, "{from}", n.FromName, "{to}", n.ToName)}
		if n.Note != "" {
			key := "mail_why"
			if n.What == story.CommentWritten || n.What == story.CommentMentioned {
				key = "mail_said"
			}
			one.Note = say(key, "{note}", n.Note)
		}
		if n.Story != "" {
			one.Link = public + "/stories/" + string(n.Story)
		}
		if n.What == story.Invited {
			one.Note, one.Link = words["mail_invitation"], public+"/sign-in/"+m.Secret
		}
		if n.Week != nil {
			one.Link = public + "/desk?view=week&office=" + string(n.To) + "&since=" + n.Since.UTC().Format(time.RFC3339)
			one.More = n.Week.More
			for _, s := range n.Week.Stories {
				one.Stories = append(one.Stories, line{What: s.Title, Link: public + "/stories/" + string(s.ID)})
			}
		}
		if n.What == story.StoryTrashed || n.What == story.StoryRetired {
			one.Link = public + "/trash" // the story's own page is closed
		}
		p.Lines = append(p.Lines, one)
	}
	out := letter{language: language, subject: p.Lines[0].What}
	if len(p.Lines) > 1 {
		out.subject = say("mail_many", "{n}", strconv.Itoa(len(p.Lines)))
	}
	var text, html strings.Builder
	text.WriteString(p.Hello + "\n\n")
	for _, one := range p.Lines {
		text.WriteString(one.What + "\n")
		for _, more := range []string{one.Note, one.Link} {
			if more != "" {
				text.WriteString(more + "\n")
			}
		}
		for _, s := range one.Stories {
			text.WriteString("- " + s.What + "\n  " + s.Link + "\n")
		}
		if one.More {
			text.WriteString("- …\n")
		}
		text.WriteString("\n")
	}
	text.WriteString("-- \n" + p.Foot + "\n" + p.Choose + "\n" + p.ChooseLink + "\n" + p.Stop + "\n" + p.StopLink + "\n")
	if err := page.Execute(&html, p); err != nil {
		panic(err) // into memory; the template is a constant
	}
	out.text, out.html = text.String(), html.String()
	return out
}
