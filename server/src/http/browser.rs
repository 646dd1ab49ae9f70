//! Whether a request comes from one of our own pages: then the cookies that it brings count, and it may be given some.
//!
//! Another site can make a browser send requests to us, with `SameSite` cookies if it is a sibling of ours. It cannot
//! make it send a header of its own without asking first (CORS), nor write `Origin` and `Sec-Fetch-Site` itself. So a
//! request that uses cookies carries [`CSRF`], and where the browser says whence it comes, that must be us or an origin
//! of the settings. See docs/adr/0021.

use axum::http::{HeaderMap, header};

use crate::config::Http;

/// Header that pages of ours send along. Its value does not matter.
pub const CSRF: &str = "x-lianqiao-csrf";
/// Where a request comes from, as browsers say.
const FETCH_SITE: &str = "sec-fetch-site";

/// Whether the `Origin` of a request is ours or one of the settings; none if it says none.
#[must_use]
pub fn origin_allowed(http: &Http, headers: &HeaderMap) -> Option<bool> {
    let origin = headers.get(header::ORIGIN)?;
    let own = url::Url::parse(&http.public_url).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    Some(origin.to_str().is_ok_and(|origin| origin == own || http.allowed_origins.iter().any(|allowed| allowed == origin)))
}

fn fetch_site(headers: &HeaderMap) -> Option<&str> {
    headers.get(FETCH_SITE).map(|site| site.to_str().unwrap_or("unreadable"))
}

/// Whether a request shows that it comes from one of our own pages.
#[must_use]
pub fn is_own_page(http: &Http, headers: &HeaderMap) -> bool {
    is_own(http, headers) && headers.contains_key(CSRF)
}

/// Whether nothing says that a request comes from another site.
#[must_use]
pub fn is_own(http: &Http, headers: &HeaderMap) -> bool {
    match (origin_allowed(http, headers), fetch_site(headers)) {
        // Also a form of a page that tells nobody where it is: its `Origin` is `null`.
        (_, Some("same-origin")) => true,
        (Some(allowed), _) => allowed,
        (None, Some(_)) => false,
        // A program, or a browser of before both headers: it cannot have sent ours across sites all the same.
        (None, None) => true,
    }
}

/// Whether a download was asked for by one of our own pages, or by the person: a link cannot send headers. Nothing
/// changes by it, and another site does not get to read the answer.
#[must_use]
pub fn is_own_download(http: &Http, headers: &HeaderMap) -> bool {
    let site = fetch_site(headers).is_none_or(|site| matches!(site, "same-origin" | "none"));
    is_own_page(http, headers) || (site && origin_allowed(http, headers).unwrap_or(true))
}
