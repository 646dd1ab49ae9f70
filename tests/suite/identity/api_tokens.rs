//! API tokens: programs that act for people, in part.

use chrono::Duration;
use lianqiao::{
    http::scopes,
    identity::rules::{OrganizationKind, api_token},
    kernel::{Role, actor::Scope},
};
use lianqiao_tests::{Client, Options, PASSWORD, Person, Subscription, TestApp};
use sea_orm::Iterable;
use serde_json::{Value, json};

use super::refusal;
use crate::schema::{introspect, list, repository, text};

const CREATED: &str = "created { secret apiToken { id scopes name lastUsedOn expiresAt } }";

async fn created(person: &Person, scopes: Value) -> Value {
    let input =
        json!({ "organizationId": person.organization, "name": "每晚同步", "scopes": scopes, "expiresInDays": 30, "password": PASSWORD });
    person.done("apiTokenCreate", input, CREATED).await["created"].clone()
}

async fn program(app: &TestApp, person: &Person, scopes: Value) -> Client {
    app.visitor.with_token(created(person, scopes).await["secret"].as_str().unwrap())
}

/// Whether a program can read what its holder can.
async fn reads(program: &Client, person: &Person) -> bool {
    let document = "query($id: ID!) { listings(first: 1, filter: { organizationId: $id, states: [DRAFT] }) { totalCount } }";
    program.run(document, json!({ "id": person.organization })).await.0["data"]["listings"]["totalCount"] == 1
}

async fn draft(client: &Client, person: &Person) -> Value {
    let input =
        json!({ "organizationId": person.organization, "title": { "zh": "成果" }, "problem": { "zh": "a" }, "benefit": { "zh": "b" } });
    let document = "mutation($input: ListingCreateInput!) { listingCreate(input: $input) { listing { id } userErrors { code } } }";
    client.run(document, json!({ "input": input })).await.0
}

#[tokio::test]
async fn a_program_does_what_its_scopes_say_and_is_named_in_the_trail() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let made = created(&officer, json!(["LISTINGS_WRITE", "READ", "READ"])).await;
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("lqt_") && secret.len() == 52 && api_token::stored(secret).is_some(), "{secret}");
    assert_eq!((&made["apiToken"]["scopes"], &made["apiToken"]["lastUsedOn"]), (&json!(["READ", "LISTINGS_WRITE"]), &json!(null)));
    let program = app.visitor.with_token(secret);
    let answer = draft(&program, &officer).await;
    assert_eq!(answer["data"]["listingCreate"]["userErrors"], json!([]), "{answer}");
    assert!(reads(&program, &officer).await);
    let trail = "query($id: ID) { auditEntries(organizationId: $id, first: 5) { nodes { verb actor } } }";
    let entries = head.ok(trail, json!({ "id": head.organization })).await["auditEntries"]["nodes"].clone();
    let entry = entries.as_array().unwrap().iter().find(|entry| entry["verb"] == "listing.create").unwrap().clone();
    assert_eq!(entry["actor"], format!("token:{}", text(&made["apiToken"]["id"])));
    let own = officer.ok("{ viewer { apiTokens(first: 5) { nodes { id lastUsedOn } totalCount } } }", json!({})).await;
    assert_eq!(
        own["viewer"]["apiTokens"],
        json!({ "nodes": [{ "id": made["apiToken"]["id"], "lastUsedOn": "2026-11-23" }], "totalCount": 1 })
    );
    // Nobody sees the secret again, and the database does not have it.
    let answer = draft(&self::program(&app, &officer, json!(["READ"])).await, &officer).await;
    assert_eq!(answer["errors"][0]["extensions"], json!({ "code": "SCOPE_MISSING", "details": { "scope": "LISTINGS_WRITE" } }));
    app.finish().await;
}

#[tokio::test]
async fn a_request_of_a_program_costs_one_statement_more_than_none_after_the_first_of_a_day() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let program = program(&app, &officer, json!(["READ"])).await;
    program.ok("{ __typename }", json!({})).await;
    let (_, statements) = app.statements_of(program.ok("{ __typename }", json!({}))).await;
    assert_eq!(statements.len(), 1, "{statements:#?}");
    app.finish().await;
}

