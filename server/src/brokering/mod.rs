//! Brokering: what a client wants help with, which advisor does it, and what came of it.
//!
//! A case is the client's. The advisor who has it sees it as long as the client's mandate lasts; afterwards nothing but the
//! own notes. Who gets which case is decided for all that wait together ([`rules::plan`]).

pub mod actions;
pub mod api;
pub mod model;
pub mod pick;
pub mod policy;
pub mod rules;
pub mod service;
mod store;
pub mod to_do;
pub mod vocabulary;

pub use actions::{
    case_news, case_title, find_cases, find_introductions, find_outcomes, flag_stuck, follow_demand, forget_unanswered,
    introduction_people, lapse_due, note_file, note_files_of, note_opinion, outcome_people, release_unappointed, remind_tasks,
    subsidy_file,
};
pub use api::{BeginMutation, BrokeringMutation, BrokeringQuery, PickMutation, ServiceMutation, ServiceQuery, SubsidyQuery, with_loaders};
pub use store::{CaseFilter, IntroductionFilter, OutcomeFilter};
