//! How often an advisor may ask an enterprise for a mandate.

use chrono::NaiveDate;

use crate::{
    advisor::{model::MandateRequest, vocabulary::MandateRequestState},
    kernel::{Code, Date, Error, Result, clock::china_date, date::add_days},
};

/// How long nobody asks again. Dated reference data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pauses {
    /// Days for an answer; whatever became of a question, the next one comes later than that.
    pub answer: u32,
    /// Days after a refusal.
    pub refused: u32,
}

/// The last day on which the advisor does not ask the enterprise again, of what was asked before.
#[must_use]
pub fn silent_until(before: &[MandateRequest], pauses: Pauses) -> Option<Date> {
    let last = |asked: &MandateRequest| {
        let answered = asked.closed_at.filter(|_| asked.state == MandateRequestState::Refused);
        let refused = answered.map(|at| add_days(china_date(at), pauses.refused));
        Some(add_days(china_date(asked.created_at), pauses.answer)).max(refused)
    };
    before.iter().filter_map(last).max().map(Date)
}

/// Refuses an advisor who has asked the enterprise before and has to wait on `today`.
///
/// # Errors
/// `MANDATE_REQUEST_EXISTS` if a question waits for its answer, `MANDATE_REQUESTED_BEFORE` with `until`.
pub fn may_ask_again(before: &[MandateRequest], today: NaiveDate, pauses: Pauses) -> Result<()> {
    if before.iter().any(|asked| asked.state_on(today) == MandateRequestState::Open) {
        return Err(Error::new(Code::MandateRequestExists));
    }
    match silent_until(before, pauses).filter(|until| today <= until.0) {
        Some(until) => Err(Error::new(Code::MandateRequestedBefore).with("until", until.to_string())),
        None => Ok(()),
    }
}
