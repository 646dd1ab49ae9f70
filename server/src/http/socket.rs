//! GraphQL over WebSocket: the `graphql-transport-ws` protocol, on the same door as HTTP.

use std::{collections::HashMap, sync::Arc, time::Duration};

use async_graphql::{Response, parser::types::OperationType};
use axum::{
    Extension,
    extract::{
        State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response as HttpResponse},
};
use futures::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{sync::mpsc, task::AbortHandle, time::timeout};

use super::{Server, address::Client, caller, door::Envelope};
use crate::{
    ctx::Ctx,
    gql::Caller,
    identity,
    kernel::{Code, Error, Locale},
    locale, telemetry,
};

const PROTOCOL: &str = "graphql-transport-ws";
/// A client has this long to introduce itself.
const INIT_WAIT: Duration = Duration::from_secs(3);
/// Operations that one socket may have open.
const MAX_OPERATIONS: usize = 50;
/// Answers that may wait for a slow client before it is cut off.
const MAX_QUEUE: usize = 256;

/// Why a socket is closed, as the protocol has it.
#[derive(Debug, Clone, Copy)]
struct Close(u16, &'static str);

const BAD_REQUEST: Close = Close(4400, "Invalid message");
const UNAUTHORIZED: Close = Close(4401, "Unauthorized");
const FORBIDDEN: Close = Close(4403, "Forbidden");
const BAD_SUBPROTOCOL: Close = Close(4406, "Subprotocol not acceptable");
const INIT_TIMEOUT: Close = Close(4408, "Connection initialisation timeout");
const TOO_MANY_INITS: Close = Close(4429, "Too many initialisation requests");
const GOING_AWAY: Close = Close(1001, "Going away");
const TOO_SLOW: Close = Close(1008, "Client reads too slowly");
const TRY_AGAIN: Close = Close(1013, "Try again later");
const NORMAL: Close = Close(1000, "Bye");

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum FromClient {
    ConnectionInit { payload: Option<Value> },
    Ping { payload: Option<Value> },
    Pong,
    Subscribe { id: String, payload: Envelope },
    Complete { id: String },
}

/// `GET /graphql/ws`.
pub async fn endpoint(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> HttpResponse {
    if !origin_allowed(&server, &headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let visitor = Caller { address: client.0, ..caller::visitor(&headers) };
    let limit = server.ctx.config.http.max_body_bytes;
    upgrade
        .protocols([PROTOCOL])
        .max_message_size(limit)
        .max_frame_size(limit)
        .on_upgrade(move |socket| async move { serve(server, socket, visitor).await })
}

/// Browsers send `Origin`; programs need not.
fn origin_allowed(server: &Server, headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let http = &server.ctx.config.http;
    let own = url::Url::parse(&http.public_url).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    origin.to_str().is_ok_and(|origin| origin == own || http.allowed_origins.iter().any(|allowed| allowed == origin))
}

async fn serve(server: Arc<Server>, mut socket: WebSocket, visitor: Caller) {
    if socket.protocol().and_then(|protocol| protocol.to_str().ok()) != Some(PROTOCOL) {
        return close(&mut socket, BAD_SUBPROTOCOL).await;
    }
    let _open = telemetry::metrics::Open::socket();
    let (guest, caller) = match timeout(INIT_WAIT, introduction(&server, &mut socket, visitor)).await {
        Ok(Ok(introduced)) => introduced,
        Ok(Err(Some(reason))) => return close(&mut socket, reason).await,
        Ok(Err(None)) => return,
        Err(_) => return close(&mut socket, INIT_TIMEOUT).await,
    };
    let (outbox, inbox) = mpsc::channel(MAX_QUEUE);
    let session = Session { server, guest, caller, outbox, operations: HashMap::new() };
    session.run(socket, inbox).await;
}

async fn close(socket: &mut WebSocket, Close(code, reason): Close) {
    let _ = socket.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
}

/// Waits for `connection_init` and signs its token in.
async fn introduction(server: &Server, socket: &mut WebSocket, visitor: Caller) -> Result<(Guest, Caller), Option<Close>> {
    loop {
        let message = match socket.recv().await {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            Some(Ok(Message::Binary(_))) => return Err(Some(BAD_REQUEST)),
            Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(None),
        };
        match serde_json::from_str(&message) {
            Ok(FromClient::ConnectionInit { payload }) => {
                let guest = Guest::new(payload, visitor).map_err(Some)?;
                let caller = guest.caller(&server.ctx).await.map_err(Some)?;
                let _ = socket.send(text(&json!({ "type": "connection_ack" }))).await;
                return Ok((guest, caller));
            }
            Ok(FromClient::Ping { payload }) => {
                let _ = socket.send(pong(payload)).await;
            }
            Ok(FromClient::Pong) => {}
            Ok(FromClient::Subscribe { .. }) => return Err(Some(UNAUTHORIZED)),
            Ok(FromClient::Complete { .. }) | Err(_) => return Err(Some(BAD_REQUEST)),
        }
    }
}

/// Whoever opened the socket. A token counts when it is looked at, not for as long as the socket is open: people log
/// out, are suspended, and lose roles.
struct Guest {
    /// As they came in, with the language that they asked for.
    visitor: Caller,
    /// Their access token.
    token: Option<String>,
    /// Whether they asked for a language.
    asked: bool,
}

impl Guest {
    /// Reads `authorization: Bearer …` (any case) and `locale` from the payload of `connection_init`.
    fn new(payload: Option<Value>, mut visitor: Caller) -> Result<Self, Close> {
        let payload = match payload {
            None | Some(Value::Null) => serde_json::Map::new(),
            Some(Value::Object(payload)) => payload,
            Some(_) => return Err(BAD_REQUEST),
        };
        let find = |name: &str| payload.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).and_then(|(_, value)| value.as_str());
        let asked = find("locale").map(Locale::negotiate);
        visitor.locale = asked.unwrap_or(visitor.locale);
        let bearer = |value: &str| value.split_once(' ').map_or(value, |(_, token)| token).trim().to_owned();
        Ok(Self { visitor, token: find("authorization").map(bearer), asked: asked.is_some() })
    }

    /// Who that is now.
    async fn caller(&self, ctx: &Ctx) -> Result<Caller, Close> {
        let Some(token) = &self.token else { return Ok(self.visitor.clone()) };
        let caller = caller::with_token(ctx, self.visitor.clone(), token, self.asked).await;
        caller.map_err(|(_, error)| if error.code() == Code::Unauthenticated { FORBIDDEN } else { TRY_AGAIN })
    }

    /// How long the token is good; a day, to look again, for somebody without one.
    fn remaining(&self, ctx: &Ctx) -> Duration {
        let expires_at = self.token.as_deref().and_then(|token| identity::token_expires_at(ctx, token));
        let remaining = expires_at.and_then(|at| (at - ctx.now()).to_std().ok());
        remaining.unwrap_or(Duration::from_hours(24))
    }
}

fn text(value: &Value) -> Message {
    Message::Text(value.to_string().into())
}

fn pong(payload: Option<Value>) -> Message {
    match payload {
        Some(payload) => text(&json!({ "type": "pong", "payload": payload })),
        None => text(&json!({ "type": "pong" })),
    }
}

/// An answer of one operation, or its end.
struct Outgoing {
    id: String,
    message: Message,
    last: bool,
}

struct Session {
    server: Arc<Server>,
    guest: Guest,
    /// Who that was when last looked at.
    caller: Caller,
    outbox: mpsc::Sender<Outgoing>,
    operations: HashMap<String, AbortHandle>,
}

impl Session {
    async fn run(mut self, socket: WebSocket, mut inbox: mpsc::Receiver<Outgoing>) {
        let (mut sink, mut stream) = socket.split();
        let every = Duration::from_secs(self.server.ctx.config.http.socket_ping_seconds.max(1));
        let mut ping = tokio::time::interval(every);
        ping.reset();
        let mut expiry = Box::pin(tokio::time::sleep(self.guest.remaining(&self.server.ctx)));
        let reason = loop {
            tokio::select! {
                message = stream.next() => match message {
                    Some(Ok(Message::Text(message))) => match self.receive(&message).await {
                        Ok(Some(answer)) => if sink.send(answer).await.is_err() { break None },
                        Ok(None) => {}
                        Err(reason) => break Some(reason),
                    },
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    Some(Ok(Message::Binary(_))) => break Some((BAD_REQUEST, None)),
                    Some(Ok(Message::Close(_))) => break Some((NORMAL, None)),
                    Some(Err(_)) | None => break None,
                },
                Some(outgoing) = inbox.recv() => {
                    // An operation that the client completed meanwhile says nothing more.
                    let open = if outgoing.last { self.operations.remove(&outgoing.id).is_some() } else { self.operations.contains_key(&outgoing.id) };
                    if open {
                        match timeout(INIT_WAIT * 4, sink.send(outgoing.message)).await {
                            Ok(Ok(())) => {}
                            Ok(Err(_)) => break None,
                            Err(_) => break Some((TOO_SLOW, None)),
                        }
                    }
                }
                _ = ping.tick() => {
                    if let Err(reason) = self.look_again().await { break Some(reason) }
                    if sink.send(text(&json!({ "type": "ping" }))).await.is_err() { break None }
                },
                () = &mut expiry => {
                    if let Err(reason) = self.look_again().await { break Some(reason) }
                    expiry.as_mut().reset(tokio::time::Instant::now() + every);
                },
                () = self.server.stopping.cancelled() => break Some((GOING_AWAY, None)),
            }
        };
        for operation in self.operations.values() {
            operation.abort();
        }
        if let Some((Close(code, reason), detail)) = reason {
            let reason: String = detail.unwrap_or_else(|| reason.to_owned()).chars().take(40).collect();
            let _ = sink.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
        }
    }

    /// Looks again at who sits there. Whose token does not count any more is shown out; so is somebody whose rights have
    /// changed while operations run that began under the old ones.
    async fn look_again(&mut self) -> Result<(), (Close, Option<String>)> {
        let caller = self.guest.caller(&self.server.ctx).await.map_err(|close| (close, None))?;
        if caller.actor != self.caller.actor && !self.operations.is_empty() {
            return Err((FORBIDDEN, Some("Rights have changed".to_owned())));
        }
        self.caller = caller;
        Ok(())
    }

    async fn receive(&mut self, message: &str) -> Result<Option<Message>, (Close, Option<String>)> {
        match serde_json::from_str(message) {
            Ok(FromClient::Ping { payload }) => Ok(Some(pong(payload))),
            Ok(FromClient::Pong) => Ok(None),
            Ok(FromClient::ConnectionInit { .. }) => Err((TOO_MANY_INITS, None)),
            Ok(FromClient::Complete { id }) => {
                if let Some(operation) = self.operations.remove(&id) {
                    operation.abort();
                }
                Ok(None)
            }
            Ok(FromClient::Subscribe { id, .. }) if self.operations.contains_key(&id) => {
                Err((Close(4409, ""), Some(format!("Subscriber for {id} already exists"))))
            }
            Ok(FromClient::Subscribe { id, .. }) if self.operations.len() >= MAX_OPERATIONS => {
                let error = Error::new(Code::Throttled).with("max", MAX_OPERATIONS);
                Ok(Some(refusal(&id, &self.caller, &error)))
            }
            Ok(FromClient::Subscribe { id, payload }) => {
                self.look_again().await?;
                Ok(self.subscribe(id, payload))
            }
            Err(_) => Err((BAD_REQUEST, None)),
        }
    }

    fn subscribe(&mut self, id: String, payload: Envelope) -> Option<Message> {
        let admitted = match self.server.door.admit(payload, &self.caller) {
            Ok(admitted) => admitted,
            Err(response) => return Some(error(&id, &response)),
        };
        let single = admitted.operation != OperationType::Subscription;
        let mut answers = Arc::clone(&self.server.door).stream(admitted, self.caller.clone());
        let (outbox, key) = (self.outbox.clone(), id.clone());
        let open = telemetry::metrics::Open::subscription();
        let task = tokio::spawn(async move {
            let _open = open;
            while let Some(response) = answers.next().await {
                let failed = response.data == async_graphql::Value::Null && response.errors.iter().all(|error| error.path.is_empty());
                let refused = failed && !response.errors.is_empty();
                let message =
                    if refused { error(&key, &response) } else { text(&json!({ "id": key, "type": "next", "payload": response })) };
                if outbox.send(Outgoing { id: key.clone(), message, last: refused }).await.is_err() || refused {
                    return;
                }
                if single {
                    break;
                }
            }
            let message = text(&json!({ "id": key, "type": "complete" }));
            let _ = outbox.send(Outgoing { id: key, message, last: true }).await;
        });
        self.operations.insert(id, task.abort_handle());
        None
    }
}

fn error(id: &str, response: &Response) -> Message {
    text(&json!({ "id": id, "type": "error", "payload": response.errors }))
}

fn refusal(id: &str, caller: &Caller, error: &Error) -> Message {
    let message = locale::error_message(caller.locale, error);
    text(&json!({ "id": id, "type": "error", "payload": [{ "message": message, "extensions": { "code": error.code() } }] }))
}
