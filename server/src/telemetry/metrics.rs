//! The figures: their names, what they mean, and the functions that count.
//!
//! Labels are words of this program (`&'static str`), so that nothing that a client sends can become one: the number of
//! series is bounded, and none holds personal data. Where nobody asks for figures, counting costs next to nothing.

use std::{sync::OnceLock, time::Duration};

use ::metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use anyhow::Context;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use super::process;

/// How a figure behaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Counts by size, within these bounds.
    Histogram(&'static [f64]),
}

/// A figure.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// As Prometheus knows it.
    pub name: &'static str,
    /// How it behaves.
    pub kind: Kind,
    /// What its series differ by.
    pub labels: &'static [&'static str],
    /// What it means, and its unit.
    pub help: &'static str,
}

/// Bounds for what somebody waits for: a millisecond to half a minute.
const WAIT: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
/// Bounds for a statement: a tenth of a millisecond to ten seconds.
const STATEMENT: &[f64] = &[0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 10.0];
/// Bounds for what happens behind people's backs: a tenth of a second to three days.
const DELAY: &[f64] = &[0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0, 7200.0, 86400.0, 259_200.0];
/// Bounds for the cost of a request.
const COST: &[f64] = &[1.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1000.0, 2000.0];

const HTTP_REQUESTS: &str = "lianqiao_http_requests_total";
const HTTP_SECONDS: &str = "lianqiao_http_request_seconds";
const GRAPHQL_OPERATIONS: &str = "lianqiao_graphql_operations_total";
const GRAPHQL_SECONDS: &str = "lianqiao_graphql_operation_seconds";
const GRAPHQL_COST: &str = "lianqiao_graphql_cost";
const MUTATIONS: &str = "lianqiao_mutations_total";
const SOCKETS: &str = "lianqiao_sockets";
const SUBSCRIPTIONS: &str = "lianqiao_subscriptions";
const THROTTLED: &str = "lianqiao_throttled_total";
const FORWARDED_IGNORED: &str = "lianqiao_forwarded_ignored_total";
const DATABASE_UP: &str = "lianqiao_database_up";
const CONNECTIONS: &str = "lianqiao_database_connections";
const STATEMENT_SECONDS: &str = "lianqiao_database_statement_seconds";
const STATEMENT_ERRORS: &str = "lianqiao_database_statement_errors_total";
const TRANSACTIONS: &str = "lianqiao_database_transactions_total";
const TRANSACTION_SECONDS: &str = "lianqiao_database_transaction_seconds";
const OUTBOX_PENDING: &str = "lianqiao_outbox_pending";
const OUTBOX_DEAD: &str = "lianqiao_outbox_dead";
const OUTBOX_OLDEST: &str = "lianqiao_outbox_oldest_seconds";
const OUTBOX_OVERDUE: &str = "lianqiao_outbox_overdue_seconds";
const DELIVERIES: &str = "lianqiao_deliveries_total";
const DELIVERY_SECONDS: &str = "lianqiao_delivery_seconds";
const SEARCH_SECONDS: &str = "lianqiao_search_seconds";
const SEARCH_ERRORS: &str = "lianqiao_search_errors_total";
const MATCHING_VECTORS: &str = "lianqiao_matching_vector_bytes";
const MAILS: &str = "lianqiao_mails_total";
const IMPORT_ROWS: &str = "lianqiao_import_rows_total";
const SWEEP_SECONDS: &str = "lianqiao_sweep_seconds";
const SWEEP_ERRORS: &str = "lianqiao_sweep_errors_total";
const BUILD: &str = "lianqiao_build_info";

