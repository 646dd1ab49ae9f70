//! Settings: `default.toml` is the manual, a file and the environment overlay it, each section checks itself.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use figment::{
    Figment, Source,
    providers::{Env, Format, Toml},
    value::{Dict, Value},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::{kernel::Role, mail::MailConfig};

pub use crate::mail::TransportKind;

/// The commented default settings.
pub const DEFAULTS: &str = include_str!("../default.toml");

/// All settings. See `default.toml` for the meaning of each.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub struct Config {
    pub data_dir: PathBuf,
    pub http: Http,
    pub database: Database,
    pub search: Search,
    pub embeddings: Embeddings,
    pub auth: Auth,
    pub mail: MailConfig,
    pub limits: Limits,
    pub worker: Worker,
    pub retention: Retention,
    pub log: Log,
    pub metrics: Metrics,
    pub telemetry: Telemetry,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub struct Http {
    pub listen: String,
    pub public_url: String,
    pub allowed_origins: Vec<String>,
    pub trusted_proxies: Vec<std::net::IpAddr>,
    pub max_body_bytes: usize,
    pub max_upload_bytes: usize,
    pub timeout_seconds: u64,
    pub header_seconds: u64,
    pub body_seconds: u64,
    pub stall_seconds: u64,
    pub idle_seconds: u64,
    pub connections: usize,
    pub connections_per_address: usize,
    pub socket_ping_seconds: u64,
    pub socket_idle_seconds: u64,
    pub sockets_per_caller: usize,
    pub transfer_seconds: u64,
    pub transfers: usize,
    pub graphiql: bool,
    pub frontend: bool,
    pub frontend_dir: String,
    pub browser_operations: BrowserOperations,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub enum BrowserOperations {
    Known,
    Any,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub struct Database {
    pub url: SecretString,
    pub max_connections: u32,
    pub wait_seconds: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub enum SearchEngine {
    Embedded,
    Meilisearch,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub struct Search {
    pub engine: SearchEngine,
    pub meilisearch_url: String,
    pub meilisearch_key: SecretString,
    pub index: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub struct Embeddings {
    pub url: String,
    pub key: SecretString,
    pub model: String,
    pub dimensions: usize,
    pub prefix: String,
    pub max_characters: usize,
    pub batch: usize,
    pub requests_per_minute: u32,
    pub timeout_seconds: u64,
    pub answer_milliseconds: u64,
    pub attempts: u32,
    pub away_seconds: u64,
}

impl Embeddings {
    fn validate(&self) -> anyhow::Result<()> {
        if self.url.is_empty() {
            return Ok(());
        }
        let url = url::Url::parse(&self.url).context("embeddings.url is not a URL")?;
        ensure!(matches!(url.scheme(), "http" | "https"), "embeddings.url must begin with http:// or https://");
        ensure!((1..=2048).contains(&self.batch), "embeddings.batch must lie in 1..=2048");
        ensure!(self.max_characters > 0, "embeddings.max_characters must be at least 1");
        let patience = [self.timeout_seconds, self.answer_milliseconds, self.attempts.into()];
        ensure!(!patience.contains(&0), "embeddings.timeout_seconds, answer_milliseconds and attempts must be at least 1");
        Ok(())
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub struct Auth {
    pub secret: SecretString,
    pub previous_secrets: Vec<SecretString>,
    pub issuer: String,
    pub audience: String,
    pub access_token_minutes: u32,
    pub session_days: u32,
    pub verification_hours: u32,
    pub password_reset_hours: u32,
    pub email_change_hours: u32,
    pub email_undo_days: u32,
    pub invitation_days: u32,
    pub api_token_max_days: u32,
    pub password_hash_slots: usize,
    pub password_hash_line: usize,
    pub require_second_factor_for: Vec<Role>,
    pub oidc: Vec<OidcProvider>,
}

/// An identity provider of an institution.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub struct OidcProvider {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub issuer: String,
    pub client_id: String,
    pub client_secret: SecretString,
    #[serde(default = "OidcProvider::usual_scopes")]
    pub scopes: Vec<String>,
    pub email_domains: Vec<String>,
    #[serde(default)]
    pub organization: Option<String>,
    #[serde(default)]
    pub roles: Vec<Role>,
}

impl OidcProvider {
    fn usual_scopes() -> Vec<String> {
        ["openid", "email", "profile"].map(str::to_owned).to_vec()
    }

    fn validate(&self) -> anyhow::Result<()> {
        let id = &self.id;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        ensure!((1..=32).contains(&id.len()) && id.bytes().all(plain), "auth.oidc: an id has 1 to 32 of a-z, 0-9 and -, not {id:?}");
        let issuer = url::Url::parse(&self.issuer).with_context(|| format!("auth.oidc {id}: issuer is not a URL"))?;
        let local = matches!(issuer.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        ensure!(issuer.scheme() == "https" || (issuer.scheme() == "http" && local), "auth.oidc {id}: issuer must begin with https://");
        ensure!(!self.client_id.is_empty(), "auth.oidc {id}: client_id is missing");
        ensure!(!self.email_domains.is_empty(), "auth.oidc {id}: email_domains must name the domains that the institution speaks for");
        ensure!(!self.roles.iter().any(|role| role.is_platform()), "auth.oidc {id}: roles of the platform are given by an operator");
        ensure!(self.organization.is_some() != self.roles.is_empty(), "auth.oidc {id}: organization and roles go together");
        Ok(())
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub struct Limits {
    pub query_bytes: usize,
    pub depth: usize,
    pub complexity: usize,
    pub recursive_depth: usize,
    pub points: u32,
    pub points_per_second: u32,
    pub visitor_points: u32,
    pub visitor_points_per_second: u32,
    pub running: usize,
    pub running_line: usize,
    pub running_wait_seconds: u64,
    pub import_rows: usize,
    pub import_cell_bytes: usize,
    pub import_previews: usize,
    pub log_in_tries: u32,
    pub log_in_seconds: u32,
    pub second_factor_tries: u32,
    pub second_factor_seconds: u32,
    pub sign_up_tries: u32,
    pub sign_up_seconds: u32,
    pub verification_mail_seconds: u32,
    pub invitation_tries: u32,
    pub invitation_seconds: u32,
    pub address_tries: u32,
    pub address_seconds: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub struct Worker {
    pub embedded: bool,
    pub poll_milliseconds: u64,
    pub lease_seconds: u32,
    pub max_attempts: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub struct Retention {
    pub deliveries_days: u32,
    pub events_days: u32,
    pub idempotency_days: u32,
    pub mails_days: u32,
    pub sessions_days: u32,
    pub imports_days: u32,
    pub embeddings_days: u32,
    pub alerts_days: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub struct Log {
    pub filter: String,
    pub format: LogFormat,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub struct Metrics {
    pub listen: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub struct Telemetry {
    pub otlp_endpoint: String,
    pub service_name: String,
    pub sample_ratio: f64,
    pub filter: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "default.toml documents every key once")]
pub enum LogFormat {
    Text,
    Json,
}

/// Everything that settings may come from, later ones over earlier ones.
fn sources(file: Option<&Path>) -> anyhow::Result<Figment> {
    let mut figment = Figment::from(Toml::string(DEFAULTS));
    if let Some(file) = file {
        ensure!(file.exists(), "settings file {} does not exist", file.display());
        figment = figment.merge(Toml::file_exact(file));
    }
    let others = ["CONFIG", "FAILPOINTS", "OPERATOR_PASSWORD", "TEST_DATABASE_URL", "TEST_ENGINES"];
    Ok(figment.merge(Env::prefixed("LIANQIAO_").ignore(&others).split("__")))
}

/// A setting in force.
#[derive(Debug)]
pub struct Setting {
    /// `http.listen`.
    pub key: String,
    /// Its value, secrets masked.
    pub value: String,
    /// Where it comes from: `default`, a file, or the name of a variable.
    pub source: String,
}

/// The settings in force and where each comes from, in the order of their names.
pub fn explain(file: Option<&Path>) -> anyhow::Result<Vec<Setting>> {
    let figment = sources(file)?;
    let mut settings = Vec::new();
    collect(&figment, String::new(), figment.extract::<Dict>().context("settings")?, &mut settings);
    Ok(settings)
}

fn collect(figment: &Figment, prefix: String, values: Dict, settings: &mut Vec<Setting>) {
    for (name, value) in values {
        let key = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
        match value {
            Value::Dict(_, inner) => collect(figment, key, inner, settings),
            value => settings.push(Setting { value: shown(&key, &value), source: source(figment, &key), key }),
        }
    }
}

fn source(figment: &Figment, key: &str) -> String {
    let Some(metadata) = figment.find_metadata(key) else { return "default".to_owned() };
    match &metadata.source {
        Some(Source::File(file)) => file.display().to_string(),
        _ if metadata.name.contains("environment") => format!("LIANQIAO_{}", key.to_uppercase().replace('.', "__")),
        _ => "default".to_owned(),
    }
}

/// A list or table without the secrets in it.
fn masked(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Json::Array(entries) => entries.into_iter().map(masked).collect(),
        Json::Object(fields) => {
            let field = |(name, value)| if name == "client_secret" { (name, Json::from("***")) } else { (name, masked(value)) };
            fields.into_iter().map(field).collect()
        }
        other => other,
    }
}

/// A value as it may be shown: no secret, and no password of an address.
fn shown(key: &str, value: &Value) -> String {
    // By their names, so that a new one is masked before anybody thinks of it.
    const SECRET: [&str; 6] = ["secret", "secrets", "key", "keys", "password", "token"];
    let name = key.rsplit('.').next().unwrap_or(key);
    let secret = key == "mail.smtp_url" || SECRET.iter().any(|word| name == *word || name.ends_with(&format!("_{word}")));
    let text = match value {
        Value::String(_, text) => text.clone(),
        other => serde_json::to_value(other).map(|value| masked(value).to_string()).unwrap_or_default(),
    };
    if text.is_empty() || text == "[]" {
        return "(empty)".to_owned();
    }
    if secret {
        return "***".to_owned();
    }
    let Ok(mut url) = url::Url::parse(&text) else { return text };
    if url.password().is_some() && url.set_password(Some("***")).is_ok() { url.to_string() } else { text }
}

impl Config {
    /// Reads defaults, then `file` if given, then `LIANQIAO_*` variables, and checks the result.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let mut config: Self = sources(file)?.extract().context("settings")?;
        config.settle();
        config.validate()?;
        Ok(config)
    }

    /// The defaults alone, with everything kept under `data_dir`.
    pub fn embedded(data_dir: &Path) -> anyhow::Result<Self> {
        let mut config: Self = Figment::from(Toml::string(DEFAULTS)).extract()?;
        data_dir.clone_into(&mut config.data_dir);
        config.settle();
        Ok(config)
    }

    /// Derives what depends on another setting.
    fn settle(&mut self) {
        self.mail.directory.get_or_insert_with(|| self.data_dir.join("mail"));
    }

    /// Checks what types cannot say.
    pub fn validate(&self) -> anyhow::Result<()> {
        let public = url::Url::parse(&self.http.public_url).context("http.public_url is not a URL")?;
        ensure!(matches!(public.scheme(), "http" | "https"), "http.public_url must begin with http:// or https://");
        self.http.listen.parse::<std::net::SocketAddr>().context("http.listen is not ADDRESS:PORT")?;
        let metrics = &self.metrics.listen;
        ensure!(metrics.is_empty() || metrics.parse::<std::net::SocketAddr>().is_ok(), "metrics.listen is neither empty nor ADDRESS:PORT");
        ensure!(*metrics != self.http.listen, "metrics.listen must not be http.listen: figures are not for the public");
        ensure!((0.0..=1.0).contains(&self.telemetry.sample_ratio), "telemetry.sample_ratio must lie in 0..=1");
        let database = self.database.url.expose_secret();
        ensure!(
            ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| database.starts_with(scheme)),
            "database.url must begin with sqlite: or postgres://"
        );
        ensure!(self.database.max_connections > 0, "database.max_connections must be at least 1");
        self.embeddings.validate()?;
        ensure!((1..=60).contains(&self.auth.access_token_minutes), "auth.access_token_minutes must lie in 1..=60");
        ensure!(self.auth.session_days > 0, "auth.session_days must be at least 1");
        let links = [self.auth.password_reset_hours, self.auth.email_change_hours, self.auth.email_undo_days, self.auth.invitation_days];
        ensure!(links.iter().all(|life| *life > 0), "auth: the life of a link must be at least 1");
        ensure!((1..=3650).contains(&self.auth.api_token_max_days), "auth.api_token_max_days must lie in 1..=3650");
        ensure!(self.limits.invitation_tries > 0, "limits.invitation_tries must be at least 1");
        ensure!(self.auth.password_hash_slots > 0, "auth.password_hash_slots must be at least 1");
        ensure!(self.auth.password_hash_line > 0, "auth.password_hash_line must be at least 1");
        let patience = [self.http.header_seconds, self.http.body_seconds, self.http.stall_seconds, self.http.idle_seconds];
        ensure!(!patience.contains(&0), "http.header_seconds, body_seconds, stall_seconds and idle_seconds must be at least 1");
        ensure!(self.http.connections > 0 && self.http.connections_per_address > 0, "http.connections must be at least 1");
        ensure!(self.http.sockets_per_caller > 0, "http.sockets_per_caller must be at least 1");
        let points = [self.limits.points, self.limits.visitor_points];
        ensure!(
            points.iter().all(|points| u64::from(*points) >= self.limits.complexity as u64),
            "limits.points and visitor_points must not be less than limits.complexity"
        );
        ensure!(
            self.limits.points_per_second > 0 && self.limits.visitor_points_per_second > 0,
            "limits.points_per_second and visitor_points_per_second must be at least 1"
        );
        ensure!(self.limits.running > 0, "limits.running must be at least 1");
        ensure!(self.limits.second_factor_tries > 0, "limits.second_factor_tries must be at least 1");
        for (place, provider) in self.auth.oidc.iter().enumerate() {
            provider.validate()?;
            let twice = self.auth.oidc.iter().skip(place + 1).any(|other| other.id == provider.id);
            ensure!(!twice, "auth.oidc: the id {:?} stands twice", provider.id);
        }
        ensure!(self.http.transfers > 0, "http.transfers must be at least 1");
        ensure!(self.limits.address_tries > 0, "limits.address_tries must be at least 1");
        ensure!(self.limits.import_previews > 0, "limits.import_previews must be at least 1");
        ensure!(self.limits.log_in_tries > 0 && self.limits.sign_up_tries > 0, "limits.log_in_tries and sign_up_tries must be at least 1");
        ensure!(self.worker.max_attempts > 0, "worker.max_attempts must be at least 1");
        ensure!(self.worker.lease_seconds > 0, "worker.lease_seconds must be at least 1");
        // A promise of the API: a repeated request within three days has no second effect.
        ensure!(self.retention.idempotency_days >= 3, "retention.idempotency_days must be at least 3");
        ensure!(
            self.mail.transport != TransportKind::Smtp || self.mail.smtp_url.as_ref().is_some_and(|url| !url.expose_secret().is_empty()),
            "mail.smtp_url is needed for mail.transport = \"smtp\""
        );
        crate::kernel::text::email(&self.mail.from_address).map_err(|_| anyhow::anyhow!("mail.from_address is not an address"))?;
        for (setting, url) in [
            ("http.public_url", &self.http.public_url),
            ("search.meilisearch_url", &self.search.meilisearch_url),
            ("embeddings.url", &self.embeddings.url),
            ("telemetry.otlp_endpoint", &self.telemetry.otlp_endpoint),
        ] {
            let password = url::Url::parse(url).is_ok_and(|url| url.password().is_some());
            ensure!(!password, "{setting} must not hold a password");
        }
        if self.search.engine == SearchEngine::Meilisearch {
            url::Url::parse(&self.search.meilisearch_url).context("search.meilisearch_url is not a URL")?;
        }
        Ok(())
    }

    /// Whether the database is SQLite.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.database.url.expose_secret().starts_with("sqlite:")
    }

    /// The database URL with a relative SQLite file placed under `data_dir`.
    #[must_use]
    pub fn database_url(&self) -> String {
        let url = self.database.url.expose_secret();
        match url.strip_prefix("sqlite:") {
            Some(file) if !file.starts_with('/') && !file.contains(":memory:") => {
                format!("sqlite://{}", self.data_dir.join(file.trim_start_matches("//")).display())
            }
            _ => url.to_owned(),
        }
    }
}
