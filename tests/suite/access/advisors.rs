//! The advisor of tenant A: appointed, with a declared tie and a mandate of the enterprise.

use lianqiao_tests::Person;
use serde_json::{Value, json};

use super::deal::{People, Things};

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// Plays it all; the things by what they are called.
pub async fn made(people: &People, known: &Things) -> Things {
    let (advisor, owner, operator) = (&people["ADVISOR"], &people["SME_OWNER"], &people["OPERATOR"]);
    let shown = "advisor { id version conflicts { id } }";
    let profile = json!({ "profile": { "languages": ["CHINESE"], "chains": ["AI"] } });
    let mut made = advisor.done("advisorApply", profile, shown).await["advisor"].clone();
    let id = text(&made["id"]);
    let step = |made: &Value, more: Value| {
        let mut input = json!({ "id": made["id"], "expectedVersion": made["version"] });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let tie = json!({ "advisorId": id, "kind": "EQUITY", "name": "旧东家", "idempotencyKey": advisor.key() });
    let declaration = text(&advisor.done("advisorConflictDeclare", tie, shown).await["advisor"]["conflicts"][0]["id"]);
    made = advisor.done("advisorConflictsConfirm", step(&made, json!({})), shown).await["advisor"].clone();
    made = operator.done("advisorVet", step(&made, json!({})), shown).await["advisor"].clone();
    let term = json!({ "grade": "SENIOR", "termFrom": "2026-11-23", "termUntil": "2028-11-22" });
    operator.done("advisorAppoint", step(&made, term), shown).await;
    let ask = json!({
        "organizationId": owner.organization, "scopes": ["INTRODUCTIONS"], "validUntil": "2027-05-31", "note": "愿为贵单位寻找焊接成果",
        "idempotencyKey": advisor.key(),
    });
    let asked = text(&advisor.done("mandateRequestSubmit", ask, "mandateRequest { id }").await["mandateRequest"]["id"]);
    let mandate = json!({
        "organizationId": owner.organization, "advisorId": id, "scopes": ["INTRODUCTIONS", "CONTRACTS"],
        "validUntil": "2027-05-31", "idempotencyKey": owner.key(),
    });
    let mandate = text(&owner.done("mandateGrant", mandate, "mandate { id }").await["mandate"]["id"]);
    let (case, tie) = case(people, &known["request"], &id).await;
    let mut things = work(people, known, &id).await;
    things.insert("given_up", given_up(people, &known["demand_submitted"], &id).await);
    things.insert("mandate_request", asked);
    things.extend([("advisor", id), ("declaration", declaration), ("mandate", mandate), ("case", case), ("case_tie", tie)]);
    things
}

/// A case about the enterprise's license request, in which the advisor has disclosed a tie with the university.
async fn case(people: &People, request: &str, advisor_id: &str) -> (String, String) {
    let (advisor, owner, operator) = (&people["ADVISOR"], &people["SME_OWNER"], &people["OPERATOR"]);
    let shown = "brokerCase { id version conflicts { id } }";
    let open =
        json!({ "organizationId": owner.organization, "requestId": request, "note": "请帮忙看看条款", "idempotencyKey": owner.key() });
    let mut case = owner.done("caseOpen", open, shown).await["brokerCase"].clone();
    let id = text(&case["id"]);
    let assign = json!({ "id": id, "expectedVersion": case["version"], "advisorId": advisor_id });
    case = operator.done("caseAssign", assign, shown).await["brokerCase"].clone();
    let tie = json!({
        "caseId": id, "expectedVersion": case["version"], "kind": "SUPERVISION", "organizationId": people["TTO_HEAD"].organization,
        "note": "曾在该校读博", "handling": "DISCLOSE_AND_CONSENT",
    });
    case = advisor.done("caseConflictDisclose", tie, shown).await["brokerCase"].clone();
    let tie = text(&case["conflicts"][0]["id"]);
    let accept = json!({ "id": id, "expectedVersion": case["version"], "noConflict": true });
    advisor.done("caseAccept", accept, shown).await;
    (id, tie)
}

/// A case in which nothing fitted, and of which the enterprise has not said what it thinks.
async fn given_up(people: &People, demand: &str, advisor_id: &str) -> String {
    let (advisor, owner, operator) = (&people["ADVISOR"], &people["SME_OWNER"], &people["OPERATOR"]);
    let shown = "brokerCase { id version }";
    let open = json!({ "organizationId": owner.organization, "demandId": demand, "idempotencyKey": owner.key() });
    let mut case = owner.done("caseOpen", open, shown).await["brokerCase"].clone();
    for (who, field, more) in [
        (operator, "caseAssign", json!({ "advisorId": advisor_id })),
        (advisor, "caseAccept", json!({ "noConflict": true })),
        (advisor, "caseGiveUp", json!({ "reason": "没有合适的成果" })),
    ] {
        let mut input = json!({ "id": case["id"], "expectedVersion": case["version"] });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        case = who.done(field, input, shown).await["brokerCase"].clone();
    }
    text(&case["id"])
}

/// What the advisor did in another case of the enterprise: a note, a task, an introduction, a contract, and what is paid for it.
async fn work(people: &People, known: &Things, advisor_id: &str) -> Things {
    let (advisor, owner, operator, head) = (&people["ADVISOR"], &people["SME_OWNER"], &people["OPERATOR"], &people["TTO_HEAD"]);
    let shown = "brokerCase { id version tasks { id } }";
    let open = json!({ "organizationId": owner.organization, "demandId": known["demand_draft"], "idempotencyKey": owner.key() });
    let mut case = owner.done("caseOpen", open, shown).await["brokerCase"].clone();
    let step = |case: &Value, more: Value| {
        let mut input = json!({ "id": case["id"], "expectedVersion": case["version"] });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    case = operator.done("caseAssign", step(&case, json!({ "advisorId": advisor_id })), shown).await["brokerCase"].clone();
    advisor.done("caseAccept", step(&case, json!({ "noConflict": true })), shown).await;
    let log = json!({
        "caseId": case["id"], "kind": "INTAKE", "occurredAt": "2026-11-23T01:00:00Z", "minutes": 30, "place": "ONLINE",
        "summary": "了解企业焊接工艺与返修成本", "visibility": "CLIENT", "idempotencyKey": advisor.key(),
    });
    advisor.done("serviceLogAdd", log.clone(), shown).await;
    let mut own = log;
    (own["visibility"], own["idempotencyKey"]) = (json!("OWN"), json!(advisor.key()));
    case = advisor.done("serviceLogAdd", own, shown).await["brokerCase"].clone();
    advisor.done("caseStart", step(&case, json!({})), shown).await;
    let task = json!({ "caseId": case["id"], "title": "寄样", "dueOn": "2026-12-01", "idempotencyKey": advisor.key() });
    case = advisor.done("caseTaskAdd", task, shown).await["brokerCase"].clone();
    let task = text(&case["tasks"][0]["id"]);
    let (sent, waits_to_be_sent) = picked(advisor, &case["id"], known).await;
    // Confirmed, so that a contract can follow; another one waits for the university.
    let introduce =
        |key: String| json!({ "caseId": case["id"], "organizationId": head.organization, "note": "焊接团队", "idempotencyKey": key });
    let first = advisor.done("introductionRecord", introduce(advisor.key()), "introduction { id }").await["introduction"]["id"].clone();
    head.done("introductionAnswer", json!({ "id": first, "expectedVersion": 1, "confirm": true }), "introduction { id }").await;
    let waits = advisor.done("introductionRecord", introduce(advisor.key()), "introduction { id }").await;
    let look = "query($id: ID!) { brokerCase(id: $id) { id version } }";
    case = advisor.ok(look, json!({ "id": case["id"] })).await["brokerCase"].clone();
    advisor.done("caseMatch", step(&case, json!({})), shown).await;
    // Three contracts: what two sign on one day for one amount is one.
    let file = |hash: char, amount: &str, key: String| {
        json!({
            "caseId": case["id"], "organizationId": head.organization, "kind": "DEVELOPMENT", "contractHash": hash.to_string().repeat(64),
            "amount": { "currency": "CNY", "minorUnits": amount }, "signedOn": "2026-11-23", "idempotencyKey": key,
        })
    };
    let decided = advisor.done("outcomeFile", file('a', "8000000", advisor.key()), "caseOutcome { id }").await["caseOutcome"]["id"].clone();
    for (who, version) in [(owner, 1), (head, 2)] {
        who.done("outcomeConfirm", json!({ "id": decided, "expectedVersion": version }), "caseOutcome { id }").await;
    }
    operator.done("outcomeDecide", json!({ "id": decided, "expectedVersion": 3, "validate": true }), "caseOutcome { id }").await;
    let fee = json!({
        "outcomeId": decided, "kind": "SUBSIDY", "payer": "杨浦区", "basis": "区技术转移补贴", "amount": { "currency": "CNY", "minorUnits": "500000" },
        "idempotencyKey": operator.key(),
    });
    let fee = operator.done("caseFeeRecord", fee, "caseOutcome { fees { id } }").await["caseOutcome"]["fees"][0]["id"].clone();
    let confirmed =
        advisor.done("outcomeFile", file('b', "9000000", advisor.key()), "caseOutcome { id }").await["caseOutcome"]["id"].clone();
    for (who, version) in [(owner, 1), (head, 2)] {
        who.done("outcomeConfirm", json!({ "id": confirmed, "expectedVersion": version }), "caseOutcome { id }").await;
    }
    let filed = advisor.done("outcomeFile", file('c', "7000000", advisor.key()), "caseOutcome { id }").await["caseOutcome"]["id"].clone();
    owner.done("caseRate", json!({ "caseId": case["id"], "score": 5 }), "brokerCase { id }").await;
    Things::from([
        ("worked_case", text(&case["id"])),
        ("case_task", task),
        ("case_pick", waits_to_be_sent),
        ("case_pick_sent", sent),
        ("introduction", text(&waits["introduction"]["id"])),
        ("outcome", text(&decided)),
        ("outcome_confirmed", text(&confirmed)),
        ("outcome_filed", text(&filed)),
        ("case_fee", text(&fee)),
    ])
}

/// What the advisor has picked in a case: a listing that was sent, and one that was not.
async fn picked(advisor: &Person, case: &Value, known: &Things) -> (String, String) {
    let shown = "brokerCase { version workingList { picks { id } } shortlists { picks { id } } }";
    let pick =
        |listing: &str| json!({ "caseId": case, "listingId": known[listing], "reason": { "zh": "省电" }, "idempotencyKey": advisor.key() });
    let made = advisor.done("casePickAdd", pick("published"), shown).await["brokerCase"].clone();
    let send = json!({
        "caseId": case, "expectedVersion": made["version"], "minutes": 60, "explanation": "别无其他成果", "idempotencyKey": advisor.key(),
    });
    let sent = advisor.done("shortlistSend", send, shown).await["brokerCase"]["shortlists"][0]["picks"][0]["id"].clone();
    let waits = advisor.done("casePickAdd", pick("changed"), shown).await["brokerCase"]["workingList"]["picks"][0]["id"].clone();
    (text(&sent), text(&waits))
}
