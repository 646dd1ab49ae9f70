//! "Use first, pay later" (先使用后付费): the test of domain reference 1.2. Pure.
//!
//! A license may carry the name only if five conditions hold. Every number comes from a dated, cited rule; the
//! conditions say which version decided.

use std::collections::BTreeMap;

use async_graphql::Enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use strum::{Display, EnumIter, EnumString};

use super::ruleset::RuleSet;
use crate::{
    kernel::{Id, Result, date, id::RuleVersion},
    ledger::Installment,
    listing::vocabulary::PaymentMode,
    rulebook::{Evidence, Rule},
};

/// Rules that the test reads.
pub const RULES: &[&str] = &[
    "ufpl.anniversary",
    "ufpl.definition",
    "ufpl.early_due_triggers",
    "ufpl.free_months_min",
    "ufpl.licensee_sizes",
    "ufpl.licensor_kinds",
    "ufpl.modes",
    "ufpl.modes_if_late",
];

/// The five conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, EnumString, EnumIter, Enum)]
#[graphql(name = "UseFirstPayLaterConditionCode")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ConditionCode {
    /// 许可方: a public university, research institute or medical institution.
    LicensorPublic,
    /// 被许可方: a medium, small or micro enterprise.
    LicenseeSme,
    /// 许可形式: a license, not an assignment.
    IsLicense,
    /// 首次付费时间: no fee before the anniversary of the effective date, unless revenue came first.
    NoEarlyFee,
    /// 付费方式: one of the agreed ways of payment.
    ModeInContract,
}

/// Why a condition does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, EnumString, EnumIter, Enum)]
#[graphql(name = "UseFirstPayLaterReason")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// The licensor is another kind of organization.
    LicensorKind,
    /// The licensee has not declared its size.
    SizeUnknown,
    /// The licensee is too large.
    SizeTooLarge,
    /// It is no license.
    NotALicense,
    /// The free period on offer is too short.
    FreePeriodTooShort,
    /// An amount falls due too early.
    FeeTooEarly,
    /// No way of payment was chosen.
    ModeMissing,
    /// The way of payment does not fit.
    ModeNotListed,
}

/// When fees fall due, as far as it is known.
#[derive(Debug, Clone, Copy)]
pub enum Fees<'a> {
    /// An offer: nothing is dated yet, the holder promises this many months of use before the first fee.
    Promised {
        /// Months of free use.
        free_months: u32,
    },
    /// Agreed terms.
    Scheduled {
        /// The day the license takes effect.
        effective_on: NaiveDate,
        /// When the licensee first earned from the achievement, if it did.
        first_revenue_on: Option<NaiveDate>,
        /// Everything that falls due.
        installments: &'a [Installment],
    },
}

/// What the test is about.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Code of the licensor's kind, `UNIVERSITY`.
    pub licensor_kind: &'a str,
    /// Code of the licensee's size, `SMALL`; none if it was never declared.
    pub licensee_size: Option<&'a str>,
    /// Whether the transfer is a license.
    pub is_license: bool,
    /// How it is paid.
    pub payment_mode: Option<PaymentMode>,
    /// When it is paid.
    pub fees: Fees<'a>,
}

/// One condition, tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Condition {
    /// Which one.
    pub code: ConditionCode,
    /// Whether it holds.
    pub passed: bool,
    /// Whether it bars the name when it fails. A condition that rests on an unverified rule only warns.
    pub blocking: bool,
    /// Why it fails; none if it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Facts that decided, by name: codes, months, dates.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, Value>,
    /// The version of the rule that decided.
    pub rule: Id<RuleVersion>,
    /// Where that rule is written.
    pub citation: String,
}

/// Whether the license may be called "use first, pay later": no condition fails, save those that only warn.
#[must_use]
pub fn conforms(conditions: &[Condition]) -> bool {
    barred_by(conditions).is_none()
}

/// The first condition that bars the name.
#[must_use]
pub fn barred_by(conditions: &[Condition]) -> Option<&Condition> {
    conditions.iter().find(|condition| !condition.passed && condition.blocking)
}

/// Whether an amount may fall due: on or after the anniversary, or, for a trigger that follows revenue, after the day of
/// the first revenue.
#[must_use]
pub fn due_late_enough(part: &Installment, earliest: NaiveDate, early_triggers: &[String], first_revenue_on: Option<NaiveDate>) -> bool {
    part.due_on >= earliest
        || first_revenue_on.is_some_and(|first| part.due_on > first && early_triggers.contains(&part.trigger.to_string()))
}

