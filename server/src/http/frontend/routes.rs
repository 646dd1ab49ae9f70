//! The addresses of the frontend.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{FromRequestParts, OriginalUri, Path, State},
    http::{HeaderMap, Method, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    content,
    search::{self as address, Search},
    shell::{About, Shell},
};
use crate::{
    http::{Server, address::Client, pages},
    kernel::Locale,
    locale,
};

/// Who opens a page, and how.
pub struct Visit {
    server: Arc<Server>,
    client: Client,
    headers: HeaderMap,
    query: Option<String>,
}

impl FromRequestParts<Arc<Server>> for Visit {
    type Rejection = <Extension<Client> as FromRequestParts<Arc<Server>>>::Rejection;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Self::Rejection> {
        let Extension(client) = Extension::from_request_parts(parts, server).await?;
        let (headers, query) = (parts.headers.clone(), parts.uri.query().map(str::to_owned));
        Ok(Self { server: Arc::clone(server), client, headers, query })
    }
}

impl Visit {
    /// Begins the page in the language that its address asks for. None if there is no frontend.
    async fn begin(&self) -> Option<Shell> {
        let mut pairs = url::form_urlencoded::parse(self.address());
        let language = pairs.find(|(name, value)| name == "lang" && !value.is_empty());
        Shell::begin(&self.server, self.client, &self.headers, language.as_ref().map(|(_, language)| &**language)).await
    }

