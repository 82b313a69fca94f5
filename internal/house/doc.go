// Package house holds the tests of the house as a whole: which package may know which, how large a tracked file may be,
// what the lock files may hold. It has no code of its own.
package house
