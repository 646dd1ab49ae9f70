//! Before the import: a look at the file, and mappings kept under a name.

use lianqiao_tests::Client;
use serde_json::{Value, json};

use super::{Stage, figures};

#[tokio::test]
async fn a_preset_is_kept_used_changed_and_removed() {
    let stage = Stage::set().await;
    let preset = "importPreset { id name version mapping { column field } }";
    let mapping = json!([{ "column": "Was", "field": "title" }, { "column": "Nr", "field": "externalReference" }, { "column": "Elsewhere", "field": "kind" }]);
    let save = json!({ "organizationId": stage.officer.organization, "name": "Our list", "mapping": mapping });
    let saved = stage.officer.done("importPresetSave", save.clone(), preset).await["importPreset"].clone();
    assert_eq!(stage.officer.refused("importPresetSave", save.clone(), preset).await, ("DUPLICATE".to_owned(), "input.name".to_owned()));
    let run = stage.import("Nr,Was\n1,Bridge\n", json!({ "presetId": saved["id"] })).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [1, 1, 1, 0, 0, 0]));

    let mut wrong = save.clone();
    wrong["name"] = json!("Other");
    wrong["mapping"][1]["field"] = json!("nowhere");
    assert_eq!(
        stage.officer.refused("importPresetSave", wrong, preset).await,
        ("UNKNOWN_CODE".to_owned(), "input.mapping.1.field".to_owned())
    );
    let mut change = save;
    change["id"] = saved["id"].clone();
    change["expectedVersion"] = json!(7);
    assert_eq!(stage.officer.refused("importPresetSave", change.clone(), preset).await.0, "STALE_VERSION");
    change["expectedVersion"] = json!(1);
    change["name"] = json!("Renamed");
    assert_eq!(stage.officer.done("importPresetSave", change, preset).await["importPreset"]["version"], 2);

    let listed = "query Presets($id: ID!) { importPresets(organizationId: $id, first: 10) { totalCount nodes { name } } }";
    let found = stage.officer.ok(listed, json!({ "id": stage.officer.organization })).await;
    assert_eq!(found["importPresets"], json!({ "totalCount": 1, "nodes": [{ "name": "Renamed" }] }));
    let node = |client: Client| {
        let id = saved["id"].clone();
        async move { client.ok("query Node($id: ID!) { node(id: $id) { __typename id } }", json!({ "id": id })).await["node"].clone() }
    };
    assert_eq!(node(stage.officer.client.clone()).await, json!({ "__typename": "ImportPreset", "id": saved["id"] }));
    for outsider in [&stage.stranger.client, &stage.buyer.client, &stage.app.visitor] {
        assert_eq!(node(outsider.clone()).await, json!(null));
    }
    let delete = json!({ "id": saved["id"], "expectedVersion": 2 });
    assert_eq!(stage.stranger.refused("importPresetDelete", delete.clone(), preset).await, ("NOT_FOUND".to_owned(), "input.id".to_owned()));
    stage.officer.done("importPresetDelete", delete, preset).await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_preview_shows_what_would_come_of_a_file() {
    let stage = Stage::set().await;
    let upload = stage.uploaded("Case Number;名称;Remark;Status;GM\nA;轨枕;x;Issued;1\nB;;y;GM;2\n").await;
    let document = "query Look($input: ImportPreviewInput!) { importPreview(input: $input) { format totalRows unmappedColumns blocker { code }
        columns { column confidence field { path label many } values } rows { row externalReference rejected values { field { path } value } problems { code field severity message } } } }";
    let look = |mapping: Value| {
        let input = json!({ "input": { "uploadId": upload, "mapping": mapping } });
        let officer: &Client = &stage.officer;
        async move { officer.ok(document, input).await["importPreview"].clone() }
    };
    let seen = look(json!([])).await;
    assert_eq!(
        (&seen["format"], &seen["totalRows"], &seen["unmappedColumns"], &seen["blocker"]),
        (&json!("CSV"), &json!(2), &json!(["Remark", "GM"]), &json!(null))
    );
    assert_eq!(
        seen["columns"][1],
        json!({ "column": "名称", "confidence": "LIKELY", "field": { "path": "title", "label": "Title", "many": false }, "values": ["轨枕"] })
    );
    assert_eq!(seen["rows"][0]["values"][0], json!({ "field": { "path": "title.zh" }, "value": "轨枕" }));
    assert_eq!((&seen["rows"][1]["row"], &seen["rows"][1]["rejected"]), (&json!(3), &json!(true)));
    let blocked = look(json!([{ "column": "名称", "field": null }])).await;
    assert_eq!(blocked["blocker"]["code"], "COLUMN_MISSING");
    stage.app.finish().await;
}
