//! Cases: from a client's call for help to what came of it.

mod assignment;
mod begun;
mod budget;
mod claims;
mod closed_again;
mod conflicts;
mod drafted;
mod hidden;
mod journey;
mod leaving;
mod life;
mod merit;
mod note_files;
mod parties;
mod reminders;
mod service;
mod shortlist;
mod stage;
mod subsidy;
mod three_party;
mod trust;
