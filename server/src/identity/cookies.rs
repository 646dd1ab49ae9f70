//! The cookies of browsers: an access and a refresh token that no script can read.
//!
//! With `https` their names begin with `__Host-`, so that browsers hold them to this one host, to `Secure` and to the
//! path `/`, whatever another host of the domain sets. `SameSite=Strict` keeps them out of what other sites send.

use std::fmt::Write as _;

use axum_extra::extract::cookie::{Cookie, CookieJar};

use super::actions::SignedIn;
use crate::{config::Http, ctx::Ctx, kernel::Timestamp};

/// The access token.
const ACCESS: &str = "lianqiao-access";
/// The refresh token.
const REFRESH: &str = "lianqiao-refresh";
/// A login at an institution that is under way.
const LOGIN: &str = "lianqiao-login";
/// How long such a login may take, in seconds.
pub const LOGIN_SECONDS: i64 = 600;

/// Where a cookie comes along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sites {
    /// With requests of our own pages.
    Own,
    /// Also when another site sends the browser here: an institution's login page does.
    Landing,
}

fn is_https(http: &Http) -> bool {
    http.public_url.starts_with("https://")
}

fn name(http: &Http, name: &str) -> String {
    if is_https(http) { format!("__Host-{name}") } else { name.to_owned() }
}

/// A `Set-Cookie` header. Values are of the base64url and JWT alphabets; zero seconds remove the cookie.
fn set(http: &Http, cookie: &str, value: &str, seconds: i64, sites: Sites) -> String {
    let same_site = if sites == Sites::Own { "Strict" } else { "Lax" };
    let mut header = format!("{}={value}; Path=/; Max-Age={}; HttpOnly; SameSite={same_site}", name(http, cookie), seconds.max(0));
    if is_https(http) {
        let _ = write!(header, "; Secure");
    }
    header
}

fn seconds(ctx: &Ctx, until: Timestamp) -> i64 {
    (until - ctx.now()).num_seconds()
}

/// The headers that keep a session in the browser.
#[must_use]
pub fn keep(ctx: &Ctx, session: &SignedIn) -> [String; 2] {
    let http = &ctx.config.http;
    [
        set(http, ACCESS, &session.access_token, seconds(ctx, session.access_token_expires_at), Sites::Own),
        set(http, REFRESH, &session.refresh_token, seconds(ctx, session.session_expires_at), Sites::Own),
    ]
}

/// The headers that remove a session from the browser.
#[must_use]
pub fn clear(http: &Http) -> [String; 2] {
    [set(http, ACCESS, "", 0, Sites::Own), set(http, REFRESH, "", 0, Sites::Own)]
}

/// The header that keeps a login that is under way, or removes it.
#[must_use]
pub fn keep_login(http: &Http, sealed: Option<&str>) -> String {
    set(http, LOGIN, sealed.unwrap_or_default(), if sealed.is_some() { LOGIN_SECONDS } else { 0 }, Sites::Landing)
}

/// What a request brings along.
#[derive(Debug, Clone, Default)]
pub struct Brought {
    /// The access token.
    pub access: Option<String>,
    /// The refresh token.
    pub refresh: Option<String>,
    /// A login that is under way.
    pub login: Option<String>,
}

/// Reads our cookies.
#[must_use]
pub fn read(http: &Http, headers: &axum::http::HeaderMap) -> Brought {
    let jar = CookieJar::from_headers(headers);
    let find = |cookie: &str| jar.get(&name(http, cookie)).map(Cookie::value).filter(|value| !value.is_empty()).map(str::to_owned);
    Brought { access: find(ACCESS), refresh: find(REFRESH), login: find(LOGIN) }
}
