//! States of requests and licenses, deadlines, exclusivity, price and term. Pure.

use async_graphql::Enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use crate::{
    kernel::{
        Code, Error, Money, Result, Timestamp,
        clock::china_date,
        date::{Deadline, HolidayCalendar, add_months},
        error::Problems,
    },
    ledger::{PaymentPlan, rules::MAX_TOTAL},
    listing::{
        content::LicenseOffer,
        vocabulary::{LicenseKind, PaymentMode},
    },
};

/// The longest term of a license, in months.
pub const MAX_TERM_MONTHS: u32 = 600;
/// How far ahead a license may take effect, in months.
pub const MAX_START_MONTHS: u32 = 12;

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident,)* })*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, EnumString, EnumIter, Enum)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        #[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
        pub enum $name { $($(#[$vdoc])* $variant,)* })*
    };
}

states! {
    /// Life of a license request, short form.
    LicenseRequestState {
        /// 已提交: waits for the licensor's answer.
        Submitted,
        /// 已许可: the licensor granted a license. Final.
        Granted,
        /// 已拒绝: the licensor said no, with a reason. Final.
        Rejected,
        /// 已撤回: the enterprise took it back. Final.
        Withdrawn,
    }

    /// What can be done to a license request.
    LicenseRequestTransition {
        /// The licensor grants a license.
        Grant,
        /// The licensor says no.
        Reject,
        /// The enterprise takes it back.
        Withdraw,
    }

    /// Life of a license.
    LicenseState {
        /// 生效: granted, and neither ended nor terminated by anybody.
        Active,
        /// 届满: its last day has passed. Told by the date, never stored.
        Ended,
    }
}

/// A side of a license request or a license.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "LicenseParty")]
pub enum Party {
    /// The holder of the achievement.
    Licensor,
    /// The enterprise.
    Licensee,
}

/// One line of the transition table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub name: LicenseRequestTransition,
    /// State before.
    pub from: LicenseRequestState,
    /// State after.
    pub to: LicenseRequestState,
    /// Whose move it is.
    pub by: Party,
    /// Input fields that the mutation needs beyond id and version.
    pub inputs: &'static [&'static str],
}

/// Everything that can be done to a request. The server, the API's `availableTransitions` and the tests read this table.
pub const STEPS: &[Step] = &[
    Step {
        name: LicenseRequestTransition::Grant,
        from: LicenseRequestState::Submitted,
        to: LicenseRequestState::Granted,
        by: Party::Licensor,
        inputs: &["idempotencyKey", "effectiveOn", "plan", "labelUseFirstPayLater"],
    },
    Step {
        name: LicenseRequestTransition::Reject,
        from: LicenseRequestState::Submitted,
        to: LicenseRequestState::Rejected,
        by: Party::Licensor,
        inputs: &["reason"],
    },
    Step {
        name: LicenseRequestTransition::Withdraw,
        from: LicenseRequestState::Submitted,
        to: LicenseRequestState::Withdrawn,
        by: Party::Licensee,
        inputs: &[],
    },
];

/// The steps that lead out of `state`.
pub fn steps_from(state: LicenseRequestState) -> impl Iterator<Item = &'static Step> {
    STEPS.iter().filter(move |step| step.from == state)
}

/// The state after `transition`.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED` with the states `fromState` and `toState` and the transitions `allowed` now.
pub fn next(state: LicenseRequestState, transition: LicenseRequestTransition) -> Result<LicenseRequestState> {
    steps_from(state).find(|step| step.name == transition).map(|step| step.to).ok_or_else(|| {
        let to = STEPS.iter().find(|step| step.name == transition).map(|step| step.to.to_string());
        let allowed: Vec<String> = steps_from(state).map(|step| step.name.to_string()).collect();
        Error::new(Code::TransitionNotAllowed)
            .with("fromState", state.to_string())
            .with("toState", to.unwrap_or_default())
            .with("allowed", allowed)
    })
}

/// The last day for the licensor's answer: `working_days` after the request arrived, by the calendar in China.
/// Provisional while the holiday notice of that year is not published; then it is computed again whenever it is read.
#[must_use]
pub fn reply_deadline(calendar: &HolidayCalendar, submitted_at: Timestamp, working_days: u32) -> Deadline {
    calendar.after_working_days(china_date(submitted_at), working_days)
}

