//! Use cases of pairing.

mod alert;
mod answer;
mod between;
mod bridges;
mod feedback;
mod rank;
mod source;

pub use alert::{News, note_told_through, prune_alerts, take, tell, told_through};
pub use answer::{AnswerPick, answer};
pub use between::{Absence, Between, between};
pub use bridges::{bridges, gap};
pub use feedback::{Counts, Give, counts, feedback_after, find_feedback, give, withdraw};
pub use rank::{Fit, Fits, Of, demands_for_listing, for_text, listings_for_demand};