/// Every root field against every scope: what `schema/scopes.toml` says is what the door does.
#[tokio::test]
async fn the_table_of_scopes_is_complete_and_kept() {
    let types = introspect().await;
    let table = scopes::parse(&std::fs::read_to_string(repository("schema/scopes.toml")).unwrap()).unwrap();
    let mut fields = Vec::new();
    for root in list(&types).filter(|kind| ["Query", "Mutation", "Subscription"].contains(&text(&kind["name"]))) {
        fields.extend(list(&root["fields"]).map(|field| (text(&root["name"]).to_owned(), text(&field["name"]).to_owned())));
    }
    let missing: Vec<_> = fields.iter().map(|(root, field)| format!("{root}.{field}")).filter(|row| !table.contains_key(row)).collect();
    assert_eq!(missing, Vec::<String>::new(), "root fields without a row in schema/scopes.toml");
    let known = |row: &String| row.contains(' ') || fields.iter().any(|(root, field)| *row == format!("{root}.{field}"));
    let idle: Vec<_> = table.keys().filter(|row| !known(row)).collect();
    assert!(idle.is_empty(), "rows of schema/scopes.toml without a root field: {idle:?}");

    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    for scope in Scope::iter() {
        let program = program(&app, &officer, json!([scope.to_string()])).await;
        for (root, field) in &fields {
            // No arguments and no selection: whoever passes the door is told so by the validator.
            let code =
                program.run(&format!("{} {{ ...on {root} {{ x: {field} }} }}", root.to_lowercase()), json!({})).await.code().to_owned();
            let open = table[&format!("{root}.{field}")].contains(&scope);
            assert_eq!(code == "SCOPE_MISSING", !open, "{root}.{field} with {scope}: {code}");
        }
    }
    let closed = ["Query.viewer", "Query.organizationMembers", "Query.viewerEvents", "Mutation.passwordChange", "Mutation.apiTokenCreate"];
    assert!(closed.iter().all(|row| table[*row].is_empty()), "accounts, members and keys are for people");
    app.finish().await;
}

#[tokio::test]
async fn scopes_hold_on_every_way_in() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let (reader, importer) = (program(&app, &officer, json!(["READ"])).await, program(&app, &officer, json!(["IMPORTS_WRITE"])).await);
    // Hidden in a fragment, behind an alias, beside an allowed field, persisted, and over a socket.
    let hidden = "query { rules(first: 1) { totalCount } ...F } fragment F on Query { mine: viewer { roles } }";
    assert_eq!(reader.run(hidden, json!({})).await.code(), "SCOPE_MISSING");
    let hash = lianqiao::kernel::digest::sha256_hex(hidden.as_bytes());
    let persisted = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    let send = async |client: &Client, body: Value| -> Value {
        client.request(reqwest::Method::POST, "/graphql").json(&body).send().await.unwrap().json().await.unwrap()
    };
    let kept = send(&officer, json!({ "query": hidden, "extensions": persisted })).await;
    assert!(kept["data"]["mine"].is_object(), "{kept}");
    let by_hash = send(&reader, json!({ "extensions": persisted })).await;
    assert_eq!(by_hash["errors"][0]["extensions"]["code"], "SCOPE_MISSING");
    let mut socket = Subscription::start(&reader, "subscription { viewerEvents { id } }", json!({})).await;
    assert_eq!(socket.refused().await, "SCOPE_MISSING");
    let mut socket = Subscription::start(&reader, "{ rules(first: 1) { nodes { __typename } } }", json!({})).await;
    assert_eq!(socket.next().await["rules"]["nodes"][0]["__typename"], "RuleVersion");
    // Files.
    let csv = || "成果名称,编号\n涂层,X-1\n".as_bytes().to_vec();
    assert_eq!(reader.upload(&officer.organization, "a.csv", csv()).await.status(), 403);
    assert_eq!(importer.upload(&officer.organization, "a.csv", csv()).await.status(), 201);
    let export = format!("/exports/listings.csv?organizationId={}", officer.organization);
    let status = async |client: &Client| client.request(reqwest::Method::GET, &export).send().await.unwrap().status().as_u16();
    assert_eq!((status(&reader).await, status(&importer).await), (200, 403));
    // People are not found by their ids, and their addresses do not show.
    let node = "query($id: ID!) { node(id: $id) { __typename } }";
    assert_eq!(reader.ok(node, json!({ "id": officer.user })).await["node"], json!(null));
    assert_eq!(reader.ok(node, json!({ "id": officer.organization })).await["node"]["__typename"], "Organization");
    app.finish().await;
}

