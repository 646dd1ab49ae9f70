//! An advisor's figures. They count what others have confirmed, once, and not what was merely written down.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use crate::{
    brokering::{
        model::Refusal,
        service::{Introduction, Log, Outcome, Rating, Task},
        to_do::ToDo,
        vocabulary::{IntroductionState, LogKind, LogPlace, LogVisibility, OutcomeState, RefusalKind},
    },
    kernel::{
        Id, Money, Timestamp,
        clock::china_date,
        date::add_months,
        id::{Advisor, BrokerCase, Introduction as IntroductionId, ServiceLog},
    },
};

/// From when a figure is worth showing, and how long a summary has to be. Dated reference data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Least characters of a summary that counts.
    pub summary_min: usize,
    /// Least number of clients the mean of whose ratings is shown.
    pub ratings_min: usize,
}

/// The time of an advisor with a case, whoever has it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stint {
    /// When the advisor accepted.
    pub accepted_at: Timestamp,
    /// When the client was contacted first.
    pub contacted_at: Option<Timestamp>,
}

/// What the figures are made of: everything of one advisor in one period.
#[derive(Debug, Clone, Default)]
pub struct Material {
    /// Notes.
    pub logs: Vec<Log>,
    /// Cases that the advisor began, among those of the notes.
    pub begun: BTreeSet<Id<BrokerCase>>,
    /// Notes that a later one corrects, whenever that was written.
    pub corrected: BTreeSet<Id<ServiceLog>>,
    /// Introductions.
    pub introductions: Vec<Introduction>,
    /// Validated outcomes.
    pub outcomes: Vec<Outcome>,
    /// Those of the introductions that led to a validated contract, whenever it was signed.
    pub led: BTreeSet<Id<IntroductionId>>,
    /// Cases accepted in the period, also those that were given back since, without those that the advisor began.
    pub accepted: Vec<Stint>,
    /// Cases declined, missed or given back in it.
    pub refusals: Vec<Refusal>,
    /// Tasks that were due in it.
    pub tasks: Vec<Task>,
    /// What clients said in it.
    pub ratings: Vec<Rating>,
    /// Demands that the advisor drafted and that their clients handed in within it for the first time.
    pub handed_in: u64,
}

/// An advisor's figures for a period.
#[derive(Debug, Clone, Default, PartialEq, Eq, async_graphql::SimpleObject)]
#[graphql(name = "AdvisorFigures")]
pub struct Figures {
    /// Clients visited: those with a note on a visit that counts.
    pub firms_visited: i64,
    /// Notes that count: for the client, with a summary and a duration, not corrected by a later one, one a day, case and kind.
    pub logs_counted: i64,
    /// Notes that do not.
    pub logs_not_counted: i64,
    /// Cases in which a demand was drafted.
    pub demands_drafted: i64,
    /// Demands that the advisor drafted for clients and that the clients handed in, each once.
    pub demands_handed_in: i64,
    /// Introductions that brought two together for the first time and that the other side has confirmed.
    pub introductions: i64,
    /// Introductions that do not count: somebody was first, the two knew each other, or nobody has confirmed.
    pub introductions_not_counted: i64,
    /// Contracts that an operator has validated.
    pub contracts: i64,
    /// Of a thousand introductions of the period that count, how many have led to a validated contract until today; null without
    /// any.
    pub contracts_per_thousand: Option<i64>,
    /// What these contracts are worth, by currency.
    pub contract_value: Vec<Money>,
    /// Those of them that are used first and paid for later.
    pub use_first_pay_later: i64,
    /// Cases accepted. One that the advisor began counts as none, nor for the days to the first contact: nobody had asked for it.
    pub accepted: i64,
    /// Cases declined.
    pub declined: i64,
    /// Cases that were not answered in time.
    pub lapsed: i64,
    /// Days from acceptance to the first contact, the middle one; null if there was none.
    pub days_to_first_contact: Option<i64>,
    /// Follow-ups that were due.
    pub follow_ups_due: i64,
    /// Those that were done by their day.
    pub follow_ups_on_time: i64,
    /// What clients said, 1 to 5, in hundredths; null for fewer clients than the rule `advising.ratings_shown_min` says, and for the
    /// advisor unless the period is a quarter that is over: from two periods that overlap one could reckon who said what.
    pub satisfaction: Option<i64>,
    /// How many clients said something; null where the mean is.
    pub ratings: Option<i64>,
}

/// Whether `from` to `until` is a quarter of a year that is over on `today`: nothing is added to it any more, and no other one
/// overlaps it.
#[must_use]
pub fn is_past_quarter(from: NaiveDate, until: NaiveDate, today: NaiveDate) -> bool {
    let begins = from.day() == 1 && from.month0().is_multiple_of(3);
    begins && until.succ_opt() == Some(add_months(from, 3)) && until < today
}

