// Package space is the engine of a workspace: homes of facts held in memory, and saves that either happen whole or tell what
// was in their way. What a workspace is about – the national plan, the council – is the matter of the areas that use it.
//
// An area keeps its things (structs whose fields carry a `fact` tag, written by package plan's codec) in homes of the ledger,
// such as "work/KAZ". A thing is one fact, and changing it is an act that ends the fact and brings another. The area says with
// an Area how a View of one of its homes is made from facts; a Keeper holds the views that somebody opened and keeps them
// current. Views are immutable: a new one shares with the one before all that the act did not touch (Table, Changes).
//
// A Save is one act over any number of homes, also of several areas. Whoever saves says which version of a thing they saw;
// where it is no longer the current one, nothing is written and a Conflict tells both versions field by field. Saves in a
// workspace are made one after another (Writer.Change).
package space
