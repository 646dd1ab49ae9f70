//! Time is a parameter: actions ask [`Clock`], never the operating system.

use std::sync::Mutex;

use chrono::FixedOffset;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, SubsecRound, Utc};

/// A point in time, UTC, whole microseconds (what both databases can store without loss).
pub type Timestamp = DateTime<Utc>;

/// Source of the current time.
pub trait Clock: Send + Sync {
    /// The current time, truncated to microseconds.
    fn now(&self) -> Timestamp;

    /// Today's calendar date in China (UTC+8), the zone in which every legal deadline of this product is counted.
    fn today(&self) -> NaiveDate {
        china_date(self.now())
    }
}

/// The calendar date of `at` in China Standard Time (UTC+8, no daylight saving).
#[must_use]
pub fn china_date(at: Timestamp) -> NaiveDate {
    const CHINA_OFFSET_SECONDS: i32 = 8 * 3600;
    FixedOffset::east_opt(CHINA_OFFSET_SECONDS).map_or_else(|| at.date_naive(), |zone| at.with_timezone(&zone).date_naive())
}

/// The moment at which `day` begins in China.
#[must_use]
pub fn china_midnight(day: NaiveDate) -> Timestamp {
    day.and_time(NaiveTime::MIN).and_utc() - Duration::hours(8)
}

/// The real clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that may ask the operating system")]
    fn now(&self) -> Timestamp {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that only moves when told to; used by tests and by the demo world.
#[derive(Debug)]
pub struct ManualClock(Mutex<Timestamp>);

impl ManualClock {
    /// Starts at `at`.
    #[must_use]
    pub fn at(at: Timestamp) -> Self {
        Self(Mutex::new(at.trunc_subsecs(6)))
    }

    /// Moves the clock forward (or, with a negative duration, back).
    pub fn advance(&self, by: Duration) {
        let mut now = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *now += by;
    }

    /// Sets the clock.
    pub fn set(&self, at: Timestamp) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at.trunc_subsecs(6);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
