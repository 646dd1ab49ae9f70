//! Whole journeys of people, from their first click to the audit trail.

mod attaching;
mod importing;
mod joining;
mod listing_life;
mod listing_rights;
mod office_table;
mod paging;
mod previewing;
mod publishing;
mod searching;
