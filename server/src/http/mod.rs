//! The outer door: routes, middleware, and nothing else.

pub mod address;
mod caller;
pub mod door;
mod files;
mod graphiql;
mod graphql;
mod guard;
mod health;
mod measure;
mod pages;
mod socket;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{Extensions, HeaderMap, HeaderValue, Method, Request, StatusCode, Version, header},
    middleware,
    routing::{get, post},
};
use tokio_util::sync::CancellationToken;
use tower_http::{
    compression::{CompressionLayer, DefaultPredicate, Predicate},
    cors::{AllowOrigin, CorsLayer},
    set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
    trace::TraceLayer,
};

pub use guard::catch as catch_panics;

use crate::{ctx::Ctx, graph};

/// What every handler shares.
pub struct Server {
    /// The machines.
    pub ctx: Ctx,
    /// The door in front of GraphQL.
    door: Arc<door::Door>,
    /// Cancelled when the server is asked to stop.
    stopping: CancellationToken,
}

/// The routes of the server. `stopping` ends WebSocket connections and turns readiness off.
pub fn router(ctx: Ctx, stopping: CancellationToken) -> Router {
    let config = ctx.config.http.clone();
    let schema = graph::schema(&ctx.config.limits);
    let server = Arc::new(Server { door: Arc::new(door::Door::new(schema, ctx.clone())), ctx: ctx.clone(), stopping });

    let api = Router::new()
        .route("/graphql", get(graphql::endpoint).post(graphql::endpoint))
        .layer(DefaultBodyLimit::max(config.max_body_bytes))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(config.timeout_seconds)));
    let transfers = Router::new()
        .route("/uploads", post(files::upload))
        // A multipart envelope is a little larger than the file in it; the file itself is measured as it arrives.
        .layer(DefaultBodyLimit::max(config.max_upload_bytes + 64 * 1024))
        .route("/attachments/{listing}/{upload}", get(files::attached))
        .route("/imports/{id}/result.csv", get(files::import_result))
        .route("/exports/{file}", get(files::export))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(config.transfer_seconds)));
    let pages = Router::new()
        .route("/", get(pages::landing))
        .route("/graphiql", get(graphiql::page))
        .route("/graphiql/{*file}", get(graphiql::asset))
        .route("/verify-email", get(pages::verify_email).post(pages::verify_email_confirmed))
        .route("/unsubscribe", get(pages::unsubscribe).post(pages::unsubscribe_confirmed))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(config.timeout_seconds)));

    Router::new()
        .merge(api)
        .merge(transfers)
        .merge(pages)
        .route("/graphql/ws", get(socket::endpoint))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .with_state(server)
        .layer(axum::middleware::from_fn_with_state(ctx.clone(), address::note))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(compressible)))
        .layer(cors(&config.allowed_origins))
        .layer(SetResponseHeaderLayer::if_not_present(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
        .layer(SetResponseHeaderLayer::if_not_present(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")))
        .layer(SetResponseHeaderLayer::if_not_present(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")))
        .layer(middleware::from_fn(guard::catch))
        .layer(middleware::from_fn(measure::request))
        .layer(TraceLayer::new_for_http().make_span_with(|request: &Request<axum::body::Body>| {
            let id = request.headers().get(caller::REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
            // The path only: a query string may hold tokens.
            tracing::info_span!("request", id, method = %request.method(), path = request.uri().path())
        }))
        .layer(middleware::from_fn_with_state(ctx, guard::name))
}

fn compressible(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<files::AsItIs>().is_none()
}

fn cors(origins: &[String]) -> CorsLayer {
    let origins: Vec<HeaderValue> = origins.iter().filter_map(|origin| origin.parse().ok()).collect();
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION, header::ACCEPT, header::ACCEPT_LANGUAGE])
        .max_age(Duration::from_hours(1))
}