/// How a request is to be paid: the chosen way, or the first that the offer names; and whether that way is under the
/// offer's "use first, pay later".
///
/// # Errors
/// `UNKNOWN_CODE` at `paymentMode` if the offer does not have the chosen way.
pub fn payment_choice(offer: &LicenseOffer, chosen: Option<PaymentMode>) -> Result<(PaymentMode, bool)> {
    let late = offer.use_first_pay_later.as_ref().map_or(&[][..], |late| &late.modes);
    match chosen {
        None => Ok(late.first().map_or((offer.payment_mode, false), |mode| (*mode, true))),
        Some(mode) if late.contains(&mode) => Ok((mode, true)),
        Some(mode) if mode == offer.payment_mode => Ok((mode, false)),
        Some(mode) => Err(Error::new(Code::UnknownCode).with("value", mode.to_string()).at("paymentMode")),
    }
}

/// Checks the most that an enterprise is ready to pay: needed where the holder names no price, possible where the price
/// is negotiable.
///
/// # Errors
/// `REQUIRED`; `SCHEDULE_MISMATCH` with the `expected` price if the price is fixed; `INVALID_CURRENCY`; `OUT_OF_RANGE`.
pub fn check_price_offered(offer: &LicenseOffer, mode: PaymentMode, offered: Option<Money>) -> Result<()> {
    let Some(offered) = offered else {
        let known = offer.price.is_some() || !offer.negotiable || mode == PaymentMode::Free;
        return if known { Ok(()) } else { Err(Error::new(Code::Required)) };
    };
    if !offer.negotiable {
        let error = Error::new(Code::ScheduleMismatch).with("found", offered.to_string());
        return match offer.price {
            Some(price) if price == offered => Ok(()),
            Some(price) => Err(error.with("expected", price.to_string())),
            None => Err(error),
        };
    }
    if offer.price.is_some_and(|price| price.currency != offered.currency) {
        return Err(Error::new(Code::InvalidCurrency).with("value", offered.currency.code()));
    }
    if (1..=MAX_TOTAL).contains(&offered.minor_units) {
        Ok(())
    } else {
        Err(Error::new(Code::OutOfRange).with("min", 1_i64).with("max", MAX_TOTAL))
    }
}

/// What an enterprise asked for, as far as a grant has to keep to it.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The offer that it answered.
    pub offer: &'a LicenseOffer,
    /// How it wants to pay.
    pub payment_mode: PaymentMode,
    /// Whether it asked for the offer's "use first, pay later".
    pub use_first_pay_later: bool,
    /// The most that it is ready to pay, if it said so.
    pub price_offered: Option<Money>,
}

impl Asked<'_> {
    /// Checks that a plan is no worse for the enterprise than what it asked for. A license binds both, and the holder
    /// alone grants it (民法典 arts. 483, 488: other terms would be a new offer, which nobody has accepted).
    ///
    /// # Errors
    /// `SCHEDULE_MISMATCH` at `plan.WAY.total` unless the total is the fixed price, or at most the price that is
    /// negotiable or offered; `TERMS_NOT_AS_ASKED` at `plan` for another way of payment, or with `earliestDueOn` for a fee
    /// before the free months are over, and at `labelUseFirstPayLater` if the name is withheld.
    pub fn check(&self, plan: &PaymentPlan, first_due_on: Option<NaiveDate>, effective_on: NaiveDate, labelled: bool) -> Result<()> {
        let mut problems = Problems::default();
        let same_way = match self.payment_mode {
            PaymentMode::Free => matches!(plan, PaymentPlan::Free),
            // One part is no instalment, and nothing that falls due at once is deferred.
            PaymentMode::Instalment => matches!(plan, PaymentPlan::Instalment { count, .. } if *count > 1),
            PaymentMode::Deferred => matches!(plan, PaymentPlan::Deferred { deferral_months, .. } if *deferral_months > 0),
            // Paying everything at once, later than asked, is no worse.
            _ => matches!(plan, PaymentPlan::Deferred { .. }),
        };
        if same_way {
            problems.check("plan", self.check_total(plan.total()).map_err(|error| error.at("total").at(plan.way())));
        } else {
            let error = Error::new(Code::TermsNotAsAsked).with("mode", self.payment_mode.to_string());
            problems.push(error.at("plan"));
        }
        if let Some(late) = self.offer.use_first_pay_later.as_ref().filter(|_| self.use_first_pay_later) {
            let earliest = add_months(effective_on, late.free_months);
            if let Some(due_on) = first_due_on.filter(|due_on| *due_on < earliest) {
                let error = Error::new(Code::TermsNotAsAsked).with("dueOn", due_on).with("earliestDueOn", earliest);
                problems.push(error.at("plan"));
            }
            if !labelled {
                problems.push(Error::new(Code::TermsNotAsAsked).at("labelUseFirstPayLater"));
            }
        }
        problems.finish(())
    }

    fn check_total(&self, total: Money) -> Result<()> {
        let known = self.price_offered.or(self.offer.price);
        let fits = match known {
            Some(most) if self.offer.negotiable => most.currency == total.currency && total.minor_units <= most.minor_units,
            Some(price) => price == total,
            None => total.minor_units == 0,
        };
        if fits {
            return Ok(());
        }
        let error = Error::new(Code::ScheduleMismatch).with("found", total.to_string());
        Err(known.map_or(error.clone(), |price| error.with("expected", price.to_string())))
    }
}

