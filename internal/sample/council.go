package sample

import spoken "github.com/openupr/openupr/internal/upr/council"

// The council of the invented State, what it was asked, and what became of it.

// CouncilName is the name of the council's body.
const CouncilName = "Lake Assembly"

// Identifiers of things of the sample to which links are written down.
const (
	CouncilID      = "lake-assembly"
	SittingID      = "lake-sitting"
	ConsultationID = "lake-legal-aid"
)

// CouncilSections are its sections, CouncilCategories the categories of its seats with how many seats each has.
var (
	CouncilSections   = []string{"Law and courts", "Health and family", "Lake and villages"}
	CouncilCategories = []CouncilCategory{{"Rights organisations", 6}, {"Lawyers", 4}, {"Villages of the lake", 8}, {"Public officials", 4}, {"Young people", 2}}
)

// CouncilCategory of seats.
type CouncilCategory struct {
	Name  string
	Seats int
}

// CouncilRegions and CouncilGroups are given to the seats in turn; an empty one is not stated.
var (
	CouncilRegions = []string{"North shore", "South shore", "Hills", "Capital"}
	CouncilGroups  = []string{"", "Women of the lake", "Persons with disabilities", "", "Older persons", "Lake minority"}
)

// Suggested is a proposal of the sample. What it becomes is what its fields say.
type Suggested struct {
	Title, Words string
	By           spoken.Proposer
	Section      int    // place in CouncilSections
	Rec          string // number of a recommendation; may be empty
	Amended      string // words after the amendment
	Step         spoken.Step
	Reason       string   // of declining or merging
	Into         int      // place in Proposals, of a merged one
	Bodies       []string // to which it is referred
	Early        bool     // referred long ago, so that the answer is due by now
	Outcome      spoken.Outcome
	Answer       string
}

// CouncilProposals in the order in which they are made.
var CouncilProposals = []Suggested{
	{Title: "Open the shelters at night", Words: "Every shelter on the shore takes people in at any hour. The ministry pays for a second person at night.", By: spoken.ByOrganisation, Section: 1, Rec: "26.6",
		Amended: "Every shelter on the shore and in the hills takes people in at any hour. The ministry pays for a second person at night from the next budget on.",
		Step:    spoken.Adopted, Bodies: []string{"Ministry of Social Affairs"}, Early: true, Outcome: spoken.Accepts, Answer: "The night staff of all seven shelters is in the draft budget. The three that are missing open in spring."},
	{Title: "Publish how often the emergency line is answered", Words: "The ministry publishes each month how many calls came in and how many were answered.", By: spoken.ByMember, Section: 1, Rec: "26.6",
		Step: spoken.Adopted, Bodies: []string{"Ministry of Social Affairs", "Ministry of the Interior"}, Early: true, Outcome: spoken.Partly, Answer: "The number of calls will be published. How many were answered is not counted yet; the counter comes with the new exchange."},
	{Title: "Let a judge hear every child", Words: "In cases about a child the judge hears the child in a room without robes.", By: spoken.ByMember, Section: 0, Step: spoken.Adopted, Bodies: []string{"Supreme Court"}, Early: true},
	{Title: "Count persons with disabilities in every village", Words: "The count of the villages asks what people need, with questions that they helped to write.", By: spoken.ByOrganisation, Section: 2, Step: spoken.Adopted,
		Bodies: []string{"Ministry of Health"}, Early: true, Outcome: spoken.Examines, Answer: "The questions are tried in two villages. The ministry says in autumn whether they are asked everywhere."},
	{Title: "Teach in the language of the lake", Words: "Schools on the south shore teach the first three years in the language of the lake.", By: spoken.ByCitizen, Section: 2, Step: spoken.Adopted, Bodies: []string{"Ministry of Education"},
		Early: true, Outcome: spoken.Declines, Answer: "There are four teachers of the language. The ministry trains more first and comes back to it with the plan for 2028."},
	{Title: "A ferry for those who cannot walk", Words: "One ferry a day has a ramp, and says so in its timetable.", By: spoken.ByCitizen, Section: 2, Step: spoken.Adopted, Bodies: []string{"Ministry of the Lake"}},
	{Title: "Take the penalty out of the Penal Code before summer", Words: "The third reading stands on the agenda of the spring session.", By: spoken.ByMember, Section: 0, Rec: "28.4", Step: spoken.Adopted, Bodies: []string{"Ministry of Justice"}},
	{Title: "Warm rooms in every court", Words: "Waiting rooms of courts are heated from October on.", By: spoken.ByMember, Section: 0, Step: spoken.Declined, Reason: "It is a matter of the courts’ own housekeeping. The chair wrote to the Supreme Court."},
	{Title: "More places in shelters", Words: "Shelters have more places, also for the night.", By: spoken.ByCitizen, Section: 1, Rec: "26.6", Step: spoken.Merged, Into: 10, Reason: "It asks what the proposal on small shelters asks."},
	{Title: "Meals in summer too", Words: "Schools on the lake serve a meal in the summer weeks.", By: spoken.ByOrganisation, Section: 1, Rec: "26.8", Amended: "Schools on the lake and in the hills serve a meal in the summer weeks, and say in May where.", Step: spoken.Debated},
	{Title: "Small shelters in the hills", Words: "Each valley has two rooms with a bell that is answered.", By: spoken.ByMember, Section: 1, Rec: "26.6", Step: spoken.Debated},
	{Title: "Put the minutes of village councils on the web", Words: "Minutes are public a week after the sitting.", By: spoken.ByCitizen, Section: 2, Step: spoken.Proposed},
	{Title: "A bench at every stop", Words: "Every stop of the lake bus has a bench and a roof.", By: spoken.ByCitizen, Section: 2, Step: spoken.Proposed},
}

// ConsultedDraft is put to consultation by the invented Ministry of Justice.
const ConsultedDraft = "# Draft act on legal aid\n\nWho cannot pay for a lawyer gets one paid by the State, from the first hour in custody on.\n\nThe office of legal aid answers within two days. Who hears nothing in that time is helped.\n\n" +
	"Lawyers are paid by the hour, and published each year by district.\n\n# Coming into force\n\nThe act comes into force on the first of January."

// Remarked is what somebody says on a passage of the draft.
type Remarked struct {
	Passage   int // 0: the whole
	Words     string
	Pseudonym string
}

// ConsultedRemarks in the order in which they come in; the first two are answered together.
var ConsultedRemarks = []Remarked{
	{3, "Two days are long when somebody sits in a cell. One night is too long already.", "Reed"},
	{3, "Say that the two days run on Sundays too.", ""},
	{2, "Does this hold for questioning without arrest?", "Fisher"},
	{4, "The hourly fee should be written in the act, or nobody in the hills will take a case.", ""},
	{0, "Write it in the language of the lake as well.", "Gull"},
}

// PlainTexts are what the Public Advocate says in plain words; Rec is the number of a recommendation, Group the code of a group.
var PlainTexts = []PlainText{
	{Group: "children", Title: "What changed for children", Words: "Nobody under 18 can marry now. There is no exception.\nAll primary schools give you a meal.\nYou can ask a judge to listen to you. This is not a law yet."},
	{Group: "women", Title: "What changed for women", Words: "There are four shelters. You can go there when somebody hurts you.\nThree districts have no shelter yet.\nSome people say: two shelters do not open at night. The State was asked to change this."},
	{Rec: "28.4", Title: "The death penalty", Words: "The State promised to end the death penalty.\nParliament has read the new law twice. It must read it once more."},
}

// PlainText in plain words.
type PlainText struct{ Rec, Group, Title, Words string }
