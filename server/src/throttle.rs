//! How often somebody may do something: counted in this process, by the clock that it is told.
//!
//! Each key has a number of tries that come back one by one. What is counted is what was asked for, whether or not it
//! exists, so that a refusal says nothing about accounts.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::TimeDelta;

use crate::{
    kernel::{Code, Error, Result, Timestamp},
    telemetry,
};

/// Keys that are kept. Whoever brings more of them than this together starts everybody's count anew; each costs more
/// than a try is worth.
const MAX_KEYS: usize = 50_000;

/// How many tries there are, and after how many seconds each comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Tries at once.
    pub tries: u32,
    /// Seconds until one more.
    pub seconds: u32,
}

impl Allowance {
    fn step(self) -> TimeDelta {
        TimeDelta::seconds(self.seconds.into())
    }
}

/// The tries of everybody.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<(&'static str, String), Timestamp>>);

impl Throttle {
    /// Takes one of the tries that `key` has for `what`.
    ///
    /// # Errors
    /// `THROTTLED` with the `seconds` to wait if none is left.
    pub fn take(&self, what: &'static str, key: &str, allowance: Allowance, now: Timestamp) -> Result<()> {
        let mut whole_again = self.known();
        if whole_again.len() >= MAX_KEYS {
            whole_again.retain(|_, at| *at > now);
            if whole_again.len() >= MAX_KEYS {
                whole_again.clear();
            }
        }
        let at = whole_again.entry((what, key.to_owned())).or_insert(now);
        let used = (*at - now).max(TimeDelta::zero());
        let room = allowance.step() * i32::try_from(allowance.tries.saturating_sub(1)).unwrap_or(i32::MAX);
        if used > room {
            telemetry::metrics::throttled(what);
            let wait = (used - room).num_milliseconds().div_euclid(1000) + 1;
            return Err(Error::new(Code::Throttled).with("seconds", wait));
        }
        *at = now + used + allowance.step();
        Ok(())
    }

    /// Gives a try back that turned out not to count.
    pub fn give_back(&self, what: &'static str, key: &str, allowance: Allowance) {
        if let Some(at) = self.known().get_mut(&(what, key.to_owned())) {
            *at -= allowance.step();
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<(&'static str, String), Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
