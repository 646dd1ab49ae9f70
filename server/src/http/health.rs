//! Whether the server lives, and whether it can work.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::Server;

/// `GET /health/live`: the process answers.
pub async fn live() -> &'static str {
    "ok\n"
}

/// `GET /health/ready`: the database answers, and (for information) the search engine.
pub async fn ready(State(server): State<Arc<Server>>) -> (StatusCode, Json<Value>) {
    let database = server.ctx.db.read().execute_unprepared("SELECT 1").await.is_ok();
    let search = server.ctx.search.ping().await.is_ok();
    let stopping = server.stopping.is_cancelled();
    let status = if database && !stopping { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = |up: bool| if up { "up" } else { "down" };
    // Listings can be browsed without the search engine, so it does not make the server unready.
    (status, Json(json!({ "database": word(database), "search": word(search), "stopping": stopping })))
}
