//! The outer door: routes, middleware, and nothing else.

pub mod address;
mod answer;
pub mod browser;
mod caller;
mod closing;
pub mod connection;
pub mod crowd;
pub mod door;
mod exports;
mod files;
mod frontend;
mod graphiql;
mod graphql;
mod guard;
mod headers;
mod health;
mod measure;
mod origin;
mod pace;
mod pages;
pub mod scopes;
mod serve;
mod single_sign_on;
mod socket;
mod span;
mod stream;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header},
    middleware,
    routing::{get, post},
};
use tokio_util::sync::CancellationToken;
use tower_http::{
    compression::{CompressionLayer, DefaultPredicate, Predicate},
    cors::{AllowOrigin, CorsLayer},
    timeout::TimeoutLayer,
    trace::TraceLayer,
};

pub use guard::catch as catch_panics;
pub use serve::serve;

use self::crowd::Crowd;
use crate::{ctx::Ctx, gql::Principal, graph};

/// Subscriptions that one person may have open: each is asked again after every commit.
const SUBSCRIPTIONS_EACH: usize = 64;
/// Files that one person may send at a time.
const UPLOADS_EACH: usize = 2;

/// What every handler shares.
pub struct Server {
    /// The machines.
    pub ctx: Ctx,
    /// The web frontend.
    frontend: frontend::Frontend,
    /// The door in front of GraphQL.
    door: Arc<door::Door>,
    /// Open sockets, by person.
    sockets: Crowd<Principal>,
    /// Open subscriptions, by person.
    subscriptions: Crowd<Principal>,
    /// Files that are being received, by person.
    uploads: Crowd<Principal>,
    /// Cancelled when the server is asked to stop.
    stopping: CancellationToken,
}

/// The routes of the server. `stopping` ends WebSocket connections and turns readiness off.
pub fn router(ctx: Ctx, stopping: CancellationToken) -> Router {
    let config = ctx.config.http.clone();
    let schema = graph::schema(&ctx.config.limits);
    let frontend = frontend::Frontend::open(&ctx);
    let server = Arc::new(Server {
        door: Arc::new(door::Door::new(schema, ctx.clone(), &frontend)),
        frontend,
        sockets: Crowd::new(usize::MAX, config.sockets_per_caller),
        subscriptions: Crowd::new(usize::MAX, SUBSCRIPTIONS_EACH),
        uploads: Crowd::new(usize::MAX, UPLOADS_EACH),
        ctx: ctx.clone(),
        stopping,
    });

    let api = Router::new()
        .route("/graphql", get(graphql::endpoint).post(graphql::endpoint))
        .route("/graphql/stream", post(stream::endpoint))
        .layer(middleware::from_fn_with_state(ctx.clone(), origin::check))
        .layer(DefaultBodyLimit::max(config.max_body_bytes))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(config.timeout_seconds)));
    let transfers = Router::new()
        .route("/uploads", post(files::upload))
        // A multipart envelope is a little larger than the file in it; the file itself is measured as it arrives.
        .layer(DefaultBodyLimit::max(config.max_upload_bytes + 64 * 1024))
        .route("/attachments/{listing}/{upload}", get(files::attached))
        .route("/attachments/notes/{note}/{upload}", get(files::noted))
        .route("/imports/{id}/result.csv", get(files::import_result))
        .route("/exports/subsidies.csv", get(exports::subsidies))
        .route("/exports/{file}", get(exports::export))
        .layer(middleware::from_fn_with_state(ctx.clone(), origin::check))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(config.transfer_seconds)));
    let pages = Router::new()
        .route("/", get(frontend::home))
        .route("/about", get(pages::landing))
        .route("/achievements", get(frontend::search))
        .route("/a/{id}", get(frontend::listing))
        .route("/orgs/{id}", get(frontend::organization))
        .route("/demands", get(frontend::demands))
        .route("/d/{id}", get(frontend::demand))
        .route("/assets/{file}", get(frontend::asset))
        .route("/robots.txt", get(frontend::robots))
        .route("/favicon.ico", get(pages::icon))
        .route("/graphiql", get(graphiql::page))
        .route("/graphiql/{*file}", get(graphiql::asset))
        .route("/verify-email", get(pages::verify_email).post(pages::verify_email_confirmed))
        .route("/reset-password", get(pages::reset_password).post(pages::reset_password_confirmed))
        .route("/reset-password/request", post(pages::reset_password_requested))
        .route("/confirm-email", get(pages::confirm_email).post(pages::confirm_email_confirmed))
        .route("/undo-email", get(pages::undo_email).post(pages::undo_email_confirmed))
        .route("/invitation", get(pages::invitation).post(pages::invitation_accepted))
        .route("/invitation/decline", post(pages::invitation_declined))
        .route("/auth/oidc/{id}/start", get(single_sign_on::start))
        .route("/auth/oidc/{id}/callback", get(single_sign_on::callback))
        .route("/auth/second-factor", post(single_sign_on::second_factor))
        .route("/unsubscribe", get(pages::unsubscribe).post(pages::unsubscribe_confirmed))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(config.timeout_seconds)));

    Router::new()
        .merge(api)
        .merge(transfers)
        .merge(pages)
        .route("/graphql/ws", get(socket::endpoint))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .fallback(frontend::page)
        .with_state(server)
        .layer(middleware::from_fn_with_state(ctx.clone(), address::note))
        .layer(middleware::from_fn_with_state(ctx.clone(), pace::keep))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(compressible)))
        .layer(cors(&config.allowed_origins))
        .layer(middleware::from_fn(guard::catch))
        .layer(middleware::from_fn_with_state(ctx.clone(), headers::add))
        .layer(middleware::from_fn(measure::request))
        .layer(TraceLayer::new_for_http().make_span_with(span::of as fn(&axum::extract::Request) -> tracing::Span))
        .layer(middleware::from_fn_with_state(ctx, guard::name))
}

fn compressible(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<files::AsItIs>().is_none()
}

fn cors(origins: &[String]) -> CorsLayer {
    let origins: Vec<HeaderValue> = origins.iter().filter_map(|origin| origin.parse().ok()).collect();
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        // Whom the operator lists may also send what a browser keeps for us.
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::CONTENT_TYPE,
            header::AUTHORIZATION,
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            HeaderName::from_static(caller::REQUEST_ID),
            HeaderName::from_static(browser::CSRF),
        ])
        .expose_headers([header::RETRY_AFTER, HeaderName::from_static(caller::REQUEST_ID)])
        .max_age(Duration::from_hours(1))
}
