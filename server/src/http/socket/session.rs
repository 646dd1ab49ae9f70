//! A socket after its introduction: operations begin, answer and end, in the order of the protocol.

use std::{collections::HashMap, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use async_graphql::{Response, parser::types::OperationType};
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures::{FutureExt, SinkExt, StreamExt, stream::SplitSink};
use serde::Serialize;
use serde_json::json;
use tokio::{
    sync::mpsc,
    task::AbortHandle,
    time::{Instant, sleep_until, timeout},
};

use super::{
    BAD_REQUEST, Close, FORBIDDEN, FromClient, GOING_AWAY, Guest, IDLE, INIT_WAIT, NORMAL, SEND_WAIT, TOO_FAST, TOO_MANY_INITS, TOO_SLOW,
    pong, text, unreadable,
};
use crate::{
    gql::{Caller, Principal},
    http::{
        Server,
        answer::{Answer, is_executed},
        door::Envelope,
        guard,
    },
    kernel::{Code, Error},
    locale, telemetry,
};

/// Operations that one socket may have open.
const MAX_OPERATIONS: usize = 50;
/// Answers that may wait for a slow client: operations wait with theirs when the queue is full.
const MAX_QUEUE: usize = 64;
/// Messages that a client may send at once, and after how many milliseconds each comes back.
const MESSAGES: u32 = 400;
const MESSAGE_EVERY: Duration = Duration::from_millis(20);
/// A client that has said nothing for this long, or for three pings if that is longer, is gone.
const SILENCE: Duration = Duration::from_mins(1);

/// How long mutations may run on when the server is asked to stop.
const FAREWELL: Duration = Duration::from_secs(5);

/// An answer of one operation, or its end.
pub(super) struct Outgoing {
    id: String,
    /// Which operation of this id: the client may use an id again as soon as it has completed it.
    generation: u64,
    message: Message,
    last: bool,
}

struct Operation {
    generation: u64,
    /// Whether it is a mutation: its end is waited for when the server stops.
    writes: bool,
    task: AbortHandle,
}

/// Why a session ends: how the socket is closed, and other words for it than the usual ones.
type Reason = (Close, Option<String>);

pub(super) struct Session {
    server: Arc<Server>,
    guest: Guest,
    /// Who that was when last looked at.
    caller: Caller,
    outbox: mpsc::Sender<Outgoing>,
    operations: HashMap<String, Operation>,
    /// Operations that were begun.
    begun: u64,
    /// Since when no operation is open.
    idle_since: Instant,
    /// When the client was last heard.
    heard: Instant,
    /// When all the messages that it may send have come back.
    messages_whole_at: Instant,
}

impl Session {
    pub(super) fn new(server: Arc<Server>, guest: Guest, caller: Caller) -> (Self, mpsc::Receiver<Outgoing>) {
        let (outbox, inbox) = mpsc::channel(MAX_QUEUE);
        let now = Instant::now();
        let operations = HashMap::new();
        let session = Self { server, guest, caller, outbox, operations, begun: 0, idle_since: now, heard: now, messages_whole_at: now };
        (session, inbox)
    }

    pub(super) async fn run(mut self, socket: WebSocket, mut inbox: mpsc::Receiver<Outgoing>) {
        let (mut sink, mut stream) = socket.split();
        let every = Duration::from_secs(self.server.ctx.config.http.socket_ping_seconds.max(1));
        let mut ping = tokio::time::interval(every);
        ping.reset();
        let mut expiry = Box::pin(tokio::time::sleep(self.guest.remaining(&self.server.ctx)));
        let stopping = self.server.stopping.clone();
        // Until when the server waits for mutations; from then on nothing new is heard.
        let mut leaving: Option<Instant> = None;
        let reason = loop {
            let step = tokio::select! {
                message = stream.next(), if leaving.is_none() => self.heard(message).await,
                Some(outgoing) = inbox.recv() => Ok(self.outgoing(outgoing)),
                _ = ping.tick() => self.look_around(every).await.map(|()| Some(text(&json!({ "type": "ping" })))),
                () = &mut expiry => {
                    expiry.as_mut().reset(Instant::now() + every);
                    self.look_again().await.map(|()| None)
                },
                () = stopping.cancelled(), if leaving.is_none() => {
                    leaving = Some(Instant::now() + FAREWELL);
                    Ok(None)
                },
                () = sleep_until(leaving.unwrap_or_else(Instant::now)), if leaving.is_some() => Err(Some((GOING_AWAY, None))),
            };
            match step {
                Ok(None) => {}
                Ok(Some(message)) => match timeout(SEND_WAIT, sink.send(message)).await {
                    Ok(Ok(())) => {}
                    Ok(Err(_)) => break None,
                    Err(_) => break Some((TOO_SLOW, None)),
                },
                Err(reason) => break reason,
            }
            if leaving.is_some() && !self.operations.values().any(|operation| operation.writes) {
                break Some((GOING_AWAY, None));
            }
        };
        for operation in self.operations.values() {
            operation.task.abort();
        }
        if let Some(reason) = reason {
            say_goodbye(&mut sink, reason).await;
            // See `close`: the client reads why, then the connection goes.
            let _ = timeout(INIT_WAIT, async { while let Some(Ok(_)) = stream.next().await {} }).await;
        }
    }

    /// Takes what came from the client; gives what to answer, or why to end.
    async fn heard(&mut self, message: Option<Result<Message, axum::Error>>) -> Result<Option<Message>, Option<Reason>> {
        self.heard = Instant::now();
        let message = match message {
            Some(Ok(message)) => message,
            Some(Err(error)) => return Err(unreadable(&error).map(|close| (close, None))),
            None => return Err(None),
        };
        if !self.may_speak() {
            return Err(Some((TOO_FAST, None)));
        }
        match message {
            Message::Text(message) => self.receive(&message).await.map_err(Some),
            Message::Ping(_) | Message::Pong(_) => Ok(None),
            Message::Binary(_) => Err(Some((BAD_REQUEST, None))),
            Message::Close(_) => Err(Some((NORMAL, None))),
        }
    }

    /// Counts a message; whether the client may send it.
    fn may_speak(&mut self) -> bool {
        let used = self.messages_whole_at.saturating_duration_since(self.heard) + MESSAGE_EVERY;
        if used > MESSAGE_EVERY * MESSAGES {
            return false;
        }
        self.messages_whole_at = self.heard + used;
        true
    }

    /// The message of an operation that is still open; nothing more is said for one that the client completed meanwhile.
    fn outgoing(&mut self, outgoing: Outgoing) -> Option<Message> {
        self.operations.get(&outgoing.id).filter(|operation| operation.generation == outgoing.generation)?;
        if outgoing.last {
            self.forget(&outgoing.id);
        }
        Some(outgoing.message)
    }

    fn forget(&mut self, id: &str) {
        if let Some(operation) = self.operations.remove(id) {
            operation.task.abort();
            self.idle_since = Instant::now();
        }
    }

    /// Looks whether the client is still there, still needs the socket, and may still be here.
    async fn look_around(&mut self, every: Duration) -> Result<(), Option<Reason>> {
        let idle = Duration::from_secs(self.server.ctx.config.http.socket_idle_seconds);
        if self.operations.is_empty() && self.idle_since.elapsed() > idle {
            return Err(Some((IDLE, None)));
        }
        if self.heard.elapsed() > SILENCE.max(every * 3) {
            return Err(Some((GOING_AWAY, None)));
        }
        self.look_again().await
    }

    /// Looks again at who sits there. Whose token does not count any more is shown out; so is somebody whose rights have
    /// changed while operations run that began under the old ones.
    async fn look_again(&mut self) -> Result<(), Option<Reason>> {
        let caller = self.guest.caller(&self.server.ctx).await.map_err(|close| Some((close, None)))?;
        if caller.actor != self.caller.actor && !self.operations.is_empty() {
            return Err(Some((FORBIDDEN, Some("Rights have changed".to_owned()))));
        }
        self.caller = caller;
        Ok(())
    }

    async fn receive(&mut self, message: &str) -> Result<Option<Message>, Reason> {
        match serde_json::from_str(message) {
            Ok(FromClient::Ping { payload }) => Ok(Some(pong(payload))),
            Ok(FromClient::Pong) => Ok(None),
            Ok(FromClient::ConnectionInit { .. }) => Err((TOO_MANY_INITS, None)),
            Ok(FromClient::Complete { id }) => {
                self.forget(&id);
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
                self.look_again().await.map_err(|reason| reason.unwrap_or((FORBIDDEN, None)))?;
                Ok(self.subscribe(id, payload).await)
            }
            Err(_) => Err((BAD_REQUEST, None)),
        }
    }

    async fn subscribe(&mut self, id: String, payload: Envelope) -> Option<Message> {
        let admitted = match self.server.door.admit(payload, &self.caller).await {
            Ok(admitted) => admitted,
            Err(response) => return Some(error(&id, &response)),
        };
        let is_subscription = admitted.operation == OperationType::Subscription;
        let writes = admitted.operation == OperationType::Mutation;
        let who = Some(Principal::of(&self.caller).lane()).filter(|who| is_subscription && who.is_somebody());
        let Ok(place) = self.server.subscriptions.enter(who) else {
            return Some(refusal(&id, &self.caller, &Error::new(Code::Throttled)));
        };
        self.begun += 1;
        let generation = self.begun;
        let (door, caller, whose) = (Arc::clone(&self.server.door), self.caller.clone(), self.caller.clone());
        let mut answers = if is_subscription {
            door.stream(admitted, caller)
        } else {
            futures::stream::once(async move { door.execute(admitted, &caller).await }).boxed()
        };
        let (outbox, key) = (self.outbox.clone(), id.clone());
        let open = telemetry::metrics::Open::subscription();
        let task = tokio::spawn(async move {
            let _keep = (open, place);
            let outgoing = |message, last| Outgoing { id: key.clone(), generation, message, last };
            loop {
                let response = match AssertUnwindSafe(answers.next()).catch_unwind().await {
                    Ok(Some(response)) => response,
                    Ok(None) => break,
                    Err(cause) => {
                        let error = guard::panicked(&whose.request_id, cause.as_ref());
                        let _ = outbox.send(outgoing(refusal(&key, &whose, &error), true)).await;
                        return;
                    }
                };
                let refused = !is_executed(&response) && !response.errors.is_empty();
                let message = if refused { error(&key, &response) } else { next(&key, &response) };
                if outbox.send(outgoing(message, refused)).await.is_err() || refused {
                    return;
                }
            }
            let _ = outbox.send(outgoing(text(&json!({ "id": key, "type": "complete" })), true)).await;
        });
        self.operations.insert(id, Operation { generation, writes, task: task.abort_handle() });
        None
    }
}

async fn say_goodbye(sink: &mut SplitSink<WebSocket, Message>, (Close(code, reason), detail): Reason) {
    let reason: String = detail.unwrap_or_else(|| reason.to_owned()).chars().take(40).collect();
    let _ = timeout(INIT_WAIT, sink.send(Message::Close(Some(CloseFrame { code, reason: reason.into() })))).await;
}

#[derive(Serialize)]
struct Next<'a> {
    id: &'a str,
    r#type: &'static str,
    payload: Answer<'a>,
}

fn next(id: &str, response: &Response) -> Message {
    let next = Next { id, r#type: "next", payload: Answer::of(response) };
    Message::Text(serde_json::to_string(&next).unwrap_or_default().into())
}

fn error(id: &str, response: &Response) -> Message {
    text(&json!({ "id": id, "type": "error", "payload": response.errors }))
}

fn refusal(id: &str, caller: &Caller, error: &Error) -> Message {
    let message = locale::error_message(caller.locale, error);
    let extensions = json!({ "code": error.code(), "requestId": caller.request_id });
    text(&json!({ "id": id, "type": "error", "payload": [{ "message": message, "extensions": extensions }] }))
}
