package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// decisionsInput takes the verbs that can be answered for unseen beside each
// other. Clearing is not among them: whoever clears a story answers for the
// people in it, one story at a time.
type decisionsInput struct {
	Body struct {
		Verb    string      `json:"verb" enum:"raise,pull,return,keep,decline,undo"`
		Note    string      `json:"note,omitempty" doc:"One for all of them. The authors read it; required for return and decline"`
		Stories []DecidedOn `json:"stories" minItems:"1" maxItems:"200"`
	}
}

// DecidedOn is a story as the caller saw it.
type DecidedOn struct {
	ID   string `json:"id"`
	Seen string `json:"seen,omitempty" doc:"The id of its last step as the caller saw it, as for a single decision"`
}

// Outcome is what became of one of several decisions.
type Outcome struct {
	ID           string   `json:"id"`
	Done         bool     `json:"done"`
	Title        string   `json:"title" doc:"Empty where the caller does not see the story"`
	Stage        string   `json:"stage"`
	StandsAt     string   `json:"stands_at"`
	StandsAtName string   `json:"stands_at_name"`
	Last         *Step    `json:"last,omitempty" doc:"The newest step now; its id is the seen of an undo"`
	Problem      *Problem `json:"problem,omitempty" doc:"Why it was not done"`
}

type decisionsOutput struct {
	Body struct {
		Done  int       `json:"done" doc:"How many were done"`
		Items []Outcome `json:"items" doc:"In the order in which they were asked for"`
	}
}

// decideMany takes one decision on many stories. Each is decided on by itself:
// that some are refused is not an error, and hinders no other.
func (a *API) decideMany(ctx context.Context, in *decisionsInput) (*decisionsOutput, error) {
	who, _ := story.ScopeOf(ctx)
	now := a.Now()
	out := &decisionsOutput{}
	out.Body.Items = []Outcome{}
	seen := map[story.StoryID]string{}
	var ids []story.StoryID
	for _, s := range in.Body.Stories {
		id, err := story.ParseID[story.StoryID](s.ID)
		if err != nil {
			id = story.StoryID(s.ID) // answered like any that is not there
		} else if _, twice := seen[id]; twice {
			continue
		} else {
			ids = append(ids, id)
			seen[id] = s.Seen
		}
		out.Body.Items = append(out.Body.Items, Outcome{ID: string(id), Problem: asProblem(story.NotFound())})
	}
	after := make(map[story.StoryID]*story.Dossier, len(ids))
	refused, err := a.Rows.ChangeStories(ctx, who, ids, func(d *story.Dossier) error {
		after[d.Story.ID] = d
		decision := &Decision{Note: in.Body.Note, Seen: seen[d.Story.ID]}
		return decision.upon(func(who story.Scope, d *story.Dossier, note string, now time.Time) error {
			return d.Decide(who, story.Verb(in.Body.Verb), note, now)
		})(who, d, now)
	})
	if err != nil {
		return nil, err
	}
	for i := range out.Body.Items {
		o := &out.Body.Items[i]
		d, there := after[story.StoryID(o.ID)]
		if !there {
			continue
		}
		step := stepView(d.Last)
		o.Title, o.Stage, o.StandsAt, o.StandsAtName, o.Last = d.Story.Title, string(d.Story.Stage), string(d.Story.StandsAt), d.Story.StandsName, &step
		if o.Problem = nil; refused[d.Story.ID] != nil {
			o.Problem = a.problem(ctx, refused[d.Story.ID])
			continue
		}
		o.Done = true
		out.Body.Done++
	}
	return out, nil
}
