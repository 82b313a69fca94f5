package query

// Limits of what may be asked. Whatever is larger is refused with an Error that says so.
const (
	MaxTyped  = 2000 // bytes typed
	MaxNodes  = 64   // words, phrases, fields and operators in one query
	MaxDepth  = 16   // brackets inside brackets
	MaxPhrase = 48   // words in a phrase
	MaxValues = 256  // values of one field
	MaxValue  = 240  // bytes of one value
	MaxWithin = 50   // words between the two of NEAR
	MaxPage   = 1 << 20
	minPrefix = 2  // letters before a star
	nearWords = 10 // of NEAR without a number
)

// The codes of errors. Each has a message "query.error.<code>".
const (
	errTooLong         = "too-long"
	errTooMany         = "too-many"
	errTooDeep         = "too-deep"
	errBracketOpen     = "bracket-open"     // never closed
	errBracketClosed   = "bracket-closed"   // never opened
	errQuoteOpen       = "quote-open"       // never closed
	errOperator        = "operator"         // has nothing on one side
	errNear            = "near"             // does not stand between two single words
	errWithin          = "within"           // the number of NEAR is too large
	errPrefix          = "prefix"           // too short, or the star is not at the end
	errPhrase          = "phrase"           // too long
	errEmpty           = "empty"            // a field or bracket without a value
	errField           = "field"            // unknown field
	errValue           = "value"            // unknown value of a field with a list
	errAmbiguous       = "ambiguous"        // a value that fits several
	errNumber          = "number"           // not a number, or out of bounds
	errRange           = "range"            // from after to, or a range where the field has none
	errState           = "state"            // no State has this name
	errStateAmbiguous  = "state-ambiguous"  // several may be meant
	errFieldExpression = "field-expression" // AND, NOT or words in the brackets of a field
	errParameter       = "parameter"        // of the address, has no meaning
)

func mistake(code string, at, length int, what string) *Error {
	return &Error{Code: code, At: at, Len: length, What: shorten(what)}
}

// shorten cuts what is said back, at a letter's end.
func shorten(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	cut := most
	for cut > 0 && s[cut]&0xC0 == 0x80 {
		cut--
	}
	return s[:cut] + "…"
}
