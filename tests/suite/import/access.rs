//! Who knows of imports, and how they are listed.

use lianqiao::{
    import::{kind::ImportKind, policy},
    kernel::{
        Actor, Id, Locale, Role,
        actor::{Credential, Member, Seat},
    },
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use strum::IntoEnumIterator;

use super::{RUN, Stage, list};

#[tokio::test]
async fn nobody_but_the_office_knows_of_its_imports() {
    let stage = Stage::set().await;
    let upload = stage.uploaded(list(3, |_| false)).await;
    let run = stage.import(list(3, |_| false), json!({})).await;
    let visitor = stage.app.visitor.clone();
    for outsider in [&stage.stranger.client, &stage.buyer.client] {
        let refused = outsider.refused("importStart", stage.order(&upload), RUN).await;
        assert_eq!(refused, ("NOT_FOUND".to_owned(), "input.organizationId".to_owned()));
        let refused = outsider.refused("importCancel", json!({ "id": run["id"] }), RUN).await;
        assert_eq!(refused, ("NOT_FOUND".to_owned(), "input.id".to_owned()));
        assert_eq!(outsider.upload(&stage.officer.organization, "a.csv", b"Title\n".to_vec()).await.status(), StatusCode::NOT_FOUND);
    }
    for outsider in [&stage.stranger.client, &stage.buyer.client, &visitor] {
        let found = outsider.ok("query Run($id: ID!) { importRun(id: $id) { id } node(id: $id) { id } }", json!({ "id": run["id"] })).await;
        assert_eq!(found, json!({ "importRun": null, "node": null }));
        let status = |path: String| async move { outsider.request(Method::GET, &path).send().await.unwrap().status() };
        let unknown = if outsider.token().is_some() { StatusCode::NOT_FOUND } else { StatusCode::UNAUTHORIZED };
        assert_eq!(status(format!("/exports/listings.csv?organizationId={}", stage.officer.organization)).await, unknown);
        assert_eq!(status(format!("/imports/{}/result.csv", run["id"].as_str().unwrap())).await, StatusCode::NOT_FOUND);
        let preview = "query Look($input: ImportPreviewInput!) { importPreview(input: $input) { totalRows } }";
        assert_eq!(outsider.run(preview, json!({ "input": { "uploadId": upload } })).await.code(), "NOT_FOUND");
    }
    // A member of the organization without a role of the office may know, but not do.
    let own = json!({ "organizationId": stage.buyer.organization, "uploadId": upload, "policy": "REJECT_ALL", "idempotencyKey": stage.buyer.key() });
    assert_eq!(stage.buyer.refused("importStart", own, RUN).await, ("FORBIDDEN".to_owned(), "input.organizationId".to_owned()));
    // An office cannot import another office's file.
    let foreign = json!({ "organizationId": stage.stranger.organization, "uploadId": upload, "policy": "REJECT_ALL", "idempotencyKey": stage.stranger.key() });
    assert_eq!(stage.stranger.refused("importStart", foreign, RUN).await, ("NOT_FOUND".to_owned(), "input.uploadId".to_owned()));
    stage.app.finish().await;
}

/// Who may import, export and read imports, by role and by where it is held. Read it as a lawyer would.
#[test]
fn the_golden_policy_of_imports() {
    let (own, other) = (Id::from_uuid(uuid::Uuid::from_u128(1)), Id::from_uuid(uuid::Uuid::from_u128(2)));
    let member = |role, organization| {
        let seat = Seat { organization, verified: true, roles: vec![role] };
        let (user, credential) = (Id::from_uuid(uuid::Uuid::from_u128(3)), Credential::Session(Id::from_uuid(uuid::Uuid::from_u128(4))));
        Actor::Member(Member { user, credential, locale: Locale::En, seats: vec![seat], must_enroll: false })
    };
    let verdict = |actor: &Actor, kind| {
        let permitted = policy::permit(actor, kind, own).map_or_else(|error| error.code().to_string(), |()| "yes".to_owned());
        format!("{permitted}, {}", if policy::sees(actor, kind, own) { "seen" } else { "unseen" })
    };
    let mut matrix = Vec::new();
    for kind in ImportKind::iter() {
        matrix.push(format!("{kind} visitor: {}", verdict(&Actor::Visitor, kind)));
        matrix.push(format!("{kind} system: {}", verdict(&Actor::System("cli"), kind)));
        for role in Role::iter() {
            let (here, elsewhere) = (verdict(&member(role, own), kind), verdict(&member(role, other), kind));
            matrix.push(format!("{kind} {role}: here {here}; elsewhere {elsewhere}"));
        }
    }
    let expected = [
        "LISTING visitor: UNAUTHENTICATED, unseen",
        "LISTING system: yes, seen",
        "LISTING TTO_OFFICER: here yes, seen; elsewhere NOT_FOUND, unseen",
        "LISTING TTO_HEAD: here yes, seen; elsewhere NOT_FOUND, unseen",
        "LISTING SME_MEMBER: here FORBIDDEN, unseen; elsewhere NOT_FOUND, unseen",
        "LISTING SME_OWNER: here FORBIDDEN, unseen; elsewhere NOT_FOUND, unseen",
        "LISTING ADVISOR: here FORBIDDEN, unseen; elsewhere NOT_FOUND, unseen",
        "LISTING CASE_OFFICER: here FORBIDDEN, unseen; elsewhere NOT_FOUND, unseen",
        "LISTING OPERATOR: here FORBIDDEN, unseen; elsewhere NOT_FOUND, unseen",
        "LISTING OBSERVER: here FORBIDDEN, unseen; elsewhere NOT_FOUND, unseen",
        "DEMAND visitor: UNAUTHENTICATED, unseen",
        "DEMAND system: yes, seen",
        "DEMAND TTO_OFFICER: here FORBIDDEN, unseen; elsewhere NOT_FOUND, unseen",
        "DEMAND TTO_HEAD: here FORBIDDEN, unseen; elsewhere NOT_FOUND, unseen",
        "DEMAND SME_MEMBER: here yes, seen; elsewhere NOT_FOUND, unseen",
        "DEMAND SME_OWNER: here yes, seen; elsewhere NOT_FOUND, unseen",
        "DEMAND ADVISOR: here FORBIDDEN, unseen; elsewhere NOT_FOUND, unseen",
        "DEMAND CASE_OFFICER: here FORBIDDEN, unseen; elsewhere NOT_FOUND, unseen",
        "DEMAND OPERATOR: here FORBIDDEN, unseen; elsewhere NOT_FOUND, unseen",
        "DEMAND OBSERVER: here FORBIDDEN, unseen; elsewhere NOT_FOUND, unseen",
    ];
    assert_eq!(matrix, expected);
}

#[tokio::test]
async fn an_office_pages_through_its_imports_newest_first_and_sees_no_other() {
    let stage = Stage::set().await;
    let mut started = Vec::new();
    for number in 1..=5 {
        stage.app.advance(chrono::Duration::minutes(1));
        started.push(stage.import(list(number, |_| false), json!({ "dryRun": true })).await["id"].clone());
    }
    started.reverse();
    let document = "query Runs($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
        importRuns(organizationId: $id, first: $first, after: $after, last: $last, before: $before) {
            totalCount totalCountIsExact nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
    let (id, officer) = (json!(stage.officer.organization), &stage.officer);
    let page = |variables: Value| async move { officer.ok(document, variables).await["importRuns"].clone() };
    let ids = |page: &Value| page["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()).collect::<Vec<_>>();
    let first = page(json!({ "id": id, "first": 2 })).await;
    assert_eq!((ids(&first), &first["totalCount"], &first["totalCountIsExact"]), (started[..2].to_vec(), &json!(5), &json!(true)));
    assert_eq!((&first["pageInfo"]["hasNextPage"], &first["pageInfo"]["hasPreviousPage"]), (&json!(true), &json!(false)));
    let second = page(json!({ "id": id, "first": 3, "after": first["pageInfo"]["endCursor"] })).await;
    assert_eq!((ids(&second), &second["pageInfo"]["hasNextPage"]), (started[2..].to_vec(), &json!(false)));
    let back = page(json!({ "id": id, "last": 2, "before": second["pageInfo"]["startCursor"] })).await;
    assert_eq!((ids(&back), &back["pageInfo"]["hasPreviousPage"]), (started[..2].to_vec(), &json!(false)));

    let ask = |client: lianqiao_tests::Client, id: &str, more: Value| {
        let mut variables = json!({ "id": id });
        variables.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        async move { client.run(document, variables).await.code().to_owned() }
    };
    // A cursor of one office's list is worth nothing in another's.
    let foreign = json!({ "first": 2, "after": first["pageInfo"]["endCursor"] });
    assert_eq!(ask(stage.stranger.client.clone(), &stage.stranger.organization, foreign).await, "CURSOR_MISMATCH");
    assert_eq!(ask(stage.officer.client.clone(), &stage.officer.organization, json!({})).await, "PAGE_SIZE_INVALID");
    assert_eq!(ask(stage.officer.client.clone(), &stage.officer.organization, json!({ "first": 101 })).await, "PAGE_SIZE_INVALID");
    for (client, code) in
        [(&stage.stranger.client, "NOT_FOUND"), (&stage.buyer.client, "NOT_FOUND"), (&stage.app.visitor, "UNAUTHENTICATED")]
    {
        assert_eq!(ask(client.clone(), &stage.officer.organization, json!({ "first": 2 })).await, code);
    }
    assert_eq!(ask(stage.buyer.client.clone(), &stage.buyer.organization, json!({ "first": 2 })).await, "FORBIDDEN");
    stage.app.finish().await;
}

#[tokio::test]
async fn everybody_may_read_what_columns_can_feed_in_their_language() {
    let stage = Stage::set().await;
    let fields = |client: lianqiao_tests::Client| async move {
        let found = client.ok("{ importFields { path label many } }", json!({})).await;
        found["importFields"].as_array().unwrap().clone()
    };
    let english = fields(stage.app.visitor.clone()).await;
    assert_eq!(english[0], json!({ "path": "externalReference", "label": "External reference", "many": false }));
    let find = |fields: &[Value], path: &str| fields.iter().find(|field| field["path"] == path).unwrap().clone();
    assert_eq!(find(&english, "keywords"), json!({ "path": "keywords", "label": "Keywords", "many": true }));
    let chinese = fields(stage.app.visitor.in_chinese()).await;
    assert_eq!((chinese.len(), find(&chinese, "title.zh")["label"].as_str()), (english.len(), Some("标题（中文）")));
    // Every path can be given in a mapping.
    let columns: Vec<Value> = english.iter().map(|field| json!({ "column": field["path"], "field": field["path"] })).collect();
    let save = json!({ "organizationId": stage.officer.organization, "name": "all", "mapping": columns });
    stage.officer.done("importPresetSave", save, "importPreset { id }").await;
    stage.app.finish().await;
}
