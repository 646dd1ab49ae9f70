//! Service platforms: who runs them, what everybody sees of them, and the ways that lead over them.

mod bridges;
mod life;
mod rules;

use lianqiao_tests::{Client, Person};
use serde_json::{Value, json};

/// Fields of a platform that the stories look at.
pub const PLATFORM: &str = "servicePlatform { id version state name { zh en } reason publishedAt contact { name } }";

/// What a pilot line for welding says.
pub fn content(person: &Person, name: &str) -> Value {
    json!({
        "organizationId": person.organization, "kind": "PILOT", "name": { "zh": name, "en": format!("{name} (en)") },
        "summary": { "zh": "焊接工艺中试线" }, "services": ["PROCESS_VERIFY"], "readiness": { "from": 4, "to": 7 },
        "weeks": { "min": 10, "max": 20 }, "cost": cost(100_000, 300_000, "CNY"), "region": "310110", "industries": ["C3734"],
        "equipment": { "zh": "六轴机器人两台" }, "contact": { "name": "陈工", "phone": "021-65980001" },
    })
}

/// From so much to so much, in whole units of a currency with cents.
pub fn cost(min: i64, max: i64, currency: &str) -> Value {
    let money = |amount: i64| json!({ "currency": currency, "minorUnits": (amount * 100).to_string() });
    json!({ "min": money(min), "max": money(max) })
}

/// A draft, with some fields changed.
pub async fn draft(person: &Person, name: &str, change: Value) -> Value {
    let mut input = content(person, name);
    input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    person.done("servicePlatformCreate", input, PLATFORM).await["servicePlatform"].clone()
}

/// A published platform, with some fields changed.
pub async fn published(person: &Person, name: &str, change: Value) -> Value {
    let platform = draft(person, name, change).await;
    step(person, "servicePlatformPublish", &platform, json!({})).await
}

/// Input of a step.
pub fn seen(platform: &Value, extra: Value) -> Value {
    let mut input = json!({ "id": platform["id"], "expectedVersion": platform["version"] });
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    input
}

/// Takes a step; the platform as it is afterwards.
pub async fn step(who: &Client, field: &str, platform: &Value, extra: Value) -> Value {
    who.done(field, seen(platform, extra), PLATFORM).await["servicePlatform"].clone()
}
