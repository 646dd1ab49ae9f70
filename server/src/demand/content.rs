//! What a demand says (domain reference, 3.3).
//!
//! One definition serves the API's input and output, the seeds and the stored document, so that a field cannot exist in one
//! of them and be lost in another (ADR 0004). Values are raw until [`super::validate`] has seen them.

use async_graphql::{InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::vocabulary::{ActivityType, BudgetMode, Comparator, SolutionMode, TechnologyField, Visibility};
use crate::{
    kernel::{Date, Money},
    listing::{
        content::{BilingualText, Contact},
        vocabulary::{IndustryChain, LicenseKind, PaymentMode, ShanghaiSector},
    },
};

/// A measurement by which both sides will know that the problem is solved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "AcceptanceTestInput")]
#[serde(deny_unknown_fields)]
pub struct AcceptanceTest {
    /// What is measured.
    pub name: String,
    /// How it is compared.
    pub comparator: Comparator,
    /// The wanted value, a decimal as text (`99.5`).
    pub value: String,
    /// The greatest value; for `BETWEEN`, and only there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<String>,
    /// Its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How it is measured: by whom, with what, under which standard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
}

/// What the owner would pay for a solution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "DemandBudgetInput", name = "DemandBudget")]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// The least, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Money>,
    /// The most, if there is one; in the currency of `min`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Money>,
    /// How firm that is.
    pub mode: BudgetMode,
}

/// Everything that a demand says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, InputObject)]
#[graphql(name = "DemandContentInput")]
#[serde(default, deny_unknown_fields)]
pub struct DemandContent {
    /// Title; at least one language.
    #[graphql(default)]
    pub title: BilingualText,
    /// The problem in the words of whoever has it.
    #[graphql(default)]
    pub problem: BilingualText,
    /// What is done about it today, and why that is not enough.
    #[graphql(default)]
    pub current_solution: BilingualText,
    /// What a solution has to bring.
    #[graphql(default)]
    pub expected_target: BilingualText,
    /// Measurements by which both sides will know that it is solved.
    #[graphql(default)]
    pub acceptance_tests: Vec<AcceptanceTest>,
    /// Keywords, either language.
    #[graphql(default)]
    pub keywords: Vec<String>,
    /// What the owner plans to invest in all: equipment, people, trials.
    pub planned_investment: Option<Money>,
    /// What the owner would pay for the solution.
    pub budget: Option<Budget>,
    /// How the owner wants it solved.
    pub solution_mode: Option<SolutionMode>,
    /// What kind of work it takes.
    // What a demand says of these leaves no trace where it says nothing: a server of before does not know them (ADR 0004).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_type: Option<ActivityType>,
    /// Discipline of science (GB/T 13745), three, five or seven digits; for basic research.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discipline: Option<String>,
    /// Fields of technology; for whatever is not basic research.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub technology_fields: Vec<TechnologyField>,
    /// The year in which work shall begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_year: Option<i32>,
    /// The year in which it shall be done; not before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_year: Option<i32>,
    /// Whom the owner has in mind to work with, up to 200 characters. Shown to the owner's people, to staff and to advisors with the
    /// owner's mandate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intended_partner: Option<String>,
    /// 归口管理单位: the authority through which the owner reports, up to 200 characters. Shown like the intended partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supervising_unit: Option<String>,
    /// The day by which it has to be solved.
    pub deadline: Option<Date>,
    /// Where it would be used, an administrative division of China (GB/T 2260). Shown to the city only if the owner is not
    /// named.
    pub site: Option<String>,
    /// Divisions from which partners are preferred; none means anywhere.
    #[graphql(default)]
    pub preferred_regions: Vec<String>,
    /// Whether solutions from abroad are welcome.
    #[graphql(default)]
    pub accepts_foreign: bool,
    /// Least technology readiness, 1 to 9 (GB/T 22900).
    pub trl_min: Option<i32>,
    /// Whether the owner wants to use first and pay later.
    #[graphql(default)]
    pub wants_use_first_pay_later: bool,
    /// Kinds of license that the owner would take; none means any.
    #[graphql(default)]
    pub license_kinds: Vec<LicenseKind>,
    /// Ways in which the owner would pay; none means any.
    #[graphql(default)]
    pub payment_modes: Vec<PaymentMode>,
    /// Industries of the application, GB/T 4754-2017.
    #[graphql(default)]
    pub industries: Vec<String>,
    /// Symbols of the International Patent Classification, if the owner knows them.
    #[graphql(default)]
    pub ipc: Vec<String>,
    /// Shanghai's key industries.
    #[graphql(default)]
    pub shanghai_sectors: Vec<ShanghaiSector>,
    /// Yangpu's industry chains.
    #[graphql(default)]
    pub chains: Vec<IndustryChain>,
    /// Whom to ask. Shown to offices to which the owner reveals itself, and to nobody else.
    pub contact: Option<Contact>,
    /// Who sees it, and whether with the owner's name.
    #[graphql(default)]
    pub visibility: Visibility,
    /// Last day on which it is shown.
    pub valid_until: Option<Date>,
}
