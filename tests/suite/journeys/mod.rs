//! Whole journeys of people, from their first click to the audit trail.

mod importing;
mod joining;
mod listing_life;
mod listing_rights;
mod publishing;
mod searching;
