package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// Webhook is an address outside that hears of what happens.
type Webhook struct {
	ID        string    `json:"id"`
	Office    string    `json:"office" doc:"It hears of stories of this office and of those below it"`
	URL       string    `json:"url"`
	Events    []string  `json:"events" doc:"Empty = all that webhooks hear of, see docs/notices.md"`
	CreatedAt time.Time `json:"created_at"`
	Stopped   bool      `json:"stopped" doc:"Nothing is sent, and nothing new is kept for it"`
}

func webhookView(w story.Webhook) Webhook {
	v := Webhook{ID: string(w.ID), Office: string(w.Office), URL: w.URL, Events: []string{}, CreatedAt: w.CreatedAt, Stopped: w.Stopped}
	for _, e := range w.Events {
		v.Events = append(v.Events, string(e))
	}
	return v
}

type webhooksOutput struct {
	Body struct {
		Items []Webhook `json:"items"`
		Heard []string  `json:"heard" doc:"All that webhooks may hear of"`
	}
}

func (a *API) listWebhooks(ctx context.Context, _ *empty) (*webhooksOutput, error) {
	who, _ := story.ScopeOf(ctx)
	list, err := a.Rows.Webhooks(ctx, who)
	if err != nil {
		return nil, err
	}
	out := &webhooksOutput{}
	out.Body.Items = make([]Webhook, len(list))
	for i, w := range list {
		out.Body.Items[i] = webhookView(w)
	}
	for _, e := range story.Heard() {
		out.Body.Heard = append(out.Body.Heard, string(e))
	}
	return out, nil
}

type addWebhookInput struct {
	Body struct {
		Office string   `json:"office"`
		URL    string   `json:"url"`
		Events []string `json:"events,omitempty" maxItems:"50"`
	}
}

type newWebhookOutput struct {
	Body struct {
		Webhook
		Secret string `json:"secret" doc:"Signs what is sent; shown this once"`
	}
}

func (a *API) addWebhook(ctx context.Context, in *addWebhookInput) (*newWebhookOutput, error) {
	who, _ := story.ScopeOf(ctx)
	at, err := a.officeWithin(ctx, who, in.Body.Office)
	if err != nil {
		return nil, err
	}
	events := make([]story.Happening, len(in.Body.Events))
	for i, e := range in.Body.Events {
		events[i] = story.Happening(e)
	}
	w, err := story.NewWebhook(who, at, in.Body.URL, events, a.PrivateWebhooks, a.Now())
	if err != nil {
		return nil, err
	}
	if err := a.Rows.AddWebhook(ctx, w); err != nil {
		return nil, err
	}
	out := &newWebhookOutput{}
	out.Body.Webhook, out.Body.Secret = webhookView(w), string(w.Secret)
	return out, nil
}

type changeWebhookInput struct {
	ID   string `path:"id"`
	Body struct {
		Stopped bool `json:"stopped"`
	}
}

type webhookOutput struct{ Body Webhook }

func (a *API) changeWebhook(ctx context.Context, in *changeWebhookInput) (*webhookOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.WebhookID](in.ID)
	if err != nil {
		return nil, err
	}
	w, err := a.Rows.StopWebhook(ctx, who, id, in.Body.Stopped)
	if err != nil {
		return nil, err
	}
	return &webhookOutput{webhookView(w)}, nil
}

func (a *API) removeWebhook(ctx context.Context, in *byID) (*empty, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.WebhookID](in.ID)
	if err != nil {
		return nil, err
	}
	return nil, a.Rows.RemoveWebhook(ctx, who, id)
}

// Delivery is one message to a webhook and what became of it.
type Delivery struct {
	ID          string     `json:"id"`
	Event       string     `json:"event"`
	At          time.Time  `json:"at" doc:"When it happened"`
	Story       string     `json:"story"`
	Attempts    int        `json:"attempts"`
	State       string     `json:"state" enum:"due,delivered,given_up"`
	DueAt       *time.Time `json:"due_at,omitempty" doc:"The next attempt, where it is due"`
	DeliveredAt *time.Time `json:"delivered_at,omitempty"`
	Status      int        `json:"status" doc:"HTTP status of the last answer, 0 = there was none"`
	Trouble     string     `json:"trouble" doc:"What went wrong last, empty = nothing"`
}

func deliveryView(d story.Delivery) Delivery {
	v := Delivery{ID: string(d.ID), Event: string(d.What), At: d.At, Story: string(d.Story), Attempts: d.Attempts, Status: d.Status, Trouble: d.Trouble, State: "due"}
	switch {
	case !d.DeliveredAt.IsZero():
		v.State, v.DeliveredAt = "delivered", &d.DeliveredAt
	case !d.GivenUpAt.IsZero():
		v.State = "given_up"
	default:
		v.DueAt = &d.DueAt
	}
	return v
}

type deliveriesOutput struct {
	Body struct {
		Items      []Delivery `json:"items" doc:"The newest first"`
		NextCursor string     `json:"next_cursor" doc:"Empty on the last page"`
	}
}

func (a *API) listDeliveries(ctx context.Context, in *pageOfStory) (*deliveriesOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.WebhookID](in.ID)
	if err != nil {
		return nil, err
	}
	after, err := cursorID[story.NoticeID](in.Cursor)
	if err != nil {
		return nil, err
	}
	list, more, err := a.Rows.Deliveries(ctx, who, id, after, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &deliveriesOutput{}
	out.Body.Items = make([]Delivery, len(list))
	for i, d := range list {
		out.Body.Items[i] = deliveryView(d)
	}
	if more {
		out.Body.NextCursor = string(list[len(list)-1].Notice)
	}
	return out, nil
}

type replayInput struct {
	ID       string `path:"id"`
	Delivery string `path:"delivery"`
}

type deliveryOutput struct{ Body Delivery }

func (a *API) replayDelivery(ctx context.Context, in *replayInput) (*deliveryOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.WebhookID](in.ID)
	if err != nil {
		return nil, err
	}
	delivery, err := story.ParseID[story.DeliveryID](in.Delivery)
	if err != nil {
		return nil, err
	}
	d, err := a.Rows.ReplayDelivery(ctx, who, id, delivery)
	if err != nil {
		return nil, err
	}
	return &deliveryOutput{deliveryView(d)}, nil
}
