//! Keyset paging over any select.

use sea_orm::{
    EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Value,
    sea_query::{Expr, ExprTrait, Order, SimpleExpr},
};

use crate::kernel::PageRequest;

/// Orders `select` by `columns` (all in one direction, the last one unique), starts it after `key`, and limits it to one
/// row more than asked, so that the caller knows whether more follow.
///
/// `(a, b) > (x, y)` is a row comparison: both databases answer it from an index on `(a, b)`.
pub fn keyset<E: EntityTrait>(
    select: Select<E>,
    columns: &[E::Column],
    descending: bool,
    key: Option<Vec<Value>>,
    request: &PageRequest,
) -> Select<E> {
    use sea_orm::ColumnTrait;
    // Walking backward turns the order round; `Page::from_rows` turns the rows back.
    let descending = descending != request.backward;
    let mut select = select;
    if let Some(key) = key {
        let left: SimpleExpr = Expr::tuple(columns.iter().map(|column| Expr::col(column.as_column_ref())));
        let right: SimpleExpr = Expr::tuple(key.into_iter().map(Expr::val));
        select = select.filter(if descending { left.lt(right) } else { left.gt(right) });
    }
    for column in columns {
        select = select.order_by(*column, if descending { Order::Desc } else { Order::Asc });
    }
    select.limit(request.limit as u64 + 1)
}
