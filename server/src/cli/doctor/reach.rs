//! Whether people reach this server under its address, and what lies between.

use std::time::Duration;

use chrono::{DateTime, Utc};
use openidconnect::reqwest::{Client, header, redirect::Policy};
use serde_json::Value;

use super::{database::skew, finding::Finding};
use crate::{ctx::Ctx, operation};

const CHECK: &str = "address";

/// Whether people come from elsewhere than this machine.
pub(super) fn is_for_others(public_url: &str) -> bool {
    let Ok(url) = url::Url::parse(public_url) else { return true };
    match url.host() {
        Some(url::Host::Domain(name)) => name != "localhost" && !name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => !address.is_loopback() && !address.is_unspecified(),
        Some(url::Host::Ipv6(address)) => !address.is_loopback() && !address.is_unspecified(),
        None => true,
    }
}

/// What `GET /health/ready` said, and when.
pub(super) struct Answer {
    pub(super) body: Value,
    date: Option<DateTime<Utc>>,
}

/// Asks a server how it is.
pub(super) async fn ask(base: &str) -> anyhow::Result<Answer> {
    let client = Client::builder().timeout(Duration::from_secs(5)).redirect(Policy::none()).no_proxy().build()?;
    let response = client.get(format!("{}/health/ready", base.trim_end_matches('/'))).send().await?;
    let date = response.headers().get(header::DATE).and_then(|date| DateTime::parse_from_rfc2822(date.to_str().ok()?).ok());
    let body = response.text().await?;
    Ok(Answer { body: serde_json::from_str(&body).unwrap_or_default(), date: date.map(|date| date.to_utc()) })
}

pub(super) async fn look(ctx: &Ctx, production: bool) -> Vec<Finding> {
    let public = &ctx.config.http.public_url;
    let mut findings = Vec::new();
    if production && !public.starts_with("https://") {
        let found = format!("{public} is not https: passwords and tokens travel in the clear");
        findings.push(Finding::wanting(CHECK, found, "let a proxy end TLS, and set http.public_url to the https address"));
    }
    // What matters about an error is its last cause; the rest repeats the address.
    match ask(public).await.map_err(|error| error.root_cause().to_string()) {
        Ok(answer) => findings.extend(judge(ctx, &answer).await),
        Err(error) if production => {
            let found = format!("{public} cannot be reached from here: {error}");
            let advice =
                "is the server running, does the name lead to the proxy, and the proxy to http.listen? Links in mails begin with it";
            findings.push(Finding::wanting(CHECK, found, advice));
        }
        Err(_) => findings.push(Finding::well(CHECK, format!("{public}, where nothing serves now"))),
    }
    findings
}

async fn judge(ctx: &Ctx, answer: &Answer) -> Vec<Finding> {
    let public = &ctx.config.http.public_url;
    let mut findings = Vec::new();
    let ours = operation::processes(ctx).await.unwrap_or_default();
    let process = answer.body["process"].as_str();
    if process.is_some_and(|process| ours.iter().any(|known| known.id.to_string() == process)) {
        findings.push(Finding::well(CHECK, format!("{public} leads to a server on this database")));
    } else {
        let who = if process.is_some() { "a server on another database" } else { "something else" };
        let advice = "does the proxy lead to http.listen of this server, and is http.public_url its own address?";
        findings.push(Finding::wanting(CHECK, format!("{public} leads to {who}"), advice));
    }
    if answer.body["forwarded"] == "ignored" {
        let found = "a proxy says where requests come from, and is not believed: everybody counts as one, or as nobody";
        findings.push(Finding::wanting("proxies", found, "add the proxy's address, as this server sees it, to http.trusted_proxies"));
    }
    if let Some(date) = answer.date {
        findings.push(skew("the one at http.public_url", (ctx.now() - date).num_seconds()));
    }
    findings
}

/// An address to connect to, for one to listen on.
pub(super) fn local(listen: &str) -> String {
    listen.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]")
}
