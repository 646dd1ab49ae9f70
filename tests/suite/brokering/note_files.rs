//! Files of notes: who reads the note reads them, and nobody else.

use chrono::Duration;
use lianqiao::jobs;
use lianqiao_tests::Client;
use reqwest::{Method, StatusCode, multipart};
use serde_json::{Value, json};

use super::stage::{Stage, profile};

const PDF: &[u8] = b"%PDF-1.7\nvisit\n%%EOF";
const LOGS: &str = "brokerCase { logs { id visibility attachments { id fileName mediaType size sha256 } } }";

/// Hands a file in for notes of a case: the status, and the answer.
async fn hand_in(who: &Client, case: &Value, name: &str, bytes: &[u8]) -> (StatusCode, Value) {
    let part = multipart::Part::bytes(bytes.to_vec()).file_name(name.to_owned());
    let form = multipart::Form::new().text("caseId", case["id"].as_str().unwrap().to_owned()).part("file", part);
    let response = who.request(Method::POST, "/uploads").multipart(form).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

async fn fetch(who: &Client, note: &Value, file: &Value) -> StatusCode {
    let path = format!("/attachments/notes/{}/{}", note["id"].as_str().unwrap(), file.as_str().unwrap());
    who.request(Method::GET, &path).send().await.unwrap().status()
}

/// The note that has a file.
fn with_file(answer: &Value, file: &Value) -> Value {
    let logs = answer["brokerCase"]["logs"].as_array().unwrap();
    logs.iter().find(|log| log["attachments"][0]["id"] == *file).unwrap().clone()
}

#[tokio::test]
async fn who_reads_a_note_reads_its_files_and_nobody_else() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let (status, kept) = hand_in(&stage.advisor, &case, "../照片=1.pdf", PDF).await;
    assert_eq!((status, &kept["fileName"]), (StatusCode::CREATED, &json!("照片=1.pdf")));
    let (_, secret) = hand_in(&stage.advisor, &case, "底价.txt", "只给自己看".as_bytes()).await;
    // Before a note names it, nobody has it.
    let old = stage.work(&stage.advisor, &case).await["logs"][0].clone();
    assert_eq!(fetch(&stage.advisor, &old, &kept["id"]).await, StatusCode::NOT_FOUND);
    let open = stage.note(&stage.advisor, &case, json!({ "attachmentIds": [kept["id"]] }));
    let open = with_file(&stage.advisor.done("serviceLogAdd", open, LOGS).await, &kept["id"]);
    assert_eq!((&open["attachments"][0]["size"], &open["attachments"][0]["mediaType"]), (&json!(PDF.len()), &json!("application/pdf")));
    let own = stage.note(&stage.advisor, &case, json!({ "attachmentIds": [secret["id"]], "visibility": "OWN" }));
    let own = with_file(&stage.advisor.done("serviceLogAdd", own, LOGS).await, &secret["id"]);
    for (who, reads_open, reads_own) in [
        (&*stage.advisor, true, true),
        (&*stage.operator, true, true),
        (&*stage.owner, true, false),
        (&*stage.head, false, false),
        (&*stage.rival, false, false),
        (&*stage.stranger, false, false),
        (&stage.app.visitor, false, false),
    ] {
        let status = |may: bool| if may { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(fetch(who, &open, &kept["id"]).await, status(reads_open));
        assert_eq!(fetch(who, &own, &secret["id"]).await, status(reads_own));
        // A note opens its own files alone.
        assert_eq!(fetch(who, &open, &secret["id"]).await, StatusCode::NOT_FOUND);
    }
    // What goes with a note goes with nothing else, not even of the client.
    let import = json!({ "kind": "DEMAND", "organizationId": stage.owner.organization, "uploadId": secret["id"], "policy": "REJECT_ALL", "idempotencyKey": stage.owner.key() });
    assert_eq!(stage.owner.refused("importStart", import, "importRun { id }").await, ("NOT_FOUND".into(), "input.uploadId".into()));
    // The mandate is over: the own notes are left with what is beside them, to whoever wrote them and to the client.
    stage.app.advance(Duration::days(230));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let late = stage.again(&stage.advisor).await;
    assert_eq!(fetch(&late, &open, &kept["id"]).await, StatusCode::OK);
    assert_eq!(hand_in(&late, &case, "b.pdf", PDF).await.1["errors"][0]["extensions"]["code"], json!("MANDATE_MISSING"));
    let rival = stage.again(&stage.rival).await;
    assert_eq!(fetch(&rival, &open, &kept["id"]).await, StatusCode::NOT_FOUND);
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_note_carries_what_its_advisor_handed_in_for_this_client() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let case = stage.serving("甲", &advisor, &stage.advisor).await;
    let others = stage.serving("乙", &rival, &stage.rival).await;
    for (who, status) in [
        (&*stage.owner, StatusCode::FORBIDDEN),
        (&*stage.operator, StatusCode::FORBIDDEN),
        (&*stage.rival, StatusCode::NOT_FOUND),
        (&*stage.stranger, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(hand_in(who, &case, "a.pdf", PDF).await.0, status);
    }
    let (_, mine) = hand_in(&stage.advisor, &case, "a.pdf", PDF).await;
    let (_, theirs) = hand_in(&stage.rival, &others, "b.pdf", PDF).await;
    let office = stage.owner.upload(&stage.owner.organization, "c.pdf", PDF.to_vec()).await.json::<Value>().await.unwrap();
    let add = |ids: Value| stage.note(&stage.advisor, &case, json!({ "attachmentIds": ids }));
    for foreign in [&theirs, &office] {
        let refused = stage.advisor.refused("serviceLogAdd", add(json!([mine["id"], foreign["id"]])), LOGS).await;
        assert_eq!(refused, ("NOT_FOUND".into(), "input.attachmentIds.1".into()));
    }
    let refused = stage.advisor.refused("serviceLogAdd", add(json!(vec![mine["id"].clone(); 11])), LOGS).await;
    assert_eq!(refused, ("TOO_MANY".into(), "input.attachmentIds".into()));
    let refused = stage.advisor.refused("serviceLogAdd", add(json!([mine["id"], mine["id"]])), LOGS).await.0;
    assert_eq!(refused, "DUPLICATE");
    // A correction brings its own: none is none.
    let first = with_file(&stage.advisor.done("serviceLogAdd", add(json!([mine["id"]])), LOGS).await, &mine["id"]);
    let correct = stage.note(&stage.advisor, &case, json!({ "supersedesId": first["id"], "summary": "更正：第二条生产线也要走访" }));
    let logs = stage.advisor.done("serviceLogAdd", correct, LOGS).await["brokerCase"]["logs"].clone();
    let carrying: Vec<_> = logs.as_array().unwrap().iter().filter(|log| log["attachments"] != json!([])).map(|log| &log["id"]).collect();
    assert_eq!(carrying, [&first["id"]], "{logs}");
    stage.app.settle().await;
    stage.app.finish().await;
}
