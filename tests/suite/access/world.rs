//! Tenant A and its neighbors: a university and an enterprise that deal with each other, another of each, and the platform.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Duration;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use lianqiao::{
    config::Config,
    identity::{
        rules::{Organization, OrganizationKind},
        token::Signer,
    },
    kernel::{Role, id},
};
use lianqiao_tests::{Client, Options, Person, SeededRandom, TestApp};
use serde_json::{Value, json};

use super::deal;

/// Everybody whom the access table names. The first eight belong to tenant A or to the platform; `OTHER_..` hold the same
/// role in another university or enterprise. Roles of the platform count everywhere, so they have no other.
pub const CAST: &[&str] = &[
    "TTO_OFFICER",
    "TTO_HEAD",
    "SME_MEMBER",
    "SME_OWNER",
    "ADVISOR",
    "CASE_OFFICER",
    "OPERATOR",
    "OBSERVER",
    "OTHER_TTO_OFFICER",
    "OTHER_TTO_HEAD",
    "OTHER_SME_MEMBER",
    "OTHER_SME_OWNER",
    "VISITOR",
];

/// People who sign in and have no standing in any verified organization: the head whose seat was taken away a moment ago,
/// somebody without a seat, heads of a university that waits for its verification and of one that was rejected.
pub const WITHOUT_STANDING: &[&str] = &["REMOVED", "SEATLESS", "PENDING", "REJECTED"];

/// Tokens that do not count: one that ran out, two that nobody signed, one of a session that was ended, one of a user who
/// was suspended.
pub const NOT_SIGNED_IN: &[&str] = &["EXPIRED", "FORGED_NONE", "FORGED_KEY", "SIGNED_OUT", "SUSPENDED"];

/// The stage, and what stands on it.
pub struct World {
    pub app: TestApp,
    pub people: BTreeMap<&'static str, Client>,
    /// The organization of each person who has one.
    pub organizations: BTreeMap<&'static str, String>,
    /// Global ids of the things of tenant A, by what they are called in calls and in `schema/visible.toml`.
    pub things: BTreeMap<&'static str, String>,
}

