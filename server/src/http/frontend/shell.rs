//! One page of the frontend, written for one request.

use std::{str::FromStr, sync::Arc};

use async_graphql::ServerError;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use minijinja::{Environment, context};
use serde::Serialize;
use serde_json::{Value, json};

use super::build::{Build, MARKERS};
use crate::{
    gql::Caller,
    http::{Server, address::Client, caller, door::Envelope, pages},
    kernel::{Actor, Locale, digest, error::Code, id::Random},
};

const HTML: &str = MARKERS[0];
const TITLE: &str = MARKERS[1];
const ROOT: &str = MARKERS[2];
/// Who shows pages elsewhere wants the whole address of the picture.
const PICTURE: &str = "<meta property=\"og:image\" content=\"";

/// Messages on the first page of the inbox, as the frontend asks for them: the bell counts from it.
const MESSAGES: u32 = 20;

/// An answer that the page would ask for first.
#[derive(Serialize)]
struct Known {
    hash: String,
    variables: Value,
    data: Value,
}

/// A page that is being written.
pub struct Shell {
    server: Arc<Server>,
    build: Arc<Build>,
    /// Who looks at it, in the language of the page.
    caller: Caller,
    /// Whether that is for sure.
    is_known: bool,
    /// Whether the address asks for the language.
    is_asked_for: bool,
    looks: [Option<String>; 2],
    known: Vec<Known>,
    /// What the frontend could not ask the API.
    pub page: Option<Value>,
}

/// What a page says about itself.
#[derive(Default)]
pub struct About {
    /// Of the tab.
    pub title: String,
    /// For those who list it.
    pub description: String,
    /// Its address without the language, from `/` on.
    pub path: String,
    /// What it is, for machines.
    pub data: Option<Value>,
    /// Whether it is worth listing.
    pub is_listed: bool,
}

