//! The one door in front of GraphQL: HTTP and WebSocket alike.
//!
//! A document is measured before anything recursive touches it: its length, the depth of its brackets and the number
//! of its tokens before parsing; the size of its selections with fragments expanded (memoized, so that a document of
//! 1 KB cannot mean a billion fields) before validation. Only then does the library see it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use async_graphql::{
    Name, Request, Response, ServerError, Value, Variables,
    parser::{
        parse_query,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet},
    },
};
use futures::stream::BoxStream;
use serde::Deserialize;

use crate::{
    config::Limits,
    ctx::Ctx,
    gql::{Caller, Cost, Failure, present},
    graph::{self, Schema},
    kernel::{Code, Error, digest},
};

/// Deepest nesting of brackets that a document may have. The parser recurses on them without a limit of its own.
const MAX_BRACKETS: usize = 64;
/// Most lexical tokens of a document.
const MAX_TOKENS: usize = 4000;
/// Most selections of a document with its fragments expanded.
const MAX_SELECTIONS: usize = 2000;
/// Most aliases of a document, and most mutations of one request.
const MAX_ALIASES: usize = 100;
const MAX_MUTATIONS: usize = 4;
/// Persisted queries kept.
const MAX_PERSISTED: usize = 1000;

/// A request as it comes over the wire.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    /// The document; may be left out for a persisted query.
    #[serde(default)]
    pub query: Option<String>,
    /// Which operation of the document.
    #[serde(default)]
    pub operation_name: Option<String>,
    /// Values of its variables.
    #[serde(default)]
    pub variables: Option<serde_json::Map<String, serde_json::Value>>,
    /// `persistedQuery` and whatever else.
    #[serde(default)]
    pub extensions: Option<serde_json::Map<String, serde_json::Value>>,
}

/// A request that passed the door.
pub struct Admitted {
    request: Request,
    /// Query, mutation or subscription.
    pub operation: OperationType,
}

/// The door.
pub struct Door {
    schema: Schema,
    ctx: Ctx,
    persisted: Mutex<HashMap<String, Arc<str>>>,
}

impl Door {
    /// A door in front of `schema`.
    #[must_use]
    pub fn new(schema: Schema, ctx: Ctx) -> Self {
        Self { schema, ctx, persisted: Mutex::default() }
    }

    /// Measures and parses a request.
    ///
    /// # Errors
    /// A response to send instead: nothing was executed.
    pub fn admit(&self, envelope: Envelope, caller: &Caller) -> Result<Admitted, Box<Response>> {
        self.open(envelope).map_err(|mut errors| {
            let mut response = Response::from_errors(std::mem::take(&mut errors));
            present(&mut response, caller.locale, &caller.request_id);
            Box::new(response)
        })
    }

    fn open(&self, envelope: Envelope) -> Result<Admitted, Vec<ServerError>> {
        let text = self.document(envelope.query, envelope.extensions.as_ref()).map_err(|error| vec![refuse(error)])?;
        measure(&text, &self.ctx.config.limits).map_err(|error| vec![refuse(error)])?;
        let document = parse_query(&*text).map_err(|error| vec![ServerError::from(error)])?;
        let chosen = operation(&document, envelope.operation_name.as_deref()).map_err(|error| vec![refuse(error)])?;
        let operation = chosen.ty;
        let too_many = |max: usize| Err(vec![refuse(Error::new(Code::CostExceeded).with("max", max))]);
        if expanded_size(&document) > MAX_SELECTIONS {
            return too_many(MAX_SELECTIONS);
        }
        if aliases(&document) > MAX_ALIASES {
            return too_many(MAX_ALIASES);
        }
        if operation == OperationType::Mutation && chosen.selection_set.node.items.len() > MAX_MUTATIONS {
            return too_many(MAX_MUTATIONS);
        }
        let mut request = Request::new(&*text).variables(Variables::from_json(envelope.variables.unwrap_or_default().into()));
        request.operation_name = envelope.operation_name;
        request.set_parsed_query(document);
        Ok(Admitted { request, operation })
    }

