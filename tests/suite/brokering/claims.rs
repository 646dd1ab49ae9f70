//! What was brought about is claimed once, by whoever was first, however many try at once.

use chrono::Duration;
use lianqiao::{jobs, kernel::Role};
use lianqiao_tests::Person;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::stage::{CASE, INTRODUCTION, OUTCOME, Stage, profile, take, versioned};

/// Universities that try at once.
const OFFICES: usize = 4;

impl Stage {
    /// The id of a license of the university for the enterprise that was granted on the platform.
    async fn licensed(&self) -> String {
        self.granted(&self.request().await).await
    }

    /// The id of the license that answers a request.
    async fn granted(&self, request: &str) -> String {
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
async fn a_license_of_the_platform_is_meant_by_name_or_by_the_cases_own_request() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let first = stage.matched("焊缝返修太多", &advisor, &stage.advisor).await;
    let second = stage.known(&rival, &stage.rival).await;
    let shown = "caseOutcome { id version licenseId amount { minorUnits } }";
    // What the two have on the platform beside the case is neither taken for the contract nor told of, be it one or several.
    for (hash, amount) in [('c', "60000000"), ('d', "70000000")] {
        stage.licensed().await;
        let mut input = stage.outcome(&stage.advisor, &first, hash);
        input["amount"]["minorUnits"] = json!(amount);
        let deal = stage.advisor.done("outcomeFile", input, shown).await["caseOutcome"].clone();
        assert_eq!((&deal["licenseId"], &deal["amount"]["minorUnits"]), (&Value::Null, &json!(amount)));
    }
    // The one of the case's own request needs no name.
    let look = "query($id: ID!) { brokerCase(id: $id) { licenseRequestId } }";
    let about = stage.rival.ok(look, json!({ "id": second["id"] })).await["brokerCase"]["licenseRequestId"].clone();
    let license = stage.granted(about.as_str().unwrap()).await;
    let deal = stage.rival.done("outcomeFile", stage.outcome(&stage.rival, &second, 'a'), shown).await["caseOutcome"].clone();
    assert_eq!((&deal["licenseId"], &deal["amount"]["minorUnits"]), (&json!(license), &json!("0")));
    // Another scan of the same contract has another hash.
    let again = stage.outcome(&stage.rival, &second, 'b');
    assert_eq!(stage.rival.refused("outcomeFile", again.clone(), OUTCOME).await, exists("licenseId"));
    let mut named = stage.outcome(&stage.advisor, &first, 'b');
    named["licenseId"] = json!(license);
    assert_eq!(stage.advisor.refused("outcomeFile", named, OUTCOME).await, exists("licenseId"));
    for hash in ['a', 'b'] {
        let mut copied = stage.outcome(&stage.rival, &second, hash);
        (copied["kind"], copied["amount"]["minorUnits"]) = (json!("SERVICE"), json!("0"));
        assert_eq!(stage.rival.refused("outcomeFile", copied, OUTCOME).await, exists("contractHash"));
    }
    // What was refused may be filed again, by whoever has it right.
    let no = versioned(&deal, json!({ "validate": false, "note": "不是该顾问促成" }));
    stage.operator.done("outcomeDecide", no, OUTCOME).await;
    stage.rival.done("outcomeFile", again, OUTCOME).await;
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn what_two_signed_is_claimed_once_whatever_it_is_called() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let first = stage.matched("焊缝返修太多", &advisor, &stage.advisor).await;
    let known = stage.known(&rival, &stage.rival).await;
    // At the same time, each with a scan and a name of its own.
    let mut service = stage.outcome(&stage.rival, &known, 'b');
    service["kind"] = json!("SERVICE");
    let (one, two) = tokio::join!(
        stage.advisor.mutate("outcomeFile", stage.outcome(&stage.advisor, &first, 'a'), OUTCOME),
        stage.rival.mutate("outcomeFile", service, OUTCOME),
    );
    let refusals: Vec<_> = [&one, &two].iter().flat_map(|answer| answer["userErrors"].as_array().unwrap().clone()).collect();
    assert_eq!(refusals.len(), 1, "{one} {two}");
    assert_eq!((&refusals[0]["code"], &refusals[0]["path"]), (&json!("OUTCOME_EXISTS"), &json!(["input", "contractHash"])));
    // Signed on the same day for another amount, it is another one.
    let mut other = stage.outcome(&stage.rival, &known, 'c');
    other["amount"]["minorUnits"] = json!("0");
    stage.rival.done("outcomeFile", other, OUTCOME).await;
    // Granted on the platform afterwards, it is still the same contract.
    let mut named = stage.outcome(&stage.advisor, &first, 'd');
    named["licenseId"] = json!(stage.licensed().await);
    assert_eq!(stage.advisor.refused("outcomeFile", named, OUTCOME).await, exists("contractHash"));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn what_was_filed_before_deals_were_claimed_counts_unless_another_claims_it() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.matched("焊缝返修太多", &advisor, &stage.advisor).await;
    let mut old = stage.outcome(&stage.advisor, &case, 'a');
    old["amount"]["minorUnits"] = json!("1");
    let mut old = stage.advisor.done("outcomeFile", old, OUTCOME).await["caseOutcome"].clone();
    let new = stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &case, 'b'), OUTCOME).await["caseOutcome"].clone();
    // As a program of yesterday leaves it that serves beside this one.
    let written = "UPDATE case_outcome SET claimed = FALSE, amount_minor = 60000000 WHERE amount_minor = 1";
    assert_eq!(stage.app.ctx.db.maintenance().execute_unprepared(written).await.unwrap().rows_affected(), 1);
    for person in [&stage.owner, &stage.head] {
        old = person.done("outcomeConfirm", versioned(&old, json!({})), OUTCOME).await["caseOutcome"].clone();
    }
    let yes = versioned(&old, json!({ "validate": true }));
    assert_eq!(stage.operator.refused("outcomeDecide", yes.clone(), OUTCOME).await.0, "OUTCOME_EXISTS");
    stage.operator.done("outcomeDecide", versioned(&new, json!({ "validate": false, "note": "重复申报" })), OUTCOME).await;
    let counted = stage.operator.done("outcomeDecide", yes, OUTCOME).await["caseOutcome"]["state"].clone();
    assert_eq!(counted, json!("VALIDATED"));
    // It claims nothing, and is there all the same.
    let again = stage.advisor.refused("outcomeFile", stage.outcome(&stage.advisor, &case, 'c'), OUTCOME).await;
    assert_eq!(again, exists("contractHash"));
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
