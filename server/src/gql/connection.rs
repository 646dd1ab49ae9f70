//! Pages as Relay connections, with a total that is only counted when somebody asks for it.

use std::{future::Future, pin::Pin};

use async_graphql::{
    Object, OutputType,
    connection::{self, Edge, EmptyFields},
};

use super::Result;
use crate::kernel;

type Count = Pin<Box<dyn Future<Output = kernel::Result<(u64, bool)>> + Send>>;

/// A connection of `T` with a lazy total.
pub type Connection<T> = connection::Connection<String, T, Total, EmptyFields>;

/// The total of a list.
pub struct Total(Box<dyn Fn() -> Count + Send + Sync>);

impl Total {
    /// A total that `count` finds out: `(number, whether it is exact)`.
    pub fn new<F>(count: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = kernel::Result<(u64, bool)>> + Send + 'static,
    {
        Self(Box::new(move || Box::pin(count())))
    }

    /// A total that is known already.
    #[must_use]
    pub fn known(count: u64, exact: bool) -> Self {
        Self::new(move || async move { Ok((count, exact)) })
    }
}

/// Fields that every connection of ours has besides Relay's.
#[Object]
impl Total {
    /// How many rows there are in all; counted only when asked for, up to a cap.
    async fn total_count(&self) -> Result<i64> {
        let (count, _) = self.0().await?;
        Ok(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// Whether `totalCount` is exact; otherwise there are at least as many.
    async fn total_count_is_exact(&self) -> Result<bool> {
        Ok(self.0().await?.1)
    }
}

/// Wraps a page.
pub fn connection<T, U>(page: kernel::Page<T>, total: Total, wrap: impl Fn(T) -> U) -> Connection<U>
where
    U: OutputType,
{
    let mut connection = connection::Connection::with_additional_fields(page.has_previous, page.has_next, total);
    connection.edges = page.rows.into_iter().map(|(cursor, row)| Edge::new(cursor, wrap(row))).collect();
    connection
}
