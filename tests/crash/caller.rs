//! Somebody who asks again until there is an answer.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::{Value, json};

/// Password of everybody in the demo world.
pub const PASSWORD: &str = "lianqiao-demo-2026";

/// What the callers of a run saw, all together.
#[derive(Default)]
pub struct Witness {
    /// Things that must not be, in words.
    pub complaints: Vec<String>,
    /// Requests that changed something and were answered.
    pub acknowledged: u64,
    /// Requests without an answer that tells what became of them.
    pub unanswered: u64,
    /// Answers that were those of an earlier request with the same key.
    pub replayed: u64,
}

/// The witness, as callers share it.
pub type Shared = Arc<Mutex<Witness>>;

/// Somebody at the other end of an HTTP connection that breaks.
pub struct Caller {
    http: reqwest::Client,
    base: String,
    email: String,
    token: Mutex<Option<String>>,
    witness: Shared,
}

/// What came back at last.
pub struct Answer {
    /// The payload of the mutation.
    pub payload: Value,
    /// Whether an earlier try went unanswered: then it may have worked.
    pub repeated: bool,
}

impl Answer {
    /// Code of the first user error; empty if it worked.
    pub fn code(&self) -> &str {
        self.payload["userErrors"][0]["code"].as_str().unwrap_or_default()
    }
}

impl Caller {
    /// Somebody of the demo world; a visitor if `email` is empty.
    pub fn new(base: &str, email: &str, witness: &Shared) -> Self {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(15)).build().unwrap();
        Self { http, base: base.to_owned(), email: email.to_owned(), token: Mutex::default(), witness: Arc::clone(witness) }
    }

    /// Notes something that must not be.
    pub fn complain(&self, what: impl Into<String>) {
        self.witness.lock().unwrap().complaints.push(what.into());
    }

    /// One try: the data of the answer, or why nothing is known.
    async fn attempt(&self, body: &Value, token: Option<String>) -> Result<Value, String> {
        let mut request = self.http.post(format!("{}/graphql", self.base)).header("accept", "application/graphql-response+json").json(body);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await.map_err(|error| format!("transport: {error}"))?;
        let answer: Value = response.json().await.map_err(|error| format!("no answer: {error}"))?;
        match answer["errors"][0]["extensions"]["code"].as_str() {
            None => Ok(answer["data"].clone()),
            Some("INTERNAL") => {
                self.complain(format!("INTERNAL: {answer}"));
                Err("INTERNAL".to_owned())
            }
            Some(code) => Err(code.to_owned()),
        }
    }

    /// Signs in if need be; the access token.
    pub async fn token(&self) -> Option<String> {
        if self.email.is_empty() {
            return None;
        }
        let known = self.token.lock().unwrap().clone();
        if known.is_some() {
            return known;
        }
        let session = self.log_in().await;
        let token = session["accessToken"].as_str().map(str::to_owned);
        self.token.lock().unwrap().clone_from(&token);
        token
    }

    /// A new session of this person.
    pub async fn log_in(&self) -> Value {
        let input = json!({ "email": self.email, "password": PASSWORD });
        let body = mutation("logIn", &input, "session { accessToken refreshToken }");
        self.until_answered(&body, false).await.0["logIn"]["session"].clone()
    }

    async fn until_answered(&self, body: &Value, signed: bool) -> (Value, bool) {
        let mut tries = 0_u64;
        loop {
            let token = if signed { Box::pin(self.token()).await } else { None };
            match self.attempt(body, token).await {
                Ok(data) => return (data, tries > 0),
                Err(code) if code == "UNAUTHENTICATED" => *self.token.lock().unwrap() = None,
                Err(_) => {
                    tries += 1;
                    self.witness.lock().unwrap().unanswered += 1;
                    // The caller does not know when the server is back.
                    tokio::time::sleep(Duration::from_millis(20 + 40 * tries.min(10))).await;
                }
            }
        }
    }

    /// Reads; gives the `data`.
    pub async fn ask(&self, document: &str, variables: Value) -> Value {
        self.until_answered(&json!({ "query": document, "variables": variables }), true).await.0
    }

    /// Reads with `token` as it is: the `data`, or the code of the refusal.
    pub async fn ask_with(&self, token: &str, document: &str) -> Result<Value, String> {
        self.attempt(&json!({ "query": document }), Some(token.to_owned())).await
    }

    /// Runs the mutation `field` until there is an answer, with the same input and the same key.
    pub async fn change(&self, field: &str, input: &Value, selection: &str) -> Answer {
        let (data, repeated) = self.until_answered(&mutation(field, input, selection), true).await;
        let answer = Answer { payload: data[field].clone(), repeated };
        let mut witness = self.witness.lock().unwrap();
        witness.acknowledged += u64::from(answer.code().is_empty());
        witness.replayed += u64::from(answer.payload["idempotentReplay"] == true);
        drop(witness);
        answer
    }

    /// Hands a file in, as often as it takes; its upload.
    pub async fn upload(&self, organization: &str, name: &str, bytes: &[u8]) -> Value {
        loop {
            let part = reqwest::multipart::Part::bytes(bytes.to_vec()).file_name(name.to_owned());
            let form = reqwest::multipart::Form::new().text("organizationId", organization.to_owned()).part("file", part);
            let token = self.token().await.unwrap_or_default();
            let sent = self.http.post(format!("{}/uploads", self.base)).bearer_auth(token).multipart(form).send().await;
            if let Ok(response) = sent {
                let status = response.status().as_u16();
                if let (201, Ok(upload)) = (status, response.json::<Value>().await) {
                    self.witness.lock().unwrap().acknowledged += 1;
                    return upload;
                }
                if status == 401 {
                    *self.token.lock().unwrap() = None;
                }
                if status == 500 {
                    self.complain("an upload was answered with 500");
                }
            }
            self.witness.lock().unwrap().unanswered += 1;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

fn mutation(field: &str, input: &Value, selection: &str) -> Value {
    let type_name = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
    let document = format!(
        "mutation Run($input: {type_name}!) {{ {field}(input: $input) {{ {selection} userErrors {{ code message path }} idempotentReplay }} }}"
    );
    json!({ "query": document, "variables": { "input": input } })
}
