//! What an advisor says of the own work.

use async_graphql::{InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::vocabulary::WorkingLanguage;
use crate::{
    kernel::{Code, Error, Result, error::Problems, text},
    listing::{
        content::BilingualText,
        validate::parts::{bilingual, industry, ipc, set, within},
        vocabulary::IndustryChain,
    },
    reference,
};

/// Most entries of one list.
const MOST: usize = 20;

/// What an advisor is good at, and how much at a time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(name = "AdvisorProfile", input_name = "AdvisorProfileInput", complex)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// A few sentences for clients, up to 1000 characters.
    #[graphql(default)]
    pub about: BilingualText,
    /// Symbols of the International Patent Classification.
    #[graphql(default)]
    pub ipc: Vec<String>,
    /// Industries, GB/T 4754-2017.
    #[graphql(default)]
    pub industries: Vec<String>,
    /// Yangpu's industry chains.
    #[graphql(default)]
    pub chains: Vec<IndustryChain>,
    /// Languages in which the advisor works.
    #[graphql(default)]
    pub languages: Vec<WorkingLanguage>,
    /// Administrative divisions (GB/T 2260) in which the advisor visits clients; none means anywhere.
    #[graphql(default)]
    pub regions: Vec<String>,
    /// Most cases at a time; none for the number of the rule `advising.active_cases_max`, which is never exceeded.
    pub capacity: Option<i32>,
}

/// The profile in its normal form.
///
/// # Errors
/// Everything that is wrong, at once, each with its path.
pub fn validate(given: Profile, capacity_max: i32) -> Result<Profile> {
    let mut problems = Problems::default();
    let p = &mut problems;
    let kept = Profile {
        about: p.check("about", bilingual(&given.about, 1000, true, false)).unwrap_or_default(),
        ipc: p.check("ipc", set(given.ipc, MOST, |symbol| ipc(&symbol))).unwrap_or_default(),
        industries: p.check("industries", set(given.industries, MOST, |code| industry(&code))).unwrap_or_default(),
        chains: p.check("chains", set(given.chains, MOST, Ok)).unwrap_or_default(),
        languages: p.check("languages", set(given.languages, MOST, Ok)).unwrap_or_default(),
        regions: p.check("regions", set(given.regions, MOST, |code| division(&code))).unwrap_or_default(),
        capacity: given.capacity.and_then(|most| p.check("capacity", within(most, 0, capacity_max))),
    };
    if kept.languages.is_empty() && p.is_empty() {
        p.push(Error::new(Code::Required).at("languages"));
    }
    problems.finish(kept)
}

fn division(code: &str) -> Result<String> {
    let code = text::half_width(code.trim());
    if reference::division_exists(&code) { Ok(code) } else { Err(Error::new(Code::UnknownCode).with("value", text::line(&code, 20)?)) }
}
