//! A page costs the same number of SQL statements however many rows it has.

use lianqiao::{
    identity::rules::OrganizationKind,
    kernel::{Role, id},
};
use lianqiao_tests::{Client, Person, TestApp};
use serde_json::{Value, json};

/// Most statements of a page, who is asking included.
const BUDGET: usize = 6;
/// Rows that each list has at least.
const ROWS: usize = 24;

/// A university with listings, its people, and an operator.
struct Stage {
    app: TestApp,
    head: Person,
    operator: Person,
    /// Global ids of published listings and of organizations, alternating.
    nodes: Vec<String>,
}

impl Stage {
    async fn set() -> Self {
        let app = TestApp::start().await;
        let (officer, head) = app.office("杨浦大学").await;
        let mut nodes = Vec::new();
        for n in 0..ROWS {
            let input = json!({
                "organizationId": officer.organization, "title": { "zh": format!("成果{n}") }, "problem": { "zh": "a" }, "benefit": { "zh": "b" },
                "ipRights": [{ "kind": "SOFTWARE", "number": format!("2024SR{n:07}"), "status": "IN_FORCE" }],
                "offers": [{ "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "FREE" }],
            });
            let listing = officer.done("listingCreate", input, "listing { id }").await["listing"]["id"].clone();
            nodes.push(listing.as_str().unwrap().to_owned());
            let other = app.organization(OrganizationKind::Enterprise, &format!("企业{n}"), true).await;
            nodes.push(other.id.to_string());
            if n < ROWS - 2 {
                seat(&app, &head.organization, n).await;
            }
        }
        for (who, transition) in [(&officer, "SUBMIT"), (&head, "PUBLISH")] {
            let input = json!({ "organizationId": officer.organization, "transition": transition, "allMatching": { "organizationId": officer.organization } });
            who.done("listingBulkTransition", input, "report { changedCount }").await;
        }
        app.settle().await;
        let operator = app.operator().await;
        Self { app, head, operator, nodes }
    }

    fn people(&self) -> [(&'static str, &Client); 3] {
        [("visitor", &self.app.visitor), ("member", &self.head.client), ("operator", &self.operator.client)]
    }
}

/// One more officer, who never signs in.
async fn seat(app: &TestApp, organization: &str, number: usize) {
    use lianqiao::identity::actions::{AddMember, NewUser, add_member, seed_user};
    let email = format!("colleague{number}@example.com");
    let new = NewUser {
        email: email.clone(),
        name: email.clone(),
        password: lianqiao_tests::PASSWORD.to_owned(),
        locale: lianqiao::kernel::Locale::En,
    };
    seed_user(&app.ctx, &lianqiao_tests::STAGE, new).await.unwrap();
    let organization: lianqiao::kernel::Id<id::Organization> = organization.parse().unwrap();
    add_member(&app.ctx, &lianqiao_tests::STAGE, AddMember { organization, email, roles: vec![Role::TtoOfficer] }).await.unwrap();
}

#[tokio::test]
async fn every_page_takes_at_most_six_statements_however_long_it_is() {
    let stage = Stage::set().await;
    let listing =
        "id title { zh } organization { id name } ipRights { number } offers { code } availableTransitions { name blockedBy { code } }";
    let organization = "id name divisionName sizeDeclaration { size } viewerCanUpdate pendingChange { nameZh }";
    let page = |field: &str, row: &str| format!("query($n: Int!) {{ page: {field} {{ nodes {{ {row} }} pageInfo {{ hasNextPage }} }} }}");
    let members = format!("organizationMembers(first: $n, organizationId: \"{}\")", stage.head.organization);
    let nodes = format!(
        "query($ids: [ID!]!) {{ page: nodes(ids: $ids) {{ __typename ... on Listing {{ {listing} }} ... on Organization {{ {organization} }} }} }}"
    );
    let pages = [
        ("browsing", page("listings(first: $n)", listing)),
        ("searching", format!("query($n: Int!) {{ page: searchListings(query: \"成果\", first: $n) {{ nodes {{ {listing} }} }} }}")),
        ("organizations", page("organizations(first: $n)", organization)),
        ("rules", page("rules(first: $n)", "id title { zh } citation summary")),
        ("members", page(&members, "id email roles organization { id name } user { id name }")),
        ("nodes", nodes),
    ];
    for (what, document) in &pages {
        for (who, client) in stage.people() {
            if (*what, who) == ("members", "visitor") {
                continue;
            }
            let mut costs = Vec::new();
            for size in [2, 20] {
                let variables = if *what == "nodes" { json!({ "ids": stage.nodes[..size] }) } else { json!({ "n": size }) };
                let (data, statements) = stage.app.statements_of(client.ok(document, variables)).await;
                let rows = if *what == "nodes" { &data["page"] } else { &data["page"]["nodes"] };
                assert_eq!(rows.as_array().unwrap().iter().filter(|row| **row != Value::Null).count(), size, "{what} as {who}");
                let list = statements.join("\n");
                assert!(statements.len() <= BUDGET, "{what} as {who}, {size} rows: {} statements\n{list}", statements.len());
                costs.push(statements.len());
            }
            assert_eq!(costs[0], costs[1], "{what} as {who}: the number of statements grows with the rows");
        }
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn an_offices_page_of_its_own_work_takes_at_most_six_statements() {
    let app = TestApp::start().await;
    let university = app.organization(OrganizationKind::University, "杨浦大学", true).await;
    app.settle().await;
    let officer = app.person("officer", &university, Role::TtoOfficer).await;
    let head = app.person("head", &university, Role::TtoHead).await;
    app.person("other-head", &university, Role::TtoHead).await;
    for n in 0..24 {
        let input = json!({
            "organizationId": officer.organization, "title": { "zh": format!("成果{n}") }, "problem": { "zh": "a" }, "benefit": { "zh": "b" },
        });
        let made = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
        let change = json!({ "id": made["id"], "expectedVersion": made["version"], "department": "材料学院" });
        officer.done("listingUpdate", change, "listing { id }").await;
    }
    let submit = json!({ "organizationId": officer.organization, "transition": "SUBMIT", "allMatching": { "organizationId": officer.organization } });
    head.done("listingBulkTransition", submit, "report { changedCount }").await;
    let ids = head.ok("{ listings(first: 20, filter: { states: [SUBMITTED] }) { totalCount } }", json!({})).await;
    assert_eq!(ids["listings"]["totalCount"], 0, "without an organization, members see what is published");
    let document = "query($n: Int!, $org: ID!) { listings(first: $n, filter: { organizationId: $org }) { nodes {
        id title { zh } organization { name } submittedBy { id } completeness { score } reviews { verdict }
        diff(fromVersion: 1) { label after } availableTransitions { name blockedBy { code } } } } }";
    for person in [&officer, &head] {
        let mut costs = Vec::new();
        for size in [2, 20] {
            let (data, statements) = app.statements_of(person.ok(document, json!({ "n": size, "org": officer.organization }))).await;
            let nodes = data["listings"]["nodes"].as_array().unwrap();
            assert_eq!((nodes.len(), &nodes[0]["diff"][0]["after"]), (size, &json!("材料学院")));
            assert!(statements.len() <= BUDGET + 1, "{size} rows: {} statements\n{}", statements.len(), statements.join("\n"));
            costs.push(statements.len());
            let own = nodes[0]["availableTransitions"].as_array().unwrap();
            let blocked = own.iter().any(|step| step["name"] == "APPROVE" && step["blockedBy"][0]["code"] == "SUBMITTER_MAY_NOT_APPROVE");
            assert_eq!(blocked, person.user == head.user, "the head handed them in, and another head is there: {own:?}");
        }
        assert_eq!(costs[0], costs[1], "the number of statements grows with the rows");
    }
    app.finish().await;
}
