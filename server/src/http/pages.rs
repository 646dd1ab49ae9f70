//! The few pages that are not the frontend: what is here, and links from mails.

mod accounts;

use std::{collections::BTreeMap, convert::Infallible, sync::Arc};

use axum::{
    Extension,
    extract::{Form, FromRequestParts, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use axum_extra::extract::cookie::CookieJar;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use minijinja::{Environment, context};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Server, address::Client, frontend};
use crate::{
    gql::count_address,
    identity,
    kernel::{Error, Locale},
    locale, notification, seed,
};

pub use accounts::{
    confirm_email, confirm_email_confirmed, invitation, invitation_accepted, invitation_declined, reset_password, reset_password_confirmed,
    reset_password_requested, undo_email, undo_email_confirmed,
};

/// The token of a link in a mail.
#[derive(Deserialize)]
pub struct Token {
    #[serde(default)]
    token: String,
}

/// What the page of a verification link sends.
#[derive(Deserialize)]
pub struct Confirmation {
    #[serde(default)]
    token: String,
    #[serde(default)]
    password: String,
}

/// The language that somebody chose here, else the one that the browser reads.
pub(super) fn language(headers: &HeaderMap) -> Locale {
    let chosen = CookieJar::from_headers(headers).get("lianqiao-lang").map(|cookie| Locale::negotiate(cookie.value()));
    chosen.unwrap_or_else(|| preferred(headers))
}

fn preferred(headers: &HeaderMap) -> Locale {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(Locale::negotiate).unwrap_or_default()
}

/// Renders one of our own templates; everything in `values` is escaped.
fn page(status: StatusCode, template: &'static str, values: minijinja::Value) -> Response {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    let rendered = environment.render_str(template, values);
    match rendered {
        Ok(html) => (status, [(header::CONTENT_SECURITY_POLICY, policy(&html))], Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "page");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// What a page of ours may do: show the one style sheet that stands in it, and send its form to us.
pub fn policy(html: &str) -> HeaderValue {
    let style = html.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).map_or("", |(style, _)| style);
    let digest = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// `GET /about`, and `/` without a frontend: what is here and who can sign in.
pub async fn landing(State(server): State<Arc<Server>>, headers: HeaderMap) -> Response {
    let people = match seed::demo_sign_ins(&server.ctx).await {
        Ok(people) => people,
        Err(error) => {
            tracing::warn!(detail = error.detail(), "landing page without sign-ins");
            Vec::new()
        }
    };
    let locale = language(&headers);
    let words: BTreeMap<&str, String> =
        LANDING.iter().map(|key| (key.strip_prefix("landing-").unwrap_or(key), locale::text(locale, key))).collect();
    let person = |person: &seed::SignIn| {
        let roles: Vec<String> = person.roles.split(' ').map(|role| locale::label(locale, "role", role)).collect();
        context! { email => person.email.as_str(), name => person.name.as_str(), organization => person.organization.as_str(), roles => roles.join(", ") }
    };
    let values = context! {
        lang => <&str>::from(locale),
        words => words,
        people => people.iter().map(person).collect::<Vec<_>>(),
        password => seed::DEMO_PASSWORD,
        graphiql => server.ctx.config.http.graphiql,
        frontend => server.frontend.current().is_some(),
    };
    page(StatusCode::OK, include_str!("pages/landing.html"), values)
}

/// What the landing page says.
const LANDING: &[&str] = &[
    "landing-title",
    "landing-lead",
    "landing-here",
    "landing-frontend",
    "landing-no-frontend",
    "landing-graphiql",
    "landing-graphql",
    "landing-events",
    "landing-uploads",
    "landing-exports",
    "landing-health",
    "landing-accounts",
    "landing-account-name",
    "landing-account-email",
    "landing-account-role",
    "landing-account-organization",
    "landing-account-password",
    "landing-no-accounts",
    "landing-demo-only",
];

/// Something to fill in on a page.
#[derive(Debug, Clone, Copy)]
enum Field {
    /// The password of an account.
    Password,
    /// A password that is new.
    NewPassword,
    /// An address.
    Email,
    /// A person's name.
    Name,
}

impl Field {
    /// Its name in the form, its type, what a browser may fill in, and the key of its label.
    const fn parts(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Password => ("password", "password", "current-password", "page-password"),
            Self::NewPassword => ("password", "password", "new-password", "page-new-password"),
            Self::Email => ("email", "email", "email", "page-email"),
            Self::Name => ("name", "text", "name", "page-name"),
        }
    }
}

/// A page with one button, so that a mail program that opens links in advance does nothing.
fn ask(headers: &HeaderMap, action: &str, key: &str, token: &str, fields: &[Field]) -> minijinja::Value {
    let locale = language(headers);
    asking(locale, action, key, token, fields, locale::text(locale, &format!("{key}-text")), None)
}

/// Like [`ask`], with a text of its own and perhaps a second button: what it does, and the key of its label.
fn asking(
    locale: Locale,
    action: &str,
    key: &str,
    token: &str,
    fields: &[Field],
    text: String,
    other: Option<(&str, &str)>,
) -> minijinja::Value {
    let field = |field: &Field| {
        let (name, kind, autocomplete, label) = field.parts();
        context! { name => name, kind => kind, autocomplete => autocomplete, label => locale::text(locale, label) }
    };
    context! {
        lang => <&str>::from(locale),
        title => locale::text(locale, &format!("{key}-title")),
        text => text,
        button => locale::text(locale, &format!("{key}-button")),
        action => action,
        fields => fields.iter().map(field).collect::<Vec<_>>(),
        token => token,
        other => other.map(|(action, label)| context! { action => action, button => locale::text(locale, label) }),
    }
}

/// A page that tells something, with nothing to fill in and one button: what it does, and the key of its label.
fn telling(locale: Locale, key: &str, token: &str, text: String, (action, label): (&str, &str)) -> minijinja::Value {
    context! {
        lang => <&str>::from(locale),
        title => locale::text(locale, &format!("{key}-title")),
        text => text,
        token => token,
        other => context! { action => action, button => locale::text(locale, label) },
    }
}

/// A page of `ask.html` with these words.
pub(super) fn ask_page(words: minijinja::Value) -> Response {
    bare(StatusCode::OK, &words)
}

/// A page of ours with nothing around.
fn bare(status: StatusCode, words: &minijinja::Value) -> Response {
    let word = |name: &str| words.get_attr(name).unwrap_or_default();
    let values = context! { lang => word("lang"), title => word("title"), form => form(words) };
    page(status, include_str!("pages/ask.html"), values)
}

/// What these words ask, as plain HTML.
fn form(words: &minijinja::Value) -> String {
    frontend::render(include_str!("pages/form.html"), words.clone())
}

/// `GET /favicon.ico`: what browsers ask for where a page names no icon.
pub async fn icon() -> impl IntoResponse {
    const MARK: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../frontend/src/ui/mark.svg"));
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")], MARK)
}

/// Who asks for a page behind a link, and how.
pub struct Asked {
    server: Arc<Server>,
    client: Client,
    headers: HeaderMap,
    uri: Uri,
}

impl FromRequestParts<Arc<Server>> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Infallible> {
        let client = parts.extensions.get::<Client>().copied().unwrap_or(Client(None));
        Ok(Self { server: Arc::clone(server), client, headers: parts.headers.clone(), uri: parts.uri.clone() })
    }
}

impl Asked {
    /// A page that asks for something: that of the frontend if there is one, with the form in it for whoever has no
    /// scripts. `known` is what the frontend could not ask the API.
    async fn show(self, words: minijinja::Value, known: Option<serde_json::Value>) -> Response {
        let title = words.get_attr("title").unwrap_or_default().to_string();
        let content = format!("<main class=\"first-paint\">{}</main>", form(&words));
        let framed = frontend::around(&self.server, self.client, &self.headers, &self.uri, frontend::Framed { title, content, known });
        framed.await.unwrap_or_else(|| ask_page(words))
    }
}

/// A page that says what went wrong, with the code that helps whoever is asked about it.
pub(super) fn problem(headers: &HeaderMap, key: &str, error: &Error) -> Response {
    let locale = language(headers);
    let status = StatusCode::from_u16(error.code().class().status()).unwrap_or(StatusCode::BAD_REQUEST);
    let words = context! {
        lang => <&str>::from(locale),
        title => locale::text(locale, &format!("{key}-title")),
        text => locale::error_message(locale, error),
        problem => error.code().to_string(),
    };
    bare(status, &words)
}

fn tell(headers: &HeaderMap, key: &str, result: Result<(), Error>) -> Response {
    let locale = language(headers);
    let (status, text) = match result {
        Ok(()) => (StatusCode::OK, locale::text(locale, &format!("{key}-done"))),
        Err(error) => {
            let status = StatusCode::from_u16(error.code().class().status()).unwrap_or(StatusCode::BAD_REQUEST);
            (status, locale::error_message(locale, &error))
        }
    };
    let words = context! { lang => <&str>::from(locale), title => locale::text(locale, &format!("{key}-title")), text => text };
    bare(status, &words)
}

/// `GET /verify-email?token=`: asks before it confirms.
pub async fn verify_email(asked: Asked, Query(link): Query<Token>) -> Response {
    let words = ask(&asked.headers, "/verify-email", "page-verify-email", &link.token, &[Field::Password]);
    asked.show(words, None).await
}

/// `POST /verify-email`: confirms the address.
pub async fn verify_email_confirmed(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Form(form): Form<Confirmation>,
) -> Response {
    let confirmed = async {
        count_address(&server.ctx, client.0).await?;
        identity::verify_email(&server.ctx, &form.token, &form.password).await.map(|_| ())
    };
    tell(&headers, "page-verify-email", confirmed.await)
}

/// `GET /unsubscribe?token=`: asks before it turns mails off.
pub async fn unsubscribe(headers: HeaderMap, Query(link): Query<Token>) -> Response {
    ask_page(ask(&headers, "/unsubscribe", "page-unsubscribe", &link.token, &[]))
}

/// `POST /unsubscribe`: turns the mails off. Mail programs post here with the token in the address (RFC 8058).
pub async fn unsubscribe_confirmed(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    Query(link): Query<Token>,
    form: axum::body::Bytes,
) -> Response {
    let posted = url::form_urlencoded::parse(&form).find(|(name, _)| name == "token").map(|(_, token)| token.into_owned());
    let token = posted.filter(|token| !token.is_empty()).unwrap_or(link.token);
    tell(&headers, "page-unsubscribe", notification::unsubscribe(&server.ctx, &token).await.map(|_| ()))
}
