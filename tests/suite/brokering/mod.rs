//! Cases: from a client's call for help to what came of it.

mod assignment;
mod budget;
mod claims;
mod closed_again;
mod conflicts;
mod hidden;
mod journey;
mod leaving;
mod life;
mod merit;
mod parties;
mod reminders;
mod service;
mod shortlist;
mod stage;
mod trust;
