//! What became of the rows of a run, and what is wrong with them. Callers have seen the run.

use std::ops::RangeInclusive;

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::ExprTrait};

use super::{
    map,
    row::{problem, result},
};
use crate::{
    import::rules::{Outcome, RowProblem, RowResult},
    kernel::{
        Id, Result,
        id::{ImportProblem, ImportRun},
    },
};

/// Rows of one statement; SQLite binds at most 32,766 values.
const CHUNK: usize = 2000;

/// Problems of one run at some of their places.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProblemSpan {
    /// The run.
    pub run: Id<ImportRun>,
    /// The first place.
    pub from: i64,
    /// The place behind the last one.
    pub to: i64,
}

/// Keeps problems, which know their places.
pub(in crate::import) async fn insert_problems(tx: &impl ConnectionTrait, run: Id<ImportRun>, problems: Vec<RowProblem>) -> Result<()> {
    let mut rows = problems.into_iter().map(|problem| map::problem_row(run, problem)).peekable();
    while rows.peek().is_some() {
        problem::Entity::insert_many(rows.by_ref().take(CHUNK)).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Keeps what became of rows.
pub(in crate::import) async fn insert_results(tx: &impl ConnectionTrait, run: Id<ImportRun>, results: Vec<RowResult>) -> Result<()> {
    let mut rows = results.into_iter().map(|result| map::result_row(run, result)).peekable();
    while rows.peek().is_some() {
        result::Entity::insert_many(rows.by_ref().take(CHUNK)).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Forgets results and problems of a look that is made again.
pub(in crate::import) async fn clear_rows(tx: &impl ConnectionTrait, run: Id<ImportRun>) -> Result<()> {
    result::Entity::delete_many().filter(result::Column::ImportRunId.eq(run.uuid())).exec(tx).await?;
    problem::Entity::delete_many().filter(problem::Column::ImportRunId.eq(run.uuid())).exec(tx).await?;
    Ok(())
}

/// Forgets the results of rows that were taken back.
pub(in crate::import) async fn clear_results(tx: &impl ConnectionTrait, run: Id<ImportRun>, rows: &[i64]) -> Result<()> {
    let ours = result::Entity::delete_many().filter(result::Column::ImportRunId.eq(run.uuid()));
    ours.filter(result::Column::Row.is_in(rows.iter().copied())).exec(tx).await?;
    Ok(())
}

/// Rows that made or changed a listing, the last first, those before `row`.
pub(in crate::import) async fn written_before(
    conn: &impl ConnectionTrait,
    run: Id<ImportRun>,
    row: i64,
    limit: u64,
) -> Result<Vec<RowResult>> {
    let found = result::Entity::find()
        .filter(result::Column::ImportRunId.eq(run.uuid()))
        .filter(result::Column::Row.lt(row))
        .filter(result::Column::Outcome.is_in([Outcome::Created, Outcome::Updated].map(|outcome| outcome.to_string())))
        .order_by_desc(result::Column::Row)
        .limit(limit);
    found.all(conn).await?.into_iter().map(map::result).collect()
}

/// What became of the rows in a range.
pub(in crate::import) async fn results(
    conn: &impl ConnectionTrait,
    run: Id<ImportRun>,
    rows: RangeInclusive<i64>,
) -> Result<Vec<RowResult>> {
    let select = result::Entity::find().filter(result::Column::ImportRunId.eq(run.uuid()));
    let found = select.filter(result::Column::Row.between(*rows.start(), *rows.end())).all(conn).await?;
    found.into_iter().map(map::result).collect()
}

/// Problems of the rows in a range, in their order.
pub(in crate::import) async fn problems_of_rows(
    conn: &impl ConnectionTrait,
    run: Id<ImportRun>,
    rows: RangeInclusive<i64>,
) -> Result<Vec<RowProblem>> {
    let select = problem::Entity::find().filter(problem::Column::ImportRunId.eq(run.uuid()));
    let select = select.filter(problem::Column::Row.between(*rows.start(), *rows.end()));
    let found = select.order_by_asc(problem::Column::Place).all(conn).await?;
    found.into_iter().map(map::problem).collect()
}

/// Problems at places of several runs, each with its run, in the order of their places. One statement.
pub(in crate::import) async fn problems_at(conn: &impl ConnectionTrait, spans: &[ProblemSpan]) -> Result<Vec<(Id<ImportRun>, RowProblem)>> {
    let mut wanted = Condition::any();
    for span in spans {
        let places = problem::Column::Place.gte(span.from).and(problem::Column::Place.lt(span.to));
        wanted = wanted.add(problem::Column::ImportRunId.eq(span.run.uuid()).and(places));
    }
    let found = problem::Entity::find().filter(wanted).order_by_asc(problem::Column::Place).all(conn).await?;
    found.into_iter().map(|row| Ok((Id::from_uuid(row.import_run_id), map::problem(row)?))).collect()
}

/// Problems by id, each with its run.
pub(in crate::import) async fn find_problems(
    conn: &impl ConnectionTrait,
    ids: &[Id<ImportProblem>],
) -> Result<Vec<(Id<ImportRun>, RowProblem)>> {
    let found = problem::Entity::find().filter(problem::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(conn).await?;
    found.into_iter().map(|row| Ok((Id::from_uuid(row.import_run_id), map::problem(row)?))).collect()
}