/// The last day of a license of `months` that takes effect on `effective_on` (民法典 arts. 201-202: the first day is not
/// counted).
///
/// # Errors
/// `OUT_OF_RANGE` unless 1 to [`MAX_TERM_MONTHS`].
pub fn last_day(effective_on: NaiveDate, months: u32) -> Result<NaiveDate> {
    if (1..=MAX_TERM_MONTHS).contains(&months) {
        Ok(add_months(effective_on, months))
    } else {
        Err(Error::new(Code::OutOfRange).with("min", 1_i64).with("max", i64::from(MAX_TERM_MONTHS)))
    }
}

/// Checks that a license takes effect today or within a year. Never earlier: a date in the past would let the first
/// fee fall due at once and still look like a year of free use.
///
/// # Errors
/// `OUT_OF_RANGE` with the limits.
pub fn check_effective_on(effective_on: NaiveDate, today: NaiveDate) -> Result<()> {
    let last = add_months(today, MAX_START_MONTHS);
    if (today..=last).contains(&effective_on) { Ok(()) } else { Err(Error::new(Code::OutOfRange).with("min", today).with("max", last)) }
}

/// Checks that a license ends no later than the right it rests on, whose last day is `last`.
///
/// # Errors
/// `TERM_OUTLIVES_RIGHT` with the last possible day as `max`.
pub fn check_term(ends_on: NaiveDate, last: NaiveDate) -> Result<()> {
    if ends_on > last { Err(Error::new(Code::TermOutlivesRight).with("max", last)) } else { Ok(()) }
}

/// How a license stands on `today`.
#[must_use]
pub fn state_on(ends_on: NaiveDate, today: NaiveDate) -> LicenseState {
    if today > ends_on { LicenseState::Ended } else { LicenseState::Active }
}

/// Where and when a license holds, as far as other licenses on the same achievement care.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scope {
    /// Kind of license.
    pub kind: LicenseKind,
    /// Countries; empty means the whole world.
    pub territory: Vec<String>,
    /// First day.
    pub effective_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

impl Scope {
    /// Whether nobody else may be licensed beside it.
    #[must_use]
    pub const fn excludes_others(&self) -> bool {
        matches!(self.kind, LicenseKind::Exclusive | LicenseKind::Sole)
    }

    fn meets(&self, other: &Self) -> bool {
        let same_time = self.effective_on <= other.ends_on && other.effective_on <= self.ends_on;
        let same_place = self.territory.is_empty()
            || other.territory.is_empty()
            || self.territory.iter().any(|country| other.territory.contains(country));
        same_time && same_place
    }
}

/// Whether two licenses on one achievement exclude each other: they share a country and a day, and one of them is
/// exclusive or sole. Fields of use are words and cannot be compared, so they never make room.
#[must_use]
pub fn conflicts(standing: &Scope, new: &Scope) -> bool {
    (standing.excludes_others() || new.excludes_others()) && standing.meets(new)
}

/// Whether a granted license leaves nothing of a listing to be licensed: it keeps others out, and covers every country of
/// every offer. Such a listing is hidden (domain reference, 3.4).
#[must_use]
pub fn closes_listing(granted: &Scope, offers: &[LicenseOffer]) -> bool {
    let covers = |wanted: &[String]| {
        granted.territory.is_empty() || (!wanted.is_empty() && wanted.iter().all(|country| granted.territory.contains(country)))
    };
    granted.excludes_others() && offers.iter().all(|offer| covers(&offer.territory))
}
