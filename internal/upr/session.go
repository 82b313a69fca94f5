package upr

// WGSession counts the sessions of the Working Group on the Universal Periodic Review: 1 in April 2008, 48 in January
// 2025. It is another counter than the Council's (handbook, section 0), and the compiler keeps the two apart.
type WGSession int

// HRCSession counts the regular sessions of the Human Rights Council: the outcome of a review in session 48 of the
// Working Group was adopted in session 59 of the Council. Symbols carry this counter: A/HRC/59/15.
type HRCSession int
