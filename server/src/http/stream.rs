//! GraphQL over Server-Sent Events: one operation a connection, as the "distinct connections mode" of the protocol
//! `graphql-sse` has it, on the same door as HTTP and WebSocket. For browsers behind proxies that pass plain HTTP only.

use std::{convert::Infallible, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use async_graphql::{Response, parser::types::OperationType};
use axum::{
    Extension,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    response::{
        IntoResponse, Response as HttpResponse,
        sse::{Event, Sse},
    },
};
use futures::{FutureExt, StreamExt, stream::BoxStream};
use serde_json::json;
use tokio::time::{Instant, Interval, sleep_until};

use super::{Server, address::Client, answer::Answer, caller, crowd::Place, graphql, guard};
use crate::{
    gql::{Caller, Principal},
    kernel::{Actor, Code, Error},
    telemetry,
};

/// Something is said at least this often. A client that has gone is noticed by the second word that it does not take:
/// HTTP lets it close its side and go on listening.
const NOTICE: Duration = Duration::from_secs(10);

/// After so long a client has to come back, with `after`: one whose network went away says nothing at all, for as long as
/// the kernel believes in it.
const LIFE: Duration = Duration::from_mins(5);

/// `POST /graphql/stream`.
pub async fn endpoint(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> HttpResponse {
    let (caller, envelope) = match graphql::read(&server, client, &Method::POST, &headers, None, body, graphql::JSON).await {
        Ok(read) => read,
        Err(refused) => return *refused,
    };
    // The head of the answer is gone before an operation could set a cookie.
    let caller = Caller { browser: None, ..caller };
    // From here on everything is told in the stream: a browser's reader hears of nothing else.
    let principal = Some(Principal::of(&caller).lane()).filter(Principal::is_somebody);
    let (Ok(socket), Ok(subscription)) = (server.sockets.enter(principal.clone()), server.subscriptions.enter(principal)) else {
        return told(refused(&caller, &Error::new(Code::Throttled)));
    };
    let admitted = match server.door.admit(envelope, &caller).await {
        Ok(admitted) => admitted,
        Err(response) => return told(vec![next(&response), complete()]),
    };
    if admitted.operation != OperationType::Subscription {
        return told(vec![next(&server.door.execute(admitted, &caller).await), complete()]);
    }
    let every = Duration::from_secs(server.ctx.config.http.socket_ping_seconds.max(1)).min(NOTICE);
    let mut ping = tokio::time::interval(every);
    ping.reset();
    let line = Line {
        answers: Arc::clone(&server.door).stream(admitted, caller.clone()),
        ping,
        until: Instant::now() + LIFE,
        ended: false,
        _keep: (socket, subscription, telemetry::metrics::Open::subscription()),
        server,
        headers,
        caller,
    };
    let events = futures::stream::unfold(line, |mut line| async move { if line.ended { None } else { Some((line.step().await, line)) } });
    stream(events.flat_map(futures::stream::iter))
}

/// A subscription on its way to a client.
struct Line {
    server: Arc<Server>,
    /// What the client said it is with.
    headers: HeaderMap,
    /// Who that was when last looked at.
    caller: Caller,
    answers: BoxStream<'static, Response>,
    ping: Interval,
    until: Instant,
    ended: bool,
    _keep: (Place<Principal>, Place<Principal>, telemetry::metrics::Open),
}

impl Line {
    /// What is sent next.
    async fn step(&mut self) -> Vec<Event> {
        let stopping = self.server.stopping.clone();
        let events = tokio::select! {
            answer = AssertUnwindSafe(self.answers.next()).catch_unwind() => match answer {
                Ok(Some(response)) => return vec![next(&response)],
                Ok(None) => vec![complete()],
                Err(cause) => {
                    let error = guard::panicked(&self.caller.request_id, cause.as_ref());
                    refused(&self.caller, &error)
                }
            },
            _ = self.ping.tick() => match self.look_again().await {
                Ok(()) => return vec![Event::default().comment("")],
                Err(error) => refused(&self.caller, &error),
            },
            () = sleep_until(self.until) => vec![complete()],
            () = stopping.cancelled() => refused(&self.caller, &Error::new(Code::Unavailable)),
        };
        self.ended = true;
        events
    }

    /// Looks again at who listens: whose token does not count any more, or whose rights have changed, begins anew.
    async fn look_again(&mut self) -> Result<(), Error> {
        let now = caller::resolve(&self.server.ctx, &self.headers).await.map_err(|(_, error)| error)?;
        if now.actor == self.caller.actor {
            Ok(())
        } else if now.actor == Actor::Visitor {
            Err(Error::new(Code::Unauthenticated))
        } else {
            Err(Error::new(Code::Forbidden))
        }
    }
}

fn next(response: &Response) -> Event {
    Event::default().event("next").data(serde_json::to_string(&Answer::of(response)).unwrap_or_default())
}

/// The protocol's word for the end. Readers pass over an event without data, so it has some.
fn complete() -> Event {
    Event::default().event("complete").data(json!(null).to_string())
}

fn refused(caller: &Caller, error: &Error) -> Vec<Event> {
    vec![Event::default().event("next").data(guard::body(caller, error).to_string()), complete()]
}

fn told(events: Vec<Event>) -> HttpResponse {
    stream(futures::stream::iter(events))
}

fn stream(events: impl futures::Stream<Item = Event> + Send + 'static) -> HttpResponse {
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // nginx would collect what is meant to arrive at once.
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    (headers, Sse::new(events.map(Ok::<_, Infallible>))).into_response()
}