/// Tests the five conditions, in the order of the definition.
///
/// # Errors
/// `INTERNAL` if a rule is missing or its value has another shape.
pub fn use_first_pay_later_test(facts: &Facts<'_>, rules: &RuleSet) -> Result<Vec<Condition>> {
    let early = early_fee(facts, rules)?;
    let mode = mode(facts, rules, early.passed)?;
    Ok(vec![licensor(facts, rules)?, licensee(facts, rules)?, license(facts, rules)?, early, mode])
}

fn condition(code: ConditionCode, rule: &Rule, failure: Option<Reason>, details: Value) -> Condition {
    let details = match details {
        Value::Object(map) => map.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => BTreeMap::new(),
    };
    Condition {
        code,
        passed: failure.is_none(),
        blocking: rule.evidence != Evidence::Unverified,
        reason: failure,
        details,
        rule: rule.id,
        citation: rule.citation.clone(),
    }
}

fn licensor(facts: &Facts<'_>, rules: &RuleSet) -> Result<Condition> {
    let rule = rules.rule("ufpl.licensor_kinds")?;
    let fits = rule.get::<Vec<String>>()?.iter().any(|kind| kind == facts.licensor_kind);
    let failure = (!fits).then_some(Reason::LicensorKind);
    Ok(condition(ConditionCode::LicensorPublic, rule, failure, json!({ "kind": facts.licensor_kind })))
}

fn licensee(facts: &Facts<'_>, rules: &RuleSet) -> Result<Condition> {
    let rule = rules.rule("ufpl.licensee_sizes")?;
    let sizes: Vec<String> = rule.get()?;
    let failure = match facts.licensee_size {
        None => Some(Reason::SizeUnknown),
        Some(size) if sizes.iter().any(|fit| fit == size) => None,
        Some(_) => Some(Reason::SizeTooLarge),
    };
    Ok(condition(ConditionCode::LicenseeSme, rule, failure, json!({ "size": facts.licensee_size })))
}

fn license(facts: &Facts<'_>, rules: &RuleSet) -> Result<Condition> {
    let rule = rules.rule("ufpl.definition")?;
    let failure = (!facts.is_license).then_some(Reason::NotALicense);
    Ok(condition(ConditionCode::IsLicense, rule, failure, Value::Null))
}

fn early_fee(facts: &Facts<'_>, rules: &RuleSet) -> Result<Condition> {
    let rule = rules.rule("ufpl.free_months_min")?;
    let months: u32 = rule.get()?;
    let (failure, details) = match facts.fees {
        Fees::Promised { free_months } => {
            ((free_months < months).then_some(Reason::FreePeriodTooShort), json!({ "freeMonths": free_months, "freeMonthsMin": months }))
        }
        Fees::Scheduled { effective_on, first_revenue_on, installments } => {
            // INCLUSIVE: the anniversary itself is late enough ("一年（含）以后").
            let inclusive = rules.get::<String>("ufpl.anniversary")? == "INCLUSIVE";
            let anniversary = date::add_months(effective_on, months);
            let earliest = if inclusive { anniversary } else { date::add_days(anniversary, 1) };
            let triggers: Vec<String> = rules.get("ufpl.early_due_triggers")?;
            let offender = installments.iter().find(|part| !due_late_enough(part, earliest, &triggers, first_revenue_on));
            let details = json!({ "earliestDueOn": earliest, "dueOn": offender.map(|part| part.due_on), "ordinal": offender.map(|part| part.ordinal) });
            (offender.map(|_| Reason::FeeTooEarly), details)
        }
    };
    Ok(condition(ConditionCode::NoEarlyFee, rule, failure, details))
}

fn mode(facts: &Facts<'_>, rules: &RuleSet, late: bool) -> Result<Condition> {
    let listed = rules.rule("ufpl.modes")?;
    let if_late = rules.rule("ufpl.modes_if_late")?;
    let names = |rule: &Rule, mode: PaymentMode| rule.get::<Vec<String>>().map(|modes| modes.contains(&mode.to_string()));
    let code = ConditionCode::ModeInContract;
    let Some(mode) = facts.payment_mode else {
        return Ok(condition(code, listed, Some(Reason::ModeMissing), Value::Null));
    };
    let details = json!({ "mode": mode.to_string() });
    if names(if_late, mode)? {
        // Such a way fits as long as nothing falls due early; then the rule that allows it decides.
        return Ok(condition(code, if_late, (!late).then_some(Reason::ModeNotListed), details));
    }
    let failure = (!names(listed, mode)?).then_some(Reason::ModeNotListed);
    Ok(condition(code, listed, failure, details))
}