impl World {
    pub async fn set() -> Self {
        let app = TestApp::with(Options { configure: generous, ..Options::default() }).await;
        let university = app.organization(OrganizationKind::University, "杨浦大学", true).await;
        let enterprise = app.enterprise("小桥科技", Some(50)).await;
        let office = app.organization(OrganizationKind::Government, "区科技经济委", true).await;
        let (other_university, other_enterprise) =
            (app.organization(OrganizationKind::University, "江湾大学", true).await, app.enterprise("大江集团", Some(60)).await);
        let platform = app.organization(OrganizationKind::Platform, "技术转移平台", true).await;
        let pending = app.organization(OrganizationKind::University, "未核大学", false).await;
        let rejected = app.organization(OrganizationKind::University, "被拒大学", true).await;
        app.settle().await;
        let seats: [(&'static str, &Organization, Role); 18] = [
            ("TTO_OFFICER", &university, Role::TtoOfficer),
            ("TTO_HEAD", &university, Role::TtoHead),
            ("SME_MEMBER", &enterprise, Role::SmeMember),
            ("SME_OWNER", &enterprise, Role::SmeOwner),
            ("ADVISOR", &platform, Role::Advisor),
            ("CASE_OFFICER", &office, Role::CaseOfficer),
            ("OPERATOR", &office, Role::Operator),
            ("OBSERVER", &office, Role::Observer),
            ("OTHER_TTO_OFFICER", &other_university, Role::TtoOfficer),
            ("OTHER_TTO_HEAD", &other_university, Role::TtoHead),
            ("OTHER_SME_MEMBER", &other_enterprise, Role::SmeMember),
            ("OTHER_SME_OWNER", &other_enterprise, Role::SmeOwner),
            ("PENDING", &pending, Role::TtoHead),
            ("REJECTED", &rejected, Role::TtoHead),
            ("REMOVED", &university, Role::TtoHead),
            ("SEATLESS", &other_university, Role::TtoOfficer),
            ("SUSPENDED", &university, Role::TtoHead),
            ("SIGNED_OUT", &university, Role::TtoHead),
        ];
        let mut persons = BTreeMap::new();
        for (name, organization, role) in seats {
            persons.insert(name, app.person(&name.to_lowercase(), organization, role).await);
        }
        let mut things = BTreeMap::from([
            ("university", university.id.to_string()),
            ("enterprise", enterprise.id.to_string()),
            ("pending_organization", pending.id.to_string()),
            ("rejected_organization", rejected.id.to_string()),
            ("user_suspended", persons["SUSPENDED"].user.clone()),
            ("session", app.ctx.new_id::<id::Session>().to_string()),
            ("login", app.ctx.new_id::<id::LinkedLogin>().to_string()),
            ("nothing", app.ctx.new_id::<id::Delivery>().to_string()),
        ]);
        take_away(&persons).await;
        things.extend(deal::done(&app, &persons).await);
        app.match_up().await;
        let organizations = persons.iter().map(|(name, person)| (*name, person.organization.clone())).collect();
        let mut people: BTreeMap<&'static str, Client> = persons.into_iter().map(|(name, person)| (name, person.client)).collect();
        people.insert("VISITOR", app.visitor.clone());
        people.extend(worthless(&app, &people["TTO_HEAD"]));
        Self { app, people, organizations, things }
    }
}

/// All the questions together, and the longest of them, cost more than one caller would be given.
fn generous(config: &mut Config) {
    let limits = &mut config.limits;
    (limits.points, limits.visitor_points) = (100_000_000, 100_000_000);
    (limits.complexity, limits.query_bytes) = (1_000_000, 100_000);
    // Here every use case is called: one that wants a second connection while its transaction holds one would wait for itself, as
    // a crowd of them does for each other in a larger pool.
    config.database.max_connections = 1;
}

/// Takes seats, a session and an account away from people who are signed in.
async fn take_away(people: &BTreeMap<&'static str, Person>) {
    let operator = &people["OPERATOR"];
    for name in ["REMOVED", "SEATLESS"] {
        let seat = people[name].ok("{ viewer { memberships { id version } } }", json!({})).await["viewer"]["memberships"][0].clone();
        let input = json!({ "id": seat["id"], "expectedVersion": seat["version"], "state": "SUSPENDED" });
        operator.done("membershipUpdate", input, "membership { id }").await;
    }
    people["SIGNED_OUT"].done("logOut", json!({}), "loggedOut").await;
    let suspend = json!({ "id": people["SUSPENDED"].user, "expectedVersion": 1, "reason": "账号被盗用。" });
    operator.done("userSuspend", suspend, "user { id }").await;
}

/// The token of a head, spoiled in three ways: run out, without a signature, signed with a key that is not ours.
fn worthless(app: &TestApp, head: &Client) -> Vec<(&'static str, Client)> {
    let mut parts = head.token().unwrap().split('.').take(2).map(read);
    let (mut header, claims) = (parts.next().unwrap(), parts.next().unwrap());
    let id = |claim: &str| claims[claim].as_str().unwrap();
    let ours = Signer { keys: &app.ctx.keys, auth: &app.ctx.config.auth, now: app.ctx.now() - Duration::days(1) };
    let (expired, _) = ours.access(&SeededRandom::new(1), id("sub").parse().unwrap(), id("sid").parse().unwrap()).unwrap();
    let like_ours = Header {
        typ: header["typ"].as_str().map(Into::into),
        kid: header["kid"].as_str().map(Into::into),
        ..Header::new(Algorithm::HS256)
    };
    let foreign = encode(&like_ours, &claims, &EncodingKey::from_secret(b"a key that somebody made up: 32 bytes")).unwrap();
    header["alg"] = json!("none");
    let unsigned = format!("{}.{}.", written(&header), written(&claims));
    [("EXPIRED", expired), ("FORGED_NONE", unsigned), ("FORGED_KEY", foreign)]
        .map(|(name, token)| (name, app.visitor.with_token(&token)))
        .into()
}

fn read(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap_or_default()
}

fn written(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
