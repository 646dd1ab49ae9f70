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

#[tokio::test]
async fn of_two_late_confirmations_at_once_one_counts() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let first = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let second = stage.serving("另一个需求", &rival, &stage.rival).await;
    let mut heads = Vec::new();
    for n in 0..OFFICES {
        heads.push(stage.app.office(&format!("第{n}大学")).await.1);
    }
    // Two for each of them, and nobody answers either.
    let mut made = Vec::new();
    for (person, case) in [(&stage.advisor, &first), (&stage.rival, &second)] {
        let client = stage.again(person).await;
        for head in &heads {
            made.push(client.done("introductionRecord", stage.meeting(person, case, head), INTRODUCTION).await["introduction"].clone());
        }
        stage.app.advance(Duration::days(31));
        jobs::expire(&stage.app.ctx).await.unwrap();
    }
    let mut people = Vec::new();
    for head in &heads {
        people.push(stage.again(head).await);
    }
    let look = "query($id: ID!) { introduction(id: $id) { id version state credited noCredit } }";
    let mut answers = Vec::new();
    for (n, made) in made.iter().enumerate() {
        let seen = people[n % OFFICES].ok(look, json!({ "id": made["id"] })).await["introduction"].clone();
        assert_eq!(seen["noCredit"], json!("UNANSWERED"));
        let (person, yes) = (people[n % OFFICES].clone(), versioned(&seen, json!({ "confirm": true })));
        answers.push(tokio::spawn(async move { person.mutate("introductionAnswer", yes, INTRODUCTION).await }));
    }
    for answer in answers {
        let answer = answer.await.unwrap();
        assert_eq!(answer["userErrors"], json!([]), "{answer}");
    }
    for n in 0..OFFICES {
        let counted = [stage.counts(&made[n]).await, stage.counts(&made[n + OFFICES]).await];
        assert_eq!(counted.iter().filter(|counts| **counts).count(), 1, "{counted:?}");
    }
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn while_one_is_disputed_the_next_one_is_not_lost() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let first = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let second = stage.serving("另一个需求", &rival, &stage.rival).await;
    for n in 0..2 * OFFICES {
        let (_, head) = stage.app.office(&format!("第{n}大学")).await;
        let made = stage.advisor.done("introductionRecord", stage.meeting(&stage.advisor, &first, &head), INTRODUCTION).await;
        let no = versioned(&made["introduction"], json!({ "confirm": false }));
        let (disputed, next) = tokio::join!(
            head.mutate("introductionAnswer", no, INTRODUCTION),
            stage.rival.mutate("introductionRecord", stage.meeting(&stage.rival, &second, &head), INTRODUCTION),
        );
        assert_eq!((&disputed["userErrors"], &next["userErrors"]), (&json!([]), &json!([])));
        assert!(stage.counts(&next["introduction"]).await, "round {n}: nobody has brought the two together");
    }
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn of_two_decisions_at_once_one_is_taken() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.matched("焊缝返修太多", &advisor, &stage.advisor).await;
    let platform: lianqiao::kernel::Id<lianqiao::kernel::id::Organization> = stage.operator.organization.parse().unwrap();
    let organization = lianqiao::identity::organizations(&stage.app.ctx, stage.app.ctx.db.read(), &[platform]).await.unwrap().remove(0);
    let other = stage.app.person("second", &organization, Role::Operator).await;
    let mut deal = stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &case, 'a'), OUTCOME).await["caseOutcome"].clone();
    for person in [&stage.owner, &stage.head] {
        deal = person.done("outcomeConfirm", versioned(&deal, json!({})), OUTCOME).await["caseOutcome"].clone();
    }
    let (yes, no) = tokio::join!(
        stage.operator.mutate("outcomeDecide", versioned(&deal, json!({ "validate": true })), OUTCOME),
        other.mutate("outcomeDecide", versioned(&deal, json!({ "validate": false, "note": "合同未盖章" })), OUTCOME),
    );
    let taken: Vec<_> = [&yes, &no].into_iter().filter(|answer| answer["userErrors"] == json!([])).collect();
    assert_eq!(taken.len(), 1, "{yes} {no}");
    let late = [&yes, &no].into_iter().find(|answer| answer["userErrors"] != json!([])).unwrap();
    assert_eq!(late["userErrors"][0]["code"], json!("STALE_VERSION"));
    let look = "query($id: ID!) { caseOutcome(id: $id) { state } }";
    let after = stage.operator.ok(look, json!({ "id": deal["id"] })).await["caseOutcome"]["state"].clone();
    assert_eq!(after, taken[0]["caseOutcome"]["state"]);
    stage.app.settle().await;
    stage.app.finish().await;
}
