package main

import (
	"context"
	"log/slog"
	"net/mail"
	"strings"
	"time"

	"fieldstory/notify"
	"fieldstory/storage/postgres"
	"fieldstory/web"
)

// notifySettings are how what happened goes out.
type notifySettings struct {
	mailSettings `embed:""`
	Private      bool `name:"webhooks-private" env:"FIELDSTORY_WEBHOOKS_PRIVATE" help:"Webhooks may go to addresses in your own network, and without https. Any administrator of an office can then have requests made there."`
}

// mailSettings say through which server mail goes.
type mailSettings struct {
	SMTP Secret `name:"smtp-url" env:"FIELDSTORY_SMTP_URL" placeholder:"URL" help:"The mail server, e.g. smtp://user:password@mail.example.org:587 (STARTTLS) or smtps://…:465; without it no mail is sent. Needs FIELDSTORY_SMTP_FROM and FIELDSTORY_PUBLIC_URL."`
	From string `name:"smtp-from" env:"FIELDSTORY_SMTP_FROM" placeholder:"ADDRESS" help:"Whom mail is from, e.g. Fieldstory <stories@example.org>."`
}

func (s mailSettings) check(m *mistakes, public string) {
	if s.SMTP == "" {
		return
	}
	checkURL(m, "FIELDSTORY_SMTP_URL", string(s.SMTP), "smtp://user:password@mail.example.org:587", "smtp", "smtps")
	if _, err := mail.ParseAddress(s.From); err != nil {
		m.add("FIELDSTORY_SMTP_FROM is %q; with a mail server it should be an address, e.g. Fieldstory <stories@example.org>.", s.From)
	}
	if public == "" {
		m.add("FIELDSTORY_PUBLIC_URL is missing: mail needs to say where its readers find you.")
	}
}

// config is the mailer's, without what only sending needs.
func (s mailSettings) config() notify.MailConfig {
	return notify.MailConfig{URL: string(s.SMTP), From: s.From, Words: web.Pages(), Now: time.Now}
}

// mail sends it where a server is given.
func (s mailSettings) mail(b *background, log *slog.Logger, rows *postgres.DB, public string) {
	if s.SMTP == "" {
		return
	}
	b.run(func(ctx context.Context) error {
		c := s.config()
		c.PublicURL, c.Rows, c.Log = strings.TrimSuffix(public, "/"), rows, log
		m, err := notify.NewMailer(c)
		if err != nil {
			return err
		}
		return m.Run(ctx)
	})
}
