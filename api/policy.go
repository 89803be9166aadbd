package api

import (
	"context"
	"strconv"
	"time"

	"fieldstory/story"
)

// Policy is what the organisation has decided for all its offices.
type Policy struct {
	ConsentMonths int        `json:"consent_months" doc:"How long consent holds where its record does not say otherwise, 0 = it does not expire"`
	ConsentFile   bool       `json:"consent_file" doc:"The form or recording must be attached before publication"`
	TrashDays     int        `json:"trash_days" doc:"How long what was thrown away can be brought back"`
	Retention     Retention  `json:"retention" doc:"What goes into the trash by itself"`
	RetentionFrom *time.Time `json:"retention_from" doc:"When these rules begin, or began, to take something; null = they keep everything"`
}

func policyView(p story.Policy) Policy {
	v := Policy{ConsentMonths: p.ConsentMonths, ConsentFile: p.ConsentFile, TrashDays: p.TrashDays, Retention: retentionView(p.Retention)}
	if from := p.RetainsFrom(); !from.IsZero() {
		v.RetentionFrom = &from
	}
	return v
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
		ConsentMonths *int            `json:"consent_months,omitempty"`
		ConsentFile   *bool           `json:"consent_file,omitempty"`
		TrashDays     *int            `json:"trash_days,omitempty"`
		Retention     *RetentionInput `json:"retention,omitempty" doc:"New rules take nothing for a day"`
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
		p.Retain(in.Body.Retention.upon(p.Retention), a.Now())
		e := story.NewEntry(story.DeedPolicyChanged, who, "", a.Now()).With("consent_months", strconv.Itoa(p.ConsentMonths)).
			With("consent_file", strconv.FormatBool(p.ConsentFile)).With("trash_days", strconv.Itoa(p.TrashDays))
		for _, r := range p.Retention.Rules(a.Now()) {
			if r.Months > 0 {
				e = e.With("keep_"+string(r.Stage), strconv.Itoa(r.Months))
			}
		}
		return e, story.SetPolicy(who, root, *p)
	})
	if err != nil {
		return nil, err
	}
	return &policyOutput{policyView(p)}, nil
}
