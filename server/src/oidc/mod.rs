//! Identity providers of institutions: OpenID Connect, code flow with PKCE, discovered from the issuers of the settings.
//!
//! Only configured issuers are ever asked, and where their own discovery document points: over `https` (plain only for a
//! provider on this machine), without following redirects, with short timeouts and small answers.

mod transport;

use std::sync::Arc;

use anyhow::Context;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use openidconnect::{
    AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    TokenResponse,
    core::{CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreIdTokenClaims, CoreJwsSigningAlgorithm, CoreProviderMetadata},
};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::{
    config::{Config, OidcProvider},
    kernel::{Code, Error, Result, Timestamp, id::Random},
};
use transport::Transport;

/// How long a discovery document and its keys are believed, in minutes.
const BELIEVED_MINUTES: i64 = 60;
/// A key that is not among those may be newer; they are fetched again at most so often, in seconds.
const ASK_AGAIN_SECONDS: i64 = 60;
/// A provider that could not be discovered is not asked again for so many seconds: nobody is to make us ask without end.
const LEFT_ALONE_SECONDS: i64 = 5;
/// A token may come so many seconds from the future: clocks differ.
const SKEW_SECONDS: i64 = 60;
/// Signatures that count: with keys that only the provider has. Never `none`, never one with a shared secret.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 5] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// What ties an answer of a provider to the browser that asked: kept by that browser, sealed.
#[derive(Clone, Serialize, Deserialize)]
pub struct Attempt {
    /// Comes back with the answer.
    pub state: String,
    /// Comes back in the token.
    pub nonce: String,
    /// Shows, when the code is exchanged, that we began (PKCE).
    pub verifier: String,
}

impl Attempt {
    /// A fresh one.
    #[must_use]
    pub fn fresh(random: &dyn Random) -> Self {
        let word = || {
            let mut bytes = [0_u8; 32];
            random.fill(&mut bytes);
            URL_SAFE_NO_PAD.encode(bytes)
        };
        Self { state: word(), nonce: word(), verifier: word() }
    }
}

/// Whom a provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The provider's issuer address.
    pub issuer: String,
    /// The provider's name for the person; never given to another.
    pub subject: String,
    /// Address.
    pub email: Option<String>,
    /// Whether the provider says that it verified the address.
    pub email_verified: bool,
    /// Name.
    pub name: Option<String>,
}

/// The providers of the settings.
#[derive(Debug)]
pub struct Providers(Vec<Provider>);

/// What was learned of a provider, and when.
#[derive(Debug, Default)]
struct Known {
    metadata: Option<(Timestamp, Arc<CoreProviderMetadata>)>,
    failed_at: Option<Timestamp>,
}

/// One of them.
#[derive(Debug)]
pub struct Provider {
    /// Its settings.
    pub settings: OidcProvider,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    transport: Transport,
    known: Mutex<Known>,
}

impl Providers {
    /// The providers of the settings. Nobody is asked yet.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let provider = |settings: &OidcProvider| {
            let base = config.http.public_url.trim_end_matches('/');
            Ok(Provider {
                issuer: IssuerUrl::new(settings.issuer.clone()).context("auth.oidc: issuer")?,
                redirect: RedirectUrl::new(format!("{base}/auth/oidc/{}/callback", settings.id)).context("auth.oidc: id")?,
                transport: Transport::new(settings.issuer.starts_with("https://"))?,
                known: Mutex::default(),
                settings: settings.clone(),
            })
        };
        config.auth.oidc.iter().map(provider).collect::<anyhow::Result<_>>().map(Self)
    }

    /// All of them, in the order of the settings.
    pub fn iter(&self) -> impl Iterator<Item = &Provider> {
        self.0.iter()
    }

    /// The provider with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Provider> {
        self.iter().find(|provider| provider.settings.id == id)
    }
}

