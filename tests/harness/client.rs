//! A client that speaks to the server as any other would: over HTTP.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

/// Somebody at the other end of an HTTP connection.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
    language: &'static str,
}

/// What came back: the GraphQL answer.
#[derive(Debug, Clone)]
pub struct Answer(pub Value);

impl Client {
    /// Somebody who is not signed in, speaking to the server at `base`.
    #[must_use]
    pub fn new(base: String) -> Self {
        let http = reqwest::Client::builder().timeout(std::time::Duration::from_secs(60)).build().unwrap();
        Self { http, base, token: None, language: "en" }
    }

    /// The same client, signed in.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same client, reading Chinese.
    #[must_use]
    pub fn in_chinese(&self) -> Self {
        Self { language: "zh-CN", ..self.clone() }
    }

    /// The address of `path` on the server.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The access token, if signed in.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// A request with this client's language and token.
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, self.url(path)).header("accept-language", self.language);
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Runs a GraphQL document. Only the transport may not fail; look into the answer for errors.
    pub async fn run(&self, document: &str, variables: Value) -> Answer {
        let response = self
            .request(reqwest::Method::POST, "/graphql")
            .header("accept", "application/graphql-response+json")
            .json(&json!({ "query": document, "variables": variables }))
            .send()
            .await
            .unwrap();
        assert!(response.status().as_u16() < 500, "the server answered {}", response.status());
        Answer(response.json().await.unwrap())
    }

    /// Runs a document that must work: no top-level errors. Gives its `data`.
    pub async fn ok(&self, document: &str, variables: Value) -> Value {
        let answer = self.run(document, variables).await.0;
        assert!(answer.get("errors").is_none(), "{document}\n{answer:#}");
        answer["data"].clone()
    }

    /// Runs the mutation `field` with `input`, asking for `selection` of its payload. Top-level errors fail the test.
    pub async fn mutate(&self, field: &str, input: Value, selection: &str) -> Value {
        let type_name = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
        let document = format!(
            "mutation Run($input: {type_name}!) {{ {field}(input: $input) {{ {selection} userErrors {{ code message path details }} idempotentReplay clientMutationId }} }}"
        );
        self.ok(&document, json!({ "input": input })).await[field].clone()
    }

    /// Like [`Client::mutate`], for one that must work: no user errors.
    pub async fn done(&self, field: &str, input: Value, selection: &str) -> Value {
        let payload = self.mutate(field, input, selection).await;
        assert_eq!(payload["userErrors"], json!([]), "{field}: {payload:#}");
        payload
    }

    /// Like [`Client::mutate`], for one that must be refused. Gives `(code, path)` of the first user error.
    pub async fn refused(&self, field: &str, input: Value, selection: &str) -> (String, String) {
        let payload = self.mutate(field, input, selection).await;
        let error = &payload["userErrors"][0];
        assert!(error.is_object(), "{field} was not refused: {payload:#}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "no sentence: {error}");
        let path = error["path"].as_array().map(|path| path.iter().map(|part| part.as_str().unwrap()).collect::<Vec<_>>().join("."));
        (error["code"].as_str().unwrap().to_owned(), path.unwrap_or_default())
    }

    /// Uploads a file for `organization`; gives the upload's JSON.
    pub async fn upload(&self, organization: &str, file_name: &str, bytes: Vec<u8>) -> reqwest::Response {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(file_name.to_owned());
        let form = reqwest::multipart::Form::new().text("organizationId", organization.to_owned()).part("file", part);
        self.request(reqwest::Method::POST, "/uploads").multipart(form).send().await.unwrap()
    }
}

impl Answer {
    /// Code of the first top-level error, or an empty text.
    #[must_use]
    pub fn code(&self) -> &str {
        self.0["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
    }
}

/// A UUID that no other test uses, for idempotency keys.
#[must_use]
pub(crate) fn unique() -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    COUNT.fetch_add(1, Ordering::Relaxed)
}

impl Client {
    /// A fresh idempotency key.
    #[must_use]
    pub fn key(&self) -> String {
        uuid::Uuid::from_u64_pair(std::process::id().into(), unique()).to_string()
    }
}
