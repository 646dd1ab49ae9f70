//! Cases: from a client's call for help to what came of it.

mod assignment;
mod budget;
mod closed_again;
mod conflicts;
mod journey;
mod life;
mod merit;
mod service;
mod stage;
mod trust;
