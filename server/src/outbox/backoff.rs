//! How long to wait before a delivery is tried again. Pure.

use chrono::Duration;

/// Pause after the `attempt`th failure of a handler: 1, 2, 4 … seconds, at most 10 minutes.
#[must_use]
pub fn after_failure(attempt: i64) -> Duration {
    doubled(1, attempt).min(Duration::minutes(10))
}

/// Pause after the `attempt`th refusal by somebody outside who said "later": 1, 3, 9 … minutes, at most 12 hours. With
/// the 12 attempts of the default settings it is nearly three days until the delivery is given up: a mailbox that is
/// full on Friday may be emptied on Monday.
#[must_use]
pub fn after_refusal(attempt: i64) -> Duration {
    let exponent = attempt.clamp(1, 10) - 1;
    let minutes = 3_i64.pow(u32::try_from(exponent).unwrap_or_default());
    Duration::minutes(minutes).min(Duration::hours(12))
}

/// Pause after a machine was found away for the `time`th time in a row: 2, 4, 8 … seconds, at most 30, so that what
/// waited is done half a minute after the machine is back.
#[must_use]
pub fn while_away(time: i64) -> Duration {
    doubled(2, time).min(Duration::seconds(30))
}

/// `first` seconds, doubled for each time after the first.
fn doubled(first: i64, time: i64) -> Duration {
    Duration::seconds(first << (time.clamp(1, 21) - 1))
}
