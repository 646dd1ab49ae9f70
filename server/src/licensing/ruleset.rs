//! The rule versions that one case goes by.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use serde::de::DeserializeOwned;

use crate::{
    kernel::{Error, Id, Result, id::RuleVersion},
    rulebook::{Rule, Rulebook},
};

/// One version of each rule that a case needs, frozen: a rule that changes later does not change the case.
#[derive(Debug, Clone, Default)]
pub struct RuleSet(BTreeMap<String, Arc<Rule>>);

impl RuleSet {
    /// The versions in force on `date`.
    ///
    /// # Errors
    /// `INTERNAL` if one of `rule_ids` has none.
    pub fn on(book: &Rulebook, date: NaiveDate, rule_ids: &[&str]) -> Result<Self> {
        rule_ids.iter().map(|id| book.on(id, date).map(|rule| (rule.rule_id.clone(), rule))).collect::<Result<_>>().map(Self)
    }

    /// Exactly these versions, as a case recorded them.
    #[must_use]
    pub fn of(rules: Vec<Rule>) -> Self {
        Self(rules.into_iter().map(|rule| (rule.rule_id.clone(), Arc::new(rule))).collect())
    }

    /// The version of `rule_id` that the case goes by.
    ///
    /// # Errors
    /// `INTERNAL` if the case has none.
    pub fn rule(&self, rule_id: &str) -> Result<&Rule> {
        self.0.get(rule_id).map(Arc::as_ref).ok_or_else(|| Error::internal(format!("the case has no rule {rule_id}")))
    }

    /// Its value.
    ///
    /// # Errors
    /// `INTERNAL` if the case has no such rule or its value has another shape.
    pub fn get<T: DeserializeOwned>(&self, rule_id: &str) -> Result<T> {
        self.rule(rule_id)?.get()
    }

    /// Adds the versions of `other` that this set lacks; its own win.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        for (name, rule) in other.0 {
            self.0.entry(name).or_insert(rule);
        }
        self
    }

    /// All versions, by rule name.
    #[must_use]
    pub fn versions(&self) -> Vec<Id<RuleVersion>> {
        self.0.values().map(|rule| rule.id).collect()
    }
}
