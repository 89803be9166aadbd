package api

import (
	"context"
	"time"

	"fieldstory/story"
)

type signInCodeInput struct {
	Body struct {
		Email string `json:"email" maxLength:"254"`
		Code  string `json:"code" maxLength:"100" doc:"In any case, grouped anyhow"`
	}
}

func (a *API) signInCode(ctx context.Context, in *signInCodeInput) (*empty, error) {
	return nil, a.Door.UseCode(ctx, in.Body.Email, in.Body.Code)
}

type codesOutput struct {
	Body struct {
		Left   int        `json:"left" doc:"How many can be used still"`
		MadeAt *time.Time `json:"made_at" doc:"null = never"`
	}
}

func (a *API) recoveryCodes(ctx context.Context, _ *empty) (*codesOutput, error) {
	who, _ := story.ScopeOf(ctx)
	left, made, err := a.Rows.CodesLeft(ctx, who)
	if err != nil {
		return nil, err
	}
	out := &codesOutput{}
	out.Body.Left = left
	if !made.IsZero() {
		out.Body.MadeAt = &made
	}
	return out, nil
}

type madeCodesOutput struct {
	Body struct {
		Codes []string `json:"codes" doc:"Shown this once; each lets one in once, with the e-mail address"`
	}
}

func (a *API) makeCodes(ctx context.Context, _ *empty) (*madeCodesOutput, error) {
	out := &madeCodesOutput{}
	var err error
	out.Body.Codes, err = a.Door.NewCodes(ctx)
	return out, err
}
