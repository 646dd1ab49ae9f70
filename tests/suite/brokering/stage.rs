//! The stage of the advisors, with a problem and a call for help.

use lianqiao::{
    identity::{self, actions::AddMember},
    kernel::{Actor, Role},
};
use lianqiao_tests::{Client, Person};
use serde_json::{Value, json};

pub use crate::advisor::stage::{MANDATE, Stage, profile, versioned};

/// Fields of a case that the stories look at.
pub const CASE: &str =
    "brokerCase { id version state notesOnly assignBy answerBy contactBy shortlistBy stuckSince lateSince reason title { zh }
    client { id } advisor { id } needs { industries chains region languages crossBorder gradeMin }
    conflicts { id version state } availableTransitions { name blockedBy { code } } }";

/// Fields of a disclosed tie that the stories look at.
pub const TIE: &str = "caseConflict { id version state clientConsentedAt counterpartyConsentedAt }";

/// Fields of an introduction that the stories look at.
pub const INTRODUCTION: &str =
    "introduction { id version state credited noCredit introducedAt client { id } counterparty { id } case { id } }";
/// Fields of an outcome that the stories look at.
pub const OUTCOME: &str = "caseOutcome { id version state fees { id version kind arrivedOn } decisionNote }";
/// A case with everything that is done in it.
const WORK: &str = "query($id: ID!) { brokerCase(id: $id) { id version state notesOnly title { zh } client { id } nextStep nextDue
    logs { id summary corrected visibility } introductions { id credited } tasks { id version kind title dueOn doneOn } outcomes { id } rating { score } } }";

impl Stage {
    /// Somebody with one seat more, signed in anew.
    pub async fn also(&self, person: &Person, organization: &str, role: Role) -> Client {
        let seat = AddMember { organization: organization.parse().unwrap(), email: person.email.clone(), roles: vec![role] };
        identity::actions::add_member(&self.app.ctx, &Actor::System("stage"), seat).await.unwrap();
        self.again(person).await
    }

    /// A case about a license of the university: the other side is known from the beginning.
    pub async fn requested(&self, advisor: &Value) -> Value {
        let request = self.request().await;
        let open = json!({ "organizationId": self.owner.organization, "requestId": request, "idempotencyKey": self.owner.key() });
        let mut case = self.owner.done("caseOpen", open, CASE).await["brokerCase"].clone();
        take(&self.operator, "caseAssign", &mut case, json!({ "advisorId": advisor["id"] })).await;
        case
    }

    /// A tie that an advisor discloses in a case.
    pub fn tie(&self, case: &Value, organization: &str, handling: &str) -> Value {
        json!({
            "caseId": case["id"], "expectedVersion": case["version"], "kind": "CONSULTING", "organizationId": organization,
            "note": "曾提供有偿咨询", "handling": handling,
        })
    }

    /// An introduction to the university that it has confirmed.
    pub async fn introduced(&self, person: &Person, case: &Value) -> Value {
        let made = person.done("introductionRecord", self.introduction(person, case), INTRODUCTION).await["introduction"].clone();
        let yes = versioned(&made, json!({ "confirm": true }));
        self.head.done("introductionAnswer", yes, INTRODUCTION).await["introduction"].clone()
    }

    /// A demand of the enterprise, as a draft.
    pub async fn demand(&self, title: &str) -> Value {
        self.owner.done("demandCreate", self.draft(title), "demand { id version }").await["demand"].clone()
    }

    /// Input of such a demand.
    pub fn draft(&self, title: &str) -> Value {
        json!({
            "organizationId": self.owner.organization, "title": { "zh": title }, "problem": { "zh": "厚板焊缝每班返修十几处。" },
            "industries": ["C3734"], "chains": ["SMART_MANUFACTURING"], "site": "310110", "visibility": "ANONYMOUS",
        })
    }

    /// Input of a call for help with a demand.
    pub fn call(&self, demand: &Value) -> Value {
        json!({ "organizationId": self.owner.organization, "demandId": demand["id"], "idempotencyKey": self.owner.key() })
    }

    /// A case that waits for an advisor.
    pub async fn case(&self, title: &str) -> Value {
        let demand = self.demand(title).await;
        self.owner.done("caseOpen", self.call(&demand), CASE).await["brokerCase"].clone()
    }

    /// The case with an advisor asked to take it.
    pub async fn assigned(&self, title: &str, advisor: &Value) -> Value {
        let mut case = self.case(title).await;
        take(&self.operator, "caseAssign", &mut case, json!({ "advisorId": advisor["id"] })).await;
        case
    }

    /// A case that the advisor has taken.
    pub async fn accepted(&self, title: &str, advisor: &Value, person: &Person) -> Value {
        let mut case = self.assigned(title, advisor).await;
        take(person, "caseAccept", &mut case, json!({ "noConflict": true })).await;
        case
    }

