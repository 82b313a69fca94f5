// Package sample holds what a first visitor can look at without any file of the United Nations: one invented State with
// an invented review through all its stages, as the documents that such a review would bring; and facts on the reviews
// of two real States, without any of their sentences.
//
// Every recommendation of the sample is of our own wording, made by invented States to an invented State. The facts
// have the same template for every State.
package sample