impl Provider {
    /// Where to send a browser that wants to sign in.
    ///
    /// # Errors
    /// `PROVIDER_UNAVAILABLE` if the provider cannot be discovered.
    pub async fn start(&self, attempt: &Attempt, now: Timestamp) -> Result<String> {
        let client = self.client(&*self.metadata(now, BELIEVED_MINUTES * 60).await?);
        let (state, nonce) = (attempt.state.clone(), attempt.nonce.clone());
        let verifier = PkceCodeVerifier::new(attempt.verifier.clone());
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let scopes = self.settings.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new);
        let asked = client.authorize_url(flow, move || CsrfToken::new(state), move || Nonce::new(nonce));
        let asked = asked.add_scopes(scopes).set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        Ok(asked.url().0.to_string())
    }

    /// Exchanges the code that a browser brought back, and reads whom it stands for.
    ///
    /// # Errors
    /// `PROVIDER_LOGIN_INVALID` if the provider refuses the code, or if its token is not good, not for us or not for this
    /// attempt; `PROVIDER_UNAVAILABLE` if it does not answer as it should.
    pub async fn finish(&self, attempt: &Attempt, code: &str, now: Timestamp) -> Result<Person> {
        let invalid = || Error::new(Code::ProviderLoginInvalid);
        let metadata = self.metadata(now, BELIEVED_MINUTES * 60).await?;
        let client = self.client(&metadata);
        let request = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(unavailable)?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier.clone()));
        let answer = request.request_async(&self.transport).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(refusal) => invalid().because(refusal),
            other => unavailable(other),
        })?;
        let token = answer.id_token().ok_or_else(|| invalid().because("no ID token"))?;
        let claims = match read(&client, token, attempt, now) {
            // The provider may have a new key since we looked.
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let client = self.client(&*self.metadata(now, ASK_AGAIN_SECONDS).await?);
                read(&client, token, attempt, now).cloned()
            }
            other => other.cloned(),
        };
        let claims = claims.map_err(|error| invalid().because(error))?;
        Ok(Person {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            email: claims.email().map(|email| email.to_string()),
            email_verified: claims.email_verified().unwrap_or(false),
            name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
        })
    }

    fn client(&self, metadata: &CoreProviderMetadata) -> Client {
        let settings = &self.settings;
        let secret = Some(settings.client_secret.expose_secret()).filter(|secret| !secret.is_empty());
        let secret = secret.map(|secret| ClientSecret::new(secret.to_owned()));
        CoreClient::from_provider_metadata(metadata.clone(), ClientId::new(settings.client_id.clone()), secret)
            .set_redirect_uri(self.redirect.clone())
    }

    /// The discovery document with its keys, no older than `seconds`.
    async fn metadata(&self, now: Timestamp, seconds: i64) -> Result<Arc<CoreProviderMetadata>> {
        // One asks, the others wait for what it learns.
        let mut known = self.known.lock().await;
        if let Some((at, metadata)) = known.metadata.as_ref().filter(|(at, _)| (now - *at).abs() < TimeDelta::seconds(seconds)) {
            tracing::trace!(age = (now - *at).num_seconds(), "known provider");
            return Ok(Arc::clone(metadata));
        }
        if known.failed_at.is_some_and(|at| (now - at).abs() < TimeDelta::seconds(LEFT_ALONE_SECONDS)) {
            return Err(Error::new(Code::ProviderUnavailable).because("it could not be discovered a moment ago"));
        }
        let metadata = match CoreProviderMetadata::discover_async(self.issuer.clone(), &self.transport).await {
            Ok(metadata) => Arc::new(metadata),
            Err(error) => {
                known.failed_at = Some(now);
                return Err(unavailable(error));
            }
        };
        *known = Known { metadata: Some((now, Arc::clone(&metadata))), failed_at: None };
        Ok(metadata)
    }
}

fn read<'a>(
    client: &Client,
    token: &'a CoreIdToken,
    attempt: &Attempt,
    now: Timestamp,
) -> std::result::Result<&'a CoreIdTokenClaims, ClaimsVerificationError> {
    let issued = move |at: Timestamp| {
        if at > now + TimeDelta::seconds(SKEW_SECONDS) { Err(format!("issued in the future, at {at}")) } else { Ok(()) }
    };
    // The library would ask the operating system for the time.
    let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS).set_time_fn(move || now).set_issue_time_verifier_fn(issued);
    token.claims(&verifier, &Nonce::new(attempt.nonce.clone()))
}

fn unavailable(error: impl std::error::Error) -> Error {
    let causes = std::iter::successors(error.source(), |cause| cause.source()).map(ToString::to_string);
    let detail: Vec<String> = std::iter::once(error.to_string()).chain(causes).collect();
    Error::new(Code::ProviderUnavailable).because(detail.join(": "))
}