    /// A request of the enterprise for a license of the university, by id.
    pub async fn request(&self) -> String {
        let listing = self.listing().await;
        let input = json!({
            "listingId": listing, "organizationId": self.owner.organization, "offerCode": "A",
            "purpose": "用于厚板焊接", "idempotencyKey": self.owner.key(),
        });
        let request = self.owner.done("licenseRequestSubmit", input, "licenseRequest { id }").await;
        request["licenseRequest"]["id"].as_str().unwrap().to_owned()
    }

    /// The id of a published listing of the university.
    pub async fn listing(&self) -> String {
        self.listing_on(json!({ "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "FREE" })).await
    }

    /// One for which `yuan` are to be paid later.
    pub async fn listing_for(&self, yuan: &str) -> String {
        let price = json!({ "currency": "CNY", "minorUnits": yuan.replace('.', "") });
        self.listing_on(json!({
            "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 36, "paymentMode": "DEFERRED", "price": price,
            "useFirstPayLater": { "modes": ["DEFERRED"], "freeMonths": 12 },
        }))
        .await
    }

    async fn listing_on(&self, offer: Value) -> String {
        let input = json!({
            "organizationId": self.officer.organization, "title": { "zh": "激光电弧复合焊" }, "problem": { "zh": "返修多" }, "benefit": { "zh": "一次合格" },
            "ipRights": [{ "kind": "SOFTWARE", "number": "2024SR0000009", "status": "IN_FORCE" }], "inventorsConsent": true,
            "offers": [offer],
        });
        let mut listing = self.officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
        for (who, field) in [(&self.officer, "listingSubmit"), (&self.head, "listingPublish")] {
            listing = who.done(field, versioned(&listing, json!({})), "listing { id version }").await["listing"].clone();
        }
        listing["id"].as_str().unwrap().to_owned()
    }

    /// The case as somebody sees it; null if they do not.
    pub async fn look(&self, who: &Client, case: &Value) -> Value {
        let document = format!("query($id: ID!) {{ {} }}", CASE.replacen("brokerCase", "brokerCase(id: $id)", 1));
        who.ok(&document, json!({ "id": case["id"] })).await["brokerCase"].clone()
    }

    /// The case with everything that is done in it, as somebody sees it.
    pub async fn work(&self, who: &Client, case: &Value) -> Value {
        who.ok(WORK, json!({ "id": case["id"] })).await["brokerCase"].clone()
    }

    /// A note of an advisor.
    pub fn note(&self, person: &Person, case: &Value, more: Value) -> Value {
        let mut input = json!({
            "caseId": case["id"], "kind": "INTAKE", "occurredAt": self.app.ctx.now().to_rfc3339(), "minutes": 45, "place": "ONSITE",
            "participants": ["王工"], "summary": "走访车间，记录返修工序与成本构成", "visibility": "CLIENT", "idempotencyKey": person.key(),
        });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    }

    /// A case in which an advisor works under a mandate.
    pub async fn serving(&self, title: &str, advisor: &Value, person: &Person) -> Value {
        let mut case = self.accepted(title, advisor, person).await;
        let open = "query($id: ID) { mandates(first: 1, filter: { advisorId: $id, active: true }) { nodes { id } } }";
        if self.owner.ok(open, json!({ "id": advisor["id"] })).await["mandates"]["nodes"] == json!([]) {
            let mut mandate = self.mandate(advisor, "2027-06-30");
            mandate["feeTerms"] = json!("成交后按合同额百分之二支付");
            self.owner.done("mandateGrant", mandate, MANDATE).await;
        }
        case = person.done("serviceLogAdd", self.note(person, &case, json!({})), CASE).await["brokerCase"].clone();
        take(person, "caseStart", &mut case, json!({})).await;
        case
    }

    /// A case whose client was introduced to the university, and in which the two want to go on with each other.
    pub async fn matched(&self, title: &str, advisor: &Value, person: &Person) -> Value {
        let case = self.serving(title, advisor, person).await;
        self.introduced(person, &case).await;
        let mut case = self.look(person, &case).await;
        take(person, "caseMatch", &mut case, json!({})).await;
        case
    }

    /// An introduction of the enterprise to the university.
    pub fn introduction(&self, person: &Person, case: &Value) -> Value {
        json!({ "caseId": case["id"], "organizationId": self.head.organization, "note": "介绍焊接团队", "idempotencyKey": person.key() })
    }

    /// A contract between the two; `hash` is every character of its hash.
    pub fn outcome(&self, person: &Person, case: &Value, hash: char) -> Value {
        json!({
            "caseId": case["id"], "organizationId": self.head.organization, "kind": "LICENSE", "contractHash": hash.to_string().repeat(64),
            "amount": { "currency": "CNY", "minorUnits": "60000000" }, "signedOn": "2026-11-23", "useFirstPayLater": true,
            "idempotencyKey": person.key(),
        })
    }
}

/// Takes a step with a case, which is as it is afterwards.
pub async fn take(who: &Client, field: &str, case: &mut Value, more: Value) {
    *case = who.done(field, versioned(case, more), CASE).await["brokerCase"].clone();
}

/// The code of the refusal of a step, and its path.
pub async fn refused(who: &Client, field: &str, case: &Value, more: Value) -> (String, String) {
    who.refused(field, versioned(case, more), CASE).await
}
