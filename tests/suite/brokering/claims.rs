//! What was brought about is claimed once, by whoever was first, however many try at once.

use chrono::Duration;
use lianqiao::{jobs, kernel::Role};
use lianqiao_tests::Person;
use serde_json::{Value, json};

use super::stage::{CASE, INTRODUCTION, OUTCOME, Stage, profile, take, versioned};

/// Universities that try at once.
const OFFICES: usize = 4;

impl Stage {
    /// The id of a license of the university for the enterprise that was granted on the platform.
    async fn licensed(&self) -> String {
        let request = self.request().await;
        let grant = json!({
            "id": request, "expectedVersion": 1, "idempotencyKey": self.head.key(), "effectiveOn": self.app.ctx.clock.today().to_string(),
            "plan": { "free": true }, "labelUseFirstPayLater": false,
        });
        let granted = self.head.done("licenseRequestGrant", grant, "licenseRequest { license { id } }").await;
        granted["licenseRequest"]["license"]["id"].as_str().unwrap().to_owned()
    }

    /// An introduction of the enterprise to somebody.
    fn meeting(&self, person: &Person, case: &Value, other: &Person) -> Value {
        let mut made = self.introduction(person, case);
        made["organizationId"] = json!(other.organization);
        made
    }

    /// A case in which the two sides want to go on with each other.
    async fn matched(&self, title: &str, advisor: &Value, person: &Person) -> Value {
        let mut case = self.serving(title, advisor, person).await;
        self.introduced(person, &case).await;
        case = self.look(person, &case).await;
        take(person, "caseMatch", &mut case, json!({})).await;
        case
    }

    /// A case of two who are known to each other from the beginning, and want to go on with each other.
    async fn known(&self, advisor: &Value, person: &Person) -> Value {
        let mut case = self.requested(advisor).await;
        take(person, "caseAccept", &mut case, json!({ "noConflict": true })).await;
        self.mandated(advisor, "2027-06-30").await;
        case = person.done("serviceLogAdd", self.note(person, &case, json!({})), CASE).await["brokerCase"].clone();
        take(person, "caseStart", &mut case, json!({})).await;
        take(person, "caseMatch", &mut case, json!({})).await;
        case
    }

    /// Whether an introduction counts.
    async fn counts(&self, made: &Value) -> bool {
        let look = "query($id: ID!) { introduction(id: $id) { credited } }";
        self.again(&self.operator).await.ok(look, json!({ "id": made["id"] })).await["introduction"]["credited"] == json!(true)
    }
}

fn exists(path: &str) -> (String, String) {
    ("OUTCOME_EXISTS".to_owned(), format!("input.{path}"))
}

#[tokio::test]
async fn a_license_of_the_platform_is_filed_once_whether_it_is_named_or_not() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let first = stage.matched("焊缝返修太多", &advisor, &stage.advisor).await;
    let second = stage.known(&rival, &stage.rival).await;
    let license = stage.licensed().await;
    // Not named, it is the only one that can be meant.
    let shown = "caseOutcome { id version licenseId amount { minorUnits } }";
    let deal = stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &first, 'a'), shown).await["caseOutcome"].clone();
    assert_eq!((&deal["licenseId"], &deal["amount"]["minorUnits"]), (&json!(license), &json!("0")));
    // Another scan of the same contract has another hash.
    let again = stage.outcome(&stage.rival, &second, 'b');
    assert_eq!(stage.rival.refused("outcomeFile", again.clone(), OUTCOME).await, exists("licenseId"));
    let mut named = again.clone();
    named["licenseId"] = json!(license);
    assert_eq!(stage.rival.refused("outcomeFile", named, OUTCOME).await, exists("licenseId"));
    let mut copied = stage.outcome(&stage.rival, &second, 'a');
    copied["kind"] = json!("SERVICE");
    assert_eq!(stage.rival.refused("outcomeFile", copied, OUTCOME).await, exists("contractHash"));
    // What was refused may be filed again, by whoever has it right.
    let no = versioned(&deal, json!({ "validate": false, "note": "不是该顾问促成" }));
    stage.operator.done("outcomeDecide", no, OUTCOME).await;
    stage.rival.done("outcomeFile", again, OUTCOME).await;
    // Of two of them it has to be said which one.
    stage.licensed().await;
    stage.licensed().await;
    let which = stage.advisor.refused("outcomeFile", stage.outcome(&stage.advisor, &first, 'c'), OUTCOME).await;
    assert_eq!(which, ("REQUIRED".to_owned(), "input.licenseId".to_owned()));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_license_that_nobody_granted_here_is_filed_once_too() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let first = stage.matched("焊缝返修太多", &advisor, &stage.advisor).await;
    let known = stage.known(&rival, &stage.rival).await;
    // At the same time, each with a scan of its own.
    let (one, two) = tokio::join!(
        stage.advisor.mutate("outcomeFile", stage.outcome(&stage.advisor, &first, 'a'), OUTCOME),
        stage.rival.mutate("outcomeFile", stage.outcome(&stage.rival, &known, 'b'), OUTCOME),
    );
    let refusals: Vec<_> = [&one, &two].iter().flat_map(|answer| answer["userErrors"].as_array().unwrap().clone()).collect();
    assert_eq!(refusals.len(), 1, "{one} {two}");
    assert_eq!((&refusals[0]["code"], &refusals[0]["path"]), (&json!("OUTCOME_EXISTS"), &json!(["input", "contractHash"])));
    // Granted on the platform afterwards, it is still the same contract.
    let license = stage.licensed().await;
    let mut named = stage.outcome(&stage.rival, &known, 'c');
    named["licenseId"] = json!(license);
    assert_eq!(stage.rival.refused("outcomeFile", named, OUTCOME).await, exists("licenseId"));
    stage.app.settle().await;
    stage.app.finish().await;
}
