//! The addresses of the frontend.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{OriginalUri, Path, RawQuery, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    build::Build,
    content, search as address,
    shell::{About, Shell},
};
use crate::{
    http::{Server, address::Client, pages},
    kernel::Locale,
    locale,
};

/// The language that an address asks for.
fn language(query: Option<&str>) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(query?.as_bytes());
    pairs.find(|(name, value)| name == "lang" && !value.is_empty()).map(|(_, value)| value.into_owned())
}

async fn begin(server: &Arc<Server>, client: Client, headers: &HeaderMap, query: Option<&str>) -> Option<Shell> {
    Shell::begin(server, client, headers, language(query).as_deref()).await
}

/// With what status a list is sent. One that asks for what does not exist is a page like others, and says so itself.
fn status(answer: &Result<Value, StatusCode>) -> StatusCode {
    answer.as_ref().err().copied().filter(|status| passes(*status)).unwrap_or(StatusCode::OK)
}

/// The same where there is nothing to show. That there is none is for sure, also where the address is no id; all else passes.
fn absent(answer: &Result<Value, StatusCode>) -> StatusCode {
    match answer {
        Ok(_) | Err(StatusCode::NOT_FOUND) => StatusCode::NOT_FOUND,
        Err(status) if passes(*status) => *status,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Whether it is worth coming again.
fn passes(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

/// Where this site is, without a slash at the end.
fn public(server: &Server) -> &str {
    server.ctx.config.http.public_url.trim_end_matches('/')
}

fn titled(locale: Locale, title: &str) -> String {
    let site = locale::text(locale, "face-site");
    if title.is_empty() { site } else { format!("{title} · {site}") }
}

/// `GET /`: the marketplace; what else is here if the frontend is not in this build.
pub async fn home(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(mut shell) = begin(&server, client, &headers, query.as_deref()).await else {
        return pages::landing(State(server), headers).await;
    };
    let locale = shell.locale();
    let answer = shell.ask("Home", json!({})).await;
    let about = About {
        title: titled(locale, &locale::text(locale, "face-heading")),
        description: locale::text(locale, "face-lead"),
        path: "/".to_owned(),
        is_listed: answer.is_ok(),
        ..About::default()
    };
    shell.finish(status(&answer), "src/routes/index.tsx", &about, &content::home(answer.as_ref().ok(), locale)).await
}

/// `GET /achievements`: results of a search.
pub async fn search(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(mut shell) = begin(&server, client, &headers, query.as_deref()).await else {
        return missing();
    };
    let locale = shell.locale();
    let search = address::read(query.as_deref().unwrap_or_default());
    let answer = shell.ask("SearchAchievements", search.variables).await;
    let encoded: String = url::form_urlencoded::byte_serialize(search.query.as_bytes()).collect();
    let about = About {
        title: titled(locale, if search.query.is_empty() { "" } else { &search.query }),
        description: locale::text(locale, "face-lead"),
        path: if search.query.is_empty() { "/achievements".to_owned() } else { format!("/achievements?q={encoded}") },
        // One list is enough for those who list: filters have no end.
        is_listed: answer.is_ok() && search.query.is_empty() && !search.is_filtered,
        ..About::default()
    };
    let found = content::search(answer.as_ref().ok(), &search.query, locale);
    shell.finish(status(&answer), "src/routes/achievements.index.tsx", &about, &found).await
}

/// `GET /a/{id}`: one achievement.
pub async fn listing(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(mut shell) = begin(&server, client, &headers, query.as_deref()).await else {
        return missing();
    };
    let locale = shell.locale();
    let encoded: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    let path = format!("/a/{encoded}");
    let part = "src/routes/a.$id.tsx";
    let answer = shell.ask("Achievement", json!({ "id": id })).await;
    let answered = answer.as_ref().ok().map(|data| (data, &data["listing"]));
    let Some((data, listing)) = answered.filter(|(_, listing)| !listing.is_null()) else {
        let about = About { title: titled(locale, ""), path, ..About::default() };
        return shell.finish(absent(&answer), part, &about, "").await;
    };
    let about = About {
        title: titled(locale, &content::pick(&listing["title"], locale)),
        description: content::pick(&listing["abstract"], locale).chars().take(200).collect(),
        data: Some(content::linked(listing, &format!("{}{path}", public(&server)), locale)),
        path,
        is_listed: true,
    };
    shell.finish(StatusCode::OK, part, &about, &content::listing(listing, &data["licenseOfferExamples"], locale)).await
}

/// `GET /orgs/{id}`: one organization, and what it offers.
pub async fn organization(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(mut shell) = begin(&server, client, &headers, query.as_deref()).await else {
        return missing();
    };
    let locale = shell.locale();
    let encoded: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    let path = format!("/orgs/{encoded}");
    let part = "src/routes/orgs.$id.tsx";
    let answer = shell.ask("Organization", json!({ "id": id })).await;
    let answered = answer.as_ref().ok().map(|data| (data, &data["organization"]));
    let Some((data, organization)) = answered.filter(|(_, organization)| !organization.is_null()) else {
        let about = About { title: titled(locale, ""), path, ..About::default() };
        return shell.finish(absent(&answer), part, &about, "").await;
    };
    let name = organization["name"].as_str().unwrap_or_default();
    let found = &data["searchListings"];
    let count = found["totalCount"].as_u64().unwrap_or_default();
    let about = About {
        title: titled(locale, name),
        description: locale::message(locale, "face-offered", &[("organization", json!(name)), ("count", json!(count))].into()),
        data: Some(content::linked_organization(organization, &format!("{}{path}", public(&server)))),
        path,
        // Without anything to be had it is a name and nothing else.
        is_listed: count > 0,
    };
    shell.finish(StatusCode::OK, part, &about, &content::organization(organization, found, &about.description, locale)).await
}

/// What nobody else answers: a page of the frontend, which asks for what it shows; to somebody with a browser otherwise a
/// page that says that there is none.
pub async fn page(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    method: Method,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let accepted = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let is_page = Build::current(&server.ctx.config.http).is_some_and(|build| build.has_page(uri.path()));
    if !matches!(method, Method::GET | Method::HEAD) || !(is_page || accepted.contains("text/html")) {
        return missing();
    }
    let Some(shell) = begin(&server, client, &headers, uri.query()).await else {
        return missing();
    };
    let status = if is_page { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let about = About { title: titled(shell.locale(), ""), path: uri.path().to_owned(), ..About::default() };
    shell.finish(status, "index.html", &about, "").await
}

/// A page of the server that the frontend shows in its own way.
pub struct Framed {
    /// What it is called.
    pub title: String,
    /// What it says without scripts.
    pub content: String,
    /// What the frontend could not ask the API.
    pub known: Option<Value>,
}

/// A page behind a link of a mail, with the frontend around it. None if there is no frontend.
pub async fn around(server: &Arc<Server>, client: Client, headers: &HeaderMap, uri: &Uri, framed: Framed) -> Option<Response> {
    let mut shell = begin(server, client, headers, None).await?;
    let about = About { title: titled(shell.locale(), &framed.title), path: uri.path().to_owned(), ..About::default() };
    shell.page = framed.known;
    Some(shell.finish(StatusCode::OK, &format!("src/routes{}.tsx", uri.path()), &about, &framed.content).await)
}

fn missing() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

/// `GET /robots.txt`: what is public may be listed.
pub async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /account\nDisallow: /work\nDisallow: /login\nDisallow: /graphql\n"
}
