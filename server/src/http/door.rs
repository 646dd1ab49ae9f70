//! The one door in front of GraphQL: HTTP and WebSocket alike.
//!
//! A document is measured before anything recursive touches it: its length, the depth of its brackets and the number
//! of its tokens before parsing ([`scan`]); what its selections mean with fragments expanded before validation
//! ([`weigh`](mod@weigh)). Only then does the library see it.

mod lanes;
pub(in crate::http) mod roots;
pub mod scan;
mod sound;
mod weigh;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use async_graphql::{
    Request, Response, ServerError, Value, Variables,
    parser::{
        parse_query,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet},
    },
};
use futures::stream::BoxStream;
use serde::Deserialize;
use tracing::Instrument;

use self::{
    lanes::{Lanes, Turn},
    scan::Measure,
    weigh::{Fault, Introspection, Scale, Weight},
};
use super::{frontend::Frontend, scopes};
use crate::{
    config::{BrowserOperations, Limits},
    ctx::Ctx,
    gql::{self, Caller, Cost, Estimate, Failure, Principal, present},
    graph::{self, Schema},
    kernel::{Code, Error, digest},
    telemetry,
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
/// Most questions about the schema in one request, and most lists of it within one another. Tools ask for the arguments
/// of fields (two); from the third on the answer is the schema multiplied by itself.
const MAX_INTROSPECTIONS: usize = 10;
const MAX_INTROSPECTION_LISTS: usize = 2;
/// Most values in the answer to such questions, estimated. What tools ask comes to about half of it.
const MAX_INTROSPECTION_VALUES: u64 = 600_000;
/// Most errors of one answer: a document can be wrong in more ways than anybody reads.
const MAX_ERRORS: usize = 50;
/// For how long whoever has no points left holds its own lane.
const PENALTY: Duration = Duration::from_millis(50);
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
    estimate: Estimate,
    /// Query, mutation or subscription.
    pub operation: OperationType,
}

/// The door.
pub struct Door {
    schema: Schema,
    ctx: Ctx,
    lanes: Lanes,
    persisted: Mutex<HashMap<String, Arc<str>>>,
    /// Operations of the frontend by their hash: known from the beginning, and never forgotten. None without a frontend.
    known: Option<HashMap<String, Arc<str>>>,
}

impl Door {
    /// A door in front of `schema`, which knows what `frontend` sends.
    #[must_use]
    pub fn new(schema: Schema, ctx: Ctx, frontend: &Frontend) -> Self {
        let known = match frontend.find() {
            Ok(build) => build.map(|build| build.known().collect()),
            Err(error) => {
                tracing::error!(error, "the web frontend cannot be read, so nothing of it is known");
                Some(HashMap::new())
            }
        };
        Self { schema, lanes: Lanes::new(&ctx.config.limits), ctx, persisted: Mutex::default(), known }
    }

    /// Measures and parses a request. What it costs to find out that it cannot run is charged too.
    ///
    /// # Errors
    /// A response to send instead: nothing was executed.
    pub async fn admit(&self, envelope: Envelope, caller: &Caller) -> Result<Admitted, Box<Response>> {
        let errors = match self.open(envelope, caller) {
            Ok(admitted) => return Ok(admitted),
            Err(errors) => errors,
        };
        let cost = Cost::new(caller, Estimate::default());
        let response = match cost.take_for_nothing(&self.ctx).await {
            Ok(()) => Response::from_errors(errors),
            Err(error) => Response::from_errors(vec![refuse(error)]),
        };
        telemetry::metrics::graphql_operation("none", gql::outcome(&response));
        Err(Box::new(self.finish(response, caller, &cost).await))
    }

    fn open(&self, envelope: Envelope, caller: &Caller) -> Result<Admitted, Vec<ServerError>> {
        let hash = persisted(envelope.extensions.as_ref());
        let text = self.document(envelope.query, hash.as_deref()).map_err(|error| vec![refuse(error)])?;
        self.expect(&text, caller).map_err(|error| vec![refuse(error)])?;
        measure(&text, &self.ctx.config.limits).map_err(|error| vec![refuse(error)])?;
        let variables = Variables::from_json(envelope.variables.unwrap_or_default().into());
        sound::variables(&variables).map_err(|error| vec![refuse(error)])?;
        let document = parse_query(&*text).map_err(|error| vec![ServerError::from(error)])?;
        if let Some(hash) = hash {
            self.keep(hash, &text);
        }
        let chosen = operation(&document, envelope.operation_name.as_deref()).map_err(|error| vec![refuse(error)])?;
        let operation = chosen.ty;
        let weight = weigh(&document, chosen, &variables).map_err(|error| vec![refuse(error)])?;
        roots::permit(&document, chosen, caller).map_err(|error| vec![refuse(error)])?;
        sound::document(&document).map_err(|error| vec![refuse(error)])?;
        scopes::permit(&caller.actor, &document, chosen).map_err(|error| vec![refuse(error)])?;
        let mutations = if operation == OperationType::Mutation { weight.fields } else { 0 };
        let estimate = Estimate { mutations, introspected: weight.introspection.values, nodes: weight.rows };
        let mut request = Request::new(&*text).variables(variables);
        request.operation_name = envelope.operation_name;
        request.set_parsed_query(document);
        Ok(Admitted { request, estimate, operation })
    }

