//! Asking a provider over HTTP.

use std::time::Duration;

use anyhow::Context;
use futures::future::BoxFuture;
use openidconnect::{
    AsyncHttpClient, HttpClientError, HttpRequest, HttpResponse, http,
    reqwest::{self, redirect::Policy},
};

/// Time to connect, and for a whole answer.
const CONNECT: Duration = Duration::from_secs(3);
const ANSWER: Duration = Duration::from_secs(8);
/// Longest answer, in bytes.
const MAX_ANSWER: usize = 512 * 1024;

type Failure = HttpClientError<reqwest::Error>;

/// A client that follows no redirects: where a provider may send us is in its discovery document and nowhere else.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    http: reqwest::Client,
    /// Whether every address must be `https`.
    secure: bool,
}

impl Transport {
    /// A client; with `secure` it asks `https` addresses only.
    pub(super) fn new(secure: bool) -> anyhow::Result<Self> {
        // Logins are few; a connection that was kept may be dead by the next one.
        let builder =
            reqwest::Client::builder().pool_max_idle_per_host(0).redirect(Policy::none()).connect_timeout(CONNECT).timeout(ANSWER);
        Ok(Self { http: builder.https_only(secure).build().context("HTTP client")?, secure })
    }

    /// Sends one request and reads an answer of bearable length.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Failure> {
        if self.secure && request.uri().scheme_str() != Some("https") {
            return Err(HttpClientError::Other("an address of the provider is not https".to_owned()));
        }
        let mut response = self.http.execute(request.try_into().map_err(Box::new)?).await.map_err(Box::new)?;
        let mut answer = http::Response::builder().status(response.status());
        for (name, value) in response.headers() {
            answer = answer.header(name, value);
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(Box::new)? {
            if body.len() + chunk.len() > MAX_ANSWER {
                return Err(HttpClientError::Other("the answer of the provider is too long".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        answer.body(body).map_err(HttpClientError::Http)
    }
}

impl<'c> AsyncHttpClient<'c> for Transport {
    type Error = Failure;
    type Future = BoxFuture<'c, Result<HttpResponse, Failure>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