/// The figures.
#[must_use]
pub fn figures(material: &Material, limits: Limits) -> Figures {
    let counted = counted_logs(&material.logs, &material.corrected, limits.summary_min);
    let clients = |wanted: fn(&Log) -> bool| counted.iter().filter(|log| wanted(log)).map(|log| log.client).collect::<BTreeSet<_>>().len();
    // A case that the advisor began tells of a draft by the demand that its client handed in.
    let drafting = counted.iter().filter(|log| log.kind == LogKind::DemandDraft && !material.begun.contains(&log.case));
    let drafted: BTreeSet<_> = drafting.map(|log| log.case).collect();
    let confirmed = |introduction: &&Introduction| introduction.credited && introduction.state == IntroductionState::Confirmed;
    let introduced: BTreeSet<_> = material.introductions.iter().filter(confirmed).map(|introduction| introduction.id).collect();
    let validated: Vec<_> = material.outcomes.iter().filter(|outcome| outcome.state == OutcomeState::Validated).collect();
    let led = material.led.intersection(&introduced).collect::<BTreeSet<_>>();
    let refused = |kind: RefusalKind| count(material.refusals.iter().filter(|refusal| refusal.kind == kind));
    let follow_ups: Vec<_> = material.tasks.iter().filter(|task| matches!(task.what, ToDo::FollowUp(_))).collect();
    // One voice to a client, however many cases it had: the mean of what it said.
    let mut said: BTreeMap<_, (i64, i64)> = BTreeMap::new();
    for rating in &material.ratings {
        let (sum, times) = said.entry(rating.client).or_default();
        (*sum, *times) = (*sum + rating.score * 100, *times + 1);
    }
    let enough = said.len() >= limits.ratings_min.max(1);
    let mean = said.values().map(|(sum, times)| sum / times).sum::<i64>() / number(said.len()).max(1);
    Figures {
        firms_visited: number(clients(|log| log.place == LogPlace::Onsite)),
        logs_counted: number(counted.len()),
        logs_not_counted: number(material.logs.len() - counted.len()),
        demands_drafted: number(drafted.len()),
        demands_handed_in: i64::try_from(material.handed_in).unwrap_or(i64::MAX),
        introductions: number(introduced.len()),
        introductions_not_counted: number(material.introductions.len() - introduced.len()),
        contracts: number(validated.len()),
        contracts_per_thousand: (!introduced.is_empty()).then(|| number(led.len() * 1000 / introduced.len().max(1))),
        contract_value: by_currency(validated.iter().map(|outcome| outcome.amount)),
        use_first_pay_later: count(validated.iter().filter(|outcome| outcome.use_first_pay_later)),
        accepted: number(material.accepted.len()),
        declined: refused(RefusalKind::Declined),
        lapsed: refused(RefusalKind::Lapsed),
        days_to_first_contact: median(material.accepted.iter().filter_map(days_to_contact).collect()),
        follow_ups_due: number(follow_ups.len()),
        follow_ups_on_time: count(follow_ups.iter().filter(|task| task.done_on.is_some_and(|done| done <= task.due_on))),
        satisfaction: enough.then_some(mean),
        ratings: enough.then(|| number(said.len())),
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn count<T>(found: impl Iterator<Item = T>) -> i64 {
    number(found.count())
}

/// Notes that count: whoever writes two of a kind about one case and day has done it once, and what was corrected is gone, by
/// whichever note of whichever day.
fn counted_logs<'a>(logs: &'a [Log], corrected: &BTreeSet<Id<ServiceLog>>, summary_min: usize) -> Vec<&'a Log> {
    let mut seen: BTreeSet<(_, LogKind, NaiveDate)> = BTreeSet::new();
    let stands = logs.iter().filter(|log| !corrected.contains(&log.id)).filter(|log| says_something(log, summary_min));
    stands.filter(|log| seen.insert((log.case, log.kind, china_date(log.occurred_at)))).collect()
}

/// Whether a note is worth counting: the client reads it and could contradict it, it took time, and it says something.
#[must_use]
pub fn says_something(log: &Log, summary_min: usize) -> bool {
    let told = log.summary.as_deref().is_some_and(|text| distinct_characters(text) >= summary_min);
    told && log.visibility == LogVisibility::Client && log.minutes > 0
}

/// Whether one of `notes` by `advisor` tells of a follow-up: it counts, it is not corrected, and it tells of a day at most `days`
/// before the one on which the follow-up was due.
#[must_use]
pub fn tells_of(task: &Task, advisor: Option<Id<Advisor>>, notes: &[Log], days: i64, summary_min: usize) -> bool {
    let corrected: BTreeSet<_> = notes.iter().filter_map(|note| note.supersedes).collect();
    let first = task.due_on.0 - chrono::Duration::days(days);
    notes.iter().any(|note| {
        let of_it = note.kind == LogKind::FollowUp && Some(note.advisor) == advisor && china_date(note.occurred_at) >= first;
        of_it && !corrected.contains(&note.id) && says_something(note, summary_min)
    })
}

/// How many different characters a text has: dots and repetitions do not fill a summary.
#[must_use]
pub fn distinct_characters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<BTreeSet<_>>().len()
}

fn days_to_contact(stint: &Stint) -> Option<i64> {
    Some((china_date(stint.contacted_at?) - china_date(stint.accepted_at)).num_days())
}

fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    values.get(values.len().checked_sub(1)? / 2).copied()
}

fn by_currency(amounts: impl Iterator<Item = Money>) -> Vec<Money> {
    let mut sums: BTreeMap<&'static str, Money> = BTreeMap::new();
    for amount in amounts {
        let sum = sums.entry(amount.currency.code()).or_insert_with(|| Money::new(0, amount.currency));
        *sum = sum.checked_add(amount).unwrap_or(*sum);
    }
    sums.into_values().collect()
}