    /// The text of a request: its own, which has the `hash` that comes with it, or that of a persisted query.
    fn document(&self, query: Option<String>, hash: Option<&str>) -> Result<Arc<str>, Error> {
        let query = query.filter(|query| !query.trim().is_empty());
        match (query, hash) {
            (Some(query), Some(_)) if query.len() > self.ctx.config.limits.query_bytes => Err(too_much(self.ctx.config.limits.query_bytes)),
            (Some(query), Some(hash)) if digest::sha256_hex(query.as_bytes()) != hash => {
                Err(Error::new(Code::BadUserInput).at("sha256Hash").at("persistedQuery").at("extensions"))
            }
            (Some(query), _) => Ok(query.into()),
            (None, Some(hash)) => self
                .known
                .as_ref()
                .and_then(|known| known.get(hash).cloned())
                .or_else(|| self.persisted().get(hash).cloned())
                .ok_or_else(|| Error::new(Code::PersistedQueryNotFound)),
            (None, None) => Err(Error::new(Code::BadUserInput).at("query")),
        }
    }

    /// Refuses what no page of ours sends to somebody whom we know by a cookie: a script that got into a page by some
    /// gap cannot ask for more than the page does.
    fn expect(&self, text: &str, caller: &Caller) -> Result<(), Error> {
        let Some(known) = self.known.as_ref().filter(|_| caller.by_cookie) else { return Ok(()) };
        let any = self.ctx.config.http.browser_operations == BrowserOperations::Any;
        if any || known.contains_key(&digest::sha256_hex(text.as_bytes())) { Ok(()) } else { Err(Error::new(Code::OperationUnknown)) }
    }

    /// Keeps a query that was parsed, so that its hash stands for it.
    fn keep(&self, hash: String, text: &Arc<str>) {
        let mut known = self.persisted();
        if known.contains_key(&hash) {
            return;
        }
        if known.len() >= MAX_PERSISTED {
            known.clear();
        }
        known.insert(hash, Arc::clone(text));
    }

    fn persisted(&self) -> MutexGuard<'_, HashMap<String, Arc<str>>> {
        self.persisted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the turn of `caller` to run something.
    ///
    /// # Errors
    /// `THROTTLED` if its line is full or does not move.
    pub async fn turn(&self, caller: &Caller) -> Result<Turn, Error> {
        self.lanes.turn(Principal::of(caller)).await
    }

    /// Executes an admitted query or mutation, when it is the caller's turn.
    pub async fn execute(&self, admitted: Admitted, caller: &Caller) -> Response {
        let (operation, began) = (admitted.operation, Instant::now());
        let (request, cost) = self.dress(admitted, caller);
        let response = match self.turn(caller).await {
            Ok(_turn) => {
                let executing = self.schema.execute(request).instrument(tracing::info_span!("graphql", operation = kind(operation)));
                let response = executing.await;
                if cost.is_refused() {
                    // Whoever comes back at once all the same waits behind itself.
                    tokio::time::sleep(PENALTY).await;
                }
                response
            }
            Err(error) => Response::from_errors(vec![refuse(error)]),
        };
        count(operation, &response);
        telemetry::metrics::graphql_executed(kind(operation), cost.requested(), began.elapsed());
        self.finish(response, caller, &cost).await
    }

