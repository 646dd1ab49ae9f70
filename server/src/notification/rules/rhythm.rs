//! How often somebody is written to about alerts, and when next. Pure.

use jiff::{
    civil::Weekday,
    tz::{TimeZone, TimeZoneDatabase},
};
use strum::{Display, EnumIter, EnumString};

use crate::kernel::{Code, Error, Result, Timestamp};

/// Hour of the reader's day at which gathered alerts are sent.
const HOUR: i8 = 8;
/// Least time between two mails to who wants them at once.
const BREATH: chrono::Duration = chrono::Duration::hours(1);

/// How often.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Display, EnumString, EnumIter, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "AlertFrequency")]
pub enum Frequency {
    /// Within minutes, and at most once an hour; what comes together is sent together.
    Immediate,
    /// Every morning at eight, if there is anything new.
    #[default]
    Daily,
    /// Every Monday at eight, if there is anything new.
    Weekly,
}

/// How often, and by which clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rhythm {
    /// How often.
    pub frequency: Frequency,
    /// Name of the reader's time zone, `Asia/Shanghai`.
    pub time_zone: String,
}

impl Default for Rhythm {
    fn default() -> Self {
        Self { frequency: Frequency::default(), time_zone: "Asia/Shanghai".to_owned() }
    }
}

impl Rhythm {
    /// A rhythm by a clock that there is.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` at `timeZone` for a name that the time zone database does not know.
    pub fn new(frequency: Frequency, time_zone: &str) -> Result<Self> {
        let known = zone(time_zone).ok_or_else(|| Error::new(Code::BadUserInput).at("timeZone"))?;
        let time_zone = known.iana_name().unwrap_or(time_zone).to_owned();
        Ok(Self { frequency, time_zone })
    }

    /// When what was found at `at` is sent: the first time after it that belongs to the rhythm. The last mail was sent at `last`.
    #[must_use]
    pub fn next(&self, at: Timestamp, last: Option<Timestamp>) -> Timestamp {
        if self.frequency == Frequency::Immediate {
            return last.map_or(at, |last| at.max(last + BREATH));
        }
        // Ten days hold a Monday, and a morning on either side of whatever a clock may skip.
        let mornings = self.date(at).into_iter().flat_map(|today| today.series(jiff::ToSpan::day(1)).take(10));
        let wanted = mornings.filter(|day| self.frequency == Frequency::Daily || day.weekday() == Weekday::Monday);
        let times = wanted.filter_map(|day| day.at(HOUR, 0, 0, 0).to_zoned_datetime(self.zone()).ok());
        let mut later = times.filter_map(|time| Timestamp::from_timestamp(time.timestamp().as_second(), 0)).filter(|time| *time > at);
        later.next().unwrap_or(at)
    }

    /// The day of `at` by the reader's calendar, `2026-11-26`; empty beyond all calendars.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> String {
        self.date(at).map(|day| day.to_string()).unwrap_or_default()
    }

    fn date(&self, at: Timestamp) -> Option<jiff::civil::Date> {
        Some(jiff::Timestamp::from_second(at.timestamp()).ok()?.to_zoned_datetime(self.zone()).date())
    }

    fn zone(&self) -> TimeZone {
        zone(&self.time_zone).unwrap_or(TimeZone::UTC)
    }
}

/// From the database that is part of the program, so that every server has the same.
fn zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}