impl Shell {
    /// Begins a page for whoever asks. None if there is no frontend.
    ///
    /// A page is read by a navigation: the cookies count if it came from us or from the person, as with downloads.
    pub async fn begin(server: &Arc<Server>, client: Client, headers: &HeaderMap, language: Option<&str>) -> Option<Self> {
        let build = server.frontend.current()?;
        let jar = CookieJar::from_headers(headers);
        let cookie = |name: &str| jar.get(name).map(|cookie: &Cookie<'_>| cookie.value().to_owned());
        let locale = language.map_or_else(|| pages::language(headers), Locale::negotiate);
        // Somebody who comes from another site, the login of an institution among them, brings no cookies although they may
        // be signed in. And who could not be told is not nobody. The frontend asks who it is.
        let from_elsewhere = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
        let (caller, is_known) = match caller::resolve_download(&server.ctx, headers).await {
            Ok(caller) => (caller, !from_elsewhere),
            Err((visitor, _)) => (visitor, false),
        };
        let caller = Caller { address: client.0, browser: None, locale, ..caller };
        let one_of = |value: Option<String>, known: &[&str]| value.filter(|value| known.contains(&&**value));
        let looks = [one_of(cookie("lianqiao-theme"), &["light", "dark"]), one_of(cookie("lianqiao-size"), &["large"])];
        let is_asked_for = language.is_some();
        let mut shell = Self { server: Arc::clone(server), build, caller, is_known, is_asked_for, looks, known: Vec::new(), page: None };
        if is_known {
            // Who it is can be asked again.
            let _ = shell.ask("Viewer", json!({})).await;
        }
        Some(shell)
    }

    /// The language of the page.
    pub const fn locale(&self) -> Locale {
        self.caller.locale
    }

    /// Asks what the frontend would ask, and puts the answer into the page. Without an answer the frontend asks itself,
    /// and shows what is wrong.
    ///
    /// # Errors
    /// The status with which to send the page.
    pub async fn ask(&mut self, operation: &str, variables: Value) -> Result<Value, StatusCode> {
        let operation = self.build.operation(operation).ok_or(StatusCode::SERVICE_UNAVAILABLE)?.clone();
        let envelope =
            Envelope { query: Some(operation.text.to_string()), variables: variables.as_object().cloned(), ..Envelope::default() };
        let response = match self.server.door.admit(envelope, &self.caller).await {
            Ok(admitted) => self.server.door.execute(admitted, &self.caller).await,
            Err(refused) => *refused,
        };
        if let Some(error) = response.errors.first() {
            return Err(status_of(error));
        }
        let data = response.data.into_json().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
        self.known.push(Known { hash: operation.hash, variables, data: data.clone() });
        Ok(data)
    }

    /// Writes the page: `part` is what the route is made of, `content` what it says without scripts.
    pub async fn finish(mut self, status: StatusCode, part: &str, about: &About, content: &str) -> Response {
        // Last, so that nobody goes without what they came for because of the bell.
        if status == StatusCode::OK && self.is_known && matches!(self.caller.actor, Actor::Member(_)) {
            let _ = self.ask("Inbox", json!({ "first": MESSAGES })).await;
        }
        let mut bytes = [0_u8; 16];
        Random::fill(self.server.ctx.random.as_ref(), &mut bytes);
        let nonce = digest::hex(&bytes);
        let lang = <&str>::from(self.caller.locale);
        let [theme, size] = &self.looks;
        let looks = [("data-theme", theme), ("data-size", size)];
        let looks = looks.iter().filter_map(|(name, value)| Some(format!(" {name}=\"{}\"", value.as_deref()?))).collect::<String>();
        let boot = json!({
            "locale": lang,
            "signedIn": self.is_known.then_some(matches!(self.caller.actor, Actor::Member(_))),
            "answers": self.known,
            "page": self.page,
        });
        let head = self.head(part, about, &nonce);
        let picture = format!("{PICTURE}{}", self.server.ctx.config.http.public_url.trim_end_matches('/'));
        let index = self.build.index.replacen(&format!("{PICTURE}/"), &format!("{picture}/"), 1);
        let html = index.replacen(HTML, &format!("<html lang=\"{lang}\"{looks}>"), 1).replacen(TITLE, &head, 1).replacen(
            ROOT,
            &format!("<div id=\"root\">{content}</div>\n<script type=\"application/json\" id=\"boot\">{}</script>", inside(&boot)),
            1,
        );
        let headers = [
            (header::CONTENT_SECURITY_POLICY, policy(&nonce)),
            // It shows what this person may see, now.
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (header::VARY, HeaderValue::from_static("accept-language, cookie")),
        ];
        (status, headers, Html(html)).into_response()
    }

    fn head(&self, part: &str, about: &About, nonce: &str) -> String {
        let address = |lang: Option<&str>| {
            let path = format!("{}{}", self.server.ctx.config.http.public_url.trim_end_matches('/'), about.path);
            let mark = if about.path.contains('?') { '&' } else { '?' };
            lang.map_or_else(|| path.clone(), |lang| format!("{path}{mark}lang={lang}"))
        };
        let lang = <&str>::from(self.caller.locale);
        let messages = format!("src/i18n/gen/shell.{lang}.json");
        let files = [self.build.files(part), self.build.files(&messages)].concat();
        let (styles, scripts): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|file| std::path::Path::new(file).extension().is_some_and(|kind| kind == "css"));
        // The build's own page names some already: twice is once.
        let is_new = |file: &String| !self.build.index.contains(file.as_str());
        let values = context! {
            title => about.title.as_str(),
            description => about.description.as_str(),
            nonce => nonce,
            canonical => address(self.is_asked_for.then_some(lang)),
            languages => [("zh-CN", Some("zh-CN")), ("en", Some("en")), ("x-default", None)].map(|(name, lang)| vec![name.to_owned(), address(lang)]).to_vec(),
            locale => if lang == "en" { "en_US" } else { "zh_CN" },
            styles => styles.into_iter().filter(is_new).collect::<Vec<_>>(),
            scripts => scripts.into_iter().filter(is_new).collect::<Vec<_>>(),
            listed => about.is_listed,
        };
        let linked = about.data.as_ref().map(|data| format!("<script type=\"application/ld+json\">{}</script>", inside(data)));
        render(include_str!("head.html"), values) + &linked.unwrap_or_default()
    }
}

/// With which status a page is sent whose content cannot be had: what passes is said in the words of HTTP, so that nobody
/// keeps the page. A refusal without a code is a build that is not of this server.
fn status_of(error: &ServerError) -> StatusCode {
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    let code = code.and_then(|code| if let async_graphql::Value::String(code) = code { Code::from_str(code).ok() } else { None });
    match code {
        None => StatusCode::SERVICE_UNAVAILABLE,
        Some(Code::InvalidId) => StatusCode::NOT_FOUND,
        Some(code) => StatusCode::from_u16(code.class().status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE),
    }
}

/// JSON inside of a script: nothing in it ends the script.
fn inside(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// Renders a template of ours; everything in `values` is escaped.
pub fn render(template: &str, values: minijinja::Value) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    environment.render_str(template, values).unwrap_or_else(|error| {
        tracing::error!(%error, "page");
        String::new()
    })
}

/// Scripts and styles are the build's own; a style that a script makes shows that this page let it.
fn policy(nonce: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}
