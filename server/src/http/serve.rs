//! Listening: connections are counted, watched, and let go in order.
//!
//! HTTP/1.1 only: a proxy that speaks HTTP/2 to browsers speaks this to us, and there is one protocol less to flood.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    http::StatusCode,
};
use futures::{FutureExt, future::BoxFuture};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    time::{Instant, sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

use super::{
    address,
    closing::{self, is_the_clients},
    connection::{Patience, Stage, Watched},
    crowd::{Crowd, Full},
};
use crate::config::Http;
use crate::gql::network;

/// For how long requests may run on, and sockets say goodbye, once the server is asked to stop.
const DRAIN: Duration = Duration::from_secs(8);
/// For how long a connection that has said nothing yet may still begin then: whoever opened it may be about to.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// Headers of a request, and bytes of its head.
const MAX_HEADERS: usize = 64;
const MAX_HEAD: usize = 32 * 1024;
/// Files that the rest of the program has open: databases, indexes, uploads.
const OTHER_FILES: usize = 256;

/// Serves until `stopping` is cancelled, then lets running requests finish and sockets close.
pub async fn serve(listener: TcpListener, router: Router, http: &Http, stopping: CancellationToken) {
    let house = Arc::new(House::new(router, http, stopping.clone()));
    let mut reported: Option<Instant> = None;
    loop {
        let accepted = tokio::select! {
            () = stopping.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => Arc::clone(&house).receive(stream, peer),
            // The client changed its mind.
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                // Out of files or memory: asking again at once would only keep the processor busy.
                if reported.is_none_or(|at| at.elapsed() > Duration::from_secs(10)) {
                    tracing::error!(%error, connections = house.crowd.count(), "cannot accept connections");
                    reported = Some(Instant::now());
                }
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
    closing::close(listener, |stream, peer| Arc::clone(&house).receive(stream, peer)).await;
    house.open.close();
    if timeout(DRAIN, house.open.wait()).await.is_err() {
        tracing::warn!(connections = house.crowd.count(), "some connections did not end in time");
    }
}

/// What all connections share.
struct House {
    router: Router,
    builder: http1::Builder,
    patience: Patience,
    idle: Duration,
    crowd: Crowd<IpAddr>,
    proxies: Vec<IpAddr>,
    open: TaskTracker,
    stopping: CancellationToken,
}

impl House {
    fn new(router: Router, http: &Http, stopping: CancellationToken) -> Self {
        let idle = Duration::from_secs(http.idle_seconds);
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            // Between two requests; a head that has begun has less time, see `connection`.
            .header_read_timeout(idle)
            .max_headers(MAX_HEADERS)
            .max_buf_size(MAX_HEAD)
            // Some programs say that they have said everything, and then listen.
            .half_close(true);
        Self {
            router,
            builder,
            patience: Patience { head: Duration::from_secs(http.header_seconds), stall: Duration::from_secs(http.stall_seconds) },
            idle,
            crowd: Crowd::new(http.connections.min(files()), http.connections_per_address),
            proxies: http.trusted_proxies.clone(),
            open: TaskTracker::new(),
            stopping,
        }
    }

    /// Takes a connection in, or says at once that there is no room.
    fn receive(self: Arc<Self>, stream: TcpStream, peer: SocketAddr) {
        let address = peer.ip().to_canonical();
        // Behind a proxy, and in the own network, many have one address.
        let known = Some(address).filter(|address| !self.proxies.contains(address) && !address::is_local(*address)).map(network);
        let place = match self.crowd.enter(known) {
            Ok(place) => place,
            Err(full) => {
                let _ = stream.try_write(refusal(full).as_bytes());
                return;
            }
        };
        let _ = stream.set_nodelay(true);
        let keep = (place, self.open.token());
        tokio::spawn(async move {
            // Until it says something a connection costs a socket and this task, and no buffers.
            let stopped = async {
                self.stopping.cancelled().await;
                sleep(LAST_WORDS).await;
            };
            let speaks = tokio::select! {
                biased;
                speaks = timeout(self.idle, stream.readable()) => speaks,
                () = stopped => return,
            };
            if matches!(speaks, Ok(Ok(()))) {
                let stage = Stage::default();
                let watched = Watched::new(stream, stage.clone(), self.patience, keep);
                self.converse(watched, stage, peer).await;
            }
        });
    }

    /// Speaks HTTP. In a box of its own: the task of a connection that never speaks stays small.
    fn converse<K: Unpin + Send + 'static>(&self, watched: Watched<TcpStream, K>, stage: Stage, peer: SocketAddr) -> BoxFuture<'_, ()> {
        async move {
            let service = service_fn(move |request: hyper::Request<Incoming>| {
                stage.request();
                let (router, stage) = (self.router.clone(), stage.clone());
                let mut request: Request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                async move {
                    let response = match router.oneshot(request).await {
                        Ok(response) => response,
                        Err(never) => match never {},
                    };
                    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
                        stage.upgraded()
                    } else {
                        stage.answered()
                    }
                    Ok::<_, Infallible>(response)
                }
            });
            let mut connection = std::pin::pin!(self.builder.serve_connection(TokioIo::new(watched), service).with_upgrades());
            let ended = tokio::select! {
                // First what has arrived: a connection of which nothing was read is closed when it is told to end.
                biased;
                ended = connection.as_mut() => ended,
                () = self.stopping.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "connection");
            }
        }
        .boxed()
    }
}

/// What somebody is told for whom there is no room: nothing of theirs was read.
fn refusal(full: Full) -> String {
    let (status, code, seconds) = match full {
        Full::All => ("503 Service Unavailable", "UNAVAILABLE", 5),
        Full::Each => ("429 Too Many Requests", "THROTTLED", 5),
    };
    let body = format!(
        r#"{{"errors":[{{"message":"Too many connections. Please try again in {seconds} seconds.","extensions":{{"code":"{code}"}}}}]}}"#
    );
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\nRetry-After: {seconds}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// How many files this process may have open as connections; no limit where nobody knows one.
fn files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let most = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(usize::MAX);
    let room = most.saturating_sub(OTHER_FILES).max(64);
    tracing::debug!(most, room, "open files");
    room
}