#[tokio::test]
async fn a_token_acts_in_its_organization_alone_and_without_roles_of_the_platform() {
    let app = TestApp::start().await;
    let here = app.organization(OrganizationKind::University, "杨浦大学", true).await;
    let there = app.organization(OrganizationKind::University, "江湾大学", true).await;
    app.settle().await;
    let operator = app.operator().await;
    let officer = app.person("officer", &here, Role::TtoOfficer).await;
    let seat = json!({ "organizationId": there.id.to_string(), "email": officer.email, "roles": ["TTO_HEAD", "ADVISOR"] });
    operator.done("membershipAdd", seat, "membership { id }").await;
    let elsewhere = Person { organization: there.id.to_string(), ..officer.clone() };
    draft(&officer, &officer).await;
    draft(&officer, &elsewhere).await;
    let program = program(&app, &officer, json!(["READ", "LISTINGS_WRITE"])).await;
    assert!(reads(&officer, &elsewhere).await && reads(&program, &officer).await);
    assert!(!reads(&program, &elsewhere).await, "the same person's other organization");
    assert_eq!(draft(&program, &elsewhere).await["data"]["listingCreate"]["userErrors"][0]["code"], "NOT_FOUND");

    // A seat with nothing but roles of the platform is for people.
    let input = json!({ "organizationId": operator.organization, "name": "x", "scopes": ["READ"], "expiresInDays": 30 });
    assert_eq!(operator.refused("apiTokenCreate", input.clone(), CREATED).await, refusal("FORBIDDEN", ""));
    assert_eq!(officer.refused("apiTokenCreate", input, CREATED).await, refusal("FORBIDDEN", ""), "no seat there");
    let input =
        |days: i64, scopes: Value| json!({ "organizationId": officer.organization, "name": "x", "scopes": scopes, "expiresInDays": days });
    assert_eq!(
        officer.refused("apiTokenCreate", input(366, json!(["READ"])), CREATED).await,
        refusal("OUT_OF_RANGE", "input.expiresInDays")
    );
    assert_eq!(officer.refused("apiTokenCreate", input(0, json!(["READ"])), CREATED).await, refusal("OUT_OF_RANGE", "input.expiresInDays"));
    assert_eq!(officer.refused("apiTokenCreate", input(1, json!([])), CREATED).await, refusal("REQUIRED", "input.scopes"));
    app.finish().await;
}

#[tokio::test]
async fn a_token_loses_its_power_with_the_next_request() {
    let app = TestApp::start().await;
    let (operator, (officer, head)) = (app.operator().await, app.office("杨浦大学").await);
    let (stranger, _) = app.office("江湾大学").await;
    draft(&officer, &officer).await;
    let tokens =
        [created(&officer, json!(["READ"])).await, created(&officer, json!(["READ"])).await, created(&officer, json!(["READ"])).await];
    let programs: Vec<Client> = tokens.iter().map(|made| app.visitor.with_token(text(&made["secret"]))).collect();
    let revoke = |made: &Value| json!({ "id": made["apiToken"]["id"] });
    assert_eq!(stranger.refused("apiTokenRevoke", revoke(&tokens[0]), "apiToken { id }").await, refusal("NOT_FOUND", "input.id"));
    for (who, made, program) in
        [(&officer, &tokens[0], &programs[0]), (&head, &tokens[1], &programs[1]), (&operator, &tokens[2], &programs[2])]
    {
        assert!(reads(program, &officer).await);
        who.done("apiTokenRevoke", revoke(made), "apiToken { revokedAt }").await;
        assert_eq!(program.run("{ __typename }", json!({})).await.code(), "UNAUTHENTICATED", "revoked");
    }
    let listed =
        "query($id: ID!) { organizationApiTokens(organizationId: $id, first: 5) { nodes { revokedAt user { name } } totalCount } }";
    assert_eq!(head.ok(listed, json!({ "id": head.organization })).await["organizationApiTokens"]["totalCount"], 3);
    assert_eq!(officer.run(listed, json!({ "id": head.organization })).await.code(), "FORBIDDEN");

    let program = program(&app, &officer, json!(["READ"])).await;
    let document = "query($id: ID!) { organizationMembers(organizationId: $id, first: 5) { nodes { id email version } } }";
    let seats = head.ok(document, json!({ "id": head.organization })).await["organizationMembers"]["nodes"].clone();
    let seat = seats.as_array().unwrap().iter().find(|seat| seat["email"] == officer.email).unwrap().clone();
    let turn = |version: i64, state: &str| json!({ "id": seat["id"], "expectedVersion": version, "state": state });
    assert!(reads(&program, &officer).await);
    head.done("membershipUpdate", turn(1, "SUSPENDED"), "membership { id }").await;
    assert_eq!(program.run("{ __typename }", json!({})).await.code(), "UNAUTHENTICATED", "the seat is suspended");
    head.done("membershipUpdate", turn(2, "ACTIVE"), "membership { id }").await;
    assert!(reads(&program, &officer).await);
    let suspend = json!({ "id": officer.user, "expectedVersion": 1, "reason": "x" });
    operator.done("userSuspend", suspend, "user { id }").await;
    assert_eq!(program.run("{ __typename }", json!({})).await.code(), "UNAUTHENTICATED", "the person is suspended");

    let input = json!({ "organizationId": head.organization, "name": "x", "scopes": ["READ"], "expiresInDays": 1, "password": PASSWORD });
    let short = head.done("apiTokenCreate", input, CREATED).await["created"]["secret"].clone();
    let short = app.visitor.with_token(text(&short));
    assert!(reads(&short, &head).await);
    app.advance(Duration::days(1));
    assert_eq!(short.run("{ __typename }", json!({})).await.code(), "UNAUTHENTICATED", "out of date");
    app.finish().await;
}

