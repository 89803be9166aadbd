package story

// Risk is what being recognised could mean for the people in a story. It is
// weighed apart from consent: people may agree to what would harm them
// (CARE, "Informed consent"; ICRC, "Ethical content gathering").
type Risk string

const (
	RiskLow  Risk = "low"  // no foreseeable harm; also the zero value of a new story
	RiskSome Risk = "some" // vulnerable people: one pillar must be removed
	RiskHigh Risk = "high" // serious harm possible: two pillars must be removed
)

// Pillar is one of the three things by which a person can be found.
type Pillar string

const (
	PillarFace  Pillar = "face"
	PillarPlace Pillar = "place"
	PillarName  Pillar = "name"
)

// needs is how many pillars must be removed before publication.
func (r Risk) needs() int { return map[Risk]int{RiskSome: 1, RiskHigh: 2}[r] }

func (s *Story) applyRisk(c Card) error {
	if c.Risk != nil {
		s.Risk = *c.Risk
	}
	switch s.Risk {
	case RiskLow, RiskSome, RiskHigh:
	default:
		return Invalid("risk", "Risk is one of: low, some, high.")
	}
	if c.Removed != nil {
		seen := map[Pillar]bool{}
		s.Removed = nil
		for _, p := range *c.Removed {
			if p != PillarFace && p != PillarPlace && p != PillarName {
				return Invalid("removed", "What was removed is one of: face, place, name.")
			}
			if !seen[p] {
				seen[p] = true
				s.Removed = append(s.Removed, p)
			}
		}
	}
	if c.DoNotPublish != nil {
		s.DoNotPublish = *c.DoNotPublish
	}
	if c.Restricted != nil {
		s.Restricted = *c.Restricted
	}
	s.Restricted = s.Restricted || s.Risk == RiskHigh
	return nil
}
