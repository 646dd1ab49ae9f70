//! Whether the server lives, and whether it can work.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Extension, Json,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{Server, address};

/// `GET /health/live`: the process answers.
pub async fn live() -> &'static str {
    "ok\n"
}

/// `GET /health/ready`: the database answers, and (for information) the search engine and what matching goes by: `nothing` while the
/// server fills its engine, `words` without embeddings, `meanings` with them; and how many seconds ago it was last compared
/// with what happened (null if never).
///
/// `process` tells which process answers, and `forwarded` whether `X-Forwarded-For` of this very request was believed:
/// by both `lianqiao doctor` finds out what lies between people and this server.
pub async fn ready(
    State(server): State<Arc<Server>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> (StatusCode, Json<Value>) {
    let ctx = &server.ctx;
    let database = ctx.db.read().execute_unprepared("SELECT 1").await.is_ok();
    let search = ctx.search.ping().await.is_ok();
    let stopping = server.stopping.is_cancelled();
    let status = if database && !stopping { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = |up: bool| if up { "up" } else { "down" };
    let hops = address::hops(&headers);
    let peer = peer.map(|Extension(ConnectInfo(peer))| peer.ip().to_canonical());
    let forwarded = match peer {
        _ if hops.is_empty() => "none",
        Some(peer) if ctx.config.http.trusted_proxies.contains(&peer) => "believed",
        _ => "ignored",
    };
    let looked = ctx.matching.last_look().map(|at| (ctx.now() - at).num_seconds());
    // Listings can be browsed without the search engine, so it does not make the server unready.
    let body = json!({
        "database": word(database), "search": word(search), "stopping": stopping,
        "matching": ctx.matching.learned().to_string(), "matchingLookedSecondsAgo": looked, "process": ctx.process, "forwarded": forwarded,
    });
    (status, Json(body))
}