    /// Executes an admitted subscription as a stream of answers.
    pub fn stream(self: Arc<Self>, admitted: Admitted, caller: Caller) -> BoxStream<'static, Response> {
        use futures::StreamExt;
        let operation = admitted.operation;
        let (request, cost) = self.dress(admitted, &caller);
        let stream = self.schema.execute_stream(request).enumerate();
        let settled = stream.then(move |(answer, response)| {
            // Of a subscription the first answer counts: it says whether there will be others.
            if answer == 0 {
                count(operation, &response);
            }
            let (door, caller, cost) = (Arc::clone(&self), caller.clone(), cost.clone());
            async move { door.finish(response, &caller, &cost).await }
        });
        settled.boxed()
    }

    fn dress(&self, admitted: Admitted, caller: &Caller) -> (Request, Cost) {
        let cost = Cost::new(caller, admitted.estimate);
        let request = admitted.request.data(self.ctx.clone()).data(caller.clone()).data(cost.clone());
        (graph::with_loaders(request, &self.ctx, caller), cost)
    }

    async fn finish(&self, mut response: Response, caller: &Caller, cost: &Cost) -> Response {
        response.errors.truncate(MAX_ERRORS);
        if response.errors.is_empty() && response.data == Value::Null {
            // Everything was skipped: an answer without a field is an answer.
            response.data = Value::from_json(serde_json::json!({})).unwrap_or_default();
        }
        cost.settle(&self.ctx, &mut response).await;
        present(&mut response, caller.locale, &caller.request_id);
        response
    }
}

/// The word for an operation's type.
const fn kind(operation: OperationType) -> &'static str {
    match operation {
        OperationType::Query => "query",
        OperationType::Mutation => "mutation",
        OperationType::Subscription => "subscription",
    }
}

/// Counts an answer. Before it is presented: then it still has our own errors.
fn count(operation: OperationType, response: &Response) {
    telemetry::metrics::graphql_operation(kind(operation), gql::outcome(response));
}

fn refuse(error: Error) -> ServerError {
    let error = async_graphql::Error::from(Failure::from(error));
    error.into_server_error(async_graphql::Pos::default())
}

/// The hash of a persisted query, in small letters.
fn persisted(extensions: Option<&serde_json::Map<String, serde_json::Value>>) -> Option<String> {
    let hash = extensions?.get("persistedQuery")?.get("sha256Hash")?.as_str()?;
    Some(hash.to_ascii_lowercase())
}

/// Measures a document before it is parsed.
fn measure(text: &str, limits: &Limits) -> Result<(), Error> {
    if text.len() > limits.query_bytes {
        return Err(too_much(limits.query_bytes));
    }
    let measure = scan::measure(text).ok_or_else(|| Error::new(Code::BadUserInput).at("query").because("a string does not end"))?;
    match measure {
        Measure { depth, .. } if depth > MAX_BRACKETS => Err(too_much(MAX_BRACKETS)),
        Measure { tokens, .. } if tokens > MAX_TOKENS => Err(too_much(MAX_TOKENS)),
        _ => Ok(()),
    }
}

fn too_much(max: usize) -> Error {
    Error::new(Code::CostExceeded).with("max", max)
}

/// Weighs a document before it is validated. `chosen` is the operation that is to run; validation walks all of them.
fn weigh(document: &ExecutableDocument, chosen: &OperationDefinition, variables: &Variables) -> Result<Weight, Error> {
    let mut scale = Scale::new(document, variables).map_err(unsound)?;
    let mut selections = 0_usize;
    for (_, operation) in document.operations.iter() {
        selections = selections.saturating_add(scale.weigh(&operation.node.selection_set.node).map_err(unsound)?.selections);
    }
    if selections > MAX_SELECTIONS {
        return Err(too_much(MAX_SELECTIONS));
    }
    if aliases(document) > MAX_ALIASES {
        return Err(too_much(MAX_ALIASES));
    }
    let weight = scale.weigh(&chosen.selection_set.node).map_err(unsound)?;
    // What the specification asks for; and one place is one stream of events.
    if chosen.ty == OperationType::Subscription && weight.fields != 1 {
        return Err(Error::new(Code::BadUserInput).at("query"));
    }
    if chosen.ty == OperationType::Mutation && weight.fields > MAX_MUTATIONS {
        return Err(too_much(MAX_MUTATIONS));
    }
    match weight.introspection {
        Introspection { roots, .. } if roots > MAX_INTROSPECTIONS => Err(too_much(MAX_INTROSPECTIONS)),
        Introspection { lists, .. } if lists > MAX_INTROSPECTION_LISTS => Err(too_much(MAX_INTROSPECTION_LISTS)),
        Introspection { values, .. } if values > MAX_INTROSPECTION_VALUES => {
            Err(too_much(usize::try_from(MAX_INTROSPECTION_VALUES).unwrap_or(usize::MAX)))
        }
        _ => Ok(weight),
    }
}

fn unsound(fault: Fault) -> Error {
    match fault {
        Fault::Unknown(name) | Fault::Cycle(name) => Error::new(Code::BadUserInput).at(name).at("fragment").at("query"),
        Fault::Nesting(max) => too_much(max),
    }
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
