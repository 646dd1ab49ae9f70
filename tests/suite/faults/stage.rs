//! Who writes while something breaks, and how it is seen afterwards that nothing was lost.

use std::time::{Duration, Instant};

use lianqiao_tests::Client;
use reqwest::Method;
use sea_orm::{ConnectionTrait, Database, Statement};
use serde_json::{Value, json};

use crate::installation::Installation;

/// Somebody of the demo world, signed in.
pub struct Member {
    pub client: Client,
    /// Global id of the organization.
    pub organization: String,
}

/// Signs somebody of the demo world in.
pub async fn member(visitor: &Client, email: &str) -> Member {
    let input = json!({ "email": format!("{email}@demo.lianqiao.example"), "password": lianqiao::seed::DEMO_PASSWORD });
    let session = visitor.done("logIn", input, "session { accessToken }").await;
    let client = visitor.with_token(session["session"]["accessToken"].as_str().unwrap());
    let viewer = client.ok("{ viewer { memberships { organization { id } } } }", json!({})).await;
    let organization = viewer["viewer"]["memberships"][0]["organization"]["id"].as_str().unwrap().to_owned();
    Member { client, organization }
}

/// What came back, whatever it is: the status, and the body.
pub async fn ask(client: &Client, body: &Value) -> (u16, Value) {
    let request = client.request(Method::POST, "/graphql").header("accept", "application/graphql-response+json");
    let response = request.json(body).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

/// A mutation that asks for `selection` of its payload.
pub fn mutation(field: &str, input: &Value, selection: &str) -> Value {
    let kind = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
    let document =
        format!("mutation($input: {kind}!) {{ {field}(input: $input) {{ {selection} userErrors {{ code }} idempotentReplay }} }}");
    json!({ "query": document, "variables": { "input": input } })
}

/// A listing that can be published, as `listingCreate` takes it, under a key of its own.
pub fn draft(member: &Member, title: &str) -> Value {
    json!({
        "organizationId": member.organization, "title": { "zh": title }, "problem": { "zh": "能耗高" }, "benefit": { "zh": "能耗低" },
        "ipRights": [{ "kind": "SOFTWARE", "number": "2024SR0000001", "status": "IN_FORCE" }],
        "offers": [{ "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "FREE" }],
        "idempotencyKey": member.client.key(),
    })
}

/// Creates a listing and hands it in; its id and version.
pub async fn handed_in(officer: &Member, title: &str) -> Value {
    let made = officer.client.done("listingCreate", draft(officer, title), "listing { id version }").await["listing"].clone();
    let step = json!({ "id": made["id"], "expectedVersion": made["version"] });
    officer.client.done("listingSubmit", step, "listing { id version }").await["listing"].clone()
}

/// Waits until nothing is left to be done and the index holds what is published under `word`: `expected` listings, within
/// 30 seconds. Nothing may have been given up.
pub async fn index_equals(here: &Installation, visitor: &Client, word: &str, expected: usize) {
    let begun = Instant::now();
    loop {
        let document = "query($word: String!) { searchListings(query: $word, first: 1) { totalCount notice { code } } }";
        let (_, answer) = ask(visitor, &json!({ "query": document, "variables": { "word": word } })).await;
        let found = &answer["data"]["searchListings"];
        let pending = count(here, "outbox_delivery WHERE state = 'PENDING'").await;
        if found["totalCount"] == expected && found["notice"].is_null() && pending == 0 {
            break;
        }
        let states = "outbox_delivery WHERE state = 'PENDING' AND follower = 'INDEX'";
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "{expected} are published, and the index says {answer}; {pending} deliveries wait, {} of them for the index",
            count(here, states).await
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(count(here, "outbox_delivery WHERE state = 'DEAD'").await, 0, "something was given up");
}

/// How many rows there are of `table WHERE ..`, as another process sees them.
pub async fn count(here: &Installation, table: &str) -> i64 {
    let connection = Database::connect(here.database_url()).await.unwrap();
    let statement = Statement::from_string(connection.get_database_backend(), format!("SELECT COUNT(*) AS rows FROM {table}"));
    let rows = connection.query_one_raw(statement).await.unwrap().unwrap().try_get("", "rows").unwrap();
    connection.close().await.unwrap();
    rows
}

/// The trail holds, and so does the database.
pub fn is_sound(here: &Installation) {
    let (code, out, error) = here.run(&["audit", "verify"]);
    assert_eq!(code, 0, "{out}{error}");
}
