//! What forms of the authorities ask beyond what a match needs: kind of activity, discipline or fields, years, partner, unit.

use serde_json::{Value, json};

use super::stage::{DEMAND, Stage, step};

const READ: &str =
    "query($id: ID!) { demand(id: $id) { activityType discipline technologyFields startYear endYear intendedPartner supervisingUnit } }";

fn filled() -> Value {
    json!({ "activityType": "RESULT_APPLICATION", "technologyFields": ["ADVANCED_MANUFACTURING", "SOFTWARE", "SOFTWARE"], "startYear": 2026, "endYear": 2028,
        "intendedPartner": " 上海交通大学焊接所 ", "supervisingUnit": "杨浦区科委" })
}

#[tokio::test]
async fn everybody_reads_the_classes_and_the_owners_people_alone_whom_they_have_in_mind() {
    let stage = Stage::set().await;
    for visibility in ["PUBLIC", "ANONYMOUS"] {
        let mut change = filled();
        change["visibility"] = json!(visibility);
        let demand = stage.published(change).await;
        let told = json!({ "activityType": "RESULT_APPLICATION", "discipline": null, "technologyFields": ["ADVANCED_MANUFACTURING", "SOFTWARE"],
            "startYear": 2026, "endYear": 2028, "intendedPartner": "上海交通大学焊接所", "supervisingUnit": "杨浦区科委" });
        for inside in [&stage.owner, &stage.member, &stage.operator] {
            assert_eq!(inside.ok(READ, json!({ "id": demand["id"] })).await["demand"], told, "{visibility}");
        }
        let mut world = told.clone();
        (world["intendedPartner"], world["supervisingUnit"]) = (Value::Null, Value::Null);
        for outside in [&stage.rival, &stage.officer] {
            assert_eq!(outside.ok(READ, json!({ "id": demand["id"] })).await["demand"], world, "{visibility}");
        }
    }
    // Words that only its own people read give nobody away.
    let name = json!({ "visibility": "ANONYMOUS", "supervisingUnit": "上海小桥焊接有限公司总部", "title": { "zh": "另一条" } });
    let mut demand = stage.draft(name).await;
    step(&stage.owner, "demandSubmit", &mut demand, json!({})).await;
    assert_eq!(demand["state"], "SUBMITTED");
    stage.app.finish().await;
}

#[tokio::test]
async fn a_discipline_is_for_basic_research_and_fields_for_everything_else() {
    let stage = Stage::set().await;
    for (change, code, path) in [
        (json!({ "activityType": "BASIC_RESEARCH", "technologyFields": ["SOFTWARE"] }), "FIELD_NOT_FOR_ACTIVITY", "technologyFields"),
        (json!({ "activityType": "PRODUCTION", "discipline": "460" }), "FIELD_NOT_FOR_ACTIVITY", "discipline"),
        (json!({ "activityType": "BASIC_RESEARCH", "discipline": "999" }), "UNKNOWN_CODE", "discipline"),
        (json!({ "activityType": "BASIC_RESEARCH", "discipline": "4602" }), "UNKNOWN_CODE", "discipline"),
        (json!({ "activityType": "BASIC_RESEARCH", "discipline": "机械工程" }), "UNKNOWN_CODE", "discipline"),
        (json!({ "startYear": 2015 }), "OUT_OF_RANGE", "startYear"),
        (json!({ "endYear": 2047 }), "OUT_OF_RANGE", "endYear"),
        (json!({ "startYear": 2027, "endYear": 2026 }), "OUT_OF_RANGE", "endYear"),
        (json!({ "intendedPartner": "长".repeat(201) }), "TOO_LONG", "intendedPartner"),
        (json!({ "supervisingUnit": "a\u{202E}b" }), "FORBIDDEN_CHARACTERS", "supervisingUnit"),
    ] {
        let mut input = stage.content();
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let refused = stage.owner.refused("demandCreate", input, DEMAND).await;
        assert_eq!(refused, (code.to_owned(), format!("input.{path}")), "{change}");
    }
    let mut demand =
        stage.draft(json!({ "activityType": "BASIC_RESEARCH", "discipline": "４６０20", "startYear": 2016, "endYear": 2046 })).await;
    // What changed is told in words, and what was emptied leaves nothing behind.
    let change = json!({ "activityType": "APPLIED_RESEARCH", "discipline": null, "technologyFields": ["NEW_ENERGY"], "startYear": null });
    step(&stage.owner, "demandUpdate", &mut demand, change).await;
    let compared = "query($id: ID!) { demand(id: $id) { diff(fromVersion: 1) { label before after } } }";
    let changes = stage.owner.ok(compared, json!({ "id": demand["id"] })).await["demand"]["diff"].clone();
    let changes = changes.as_array().unwrap();
    for wanted in [
        json!({ "label": "Kind of activity", "before": "Basic research", "after": "Applied research" }),
        json!({ "label": "Discipline (GB/T 13745)", "before": "46020", "after": null }),
        json!({ "label": "Start year", "before": "2016", "after": null }),
    ] {
        assert!(changes.contains(&wanted), "{wanted}: {changes:?}");
    }
    stage.app.finish().await;
}
