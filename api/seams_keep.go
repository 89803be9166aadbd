package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// ConsentRows are what the API reads and changes of people filmed.
type ConsentRows interface {
	Person(ctx context.Context, who story.Scope, id story.PersonID) (story.Person, error)
	PersonFor(ctx context.Context, who story.Scope, id story.PersonID) (story.Person, error)
	People(ctx context.Context, who story.Scope, office story.OfficeID, words string, limit int) ([]story.Person, error)
	PersonStories(ctx context.Context, who story.Scope, id story.PersonID) ([]story.Story, error)
	History(ctx context.Context, id story.PersonID) ([]story.Answer, error)
	ChangePerson(ctx context.Context, id story.PersonID, change func(*story.Filmed) error) error
	ConsentFile(ctx context.Context, who story.Scope, id story.ConsentFileID) (story.ConsentFile, story.Person, error)
	AddWithdrawalLink(ctx context.Context, id story.PersonID, hash []byte, language string, e story.Entry) error
	WithdrawalLink(ctx context.Context, hash []byte) (p story.Person, language string, err error)
	UseWithdrawalLink(ctx context.Context, hash []byte) error

	Wordings(ctx context.Context) ([]story.Wording, error)
	AddWording(ctx context.Context, add func(root story.Office, there []story.Wording) (story.Wording, story.Entry, error)) (story.Wording, error)
	ChangeWording(ctx context.Context, id story.WordingID, change func(root story.Office, w *story.Wording) (story.Entry, error)) (story.Wording, error)
	Policy(ctx context.Context) (story.Policy, error)
	ChangePolicy(ctx context.Context, change func(root story.Office, p *story.Policy) (story.Entry, error)) (story.Policy, error)
	Retention(ctx context.Context, of story.Retention, now time.Time, after story.RetentionPlace, limit int) (story.RetentionLook, error)
}

// KeepingRows are what the API reads and changes of notices, of what people write to
// each other, and of the audit log.
type KeepingRows interface {
	Notices(ctx context.Context, who story.Scope, unread bool, after story.NoticeID, limit int) (list []story.Notice, more bool, left int, err error)
	ReadNotices(ctx context.Context, who story.Scope, ids []story.NoticeID, upTo story.NoticeID) error
	Scope(ctx context.Context, id story.MemberID) (story.Scope, error)
	Comments(ctx context.Context, who story.Scope, id story.StoryID, after story.CommentID, limit int) (list []story.Comment, more bool, err error)
	CommentReaders(ctx context.Context, st story.Story, words string) ([]story.Actor, error)
	InternalNotes(ctx context.Context, who story.Scope, id story.StoryID, after story.InternalNoteID, limit int) (list []story.InternalNote, more bool, err error)
	InternalReaders(ctx context.Context, st story.Story, words string) ([]story.Actor, error)
	MailWish(ctx context.Context, who story.Scope) (w story.MailWish, sent bool, err error)
	SaveMailWish(ctx context.Context, who story.Scope, w story.MailWish) error
	Unsubscribe(ctx context.Context, link []byte) error
	UnsubscribeLink(ctx context.Context, link []byte) (language string, err error)
	Webhooks(ctx context.Context, who story.Scope) ([]story.Webhook, error)
	AddWebhook(ctx context.Context, w story.Webhook) error
	StopWebhook(ctx context.Context, who story.Scope, id story.WebhookID, stop bool) (story.Webhook, error)
	RemoveWebhook(ctx context.Context, who story.Scope, id story.WebhookID) error
	Deliveries(ctx context.Context, who story.Scope, id story.WebhookID, after story.NoticeID, limit int) (list []story.Delivery, more bool, err error)
	ReplayDelivery(ctx context.Context, who story.Scope, webhook story.WebhookID, id story.DeliveryID) (story.Delivery, error)
	Log(ctx context.Context, entries ...story.Entry) error
	Audit(ctx context.Context, who story.Scope, q story.AuditQuery, fn func(story.Entry) error) error
}