const fn counted(name: &'static str, labels: &'static [&'static str], help: &'static str) -> Metric {
    Metric { name, kind: Kind::Counter, labels, help }
}

const fn level(name: &'static str, labels: &'static [&'static str], help: &'static str) -> Metric {
    Metric { name, kind: Kind::Gauge, labels, help }
}

const fn spread(name: &'static str, bounds: &'static [f64], labels: &'static [&'static str], help: &'static str) -> Metric {
    Metric { name, kind: Kind::Histogram(bounds), labels, help }
}

/// Every figure that there is. Dashboards and alerts are held against this list.
pub const METRICS: &[Metric] = &[
    counted(HTTP_REQUESTS, &["route", "method", "status"], "HTTP requests answered, by route, method and class of status"),
    spread(HTTP_SECONDS, WAIT, &["route"], "Seconds from a request to the head of its answer"),
    counted(GRAPHQL_OPERATIONS, &["type", "outcome"], "GraphQL operations, by type and OK or the code of their first error"),
    spread(GRAPHQL_SECONDS, WAIT, &["type"], "Seconds that a query or mutation took to execute"),
    spread(GRAPHQL_COST, COST, &[], "Estimated cost of an operation in points"),
    counted(MUTATIONS, &["mutation", "outcome"], "Mutations carried out, by field and OK or the code of their first error"),
    level(SOCKETS, &[], "Open WebSockets"),
    level(SUBSCRIPTIONS, &[], "Operations open on WebSockets"),
    counted(THROTTLED, &["what"], "Tries that were refused because there were too many"),
    counted(FORWARDED_IGNORED, &[], "Requests whose X-Forwarded-For was not believed: is the proxy among http.trusted_proxies?"),
    level(DATABASE_UP, &[], "1 if the database answered when the figures were asked for"),
    level(CONNECTIONS, &["pool", "state"], "Connections to the database, in use and idle"),
    spread(STATEMENT_SECONDS, STATEMENT, &["statement"], "Seconds that an SQL statement took"),
    counted(STATEMENT_ERRORS, &["statement"], "SQL statements that failed"),
    counted(TRANSACTIONS, &["outcome"], "Transactions committed and rolled back"),
    spread(TRANSACTION_SECONDS, WAIT, &[], "Seconds for which a transaction was open"),
    level(OUTBOX_PENDING, &["follower"], "Deliveries that wait or are under way"),
    level(OUTBOX_DEAD, &["follower"], "Deliveries that were given up"),
    level(OUTBOX_OLDEST, &["follower"], "Age in seconds of the oldest event that is not followed up"),
    level(OUTBOX_OVERDUE, &["follower"], "Seconds for which the delivery that is due longest has not been taken up"),
    counted(DELIVERIES, &["follower", "outcome"], "Deliveries handled, by what became of them"),
    spread(DELIVERY_SECONDS, DELAY, &["follower"], "Seconds from an event until it was followed up"),
    spread(SEARCH_SECONDS, WAIT, &["engine", "operation"], "Seconds that the search engine took"),
    counted(SEARCH_ERRORS, &["engine", "operation", "kind"], "Failures of the search engine"),
    level(MATCHING_VECTORS, &[], "About how many bytes of memory the meanings of listings take"),
    counted(MAILS, &["outcome"], "Mails handed to the mail server, by its answer"),
    counted(IMPORT_ROWS, &["outcome"], "Rows of imports, by what became of them"),
    spread(SWEEP_SECONDS, WAIT, &["what"], "Seconds that a sweep took"),
    counted(SWEEP_ERRORS, &["what"], "Sweeps that failed"),
    level(BUILD, &["version"], "1, with the version of the program"),
    level(process::MEMORY, &[], "Resident memory in bytes"),
    level(process::OPEN_FILES, &[], "Open file descriptors"),
    level(process::MAX_FILES, &[], "Most file descriptors that may be open"),
    level(process::THREADS, &[], "Threads"),
    counted(process::CPU, &[], "Seconds of processor time"),
    level(process::START, &[], "When the process started, in seconds since 1970"),
];

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// Starts counting, for the whole process. Must come before the machines are opened; a second time does nothing.
///
/// # Errors
/// Another recorder is there already.
pub fn install() -> anyhow::Result<()> {
    if HANDLE.get().is_some() {
        return Ok(());
    }
    let mut builder = PrometheusBuilder::new();
    for metric in METRICS {
        if let Kind::Histogram(bounds) = metric.kind {
            builder = builder.set_buckets_for_metric(Matcher::Full(metric.name.to_owned()), bounds)?;
        }
    }
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    ::metrics::set_global_recorder(recorder).context("figures are being counted already")?;
    for metric in METRICS {
        match metric.kind {
            Kind::Counter => describe_counter!(metric.name, metric.help),
            Kind::Gauge => describe_gauge!(metric.name, metric.help),
            Kind::Histogram(_) => describe_histogram!(metric.name, metric.help),
        }
    }
    gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    let _ = HANDLE.set(handle);
    Ok(())
}

/// What [`install`] began, if it did.
pub(super) fn recorded() -> Option<&'static PrometheusHandle> {
    HANDLE.get()
}

/// An HTTP request was answered. `route` is a route as it stands in the router.
pub fn http_request(route: &str, method: &'static str, status: u16, took: Duration) {
    let class = match status / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    };
    counter!(HTTP_REQUESTS, "route" => route.to_owned(), "method" => method, "status" => class).increment(1);
    histogram!(HTTP_SECONDS, "route" => route.to_owned()).record(took);
}

/// A GraphQL operation was answered, refused, or (a subscription) begun. `outcome` is `OK` or a code.
pub fn graphql_operation(operation: &'static str, outcome: &'static str) {
    counter!(GRAPHQL_OPERATIONS, "type" => operation, "outcome" => outcome).increment(1);
}

/// A query or mutation was executed.
pub fn graphql_executed(operation: &'static str, cost: usize, took: Duration) {
    histogram!(GRAPHQL_SECONDS, "type" => operation).record(took);
    // Costs are far below where a number with a fraction loses units.
    histogram!(GRAPHQL_COST).record(u32::try_from(cost).unwrap_or(u32::MAX));
}

/// A mutation was carried out. `mutation` is a field of the schema: a document with another one is refused earlier.
pub fn mutation(mutation: &str, outcome: &'static str) {
    counter!(MUTATIONS, "mutation" => mutation.to_owned(), "outcome" => outcome).increment(1);
}

