//! Pages as Relay connections, with a total that is only counted when somebody asks for it.
//!
//! The library has connections of its own; ours give every connection and edge type a description, which those of the
//! library do not.

use std::{borrow::Cow, future::Future, pin::Pin};

use async_graphql::{Object, OutputType, TypeName, connection::PageInfo};

use super::Result;
use crate::kernel;

type Count = Pin<Box<dyn Future<Output = kernel::Result<(u64, bool)>> + Send>>;

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

/// One row of a page and where it stands in the list.
pub struct Edge<T> {
    cursor: String,
    node: T,
}

impl<T: OutputType> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::type_name()).into()
    }
}

/// One row of a page and where it stands in the list.
#[Object(name_type)]
impl<T: OutputType> Edge<T> {
    /// The row.
    async fn node(&self) -> &T {
        &self.node
    }

    /// Where it stands: give it as `after` or `before` to go on from here.
    async fn cursor(&self) -> &str {
        &self.cursor
    }
}

/// A page of a list and what surrounds it, as Relay has it.
pub struct Connection<T> {
    edges: Vec<Edge<T>>,
    has_previous: bool,
    has_next: bool,
    total: Total,
}

impl<T: OutputType> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::type_name()).into()
    }
}

/// A page of a list, with its cursors and the number of rows in all.
#[Object(name_type)]
impl<T: OutputType> Connection<T> {
    /// Where the page begins and ends, and whether there are more.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous,
            has_next_page: self.has_next,
            start_cursor: self.edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: self.edges.last().map(|edge| edge.cursor.clone()),
        }
    }

    /// The rows of the page, each with its cursor.
    async fn edges(&self) -> &[Edge<T>] {
        &self.edges
    }

    /// The rows of the page.
    async fn nodes(&self) -> Vec<&T> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// How many rows there are in all; counted only when asked for, up to a cap.
    async fn total_count(&self) -> Result<i64> {
        let (count, _) = self.total.0().await?;
        Ok(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// Whether `totalCount` is exact; otherwise there are at least as many.
    async fn total_count_is_exact(&self) -> Result<bool> {
        Ok(self.total.0().await?.1)
    }
}

/// Where a page begins and ends.
#[must_use]
pub fn page_info<T>(page: &kernel::Page<T>) -> PageInfo {
    PageInfo {
        has_previous_page: page.has_previous,
        has_next_page: page.has_next,
        start_cursor: page.rows.first().map(|(cursor, _)| cursor.clone()),
        end_cursor: page.rows.last().map(|(cursor, _)| cursor.clone()),
    }
}

/// Wraps a page.
pub fn connection<T, U: OutputType>(page: kernel::Page<T>, total: Total, wrap: impl Fn(T) -> U) -> Connection<U> {
    let edge = |(cursor, row): (String, T)| Edge { cursor, node: wrap(row) };
    Connection { edges: page.rows.into_iter().map(edge).collect(), has_previous: page.has_previous, has_next: page.has_next, total }
}