#[tokio::test]
async fn a_token_is_made_by_who_shows_again_who_they_are_and_they_are_told() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    for password in [json!(null), json!("not-the-password")] {
        let input =
            json!({ "organizationId": officer.organization, "name": "x", "scopes": ["READ"], "expiresInDays": 1, "password": password });
        assert_eq!(officer.refused("apiTokenCreate", input, CREATED).await, refusal("CREDENTIALS_INVALID", "input.password"));
    }
    app.settle().await;
    assert!(!app.subjects_to(&officer.email).contains(&"How you sign in has changed".to_owned()));
    created(&officer, json!(["READ"])).await;
    app.settle().await;
    let told = app.mailer.sent().pop().unwrap();
    assert!(told.to == officer.email && told.rendered.text.contains("API token"), "{}", told.rendered.text);
    app.finish().await;
}

#[tokio::test]
async fn a_role_that_asks_for_a_second_factor_asks_for_it_of_tokens_for_other_seats_too() {
    let configure = |config: &mut lianqiao::config::Config| config.auth.require_second_factor_for = vec![Role::Operator];
    let app = TestApp::with(Options { configure, ..Options::default() }).await;
    let here = app.organization(OrganizationKind::University, "杨浦大学", true).await;
    app.settle().await;
    let (officer, other) = (app.person("officer", &here, Role::TtoOfficer).await, app.person("other", &here, Role::TtoOfficer).await);
    draft(&officer, &officer).await;
    let (program, of_other) = (program(&app, &officer, json!(["READ"])).await, program(&app, &other, json!(["READ"])).await);
    assert!(reads(&program, &officer).await && reads(&of_other, &other).await);
    let operator = app.operator().await;
    let seat = lianqiao::identity::actions::AddMember {
        organization: operator.organization.parse().unwrap(),
        email: officer.email.clone(),
        roles: vec![Role::Operator],
    };
    lianqiao::identity::actions::add_member(&app.ctx, &lianqiao_tests::STAGE, seat).await.unwrap();
    assert!(!reads(&program, &officer).await, "the token shows one seat; the person has another");
    assert!(reads(&of_other, &other).await);
    app.finish().await;
}

#[test]
fn a_token_is_told_from_what_looks_like_one_without_a_database() {
    let random = lianqiao_tests::SeededRandom::new(7);
    let token = api_token::generate(&random);
    assert!(api_token::stored(&token).is_some_and(|stored| stored.len() == 64 && !stored.contains(&token[4..20])));
    let flipped = if token.ends_with('0') { "1" } else { "0" };
    for bad in [&token[..51], &token.to_uppercase(), &format!("{token}0"), &format!("{}{flipped}", &token[..51]), "lqt_", "lqt_联桥", ""]
    {
        assert_eq!(api_token::stored(bad), None, "{bad}");
    }
    assert_ne!(token, api_token::generate(&random));
}
