//! The stage: an enterprise with a problem, an operator, two offices, an advisor.

use lianqiao::{config::Config, identity::rules::OrganizationKind, kernel::Role};
use lianqiao_tests::{Client, Options, Person, TestApp};
use serde_json::{Value, json};

use crate::advisor::stage::{ADVISOR, profile, step as decide, term};

/// Fields of a demand that the stories look at.
pub const DEMAND: &str = "demand { id version state revisionState hasUnpublishedChanges shownUntil }";
/// Fields of a proposal that the stories look at.
pub const PROPOSAL: &str = "demandProposal { id version state passReason answerNote revealedAt demandOwner { id } demandContact { name } }";

pub struct Stage {
    pub app: TestApp,
    /// Owner and member of the enterprise that has the problem.
    pub owner: Person,
    pub member: Person,
    pub operator: Person,
    /// Officers of two universities.
    pub officer: Person,
    pub rival: Person,
    /// Head of the first university.
    pub head: Person,
    pub advisor: Person,
}

impl Stage {
    pub async fn set() -> Self {
        Self::near("").await
    }

    /// With an embeddings endpoint at this address, which is asked anew as soon as anybody wants something.
    pub async fn near(endpoint: &str) -> Self {
        let app = TestApp::with(Options { configure: generous, embeddings: endpoint.to_owned(), ..Options::default() }).await;
        let enterprise = app.enterprise("上海小桥科技有限公司", Some(50)).await;
        let platform = app.organization(OrganizationKind::Platform, "技术转移平台", true).await;
        let (officer, head) = app.office("杨浦大学").await;
        let (rival, _) = app.office("江湾大学").await;
        let owner = app.person("owner", &enterprise, Role::SmeOwner).await;
        let member = app.person("member", &enterprise, Role::SmeMember).await;
        let advisor = app.person("advisor", &platform, Role::Advisor).await;
        let operator = app.operator().await;
        app.settle().await;
        Self { owner, member, operator, officer, rival, head, advisor, app }
    }

    /// Appoints the advisor for two years.
    pub async fn appoint(&self) {
        let mut advisor = self.advisor.done("advisorApply", json!({ "profile": profile() }), ADVISOR).await["advisor"].clone();
        decide(&self.advisor, "advisorConflictsConfirm", &mut advisor, json!({})).await;
        decide(&self.operator, "advisorVet", &mut advisor, json!({})).await;
        decide(&self.operator, "advisorAppoint", &mut advisor, term()).await;
    }

    /// What the enterprise writes, anonymously.
    pub fn content(&self) -> Value {
        json!({
            "organizationId": self.owner.organization, "title": { "zh": "焊缝返修太多", "en": "Too many welds are done twice" },
            "problem": { "zh": "厚板焊缝每班返修十几处，磨掉重焊一处要四十分钟。" },
            "acceptanceTests": [{ "name": "一次合格率", "comparator": "AT_LEAST", "value": "98.5", "unit": "%", "method": "超声检测" }],
            "keywords": ["焊接", "返修"], "industries": ["C3734"], "trlMin": 6, "wantsUseFirstPayLater": true, "site": "310110",
            "budget": { "min": { "currency": "CNY", "minorUnits": "10000000" }, "max": { "currency": "CNY", "minorUnits": "50000000" }, "mode": "RANGE" },
            "contact": { "name": "王工", "phone": "13800138000", "email": "wang@xiaoqiao.example" }, "visibility": "ANONYMOUS",
        })
    }

    pub async fn draft(&self, change: Value) -> Value {
        let mut input = self.content();
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        self.owner.done("demandCreate", input, DEMAND).await["demand"].clone()
    }

    /// A published demand.
    pub async fn published(&self, change: Value) -> Value {
        let mut demand = self.draft(change).await;
        step(&self.owner, "demandSubmit", &mut demand, json!({})).await;
        step(&self.operator, "demandPublish", &mut demand, json!({})).await;
        self.app.settle().await;
        demand
    }

    /// Input of a proposal of an idea by `person`.
    pub fn pitch(&self, person: &Person, demand: &Value) -> Value {
        json!({
            "demandId": demand["id"], "organizationId": person.organization, "title": "激光电弧复合焊",
            "approach": "在现有工位上加装跟踪头，先焊对接缝。", "trl": 7, "idempotencyKey": person.key(),
        })
    }

    /// The id of a published listing of the first university.
    pub async fn listing(&self) -> String {
        let input = json!({
            "organizationId": self.officer.organization, "title": { "zh": "激光电弧复合焊" }, "problem": { "zh": "返修多" }, "benefit": { "zh": "一次合格" },
            "ipRights": [{ "kind": "SOFTWARE", "number": "2024SR0000009", "status": "IN_FORCE" }], "inventorsConsent": true,
            "offers": [{ "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "FREE" }],
        });
        let mut listing = self.officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
        for (who, field) in [(&self.officer, "listingSubmit"), (&self.head, "listingPublish")] {
            let input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
            listing = who.done(field, input, "listing { id version }").await["listing"].clone();
        }
        listing["id"].as_str().unwrap().to_owned()
    }
}

/// Whoever asks for everything at once, again and again, spends more than one caller would be given.
fn generous(config: &mut Config) {
    let limits = &mut config.limits;
    (limits.points, limits.visitor_points) = (100_000_000, 100_000_000);
    (limits.complexity, limits.query_bytes) = (1_000_000, 100_000);
    let embeddings = &mut config.embeddings;
    (embeddings.attempts, embeddings.away_seconds, embeddings.answer_milliseconds) = (1, 0, 10_000);
}

/// Takes a step with a demand, which is as it is afterwards.
pub async fn step(who: &Client, field: &str, demand: &mut Value, extra: Value) {
    let mut input = json!({ "id": demand["id"], "expectedVersion": demand["version"] });
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    *demand = who.done(field, input, DEMAND).await["demand"].clone();
}

/// `(code, path)` of the refusal of a step.
pub async fn refused(who: &Client, field: &str, demand: &Value, extra: Value) -> (String, String) {
    let mut input = json!({ "id": demand["id"], "expectedVersion": demand["version"] });
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    who.refused(field, input, DEMAND).await
}