    /// The text of a request: its own, or that of a persisted query, which is kept when it comes with its hash.
    fn document(&self, query: Option<String>, extensions: Option<&serde_json::Map<String, serde_json::Value>>) -> Result<Arc<str>, Error> {
        let hash = extensions.and_then(|extensions| extensions.get("persistedQuery")).and_then(|query| query.get("sha256Hash")?.as_str());
        let query = query.filter(|query| !query.trim().is_empty());
        let mut known = self.persisted.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match (query, hash) {
            (Some(query), None) => Ok(query.into()),
            (Some(query), Some(hash)) => {
                if digest::sha256_hex(query.as_bytes()) != hash.to_ascii_lowercase() {
                    return Err(Error::new(Code::BadUserInput).at("sha256Hash").at("persistedQuery").at("extensions"));
                }
                if query.len() > self.ctx.config.limits.query_bytes {
                    return Err(Error::new(Code::CostExceeded).with("max", self.ctx.config.limits.query_bytes));
                }
                if known.len() >= MAX_PERSISTED {
                    known.clear();
                }
                let query: Arc<str> = query.into();
                known.insert(hash.to_ascii_lowercase(), Arc::clone(&query));
                Ok(query)
            }
            (None, Some(hash)) => known.get(&hash.to_ascii_lowercase()).cloned().ok_or_else(|| Error::new(Code::PersistedQueryNotFound)),
            (None, None) => Err(Error::new(Code::BadUserInput).at("query")),
        }
    }

    /// Executes an admitted query or mutation.
    pub async fn execute(&self, admitted: Admitted, caller: &Caller) -> Response {
        let (request, cost) = self.dress(admitted, caller);
        let response = self.schema.execute(request).await;
        self.finish(response, caller, &cost)
    }

    /// Executes an admitted operation of any kind as a stream of answers.
    pub fn stream(self: Arc<Self>, admitted: Admitted, caller: Caller) -> BoxStream<'static, Response> {
        use futures::StreamExt;
        let (request, cost) = self.dress(admitted, &caller);
        let stream = self.schema.execute_stream(request);
        stream.map(move |response| self.finish(response, &caller, &cost)).boxed()
    }

    fn dress(&self, admitted: Admitted, caller: &Caller) -> (Request, Cost) {
        let cost = Cost::default();
        let request = admitted.request.data(self.ctx.clone()).data(caller.clone()).data(cost.clone());
        (graph::with_loaders(request, &self.ctx, caller), cost)
    }

    fn finish(&self, mut response: Response, caller: &Caller, cost: &Cost) -> Response {
        present(&mut response, caller.locale, &caller.request_id);
        let figures = serde_json::json!({
            "requestedQueryCost": cost.requested(),
            "maximumAvailable": self.ctx.config.limits.complexity,
        });
        response.extensions.insert("cost".to_owned(), Value::from_json(figures).unwrap_or_default());
        response
    }
}

fn refuse(error: Error) -> ServerError {
    let error = async_graphql::Error::from(Failure::from(error));
    error.into_server_error(async_graphql::Pos::default())
}

