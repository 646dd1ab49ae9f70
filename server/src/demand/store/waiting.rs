//! How long owners let proposals wait; for the program's own use.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};
use uuid::Uuid;

use super::rows::{demand, proposal};
use crate::{
    demand::vocabulary::{DemandProposalState as State, PassReason},
    identity::rules::reply_time::Question,
    kernel::{Id, Result, Timestamp},
};
use proposal::Column;

/// Proposals after `after` in the order of their arrival, at most `limit`, as far as the world has read whose the demand is: when one
/// arrived and the row's id with each. What an owner nobody knows does would tell who it is.
pub async fn questions_after(db: &impl ConnectionTrait, after: (Timestamp, Uuid), limit: u64) -> Result<Vec<(Question, Uuid)>> {
    type Row = (Uuid, Uuid, String, chrono::NaiveDate, Option<String>, Option<Timestamp>, Option<Timestamp>, Timestamp, Timestamp);
    let named = Query::select().column(demand::Column::Id).from(demand::Entity).and_where(demand::Column::Named.eq(true)).to_owned();
    let place = Expr::tuple([Expr::col(Column::CreatedAt), Expr::col(Column::Id)]);
    let columns = [
        Column::Id,
        Column::OwnerId,
        Column::State,
        Column::ReplyBy,
        Column::PassReason,
        Column::FirstAnsweredAt,
        Column::AnsweredAt,
        Column::UpdatedAt,
        Column::CreatedAt,
    ];
    let rows: Vec<Row> = proposal::Entity::find()
        .select_only()
        .columns(columns)
        .filter(place.gt(Expr::tuple([Expr::val(after.0), Expr::val(after.1)])))
        .filter(Column::DemandId.in_subquery(named))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    let question = |(id, owner, state, reply_by, reason, first, last, updated_at, arrived_at): Row| {
        let ended = reason.is_some_and(|reason| reason == PassReason::DemandEnded.to_string());
        // Of answers from before the first one was kept, the last is known.
        let answered_at = first.or(last.filter(|_| !ended));
        let ended_at = (state != State::Open.to_string()).then_some(updated_at);
        (Question { organization: Id::from_uuid(owner), arrived_at, answered_at, ended_at, reply_by }, id)
    };
    Ok(rows.into_iter().map(question).collect())
}
