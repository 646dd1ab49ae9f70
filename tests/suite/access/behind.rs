//! Second locks: what stands behind a door that nobody gets through otherwise, tried by itself as everybody.

use lianqiao::{identity, kernel::Actor, ledger};
use serde_json::json;

use super::{
    calls::Calls,
    things::{people, things},
    world::World,
};
use crate::schema::introspect;

/// A lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumIter)]
pub enum Lock {
    /// The schedule of a license, asked for without the license: its parties and staff.
    Obligations,
    /// An organization, looked for by its credit code: staff alone.
    CreditCode,
    /// The trail of somebody else's organization: said to be absent, and not to be empty.
    Trail,
    /// The demands of an organization, asked for by it: those that do not name it are not among them.
    DemandsOf,
    /// Proposals to an organization's demands, asked for by it: its own people and staff.
    ProposalsTo,
    /// Proposals by where they stand among those that their owner got: the owner's people alone.
    ShortlistedBy,
    /// A service platform that the staff withdrew: an operator alone shows it again.
    TakenDown,
}

impl Lock {
    /// What is wrong with the answer to somebody; empty if nothing is.
    pub async fn wrong(self, calls: &Calls<'_>, person: &str) -> String {
        let (world, client) = (calls.world, &calls.world.people[person]);
        let (open, wanted) = match self {
            Self::Obligations => {
                let actor = match client.token() {
                    Some(token) => identity::authenticate(&world.app.ctx, token).await.unwrap(),
                    None => Actor::Visitor,
                };
                let found = ledger::of_licenses(&world.app.ctx, &actor, &[world.things["license"].parse().unwrap()]).await.unwrap();
                (!found.is_empty(), things().iter().any(|thing| thing.name == "license" && thing.is_seen_by(person)))
            }
            Self::CreditCode => {
                let own = "query($id: ID!) { organization(id: $id) { creditCode } }";
                let code =
                    world.people["TTO_HEAD"].ok(own, json!({ "id": world.things["university"] })).await["organization"]["creditCode"]
                        .clone();
                let search = "query($code: String!) { organizations(first: 5, filter: { query: $code }) { nodes { id } } }";
                let found = client.ok(search, json!({ "code": code })).await["organizations"]["nodes"].clone();
                (found != json!([]), ["OPERATOR", "OBSERVER"].contains(&person))
            }
            Self::Trail => {
                let document = "query($id: ID!) { auditEntries(first: 1, organizationId: $id) { nodes { id } } }";
                let answer = client.run(document, json!({ "id": world.things["university"] })).await;
                let insider = ["TTO_OFFICER", "TTO_HEAD", "OPERATOR", "OBSERVER"].contains(&person);
                (answer.code().is_empty(), insider)
            }
            Self::DemandsOf => {
                let document = "query($id: ID!) { demands(first: 50, filter: { organizationId: $id }) { nodes { id } } }";
                let found = client.ok(document, json!({ "id": world.things["enterprise"] })).await["demands"]["nodes"].to_string();
                (found.contains(&world.things["demand_anonymous"]), ["SME_MEMBER", "SME_OWNER", "OPERATOR", "OBSERVER"].contains(&person))
            }
            Self::ProposalsTo => {
                let document =
                    "query($id: ID!) { demandProposals(first: 50, filter: { organizationId: $id, side: OWNER }) { nodes { id } } }";
                let found = client.ok(document, json!({ "id": world.things["enterprise"] })).await["demandProposals"]["nodes"].clone();
                (found != json!([]), ["SME_MEMBER", "SME_OWNER", "OPERATOR", "OBSERVER"].contains(&person))
            }
            Self::ShortlistedBy => {
                let document = "{ demandProposals(first: 50, filter: { stages: [SHORTLISTED] }) { nodes { id } } }";
                let found = client.ok(document, json!({})).await["demandProposals"]["nodes"].clone();
                (found != json!([]), ["SME_MEMBER", "SME_OWNER"].contains(&person))
            }
            Self::TakenDown => {
                let document =
                    "mutation($input: ServicePlatformPublishInput!) { servicePlatformPublish(input: $input) { userErrors { code } } }";
                // Whoever may take the step is told that nobody has seen this version.
                let input = json!({ "id": world.things["platform_taken_down"], "expectedVersion": 999 });
                let answer = client.run(document, json!({ "input": input })).await.0;
                (answer["data"]["servicePlatformPublish"]["userErrors"][0]["code"] == "STALE_VERSION", person == "OPERATOR")
            }
        };
        if open == wanted { String::new() } else { format!("{self:?} for {person}: {}", if open { "open" } else { "shut" }) }
    }
}

#[tokio::test]
async fn behind_each_door_there_is_a_second_lock() {
    use strum::IntoEnumIterator;
    let types = introspect().await;
    let world = World::set().await;
    let calls = Calls::new(&types, &world);
    for lock in Lock::iter() {
        for person in people() {
            assert_eq!(lock.wrong(&calls, person).await, "");
        }
    }
}
