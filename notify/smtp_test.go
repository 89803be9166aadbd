package notify_test

import (
	"bufio"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
)

// post is a mail server that keeps what it took. It speaks as much of RFC 5321
// as a client needs that sends.
type post struct {
	addr   string
	mu     sync.Mutex
	busy   bool              // it answers everybody to come back later
	gone   map[string]bool   // addresses that it does not take
	rude   bool              // it hangs up instead of saying goodbye
	during func(string)      // called with what comes, before it is taken
	boxes  map[string][]note // what was taken, by address
}

// note is a message as a reader has it.
type note struct {
	head             mail.Header
	subject          string
	text, html       string
	id, stop, oneTap string
}

func newPost(t *testing.T) *post {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &post{addr: l.Addr().String(), gone: map[string]bool{}, boxes: map[string][]note{}}
	var talks sync.WaitGroup
	talks.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			talks.Go(func() { defer c.Close(); p.talk(c) })
		}
	})
	t.Cleanup(func() { l.Close(); talks.Wait() })
	return p
}

// set changes how the server behaves.
func (p *post) set(how func(p *post)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	how(p)
}

func (p *post) box(address string) []note {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]note(nil), p.boxes[address]...)
}

func (p *post) talk(c net.Conn) {
	in := bufio.NewReader(c)
	say := func(line string) { fmt.Fprintf(c, "%s\r\n", line) }
	say("220 post.example.org ready")
	to := ""
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		verb, rest, _ := strings.Cut(line, " ")
		p.mu.Lock()
		busy, rude, during := p.busy, p.rude, p.during
		refused := p.gone[address(rest)]
		p.mu.Unlock()
		switch strings.ToUpper(verb) {
		case "EHLO", "HELO":
			say("250 post.example.org")
		case "MAIL":
			if busy {
				say("451 come back later")
				continue
			}
			say("250 ok")
		case "RCPT":
			if refused {
				say("550 nobody of that name")
				continue
			}
			to = address(rest)
			say("250 ok")
		case "DATA":
			say("354 go on")
			var raw strings.Builder
			for {
				l, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if l == ".\r\n" {
					break
				}
				raw.WriteString(strings.TrimPrefix(l, "."))
			}
			if during != nil {
				during(to)
			}
			n, err := readNote(raw.String())
			if err != nil {
				say("554 " + err.Error())
				continue
			}
			p.set(func(p *post) { p.boxes[to] = append(p.boxes[to], n) })
			say("250 taken")
			if rude {
				return
			}
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// address is what stands between the angles of "TO:<a@example.org>".
func address(rest string) string {
	_, a, _ := strings.Cut(rest, "<")
	a, _, _ = strings.Cut(a, ">")
	return a
}

func readNote(raw string) (n note, err error) {
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		return n, err
	}
	n.head, n.id = m.Header, m.Header.Get("Message-ID")
	if n.subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		return n, err
	}
	n.stop, n.oneTap = strings.Trim(m.Header.Get("List-Unsubscribe"), "<>"), m.Header.Get("List-Unsubscribe-Post")
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return n, err
	}
	for parts := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			return n, err
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/plain") {
			n.text = string(body)
		} else {
			n.html = string(body)
		}
	}
}
