//! How long holders let requests wait; for the program's own use.

use sea_orm::{
    ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    parse,
    request::row::{Column, Entity},
};
use crate::{
    identity::rules::reply_time::Question,
    kernel::{Error, Id, Result, Timestamp, date::HolidayCalendar},
    licensing::rules::{LicenseRequestState as State, reply_deadline},
};

/// Requests after `after` in the order of their arrival, at most `limit`: each with the row's id.
pub async fn questions_after(
    db: &impl ConnectionTrait,
    calendar: &HolidayCalendar,
    after: (Timestamp, Uuid),
    limit: u64,
) -> Result<Vec<(Question, Uuid)>> {
    type Row = (Uuid, Uuid, String, chrono::NaiveDate, bool, i64, Option<Timestamp>, Timestamp);
    let place = Expr::tuple([Expr::col(Column::CreatedAt), Expr::col(Column::Id)]);
    let columns = [
        Column::Id,
        Column::LicensorId,
        Column::State,
        Column::ReplyBy,
        Column::ReplyByProvisional,
        Column::ReplyWorkingDays,
        Column::AnsweredAt,
        Column::CreatedAt,
    ];
    let rows: Vec<Row> = Entity::find()
        .select_only()
        .columns(columns)
        .filter(place.gt(Expr::tuple([Expr::val(after.0), Expr::val(after.1)])))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    let question = |(id, licensor, state, by, is_provisional, days, at, arrived_at): Row| {
        let days = u32::try_from(days).map_err(Error::internal)?;
        let reply_by = if is_provisional { reply_deadline(calendar, arrived_at, days).on } else { by };
        // Whoever takes a request back has not been answered.
        let (answered_at, ended_at) = if parse::<State>(&state)? == State::Withdrawn { (None, at) } else { (at, None) };
        Ok((Question { organization: Id::from_uuid(licensor), arrived_at, answered_at, ended_at, reply_by }, id))
    };
    rows.into_iter().map(question).collect()
}
