package server

// RoomyUpTo is Roomy with another bound on the heap, in bytes.
var RoomyUpTo = roomy
