package api

import (
	"context"

	"fieldstory/story"
)

// OfficeRoom is how much an office may keep, and how much it does.
type OfficeRoom struct {
	Quota int64 `json:"quota" doc:"Bytes, 0 = no limit of its own; offices above may have one"`
	Used  int64 `json:"used" doc:"Bytes of clips, small copies and consent forms of this office and all below it, those on their way with their whole size"`
	Set   bool  `json:"set" doc:"Whether the caller may change the quota"`
}

type officeRoomOutput struct{ Body OfficeRoom }

// officeRoom answers administrators of the office.
func (a *API) officeRoom(ctx context.Context, in *byID) (*officeRoomOutput, error) {
	who, _ := story.ScopeOf(ctx)
	o, err := a.officeWithin(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	if err := o.MayCount(who); err != nil {
		return nil, err
	}
	q, err := a.Rows.Room(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	return &officeRoomOutput{OfficeRoom{Quota: q.Limit, Used: q.Used, Set: o.SetQuota(who, q.Limit) == nil}}, nil
}
