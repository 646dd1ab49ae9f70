//! Rules of cases, held against every state, random advisors and brute force.

mod figures;
mod fitting;
mod steps;
mod subsidy;