/// Measures a document in one pass over its bytes, before it is parsed.
fn measure(text: &str, limits: &Limits) -> Result<(), Error> {
    let too_much = |max: usize| Err(Error::new(Code::CostExceeded).with("max", max));
    if text.len() > limits.query_bytes {
        return too_much(limits.query_bytes);
    }
    let bytes = text.as_bytes();
    let (mut depth, mut tokens, mut at) = (0_usize, 0_usize, 0_usize);
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'#' => bytes[at..].iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(bytes.len() - at),
            b'"' => {
                tokens += 1;
                string_length(&bytes[at..])
            }
            b'{' | b'[' | b'(' => {
                depth += 1;
                tokens += 1;
                1
            }
            b'}' | b']' | b')' => {
                depth = depth.saturating_sub(1);
                tokens += 1;
                1
            }
            b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => {
                tokens += 1;
                let word = |b: &u8| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'+' | b'-'));
                bytes[at..].iter().position(word).unwrap_or(bytes.len() - at)
            }
            b' ' | b'\t' | b'\n' | b'\r' | b',' => 1,
            _ => {
                tokens += 1;
                1
            }
        };
        if depth > MAX_BRACKETS {
            return too_much(MAX_BRACKETS);
        }
        if tokens > MAX_TOKENS {
            return too_much(MAX_TOKENS);
        }
    }
    Ok(())
}

/// Length of the string literal that `bytes` begins with, quotes included; an unterminated one reaches to the end.
fn string_length(bytes: &[u8]) -> usize {
    let block = bytes.starts_with(b"\"\"\"");
    let mut at = if block { 3 } else { 1 };
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if block && bytes[at..].starts_with(b"\\\"\"\"") => at += 4,
            b'\\' if !block => at += 2,
            b'"' if block && bytes[at..].starts_with(b"\"\"\"") => return at + 3,
            b'"' if !block => return at + 1,
            b'\n' if !block => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn operation<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Result<&'a OperationDefinition, Error> {
    let unknown = || Error::new(Code::BadUserInput).at("operationName");
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Ok(&operation.node),
        (DocumentOperations::Single(_), Some(_)) => Err(unknown()),
        (DocumentOperations::Multiple(all), Some(name)) => all.get(name).map(|operation| &operation.node).ok_or_else(unknown),
        (DocumentOperations::Multiple(all), None) => {
            let mut all = all.values();
            let first = all.next().ok_or_else(unknown)?;
            if all.next().is_some() { Err(unknown()) } else { Ok(&first.node) }
        }
    }
}

/// How many aliases the document has as it is written.
fn aliases(document: &ExecutableDocument) -> usize {
    fn within(set: &SelectionSet) -> usize {
        let of = |selection: &Selection| match selection {
            Selection::Field(field) => usize::from(field.node.alias.is_some()) + within(&field.node.selection_set.node),
            Selection::InlineFragment(fragment) => within(&fragment.node.selection_set.node),
            Selection::FragmentSpread(_) => 0,
        };
        set.items.iter().map(|selection| of(&selection.node)).sum()
    }
    let operations = document.operations.iter().map(|(_, operation)| within(&operation.node.selection_set.node));
    let fragments = document.fragments.values().map(|fragment| within(&fragment.node.selection_set.node));
    operations.chain(fragments).sum()
}

/// How many selections the largest operation has with its fragments expanded. Each fragment is counted once, so the
/// work is linear in the document; a fragment that reaches itself counts as nothing here (validation refuses it).
fn expanded_size(document: &ExecutableDocument) -> usize {
    let mut counted = HashMap::new();
    document.operations.iter().map(|(_, operation)| size(&operation.node.selection_set.node, document, &mut counted)).max().unwrap_or(0)
}

fn size<'a>(set: &'a SelectionSet, document: &'a ExecutableDocument, counted: &mut HashMap<&'a Name, usize>) -> usize {
    set.items.iter().fold(0_usize, |sum, selection| {
        let here = match &selection.node {
            Selection::Field(field) => 1_usize.saturating_add(size(&field.node.selection_set.node, document, counted)),
            Selection::InlineFragment(fragment) => size(&fragment.node.selection_set.node, document, counted),
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                match (counted.get(name), document.fragments.get(name)) {
                    (Some(known), _) => *known,
                    (None, None) => 0,
                    (None, Some(fragment)) => {
                        counted.insert(name, 0);
                        let total = size(&fragment.node.selection_set.node, document, counted);
                        counted.insert(name, total);
                        total
                    }
                }
            }
        };
        sum.saturating_add(here)
    })
}