/// A try was refused because there were too many.
pub fn throttled(what: &'static str) {
    counter!(THROTTLED, "what" => what).increment(1);
}

/// A request said where it came from, and was not believed.
pub fn forwarded_ignored() {
    counter!(FORWARDED_IGNORED).increment(1);
}

/// Whether the database answered.
pub fn database_up(up: bool) {
    gauge!(DATABASE_UP).set(if up { 1.0 } else { 0.0 });
}

/// Connections of a pool.
pub fn connections(pool: &'static str, in_use: u32, idle: u32) {
    gauge!(CONNECTIONS, "pool" => pool, "state" => "in_use").set(in_use);
    gauge!(CONNECTIONS, "pool" => pool, "state" => "idle").set(idle);
}

/// Memory that meanings take.
#[expect(clippy::cast_precision_loss, reason = "memory is told in numbers of 53 bits")]
pub fn matching_vectors(bytes: usize) {
    gauge!(MATCHING_VECTORS).set(bytes as f64);
}

/// A statement ran. Only its first word is kept.
pub fn statement(sql: &str, took: Duration, failed: bool) {
    let word = sql.get(..6).unwrap_or_default();
    let known = ["SELECT", "INSERT", "UPDATE", "DELETE"].into_iter().find(|known| word.eq_ignore_ascii_case(known));
    let kind = known.unwrap_or("OTHER");
    histogram!(STATEMENT_SECONDS, "statement" => kind).record(took);
    if failed {
        counter!(STATEMENT_ERRORS, "statement" => kind).increment(1);
    }
}

/// A transaction ended, one way or the other.
pub fn transaction(committed: bool, took: Duration) {
    counter!(TRANSACTIONS, "outcome" => if committed { "committed" } else { "rolled_back" }).increment(1);
    histogram!(TRANSACTION_SECONDS).record(took);
}

/// What waits for a follower.
#[derive(Debug, Clone, Copy, Default)]
pub struct Waiting {
    /// Deliveries that wait or are under way.
    pub pending: u32,
    /// Deliveries that were given up.
    pub dead: u32,
    /// Seconds since the oldest event that is not followed up.
    pub oldest_seconds: f64,
    /// Seconds for which the delivery that is due longest has not been taken up.
    pub overdue_seconds: f64,
}

/// What waits for `follower` now.
pub fn outbox(follower: &'static str, waiting: Waiting) {
    gauge!(OUTBOX_PENDING, "follower" => follower).set(waiting.pending);
    gauge!(OUTBOX_DEAD, "follower" => follower).set(waiting.dead);
    gauge!(OUTBOX_OLDEST, "follower" => follower).set(waiting.oldest_seconds);
    gauge!(OUTBOX_OVERDUE, "follower" => follower).set(waiting.overdue_seconds);
}

/// A delivery was handled. `since` is how long ago its event happened, for one that is done.
pub fn delivery(follower: &'static str, outcome: &'static str, since: Option<Duration>) {
    counter!(DELIVERIES, "follower" => follower, "outcome" => outcome).increment(1);
    if let Some(since) = since {
        histogram!(DELIVERY_SECONDS, "follower" => follower).record(since);
    }
}

/// The search engine answered, or failed (`Err` with the kind of failure).
pub fn search(engine: &'static str, operation: &'static str, took: Duration, outcome: Result<(), &'static str>) {
    histogram!(SEARCH_SECONDS, "engine" => engine, "operation" => operation).record(took);
    if let Err(kind) = outcome {
        counter!(SEARCH_ERRORS, "engine" => engine, "operation" => operation, "kind" => kind).increment(1);
    }
}

/// A mail was handed to the mail server.
pub fn mail(outcome: &'static str) {
    counter!(MAILS, "outcome" => outcome).increment(1);
}

/// Rows of an import were dealt with.
pub fn import_rows(outcome: &'static str, rows: i64) {
    counter!(IMPORT_ROWS, "outcome" => outcome).increment(u64::try_from(rows).unwrap_or_default());
}

/// A sweep ended.
pub fn sweep(what: &'static str, took: Duration, failed: bool) {
    histogram!(SWEEP_SECONDS, "what" => what).record(took);
    if failed {
        counter!(SWEEP_ERRORS, "what" => what).increment(1);
    }
}

/// Something that is open for a while; counted until it is dropped.
#[derive(Debug)]
pub struct Open(&'static str);

impl Open {
    /// A WebSocket.
    #[must_use]
    pub fn socket() -> Self {
        Self::of(SOCKETS)
    }

    /// An operation on a WebSocket.
    #[must_use]
    pub fn subscription() -> Self {
        Self::of(SUBSCRIPTIONS)
    }

    fn of(name: &'static str) -> Self {
        gauge!(name).increment(1.0);
        Self(name)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        gauge!(self.0).decrement(1.0);
    }
}
