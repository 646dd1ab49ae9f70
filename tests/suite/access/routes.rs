//! Files over HTTP, as everybody.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Verdict, calls::Calls};

/// Whether a row of the access table is about a route and not about a root field.
pub fn is_route(name: &str) -> bool {
    name.starts_with("GET ") || name.starts_with("POST ")
}

/// Calls a route, `GET /imports/{import}/result.csv`; words in braces are things of tenant A.
pub async fn call(calls: &Calls<'_>, name: &str, person: &str) -> (Verdict, Value) {
    let (method, path) = name.split_once(' ').unwrap();
    let (client, world) = (&calls.world.people[person], calls.world);
    let response = match method {
        "POST" => {
            let own = world.organizations.get(person).filter(|_| path.ends_with("(own)"));
            client.upload(own.unwrap_or(&world.things["university"]), "a.txt", "一份文件".as_bytes().to_vec()).await
        }
        _ => {
            let mut path = path.to_owned();
            for (thing, id) in &world.things {
                path = path.replace(&format!("{{{thing}}}"), id);
            }
            let side = if path.contains("demands") { "enterprise" } else { "university" };
            let query = [("organizationId", &world.things[side])];
            client.request(Method::GET, &path).query(&query).send().await.unwrap()
        }
    };
    let status = response.status();
    let verdict = match status {
        StatusCode::OK | StatusCode::CREATED => Verdict::Allow,
        StatusCode::UNAUTHORIZED => Verdict::Unauthenticated,
        // A conflict with the state of their own organization: nobody has verified it.
        StatusCode::FORBIDDEN | StatusCode::CONFLICT => Verdict::Forbidden,
        StatusCode::NOT_FOUND => Verdict::Hidden,
        other => panic!("{name} as {person}: {other}"),
    };
    (verdict, json!(status.as_u16()))
}
