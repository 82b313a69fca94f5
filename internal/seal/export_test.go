package seal

// DecodeSubmission is for fuzzing: nothing else reads a message that was not sealed.
var DecodeSubmission = decodeSubmission
