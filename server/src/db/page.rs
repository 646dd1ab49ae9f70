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
    let columns: Vec<SimpleExpr> = columns.iter().map(|column| Expr::col(column.as_column_ref())).collect();
    keyset_by(select, &columns, descending, key, request)
}

/// Like [`keyset`], by expressions, each as an index has it.
pub fn keyset_by<E: EntityTrait>(
    select: Select<E>,
    keys: &[SimpleExpr],
    descending: bool,
    key: Option<Vec<Value>>,
    request: &PageRequest,
) -> Select<E> {
    // Walking backward turns the order round; `Page::from_rows` turns the rows back.
    let descending = descending != request.backward;
    let mut select = select;
    if let Some(key) = key {
        let left: SimpleExpr = Expr::tuple(keys.iter().cloned());
        let right: SimpleExpr = Expr::tuple(key.into_iter().map(Expr::val));
        select = select.filter(if descending { left.lt(right) } else { left.gt(right) });
    }
    for by in keys {
        select = select.order_by(by.clone(), if descending { Order::Desc } else { Order::Asc });
    }
    select.limit(request.limit as u64 + 1)
}
