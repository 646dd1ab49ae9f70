//! J2: a mandated advisor works on the client's demand, and is a stranger to it when the mandate ends.

use chrono::Duration;
use serde_json::{Value, json};

use super::stage::{Stage, profile, versioned};

const DEMAND: &str = "query($id: ID!) { demand(id: $id) { state organization { id } contact { name } problem { zh } splits { id } } }";
const SPLIT: &str = "demandSplit { id version state parts { part decision } }";

impl Stage {
    pub(super) async fn anonymous(&self) -> Value {
        let input = json!({
            "organizationId": self.owner.organization, "title": { "zh": "焊缝返修太多" }, "problem": { "zh": "厚板焊缝返修十几处。" },
            "expectedTarget": { "zh": "返修率减半" }, "industries": ["C3734"], "visibility": "ANONYMOUS", "site": "310110",
            "acceptanceTests": [{ "name": "一次合格率", "comparator": "AT_LEAST", "value": "98.5", "unit": "%" }],
            "contact": { "name": "王工", "phone": "13800138000" },
        });
        self.owner.done("demandCreate", input, "demand { id version }").await["demand"].clone()
    }

    fn split(&self, who: &lianqiao_tests::Client, demand: &Value) -> Value {
        json!({
            "demandId": demand["id"], "expectedVersion": demand["version"], "note": "两个问题分开找更快",
            "kept": { "problem": { "zh": "厚板焊缝返修十几处，先解决对接缝。" } }, "splitOff": { "problem": { "zh": "船体变形大。" } },
            "idempotencyKey": who.key(),
        })
    }
}

#[tokio::test]
async fn a_mandated_advisor_proposes_to_split_and_the_client_decides() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let rival = stage.appointed(&stage.rival, profile()).await;
    let demand = stage.anonymous().await;
    let look = |who: lianqiao_tests::Client| {
        let id = demand["id"].clone();
        async move { who.ok(DEMAND, json!({ "id": id })).await["demand"].clone() }
    };
    assert_eq!(look(stage.advisor.client.clone()).await, Value::Null, "a draft is the client's");
    let refused = stage.advisor.refused("demandSplitPropose", stage.split(&stage.advisor, &demand), SPLIT).await;
    assert_eq!(refused, ("NOT_FOUND".into(), "input.demandId".into()));
    // A mandate for introductions alone opens no drafts.
    let mut narrow = stage.mandate(&rival, "2026-12-31");
    narrow["scopes"] = json!(["INTRODUCTIONS"]);
    stage.owner.done("mandateGrant", narrow, "mandate { id }").await;
    stage.mandated(&advisor, "2026-12-31").await;
    assert_eq!(look(stage.rival.client.clone()).await, Value::Null);
    let seen = look(stage.advisor.client.clone()).await;
    assert_eq!((&seen["organization"]["id"], &seen["contact"]["name"]), (&json!(stage.owner.organization), &json!("王工")));
    let proposed = stage.advisor.done("demandSplitPropose", stage.split(&stage.advisor, &demand), SPLIT).await["demandSplit"].clone();
    assert_eq!(look(stage.advisor.client.clone()).await["splits"][0]["id"], proposed["id"]);
    assert_eq!(look(stage.rival.client.clone()).await, Value::Null);
    // The advisor proposes; the client decides.
    let keep = json!({ "part": "KEPT", "approve": true });
    assert_eq!(stage.advisor.refused("demandSplitDecide", versioned(&proposed, keep.clone()), SPLIT).await.0, "NOT_FOUND");
    let decided = stage.owner.done("demandSplitDecide", versioned(&proposed, keep), SPLIT).await["demandSplit"].clone();
    let reject = json!({ "part": "SPLIT_OFF", "approve": false });
    stage.owner.done("demandSplitDecide", versioned(&decided, reject), SPLIT).await;
    assert_eq!(look(stage.advisor.client.clone()).await["problem"]["zh"], json!("厚板焊缝返修十几处，先解决对接缝。"));
    // It does not edit either.
    let edit = json!({ "id": demand["id"], "expectedVersion": 2, "trlMin": 5 });
    assert!(["NOT_FOUND", "FORBIDDEN"].contains(&stage.advisor.refused("demandUpdate", edit, "demand { id }").await.0.as_str()));

    // Published anonymously: whoever carries any mandate knows whose it is, advisors of others do not.
    for (who, step) in [(&stage.owner, "demandSubmit"), (&stage.operator, "demandPublish")] {
        let version =
            stage.owner.ok("query($id: ID!) { demand(id: $id) { id version } }", json!({ "id": demand["id"] })).await["demand"].clone();
        who.done(step, versioned(&version, json!({})), "demand { id }").await;
    }
    stage.app.settle().await;
    assert_eq!(look(stage.rival.client.clone()).await["organization"]["id"], json!(stage.owner.organization));
    assert_eq!(look(stage.rival.client.clone()).await["contact"], Value::Null, "the name, and no more");
    assert_eq!(look(stage.officer.client.clone()).await["organization"], Value::Null);

    // The day after the last one both are strangers again.
    stage.app.advance(Duration::days(39));
    for person in [&stage.advisor, &stage.rival] {
        let client = stage.again(person).await;
        let seen = look(client.clone()).await;
        assert_eq!(
            (&seen["organization"], &seen["contact"], &seen["splits"]),
            (&Value::Null, &Value::Null, &json!([])),
            "{}",
            person.email
        );
        let late = json!({ "id": demand["id"], "version": 4 });
        assert_eq!(client.refused("demandSplitPropose", stage.split(&client, &late), SPLIT).await.0, "FORBIDDEN");
    }
    stage.app.settle().await;
    stage.app.finish().await;
}
