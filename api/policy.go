package api

import (
	"context"
	"strconv"

	"fieldstory/story"
)

// Policy is what the organisation has decided for all its offices.
type Policy struct {
	ConsentMonths int  `json:"consent_months" doc:"How long consent holds where its record does not say otherwise, 0 = it does not expire"`
	ConsentFile   bool `json:"consent_file" doc:"The form or recording must be attached before publication"`
	TrashDays     int  `json:"trash_days" doc:"How long what was thrown away can be brought back"`
}

func policyView(p story.Policy) Policy {
	return Policy{ConsentMonths: p.ConsentMonths, ConsentFile: p.ConsentFile, TrashDays: p.TrashDays}
}

type policyOutput struct{ Body Policy }

// getPolicy is for everybody: what holds for them is no secret.
func (a *API) getPolicy(ctx context.Context, _ *empty) (*policyOutput, error) {
	p, err := a.Rows.Policy(ctx)
	if err != nil {
		return nil, err
	}
	return &policyOutput{policyView(p)}, nil
}

type changePolicyInput struct {
	Body struct {
		ConsentMonths *int  `json:"consent_months,omitempty"`
		ConsentFile   *bool `json:"consent_file,omitempty"`
		TrashDays     *int  `json:"trash_days,omitempty"`
	}
}

func (a *API) changePolicy(ctx context.Context, in *changePolicyInput) (*policyOutput, error) {
	who, _ := story.ScopeOf(ctx)
	p, err := a.Rows.ChangePolicy(ctx, func(root story.Office, p *story.Policy) (story.Entry, error) {
		if v := in.Body.ConsentMonths; v != nil {
			p.ConsentMonths = *v
		}
		if v := in.Body.ConsentFile; v != nil {
			p.ConsentFile = *v
		}
		if v := in.Body.TrashDays; v != nil {
			p.TrashDays = *v
		}
		e := story.NewEntry(story.DeedPolicyChanged, who, "", a.Now()).With("consent_months", strconv.Itoa(p.ConsentMonths)).
			With("consent_file", strconv.FormatBool(p.ConsentFile)).With("trash_days", strconv.Itoa(p.TrashDays))
		return e, story.SetPolicy(who, root, *p)
	})
	if err != nil {
		return nil, err
	}
	return &policyOutput{policyView(p)}, nil
}
