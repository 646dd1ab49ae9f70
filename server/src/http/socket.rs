//! GraphQL over WebSocket: the `graphql-transport-ws` protocol, on the same door as HTTP.

mod session;

use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::{
        State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response as HttpResponse},
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::timeout;

use self::session::Session;
use super::{Server, address::Client, browser, caller, door::Envelope, origin};
use crate::{
    ctx::Ctx,
    gql::{Caller, Principal},
    identity::{self, cookies},
    kernel::{Code, Locale},
    telemetry,
};

const PROTOCOL: &str = "graphql-transport-ws";
/// A client has this long to introduce itself.
const INIT_WAIT: Duration = Duration::from_secs(3);
/// A client has this long to take a message.
const SEND_WAIT: Duration = Duration::from_secs(12);
/// Largest first message: a token and a few words. Anybody can send one.
const MAX_INIT_BYTES: usize = 16 * 1024;

/// Why a socket is closed, as the protocol and RFC 6455 have it.
#[derive(Debug, Clone, Copy)]
struct Close(u16, &'static str);

const NORMAL: Close = Close(1000, "Bye");
const GOING_AWAY: Close = Close(1001, "Going away");
const IDLE: Close = Close(1001, "Idle");
const BROKEN_FRAME: Close = Close(1002, "Protocol error");
const BROKEN_TEXT: Close = Close(1007, "Text is not UTF-8");
const TOO_SLOW: Close = Close(1008, "Client reads too slowly");
const TOO_FAST: Close = Close(1008, "Too many messages");
const TOO_BIG: Close = Close(1009, "Message too large");
const TRY_AGAIN: Close = Close(1013, "Try again later");
const BAD_REQUEST: Close = Close(4400, "Invalid message");
const UNAUTHORIZED: Close = Close(4401, "Unauthorized");
const FORBIDDEN: Close = Close(4403, "Forbidden");
const BAD_SUBPROTOCOL: Close = Close(4406, "Subprotocol not acceptable");
const INIT_TIMEOUT: Close = Close(4408, "Connection initialisation timeout");
const TOO_MANY_INITS: Close = Close(4429, "Too many initialisation requests");

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
    if !origin::may_call(&server.ctx.config.http, &headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    // Cookies count only with an `Origin` that is ours.
    let own = browser::origin_allowed(&server.ctx.config.http, &headers) == Some(true);
    let cookie = cookies::read(&server.ctx.config.http, &headers).access.filter(|_| own);
    let visitor = Caller { address: client.0, ..caller::visitor(&headers) };
    let limit = server.ctx.config.http.max_body_bytes;
    upgrade
        .protocols([PROTOCOL])
        .max_message_size(limit)
        .max_frame_size(limit)
        .on_upgrade(move |socket| async move { serve(server, socket, visitor, cookie).await })
}

async fn serve(server: Arc<Server>, mut socket: WebSocket, visitor: Caller, cookie: Option<String>) {
    if socket.protocol().and_then(|protocol| protocol.to_str().ok()) != Some(PROTOCOL) {
        return close(&mut socket, BAD_SUBPROTOCOL).await;
    }
    let _open = telemetry::metrics::Open::socket();
    let introduced = tokio::select! {
        introduced = timeout(INIT_WAIT, introduction(&server, &mut socket, visitor, cookie)) => introduced,
        () = server.stopping.cancelled() => return close(&mut socket, GOING_AWAY).await,
    };
    let (guest, caller) = match introduced {
        Ok(Ok(introduced)) => introduced,
        Ok(Err(Some(reason))) => return close(&mut socket, reason).await,
        Ok(Err(None)) => return,
        Err(_) => return close(&mut socket, INIT_TIMEOUT).await,
    };
    let principal = Some(Principal::of(&caller).lane()).filter(Principal::is_somebody);
    let Ok(_place) = server.sockets.enter(principal) else {
        return close(&mut socket, TRY_AGAIN).await;
    };
    if send(&mut socket, text(&json!({ "type": "connection_ack" }))).await {
        let (session, inbox) = Session::new(Arc::clone(&server), guest, caller);
        session.run(socket, inbox).await;
    }
}

/// Sends one message; whether the client took it.
async fn send(socket: &mut WebSocket, message: Message) -> bool {
    matches!(timeout(SEND_WAIT, socket.send(message)).await, Ok(Ok(())))
}

async fn close(socket: &mut WebSocket, Close(code, reason): Close) {
    if send(socket, Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await {
        // Until the client has read it: closed with something of the client's unread, TCP would throw it away.
        let _ = timeout(INIT_WAIT, async { while let Some(Ok(_)) = socket.recv().await {} }).await;
    }
}

/// What a client is told whose frames cannot be read; none if it is gone.
///
/// The library says it in words only: its type is none of ours.
fn unreadable(error: &axum::Error) -> Option<Close> {
    let error = error.to_string();
    if error.starts_with("Space limit exceeded") {
        Some(TOO_BIG)
    } else if error.starts_with("UTF-8") {
        Some(BROKEN_TEXT)
    } else if error.starts_with("WebSocket protocol error") && !error.contains("without closing handshake") {
        Some(BROKEN_FRAME)
    } else {
        None
    }
}

/// Waits for `connection_init` and signs its token in.
async fn introduction(
    server: &Server,
    socket: &mut WebSocket,
    visitor: Caller,
    cookie: Option<String>,
) -> Result<(Guest, Caller), Option<Close>> {
    loop {
        let message = match socket.recv().await {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            Some(Ok(Message::Binary(_))) => return Err(Some(BAD_REQUEST)),
            Some(Err(error)) => return Err(unreadable(&error)),
            Some(Ok(Message::Close(_))) | None => return Err(None),
        };
        if message.len() > MAX_INIT_BYTES {
            return Err(Some(TOO_BIG));
        }
        match serde_json::from_str(&message) {
            Ok(FromClient::ConnectionInit { payload }) => {
                let guest = Guest::new(payload, visitor, cookie).map_err(Some)?;
                let caller = guest.caller(&server.ctx).await.map_err(Some)?;
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
    /// Reads `authorization: Bearer …` (any case) and `locale` from the payload of `connection_init`. Without a token
    /// there, the access token of the browser's `cookie` counts.
    fn new(payload: Option<Value>, mut visitor: Caller, cookie: Option<String>) -> Result<Self, Close> {
        let payload = match payload {
            None | Some(Value::Null) => serde_json::Map::new(),
            Some(Value::Object(payload)) => payload,
            Some(_) => return Err(BAD_REQUEST),
        };
        let find = |name: &str| payload.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).and_then(|(_, value)| value.as_str());
        let asked = find("locale").map(Locale::negotiate);
        visitor.locale = asked.unwrap_or(visitor.locale);
        let bearer = |value: &str| value.split_once(' ').map_or(value, |(_, token)| token).trim().to_owned();
        let brought = find("authorization").map(bearer);
        visitor.by_cookie = brought.is_none() && cookie.is_some();
        Ok(Self { visitor, token: brought.or(cookie), asked: asked.is_some() })
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
