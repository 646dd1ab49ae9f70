//! Where tenant A's university takes technologies further: a platform in every state, and one that lost its organization.

use lianqiao_tests::Person;
use serde_json::{Value, json};

use super::deal::{People, Things};

/// With something in every field that only some may read.
fn content(person: &Person, name: &str) -> Value {
    json!({
        "organizationId": person.organization, "kind": "PILOT", "name": { "zh": name }, "summary": { "zh": "焊接工艺中试线" },
        "readiness": { "from": 4, "to": 7 }, "contact": { "name": "陈工", "phone": "021-65980001" },
    })
}

async fn platform(person: &Person, name: &str, steps: &[&str]) -> String {
    const PLATFORM: &str = "servicePlatform { id version }";
    let mut platform = person.done("servicePlatformCreate", content(person, name), PLATFORM).await["servicePlatform"].clone();
    for step in steps {
        let mut input = json!({ "id": platform["id"], "expectedVersion": platform["version"] });
        if *step == "Withdraw" {
            input["reason"] = json!("产线检修。");
        }
        platform = person.done(&format!("servicePlatform{step}"), input, PLATFORM).await["servicePlatform"].clone();
    }
    platform["id"].as_str().unwrap().to_owned()
}

/// Plays it all; the things by what they are called.
pub async fn made(people: &People) -> Things {
    let (officer, rejected) = (&people["TTO_OFFICER"], &people["REJECTED"]);
    let taken = platform(officer, "platform_taken_down", &["Publish"]).await;
    let input = json!({ "id": taken, "expectedVersion": 2, "reason": "价格不实。" });
    people["OPERATOR"].done("servicePlatformWithdraw", input, "servicePlatform { id }").await;
    Things::from([
        ("platform_draft", platform(officer, "platform_draft", &[]).await),
        ("platform_published", platform(officer, "platform_published", &["Publish"]).await),
        ("platform_withdrawn", platform(officer, "platform_withdrawn", &["Publish", "Withdraw"]).await),
        ("platform_taken_down", taken),
        ("platform_orphan", platform(rejected, "platform_orphan", &["Publish"]).await),
    ])
}
