//! Demands: from the first words on the shop floor to an office that learns whose they are.

pub mod alerts;
mod anonymity;
mod answers;
mod budget;
mod bulk;
mod drafting;
mod ends;
mod feedback;
mod letters;
mod life;
mod notes;
mod official;
mod once;
mod proposals;
mod reviews;
mod saved;
mod splits;
pub mod stage;
