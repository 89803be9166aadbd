package postgres

import (
	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// seen is story.Scope.Sees in SQL, the only place where it is said: true for
// the stories s, from office o, standing at office a, that the person sees.
// Its arguments come from [scopeArgs].
const seen = `(NOT s.trashed AND (s.author = @member
	OR s.stage <> 'draft' AND (@see::text[]::ltree[] @> o.path OR @see::text[]::ltree[] @> a.path)
	OR s.stage = 'draft' AND @administer::text[]::ltree[] @> o.path))`

// internal is story.Scope.ReadsInternalNotes in SQL, for stories that are seen
// already.
const internal = `(s.author <> @member AND s.stage <> 'draft' AND (@decide::text[]::ltree[] @> o.path OR @decide::text[]::ltree[] @> a.path))`

// scopeArgs are the arguments of [seen] and [internal]; a query adds its own to them.
func scopeArgs(who story.Scope) pgx.NamedArgs {
	return pgx.NamedArgs{
		"member":     null(who.Member),
		"see":        who.Reach(story.ActSee),
		"administer": who.Reach(story.ActAdminister),
		"decide":     append(who.Reach(story.ActCurate), who.Reach(story.ActPublish)...),
	}
}
