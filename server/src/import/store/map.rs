//! Rows to our own structs and back.

use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};

use super::row::{preset, problem, result, run};
use crate::{
    demand,
    import::rules::{ImportRun, Preset, RowProblem, RowResult, Target, Written},
    kernel::{Error, Id, Result, id::ImportRun as ImportRunId},
    listing,
};

fn error(code: &str, args: Option<Value>) -> Result<Error> {
    let args = args.map(serde_json::from_value).transpose().map_err(Error::internal)?;
    Ok(Error::recalled(word(code)?, args.unwrap_or_default()))
}

fn word<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::internal(format!("stored word {text}")))
}

pub(super) fn run(row: run::Model) -> Result<ImportRun> {
    Ok(ImportRun {
        id: Id::from_uuid(row.id),
        kind: word(&row.kind)?,
        organization: Id::from_uuid(row.organization_id),
        upload: Id::from_uuid(row.upload_id),
        file_name: row.file_name,
        mapping: row.mapping.map(serde_json::from_value).transpose().map_err(Error::internal)?.unwrap_or_default(),
        policy: word(&row.policy)?,
        dry_run: row.dry_run,
        state: word(&row.state)?,
        total_rows: row.total_rows,
        checked_rows: row.checked_rows,
        done_rows: row.done_rows,
        created_rows: row.created_rows,
        updated_rows: row.updated_rows,
        unchanged_rows: row.unchanged_rows,
        rejected_rows: row.rejected_rows,
        warning_rows: row.warning_rows,
        problem_count: row.problem_count,
        failure: row.failure_code.map(|code| error(&code, row.failure_args)).transpose()?,
        writing_since: row.writing_since,
        version: row.version,
        created_by: row.created_by.map(Id::from_uuid),
        created_at: row.created_at,
        started_at: row.started_at,
        finished_at: row.finished_at,
    })
}

pub(super) fn run_row(run: &ImportRun) -> Result<run::ActiveModel> {
    Ok(run::ActiveModel {
        id: Set(run.id.uuid()),
        kind: Set(run.kind.to_string()),
        organization_id: Set(run.organization.uuid()),
        upload_id: Set(run.upload.uuid()),
        file_name: Set(run.file_name.clone()),
        mapping: Set(Some(serde_json::to_value(&run.mapping).map_err(Error::internal)?)),
        policy: Set(run.policy.to_string()),
        dry_run: Set(run.dry_run),
        state: Set(run.state.to_string()),
        total_rows: Set(run.total_rows),
        checked_rows: Set(run.checked_rows),
        done_rows: Set(run.done_rows),
        created_rows: Set(run.created_rows),
        updated_rows: Set(run.updated_rows),
        unchanged_rows: Set(run.unchanged_rows),
        rejected_rows: Set(run.rejected_rows),
        warning_rows: Set(run.warning_rows),
        problem_count: Set(run.problem_count),
        failure_code: Set(run.failure.as_ref().map(|failure| failure.code().to_string())),
        failure_args: Set(run.failure.as_ref().map(|failure| json!(failure.args()))),
        lease: Set(None),
        leased_until: Set(None),
        progressed_at: Set(None),
        writing_since: Set(run.writing_since),
        version: Set(run.version),
        created_by: Set(run.created_by.map(Id::uuid)),
        created_at: Set(run.created_at),
        started_at: Set(run.started_at),
        finished_at: Set(run.finished_at),
    })
}

pub(super) fn problem(row: problem::Model) -> Result<RowProblem> {
    Ok(RowProblem {
        id: Id::from_uuid(row.id),
        place: row.place,
        row: row.row,
        severity: word(&row.severity)?,
        column: row.column,
        field: row.field,
        error: error(&row.code, Some(row.args))?,
        value: row.value,
    })
}

pub(super) fn problem_row(run: Id<ImportRunId>, problem: RowProblem) -> problem::ActiveModel {
    problem::ActiveModel {
        id: Set(problem.id.uuid()),
        import_run_id: Set(run.uuid()),
        place: Set(problem.place),
        row: Set(problem.row),
        severity: Set(problem.severity.to_string()),
        column: Set(problem.column),
        field: Set(problem.field),
        code: Set(problem.error.code().to_string()),
        args: Set(json!(problem.error.args())),
        value: Set(problem.value),
    }
}

pub(super) fn result(row: result::Model) -> Result<RowResult> {
    let target = row.listing_id.map(|id| Target::Listing(Id::from_uuid(id))).or(row.demand_id.map(|id| Target::Demand(Id::from_uuid(id))));
    let (state, revision) = (row.state_before.as_deref(), row.revision_before.as_deref());
    let written = match target.zip(row.listing_version) {
        None => None,
        Some((Target::Listing(listing), version)) => {
            let revision = revision.map(word).transpose()?;
            let before = state.map(word).transpose()?.map(|state| listing::rules::Position { state, revision });
            Some(Written::Listing(listing::Written { listing, version, before }))
        }
        Some((Target::Demand(demand), version)) => {
            let revision = revision.map(word).transpose()?;
            let before = state.map(word).transpose()?.map(|state| demand::rules::Position { state, revision });
            Some(Written::Demand(demand::Written { demand, version, before }))
        }
    };
    Ok(RowResult { row: row.row, external_reference: row.external_reference, outcome: word(&row.outcome)?, target, written })
}

pub(super) fn result_row(run: Id<ImportRunId>, result: RowResult) -> result::ActiveModel {
    let (listing, demand) = match result.target {
        None => (None, None),
        Some(Target::Listing(id)) => (Some(id.uuid()), None),
        Some(Target::Demand(id)) => (None, Some(id.uuid())),
    };
    let (version, state, revision) = match result.written {
        None => (None, None, None),
        Some(Written::Listing(written)) => {
            let before = written.before;
            (Some(written.version), before.map(|at| at.state.to_string()), before.and_then(|at| at.revision).map(|at| at.to_string()))
        }
        Some(Written::Demand(written)) => {
            let before = written.before;
            (Some(written.version), before.map(|at| at.state.to_string()), before.and_then(|at| at.revision).map(|at| at.to_string()))
        }
    };
    result::ActiveModel {
        import_run_id: Set(run.uuid()),
        row: Set(result.row),
        external_reference: Set(result.external_reference),
        outcome: Set(result.outcome.to_string()),
        listing_id: Set(listing),
        demand_id: Set(demand),
        listing_version: Set(version),
        state_before: Set(state),
        revision_before: Set(revision),
    }
}

pub(super) fn preset(row: preset::Model) -> Result<Preset> {
    Ok(Preset {
        id: Id::from_uuid(row.id),
        kind: word(&row.kind)?,
        organization: Id::from_uuid(row.organization_id),
        name: row.name,
        mapping: serde_json::from_value(row.mapping).map_err(Error::internal)?,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
