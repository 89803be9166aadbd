package story

// What is done to the organisation, and at the door, as the audit log names it.
const (
	DeedOfficeAdded    Deed = "office.added"
	DeedOfficeChanged  Deed = "office.changed"
	DeedOfficeMoved    Deed = "office.moved" // details: from, to (offices above)
	DeedOfficeClosed   Deed = "office.closed"
	DeedOfficeReopened Deed = "office.reopened"
)
