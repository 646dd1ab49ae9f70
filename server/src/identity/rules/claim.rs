//! What an organization claims to be, and what an operator makes of it.
//!
//! A verified name is a seal: it stands beside listings and in mails until an operator has approved another one. So a
//! verified organization that wants another name or credit code keeps the ones it has, and the wish waits beside them.

use serde::{Deserialize, Serialize};

use super::{Organization, Verification};
use crate::kernel::{Code, Error, Id, Result, Timestamp, id};

/// What an operator verifies: by these an organization is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Chinese name.
    pub name_zh: Option<String>,
    /// English name.
    pub name_en: Option<String>,
    /// Unified social credit code.
    pub credit_code: Option<String>,
}

/// A claim of a verified organization that no operator has decided on yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingChange {
    /// What it wants to be called.
    pub claim: Claim,
    /// Since when.
    pub requested_at: Timestamp,
}

/// An operator's verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Verify {
        /// Who says so; none for the program itself.
        by: Option<Id<id::User>>,
    },
    /// No.
    Reject {
        /// Why; the organization reads it.
        reason: String,
    },
}

impl Organization {
    /// What stands verified, or waits to be for the first time.
    #[must_use]
    pub fn claim(&self) -> Claim {
        Claim { name_zh: self.name_zh.clone(), name_en: self.name_en.clone(), credit_code: self.credit_code.clone() }
    }

    /// What the organization last said of itself: its pending change, if it has one.
    #[must_use]
    pub fn latest_claim(&self) -> Claim {
        self.pending_change.as_ref().map_or_else(|| self.claim(), |change| change.claim.clone())
    }

    /// The organization after it said `claim` of itself. A verified one keeps what it has and waits for the operator with
    /// the rest; saying what it has takes the wish back. A rejected one is put up again, whatever it said.
    #[must_use]
    pub fn claiming(mut self, claim: Claim, now: Timestamp) -> Self {
        if self.is_verified() {
            let standing = self.pending_change.take().filter(|change| change.claim == claim);
            if claim != self.claim() {
                // A new wish; what the operator thought of an earlier one is past.
                self.verification_note = self.verification_note.filter(|_| standing.is_some());
                self.pending_change = Some(standing.unwrap_or(PendingChange { claim, requested_at: now }));
            }
            return self;
        }
        if self.verification == Verification::Rejected {
            self.verification = Verification::Pending;
            (self.verification_note, self.verified_at, self.verified_by) = (None, None, None);
        }
        self.with_claim(claim)
    }

    /// The organization after an operator's verdict. If a change waits, the verdict is about the change: yes applies it,
    /// no drops it, and the organization stays verified either way. Otherwise it is about the organization: no takes
    /// even a given verification back.
    ///
    /// # Errors
    /// `TRANSITION_NOT_ALLOWED` with `from`, `to` and `allowed` if it is there already.
    pub fn judged(mut self, verdict: Verdict, now: Timestamp) -> Result<Self> {
        let change = self.pending_change.take();
        match (verdict, change) {
            (Verdict::Verify { by }, change) => {
                if change.is_none() {
                    self.check_verification(Verification::Verified)?;
                }
                self.verification = Verification::Verified;
                (self.verification_note, self.verified_at, self.verified_by) = (None, Some(now), by);
                Ok(match change {
                    Some(change) => self.with_claim(change.claim),
                    None => self,
                })
            }
            (Verdict::Reject { reason }, Some(_)) => Ok(Self { verification_note: Some(reason), ..self }),
            (Verdict::Reject { reason }, None) => {
                self.check_verification(Verification::Rejected)?;
                self.verification = Verification::Rejected;
                (self.verification_note, self.verified_at, self.verified_by) = (Some(reason), None, None);
                Ok(self)
            }
        }
    }

    fn with_claim(self, claim: Claim) -> Self {
        Self { name_zh: claim.name_zh, name_en: claim.name_en, credit_code: claim.credit_code, ..self }
    }

    fn check_verification(&self, to: Verification) -> Result<()> {
        if self.verification != to {
            return Ok(());
        }
        let verdicts = [Verification::Verified, Verification::Rejected];
        let allowed: Vec<String> = verdicts.iter().filter(|state| **state != to).map(ToString::to_string).collect();
        let error = Error::new(Code::TransitionNotAllowed).with("fromState", self.verification.to_string());
        Err(error.with("toState", to.to_string()).with("allowed", allowed))
    }
}
