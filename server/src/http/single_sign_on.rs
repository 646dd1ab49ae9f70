//! Signing in at an institution, as browsers do it: there, back again, and a code if the account asks for one.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Form, Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use minijinja::context;
use serde::Deserialize;

use super::{Server, address::Client, browser, caller, pages};
use crate::{
    gql::{count_address, report},
    identity::{
        actions::{self, Brought, Challenge, Entered, Finished, SignedIn},
        cookies,
    },
    kernel::{Code, Error},
    locale,
};

/// Texts of these pages.
const TEXTS: &str = "page-sign-in";

/// Where to come back to.
#[derive(Deserialize)]
pub struct Start {
    #[serde(default, rename = "returnTo")]
    return_to: String,
}

/// What a provider sends a browser back with.
#[derive(Deserialize)]
pub struct Callback {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    error: String,
}

/// What the page that asks for a code sends.
#[derive(Deserialize)]
pub struct SecondFactor {
    #[serde(default)]
    token: String,
    #[serde(default)]
    code: String,
    #[serde(default, rename = "returnTo")]
    return_to: String,
}

fn cookie(text: &str) -> (HeaderName, HeaderValue) {
    (header::SET_COOKIE, HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("")))
}

fn see_other(place: &str) -> Response {
    let place = HeaderValue::from_str(place).unwrap_or(HeaderValue::from_static("/"));
    let headers = [(header::LOCATION, place), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// What went wrong, in words and with its code.
fn refused(server: &Server, headers: &HeaderMap, error: &Error) -> Response {
    report(error, headers.get(caller::REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default());
    let gone = [cookie(&cookies::keep_login(&server.ctx.config.http, None))];
    (AppendHeaders(gone), pages::problem(headers, TEXTS, error)).into_response()
}

/// `GET /auth/oidc/{id}/start?returnTo=`: sends the browser to the provider.
pub async fn start(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(start): Query<Start>,
) -> Response {
    if let Err(error) = count_address(&server.ctx, client.0).await {
        return refused(&server, &headers, &error);
    }
    match actions::start_provider_login(&server.ctx, &id, &start.return_to).await {
        Ok(started) => {
            let kept = [cookie(&cookies::keep_login(&server.ctx.config.http, Some(&started.sealed)))];
            (AppendHeaders(kept), see_other(&started.url)).into_response()
        }
        Err(error) => refused(&server, &headers, &error),
    }
}

/// `GET /auth/oidc/{id}/callback?code=&state=`: signs the person in.
pub async fn callback(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(query): Query<Callback>,
) -> Response {
    if let Err(error) = count_address(&server.ctx, client.0).await {
        return refused(&server, &headers, &error);
    }
    if !query.error.is_empty() {
        // The person said no, or the provider did. Its words are not ours to show.
        return refused(&server, &headers, &Error::new(Code::ProviderLoginInvalid).because(query.error));
    }
    let sealed = cookies::read(&server.ctx.config.http, &headers).login;
    let brought = Brought { sealed: sealed.as_deref(), state: &query.state, code: &query.code };
    match actions::finish_provider_login(&server.ctx, &id, brought, pages::language(&headers), caller::device(&headers)).await {
        Ok(Finished { entered: Entered::Session(session), return_to }) => entered(&server, &session, &return_to),
        Ok(Finished { entered: Entered::Challenge(challenge), return_to }) => {
            let gone = [cookie(&cookies::keep_login(&server.ctx.config.http, None))];
            (AppendHeaders(gone), ask_for_code(&headers, &challenge, &return_to)).into_response()
        }
        Err(error) => refused(&server, &headers, &error),
    }
}

/// Gives the browser its session and sends it on; the login is over.
fn entered(server: &Server, session: &SignedIn, return_to: &str) -> Response {
    let [access, refresh] = cookies::keep(&server.ctx, session);
    let set = [cookie(&access), cookie(&refresh), cookie(&cookies::keep_login(&server.ctx.config.http, None))];
    (AppendHeaders(set), see_other(return_to)).into_response()
}

fn ask_for_code(headers: &HeaderMap, challenge: &Challenge, return_to: &str) -> Response {
    let language = pages::language(headers);
    let words = context! {
        lang => <&str>::from(language),
        title => locale::text(language, &format!("{TEXTS}-title")),
        text => locale::text(language, &format!("{TEXTS}-text")),
        button => locale::text(language, &format!("{TEXTS}-button")),
        code => locale::text(language, "page-code"),
        action => "/auth/second-factor",
        token => challenge.token.as_str(),
        return_to => return_to,
    };
    pages::ask_page(words)
}

/// `POST /auth/second-factor`: takes the code that the page of [`callback`] asked for.
pub async fn second_factor(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Form(form): Form<SecondFactor>,
) -> Response {
    // Another site must not sign somebody in here as somebody else.
    if !browser::is_own(&server.ctx.config.http, &headers) {
        return refused(&server, &headers, &Error::new(Code::CrossSiteRefused));
    }
    if let Err(error) = count_address(&server.ctx, client.0).await {
        return refused(&server, &headers, &error);
    }
    match actions::log_in_with_second_factor(&server.ctx, &form.token, &form.code, caller::device(&headers)).await {
        Ok(outcome) => entered(&server, &outcome.value, &actions::own_path(&form.return_to)),
        Err(error) => refused(&server, &headers, &error),
    }
}
