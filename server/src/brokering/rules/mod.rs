//! Rules of cases: pure functions of what is known.

pub mod assign;
mod credit;
pub mod fit;
mod guards;
pub mod kpi;
mod plan;
mod rating;
mod standing;
mod states;
pub mod subsidy;

pub use credit::{beside, leads_on, next_in_line};
pub use fit::{AdvisorFacts, CaseFacts, Fit, Part, Weights, fit};
pub use guards::{Facts, blockers, grade_too_low};
pub use plan::{Planned, plan};
pub use rating::{former, is_rateable, meant};
pub use standing::standing;
pub use states::{Authority, Step, Transition, authority, required_inputs, steps, take};
