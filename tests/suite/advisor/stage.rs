//! The stage: an enterprise, an operator, a university, two advisors.

use lianqiao::{config::Config, identity::rules::OrganizationKind, kernel::Role};
use lianqiao_tests::{Client, Options, Person, TestApp};
use serde_json::{Value, json};

/// Fields of an advisor that the stories look at.
pub const ADVISOR: &str = "advisor { id version state grade termUntil available conflicts { id kind } conflictsConfirmedOn reason }";
/// Fields of a mandate that the stories look at.
pub const MANDATE: &str = "mandate { id version state validUntil scopes }";

pub struct Stage {
    pub app: TestApp,
    /// Owner and member of the enterprise.
    pub owner: Person,
    pub member: Person,
    /// Owner of another enterprise.
    pub stranger: Person,
    pub operator: Person,
    /// Officer and head of a university.
    pub officer: Person,
    pub head: Person,
    /// Two people with the role of an advisor; not appointed yet.
    pub advisor: Person,
    pub rival: Person,
}

impl Stage {
    pub async fn set() -> Self {
        let app = TestApp::with(Options { configure: generous, ..Options::default() }).await;
        let enterprise = app.enterprise("上海小桥科技有限公司", Some(50)).await;
        let other = app.enterprise("上海大江集团", Some(60)).await;
        let platform = app.organization(OrganizationKind::Platform, "技术转移平台", true).await;
        let (officer, head) = app.office("杨浦大学").await;
        let owner = app.person("owner", &enterprise, Role::SmeOwner).await;
        let member = app.person("member", &enterprise, Role::SmeMember).await;
        let stranger = app.person("stranger", &other, Role::SmeOwner).await;
        let advisor = app.person("advisor", &platform, Role::Advisor).await;
        let rival = app.person("rival", &platform, Role::Advisor).await;
        let operator = app.operator().await;
        app.settle().await;
        Self { owner, member, stranger, operator, officer, head, advisor, rival, app }
    }

    /// Somebody's application.
    pub async fn applied(&self, person: &Person, profile: Value) -> Value {
        person.done("advisorApply", json!({ "profile": profile }), ADVISOR).await["advisor"].clone()
    }

    /// Somebody who was appointed for two years.
    pub async fn appointed(&self, person: &Person, profile: Value) -> Value {
        let mut advisor = self.applied(person, profile).await;
        step(person, "advisorConflictsConfirm", &mut advisor, json!({})).await;
        step(&self.operator, "advisorVet", &mut advisor, json!({})).await;
        step(&self.operator, "advisorAppoint", &mut advisor, term()).await;
        advisor
    }

    /// The enterprise's mandate for an advisor, with everything allowed.
    pub async fn mandated(&self, advisor: &Value, until: &str) -> Value {
        self.owner.done("mandateGrant", self.mandate(advisor, until), MANDATE).await["mandate"].clone()
    }

    /// Input of a mandate.
    pub fn mandate(&self, advisor: &Value, until: &str) -> Value {
        self.mandate_of(&self.owner, advisor, until)
    }

    /// Input of a mandate that somebody's enterprise gives.
    pub fn mandate_of(&self, owner: &Person, advisor: &Value, until: &str) -> Value {
        json!({
            "organizationId": owner.organization, "advisorId": advisor["id"], "scopes": ["DEMANDS", "INTRODUCTIONS", "CONTRACTS"],
            "validUntil": until, "idempotencyKey": owner.key(),
        })
    }

    /// People signed in anew, after the clock has moved on by more than a session lasts.
    pub async fn again(&self, person: &Person) -> Client {
        self.app.sign_in(&person.email).await
    }
}

/// What an appointment says.
pub fn term() -> Value {
    json!({ "grade": "SENIOR", "termFrom": "2026-11-23", "termUntil": "2028-11-22" })
}

/// What somebody is good at.
pub fn profile() -> Value {
    json!({ "languages": ["CHINESE", "ENGLISH"], "industries": ["C37"], "chains": ["SMART_MANUFACTURING"], "regions": ["310110"] })
}

/// Whoever asks for everything at once, again and again, spends more than one caller would be given.
fn generous(config: &mut Config) {
    let limits = &mut config.limits;
    (limits.points, limits.visitor_points) = (100_000_000, 100_000_000);
    (limits.complexity, limits.query_bytes) = (1_000_000, 100_000);
}

/// Id and version of a thing, and more.
pub fn versioned(thing: &Value, more: Value) -> Value {
    let mut input = json!({ "id": thing["id"], "expectedVersion": thing["version"] });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

/// Takes a step with an advisor, who is as they are afterwards.
pub async fn step(who: &Client, field: &str, advisor: &mut Value, more: Value) {
    *advisor = who.done(field, versioned(advisor, more), ADVISOR).await["advisor"].clone();
}
