//! What programs with an API token may ask for: `schema/scopes.toml`, looked up at the door, before anything runs.
//!
//! A field or a route without a row is closed to them, so that nothing opens by being forgotten.

use std::{collections::HashMap, sync::LazyLock};

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType};

use super::door::roots;
use crate::kernel::{Actor, Code, Error, Result, actor::Scope};

/// What closes a field to all programs.
const NEVER: &str = "NEVER";

/// Rows of the table: any of these scopes will do; none at all if it is closed to programs.
static TABLE: LazyLock<Result<HashMap<String, Vec<Scope>>>> = LazyLock::new(|| parse(include_str!("../../../schema/scopes.toml")));

/// Reads the table.
///
/// # Errors
/// `INTERNAL` with what is wrong.
pub fn parse(text: &str) -> Result<HashMap<String, Vec<Scope>>> {
    let rows: HashMap<String, String> = toml::from_str(text).map_err(Error::internal)?;
    let read = |(name, scopes): (String, String)| {
        let scopes = scopes.split_whitespace().filter(|scope| *scope != NEVER);
        let scopes = scopes.map(|scope| scope.parse().map_err(|_| Error::internal(format!("{name}: no such scope as {scope}"))));
        Ok((name.clone(), scopes.collect::<Result<_>>()?))
    };
    rows.into_iter().map(read).collect()
}

/// Whether the caller may use a row of the table: everybody who is no program may.
///
/// # Errors
/// `SCOPE_MISSING` with the scope that is wanted, or without one if the row is closed to programs.
pub fn demand(actor: &Actor, row: &str) -> Result<()> {
    let Some(held) = actor.scopes() else { return Ok(()) };
    let table = TABLE.as_ref().map_err(Clone::clone)?;
    let wanted = table.get(row).map_or(&[][..], Vec::as_slice);
    if wanted.iter().any(|scope| held.contains(scope)) {
        return Ok(());
    }
    let missing = Error::new(Code::ScopeMissing);
    Err(match wanted.first() {
        Some(scope) => missing.with("scope", scope.to_string()),
        None => missing,
    })
}

/// Whether the caller may ask for every root field of an operation, with fragments expanded.
///
/// # Errors
/// As [`demand`], for the first field that is missing.
pub fn permit(actor: &Actor, document: &ExecutableDocument, operation: &OperationDefinition) -> Result<()> {
    if actor.scopes().is_none() {
        return Ok(());
    }
    let root = match operation.ty {
        OperationType::Query => "Query",
        OperationType::Mutation => "Mutation",
        OperationType::Subscription => "Subscription",
    };
    // What the schema says about itself is open to everybody.
    let own = |field: &&&str| !["__typename", "__schema", "__type"].contains(*field);
    roots::names(document, operation).iter().filter(own).try_for_each(|field| demand(actor, &format!("{root}.{field}")))
}
