//! From bytes to checked rows, on a thread of its own: parsing a large file must hold up neither requests nor the
//! database.

use std::{collections::HashMap, sync::Arc};

use chrono::NaiveDate;
use tokio::sync::mpsc;

use crate::{
    ctx::Ctx,
    import::{
        check::check,
        kind::ImportKind,
        map::{Mapped, Plan, Problem, Reading, Severity, Subject, map_row},
        read::{self, Limits, Row, Table},
        rules::StoredMapping,
    },
    kernel::{Code, Error, Result},
    rulebook::Rulebook,
};

/// Rows of one transaction: enough to spread its cost, few enough that others do not notice the lock.
pub(super) const CHUNK: usize = 250;
/// Chunks that may wait for the database.
const AHEAD: usize = 2;
/// Rows whose values help to understand the headers.
const SAMPLES: usize = 50;

/// A file whose header is understood.
pub(super) struct Opened {
    /// What its columns mean.
    pub reading: Arc<Reading>,
    /// Rows with data.
    pub total_rows: i64,
    /// Type of the file.
    pub format: read::Format,
    samples: Vec<Row>,
    table: Table,
}

/// How to understand a header.
pub(super) enum Header {
    /// It must suffice for an import.
    Sufficient,
    /// Whatever it is worth.
    Any,
}

/// Opens a file. Slow for large ones, so it runs on a thread for such work.
///
/// # Errors
/// Those of [`read::open`] and [`Plan::new`].
pub(super) async fn open(ctx: &Ctx, kind: ImportKind, bytes: Vec<u8>, mapping: StoredMapping, header: Header) -> Result<Opened> {
    let limits = Limits::of(&ctx.config);
    let stages = ctx.rules.on("listing.trl_legacy_words", ctx.clock.today())?.get()?;
    let opened = tokio::task::spawn_blocking(move || {
        let mut table = read::open(&bytes, limits, kind.recognizer())?;
        let samples: Vec<Row> = table.by_ref().take(SAMPLES).collect();
        let plan = match header {
            Header::Sufficient => Plan::new(kind, &table.headers, &samples, &mapping.columns, mapping.strict)?,
            Header::Any => Plan::lenient(kind, &table.headers, &samples, &mapping.columns),
        };
        let total_rows = i64::try_from(table.row_count).map_err(Error::internal)?;
        Ok(Opened { reading: Arc::new(Reading { plan, stages }), total_rows, format: table.format, samples, table })
    });
    opened.await.map_err(|error| Error::new(Code::FileDamaged).because(error))?
}

impl Opened {
    /// Every row as it stands in the file.
    pub(super) fn rows(self) -> impl Iterator<Item = Row> + Send {
        self.samples.into_iter().chain(self.table)
    }

    /// Every row as it stands in the file, read on a thread of its own. Ends early when nobody receives any more.
    pub(super) fn in_chunks(self) -> mpsc::Receiver<Vec<Row>> {
        let (sender, receiver) = mpsc::channel(AHEAD);
        tokio::task::spawn_blocking(move || {
            let mut rows = self.rows();
            loop {
                let chunk: Vec<Row> = rows.by_ref().take(CHUNK).collect();
                if chunk.is_empty() || sender.blocking_send(chunk).is_err() {
                    return;
                }
            }
        });
        receiver
    }

    /// Reads and checks the rows after the first `skip`, in chunks. Ends early when nobody receives any more.
    pub(super) fn checked<S: Subject>(self, skip: i64, today: NaiveDate, rules: Rulebook) -> mpsc::Receiver<Vec<Mapped<S::Content>>> {
        let (sender, receiver) = mpsc::channel(AHEAD);
        let reading = Arc::clone(&self.reading);
        tokio::task::spawn_blocking(move || {
            let mut seen = HashMap::new();
            let mut chunk = Vec::with_capacity(CHUNK);
            for (index, row) in (0_i64..).zip(self.rows()) {
                let mut mapped = map_row::<S>(&row, &reading);
                repeated(&mut mapped, &mut seen, &reading.plan);
                // Rows before a restart are read again only to know their references.
                if index < skip {
                    continue;
                }
                if !mapped.exact {
                    check::<S>(&mut mapped, &reading.plan, today, &rules);
                }
                chunk.push(mapped);
                if chunk.len() == CHUNK && sender.blocking_send(std::mem::take(&mut chunk)).is_err() {
                    return;
                }
            }
            if !chunk.is_empty() {
                let _ = sender.blocking_send(chunk);
            }
        });
        receiver
    }
}

/// Refuses a row whose reference stands in an earlier one: which of the two is right, nobody can tell.
fn repeated<C>(mapped: &mut Mapped<C>, seen: &mut HashMap<String, i64>, plan: &Plan) {
    if mapped.external_reference.is_empty() {
        return;
    }
    let first = *seen.entry(mapped.external_reference.clone()).or_insert(mapped.row);
    if first != mapped.row {
        let reference = mapped.external_reference.clone();
        mapped.problems.push(Problem {
            severity: Severity::Error,
            column: plan.column_of("externalReference").or_else(|| plan.column_of("ipRights.number")).map(str::to_owned),
            field: "externalReference".to_owned(),
            error: Error::new(Code::DuplicateInFile).with("value", reference.as_str()).with("row", first),
            value: Some(reference),
        });
    }
}
