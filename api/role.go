package api

import (
	"github.com/danielgtaylor/huma/v2"

	"fieldstory/story"
)

// Role is one of [story.Roles], which is where the document has their list from.
type Role string

// TransformSchema lists them.
func (Role) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	for _, r := range story.Roles() {
		s.Enum = append(s.Enum, string(r))
	}
	return s
}

// RoleAsked is a role that a list is asked for, none for people without any, or
// empty for everybody.
type RoleAsked string

// TransformSchema lists them.
func (RoleAsked) TransformSchema(r huma.Registry, s *huma.Schema) *huma.Schema {
	s = Role("").TransformSchema(r, s)
	s.Enum = append(s.Enum, string(story.NoRole), "")
	return s
}
