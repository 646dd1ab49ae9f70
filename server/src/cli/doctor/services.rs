//! Search engine and mail server.

use std::cmp::Ordering;

use super::{
    finding::Finding,
    reach::{self, local},
};
use crate::{
    app,
    config::{Config, TransportKind},
    ctx::Ctx,
    listing,
    outbox::{self, Follower},
};

const SEARCH: &str = "search";
const MAIL: &str = "mail";
/// Oldest Meilisearch that will do, and the first that may not.
const MEILISEARCH: (u32, u32) = (1, 50);
/// Domains that belong to nobody (RFC 2606 and 6761).
const NOBODYS: [&str; 4] = [".example", ".test", ".invalid", ".localhost"];

/// `held`: another process has the embedded index open.
pub(super) async fn search(ctx: &Ctx, held: bool) -> Vec<Finding> {
    if held {
        return vec![running_server(ctx).await];
    }
    if let Err(error) = ctx.search.ping().await {
        let advice = "is it running, and are search.meilisearch_url and meilisearch_key right? Until then listings are browsed without it";
        return vec![Finding::wanting(SEARCH, error.to_string(), advice)];
    }
    let mut findings = Vec::new();
    match ctx.search.version().await {
        Ok(Some(version)) => findings.extend(age(&version)),
        Ok(None) => {}
        Err(error) => {
            let advice = "the key in search.meilisearch_key must be the master key, or one with the actions version, stats, indexes, documents, tasks and search";
            findings.push(Finding::wanting(SEARCH, error.to_string(), advice));
        }
    }
    findings.push(completeness(ctx).await);
    findings
}

fn age(version: &str) -> Option<Finding> {
    let mut parts = version.split('.').map_while(|part| part.parse().ok());
    let found: (u32, u32) = (parts.next()?, parts.next()?);
    let text = format!("Meilisearch {version}");
    match (found.cmp(&MEILISEARCH), found.0.cmp(&MEILISEARCH.0)) {
        (Ordering::Less, _) => Some(Finding::wanting(SEARCH, format!("{text} is too old"), "upgrade it to 1.50 or newer")),
        (_, Ordering::Greater) => {
            Some(Finding::doubtful(SEARCH, format!("{text} is newer than what was tried"), "use 1.50 or a later 1.x"))
        }
        _ => None,
    }
}

/// Whether the index has what is published. While deliveries wait, the difference is theirs.
async fn completeness(ctx: &Ctx) -> Finding {
    let counts = async {
        let published = listing::published_count(ctx).await.map_err(|error| super::super::explain(&error))?;
        let backlogs = outbox::backlog(ctx).await.map_err(|error| super::super::explain(&error))?;
        let waiting = backlogs.iter().filter(|backlog| matches!(backlog.follower, Follower::Index | Follower::Reindex));
        anyhow::Ok((published, waiting.map(|backlog| backlog.pending).sum::<i64>()))
    };
    let name = ctx.search.name();
    match (ctx.search.count().await, counts.await) {
        (Ok(documents), Ok((published, _))) if documents == published => Finding::well(SEARCH, format!("{name}, {documents} documents")),
        (Ok(documents), Ok((published, 0))) => {
            let found = format!("{name} holds {documents} documents, and {published} listings are published");
            Finding::wanting(SEARCH, found, "run `lianqiao reindex`; it builds beside the live index and swaps")
        }
        (Ok(documents), Ok((published, waiting))) => {
            let found = format!("{name} holds {documents} of {published} listings; {waiting} changes wait");
            Finding::doubtful(SEARCH, found, "look again in a minute; if they still wait, is a worker running?")
        }
        (Err(error), _) => {
            Finding::wanting(SEARCH, error.to_string(), "run `lianqiao reindex`, or start the worker once: it makes the index")
        }
        (_, Err(error)) => Finding::doubtful(
            SEARCH,
            format!("the database does not say what is published: {error:#}"),
            "see what is said of the database above",
        ),
    }
}

/// The embedded index belongs to the server that runs; that server says how it is.
async fn running_server(ctx: &Ctx) -> Finding {
    let address = local(&ctx.config.http.listen);
    match reach::ask(&format!("http://{address}")).await {
        Ok(answer) if answer.body["search"] == "up" => {
            Finding::well(SEARCH, format!("held by the server at {address}, which says it is up"))
        }
        Ok(answer) => Finding::wanting(
            SEARCH,
            format!("held by the server at {address}, which says: {}", answer.body),
            "look at that server's log; `lianqiao reindex` builds the index anew",
        ),
        // It may listen elsewhere: other settings, a socket of systemd. What holds the index is at work, all the same.
        Err(_) => Finding::well(SEARCH, format!("held by a running server or command; nothing answers at {address}")),
    }
}

pub(super) async fn mail(config: &Config, production: bool) -> Finding {
    let settings = &config.mail;
    let domain = settings.from_address.rsplit_once('@').map_or("", |(_, domain)| domain).to_ascii_lowercase();
    let nobodys = NOBODYS.iter().any(|end| domain.ends_with(end)) || domain == "example.com" || domain == "example.org";
    match app::check_mail(config).await {
        Err(error) => {
            let error = format!("{error:#}");
            let advice = advice(&error);
            Finding::wanting(MAIL, error, advice)
        }
        Ok(()) if settings.transport != TransportKind::Smtp && production => {
            let found = format!("{:?} transport: nobody gets a mail", settings.transport).to_lowercase();
            Finding::wanting(MAIL, found, "set mail.transport = \"smtp\" and mail.smtp_url")
        }
        Ok(()) if nobodys => {
            let found = format!("mail.from_address is at {domain}, which is nobody's: mails will be refused or taken for spam");
            Finding::graver(production, MAIL, found, "use an address of your own domain, with SPF and DKIM for the mail server")
        }
        Ok(()) => Finding::well(MAIL, format!("{:?} transport", settings.transport).to_lowercase()),
    }
}

fn advice(error: &str) -> &'static str {
    let error = error.to_ascii_lowercase();
    if error.contains("certificate") || error.contains("tls") || error.contains("handshake") {
        "the mail server offers no TLS that can be trusted: smtps:// for port 465, smtp:// for 587, a certificate that fits its name; ?tls=none only for a relay on this machine"
    } else if error.contains("535") || error.contains("authentication") || error.contains("credentials") {
        "user or password in mail.smtp_url are wrong"
    } else if error.contains("directory") {
        "give mail.directory to the user that the service runs as"
    } else {
        "is the mail server running, and do host and port in mail.smtp_url lead to it from this machine? Mails wait meanwhile"
    }
}