    /// The part of the address behind the question mark.
    fn address(&self) -> &[u8] {
        self.query.as_deref().unwrap_or_default().as_bytes()
    }
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

fn titled(locale: Locale, title: &str) -> String {
    let site = locale::text(locale, "face-site");
    if title.is_empty() { site } else { format!("{title} · {site}") }
}

/// `GET /`: the marketplace; what else is here if the frontend is not in this build.
pub async fn home(visit: Visit) -> Response {
    let Some(mut shell) = visit.begin().await else {
        return pages::landing(State(visit.server), visit.headers).await;
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
pub async fn search(visit: Visit) -> Response {
    let search = address::read(visit.address());
    list(&visit, "/achievements", "SearchAchievements", "src/routes/achievements.index.tsx", &search, content::search).await
}

/// `GET /demands`: what enterprises look for.
pub async fn demands(visit: Visit) -> Response {
    let search = address::read_demands(visit.address());
    list(&visit, "/demands", "Demands", "src/routes/demands.tsx", &search, content::demands).await
}

/// A page of what is found: `write` puts it down.
async fn list(
    visit: &Visit,
    at: &str,
    operation: &str,
    part: &str,
    search: &Search,
    write: fn(Option<&Value>, &str, Locale) -> String,
) -> Response {
    let Some(mut shell) = visit.begin().await else {
        return missing();
    };
    let locale = shell.locale();
    let answer = shell.ask(operation, search.variables.clone()).await;
    let encoded: String = url::form_urlencoded::byte_serialize(search.query.as_bytes()).collect();
    let about = About {
        title: titled(locale, if search.query.is_empty() { "" } else { &search.query }),
        description: locale::text(locale, "face-lead"),
        path: if search.query.is_empty() { at.to_owned() } else { format!("{at}?q={encoded}") },
        // One list is enough for those who list: filters have no end.
        is_listed: answer.is_ok() && search.query.is_empty() && !search.is_filtered,
        ..About::default()
    };
    let found = write(answer.as_ref().ok(), &search.query, locale);
    shell.finish(status(&answer), part, &about, &found).await
}

/// `GET /a/{id}`: one achievement.
pub async fn listing(visit: Visit, Path(id): Path<String>) -> Response {
    const LISTING: Thing = Thing { at: "/a", operation: "Achievement", field: "listing", part: "src/routes/a.$id.tsx" };
    one(&visit, &LISTING, &id, |answer, address, locale| {
        let listing = &answer["listing"];
        let about = About {
            title: content::pick(&listing["title"], locale),
            description: content::pick(&listing["abstract"], locale).chars().take(200).collect(),
            data: Some(content::linked(listing, address, locale)),
            is_listed: true,
            ..About::default()
        };
        (about, content::listing(listing, &answer["licenseOfferExamples"], locale))
    })
    .await
}

/// `GET /orgs/{id}`: one organization, and what it offers.
pub async fn organization(visit: Visit, Path(id): Path<String>) -> Response {
    const ORGANIZATION: Thing = Thing { at: "/orgs", operation: "Organization", field: "organization", part: "src/routes/orgs.$id.tsx" };
    one(&visit, &ORGANIZATION, &id, |answer, address, locale| {
        let (organization, found) = (&answer["organization"], &answer["searchListings"]);
        let name = organization["name"].as_str().unwrap_or_default();
        let count = found["totalCount"].as_u64().unwrap_or_default();
        let lead = locale::message(locale, "face-offered", &[("organization", json!(name)), ("count", json!(count))].into());
        let written = content::organization(organization, found, &lead, locale);
        let about = About {
            title: name.to_owned(),
            description: lead,
            data: Some(content::linked_organization(organization, address)),
            // Without anything to be had it is a name and nothing else.
            is_listed: count > 0,
            ..About::default()
        };
        (about, written)
    })
    .await
}

/// `GET /d/{id}`: one demand, as its owner lets the world read it.
pub async fn demand(visit: Visit, Path(id): Path<String>) -> Response {
    const DEMAND: Thing = Thing { at: "/d", operation: "Demand", field: "demand", part: "src/routes/d.$id.tsx" };
    one(&visit, &DEMAND, &id, |answer, _, locale| {
        let demand = &answer["demand"];
        let about = About {
            title: content::pick(&demand["title"], locale),
            description: content::pick(&demand["problem"], locale).chars().take(200).collect(),
            // Others keep what they have listed. Whoever is not named may want to take words back.
            is_listed: demand["visibility"] == "PUBLIC",
            ..About::default()
        };
        (about, content::demand(demand, locale))
    })
    .await
}

/// A kind of page about one thing that has an id.
struct Thing {
    /// Its address before the id.
    at: &'static str,
    /// What the frontend asks for it.
    operation: &'static str,
    /// Where in the answer it is.
    field: &'static str,
    /// What the route is made of.
    part: &'static str,
}

/// A page about one thing: `write` says what it is about and what it says, given the answer and the whole address.
async fn one(visit: &Visit, thing: &Thing, id: &str, write: impl FnOnce(&Value, &str, Locale) -> (About, String)) -> Response {
    let Some(mut shell) = visit.begin().await else {
        return missing();
    };
    let locale = shell.locale();
    let encoded: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    let path = format!("{}/{encoded}", thing.at);
    let answer = shell.ask(thing.operation, json!({ "id": id })).await;
    let Some(data) = answer.as_ref().ok().filter(|data| !data[thing.field].is_null()) else {
        let about = About { title: titled(locale, ""), path, ..About::default() };
        return shell.finish(absent(&answer), thing.part, &about, "").await;
    };
    let public = visit.server.ctx.config.http.public_url.trim_end_matches('/');
    let (about, content) = write(data, &format!("{public}{path}"), locale);
    let about = About { title: titled(locale, &about.title), path, ..about };
    shell.finish(StatusCode::OK, thing.part, &about, &content).await
}

/// What nobody else answers: a page of the frontend, which asks for what it shows; to somebody with a browser otherwise a
/// page that says that there is none.
pub async fn page(method: Method, OriginalUri(uri): OriginalUri, visit: Visit) -> Response {
    let accepted = visit.headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let is_page = visit.server.frontend.current().is_some_and(|build| build.has_page(uri.path()));
    if !matches!(method, Method::GET | Method::HEAD) || !(is_page || accepted.contains("text/html")) {
        return missing();
    }
    let Some(shell) = visit.begin().await else {
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
    let mut shell = Shell::begin(server, client, headers, None).await?;
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
