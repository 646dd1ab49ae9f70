//! Whether what happened is followed up.

use chrono::TimeDelta;

use super::finding::Finding;
use crate::{ctx::Ctx, operation, outbox};

const CHECK: &str = "outbox";
/// What is due this long has nobody who takes it up.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);

pub(super) async fn look(ctx: &Ctx) -> Vec<Finding> {
    let backlogs = match outbox::backlog(ctx).await {
        Ok(backlogs) => backlogs,
        Err(error) => {
            return vec![Finding::wanting(CHECK, super::super::explain(&error).to_string(), "see what is said of the database")];
        }
    };
    let pending: i64 = backlogs.iter().map(|backlog| backlog.pending).sum();
    let dead: Vec<String> =
        backlogs.iter().filter(|backlog| backlog.dead > 0).map(|backlog| format!("{} of {}", backlog.dead, backlog.follower)).collect();
    let mut findings = Vec::new();
    if !dead.is_empty() {
        let found = format!("deliveries were given up: {}", dead.join(", "));
        let advice = "`deadLetters` in the API says why; mend that, then `deadLetterRetry`";
        findings.push(Finding::wanting(CHECK, found, advice));
    }
    let waited = backlogs.iter().filter_map(|backlog| Some(ctx.now() - backlog.due_since?)).max();
    let overdue = waited.filter(|waited| *waited > PATIENCE);
    let workers = operation::processes(ctx).await.map_or(0, |processes| processes.iter().filter(|process| process.duties.works).count());
    if let Some(waited) = overdue {
        let who = if workers == 0 { "no worker is running" } else { "the worker does not keep up, or hangs" };
        let found = format!("{pending} deliveries wait, the first for {} minutes: {who}", waited.num_minutes());
        let advice = "start `lianqiao worker`, or `lianqiao serve` with worker.embedded = true, and look at its log";
        findings.push(Finding::wanting(CHECK, found, advice));
    }
    if findings.is_empty() {
        findings.push(Finding::well(CHECK, format!("{pending} pending, {workers} at work")));
    }
    findings
}
