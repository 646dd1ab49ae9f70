//! Imports of demands: the same way as listings, for the people of an enterprise.

use lianqiao::{
    demand::{self, Walk, model::Demand},
    import::{self, ImportRun},
    kernel::{Id, id::ImportRun as RunId},
};
use lianqiao_tests::{Person, TestApp};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{RUN, figures, refusal, table};
use crate::demand::stage::{Stage, step};

pub(super) const CHINESE: &str = "需求编号,需求名称,需求描述,预期目标,预算,合作方式,完成时间,应用地区,先使用后付费,技术成熟度要求,付款方式,联系人,联系电话,公开范围\n\
    N-1,焊缝返修太多,厚板焊缝每班返修十几处。,一次合格率98.5%,50万元,合作研发,2027-06-30,上海市杨浦区,是,6,分期支付、收益提成,王工,13800138000,匿名\n\
    N-2,粉尘浓度超标,打磨工位粉尘。,降到 2 mg/m³,面议,委托研发,,310110,否,,,,,仅顾问\n";
const ENGLISH: &str = "Demand No.;Demand title;Problem;Expected target;Maximum budget;Cooperation mode;Needed by;Location;Keywords;Visibility\n\
    E-1;Too many welds are done twice;A dozen a shift.;98.5 % at the first go;CNY 500,000;joint development;30 June 2027;310110;welding | rework;\n";

fn order(person: &Person, upload: &Value) -> Value {
    json!({ "kind": "DEMAND", "organizationId": person.organization, "uploadId": upload, "policy": "REJECT_FAILED_ROWS", "idempotencyKey": person.key() })
}

pub(super) async fn uploaded(person: &Person, bytes: impl Into<Vec<u8>>) -> Value {
    let response = person.upload(&person.organization, "需求.csv", bytes.into()).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    response.json::<Value>().await.unwrap()["id"].clone()
}

pub(super) async fn started(person: &Person, bytes: impl Into<Vec<u8>>, changes: Value) -> Id<RunId> {
    let mut order = order(person, &uploaded(person, bytes).await);
    order.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    let started = person.done("importStart", order, RUN).await;
    started["importRun"]["id"].as_str().unwrap().parse().unwrap()
}

async fn ended(person: &Person, id: Id<RunId>) -> Value {
    let document = format!("query Run($id: ID!) {{ {} }}", RUN.replacen("importRun {", "importRun(id: $id) { kind", 1));
    person.ok(&document, json!({ "id": id.to_string() })).await["importRun"].clone()
}

pub(super) async fn imported(stage: &Stage, bytes: impl Into<Vec<u8>>, changes: Value) -> Value {
    let id = started(&stage.owner, bytes, changes).await;
    stage.app.settle().await;
    ended(&stage.owner, id).await
}

/// `(row, code, field, column)` of everything that is wrong.
pub(super) async fn problems(person: &Person, run: &Value) -> Vec<(i64, String, String, String)> {
    let document = "query Run($id: ID!) { importRun(id: $id) { problems(first: 100) { nodes { row code field column message } } } }";
    let found = person.ok(document, json!({ "id": run["id"] })).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |problem: &Value| {
        assert!(!text(&problem["message"]).is_empty(), "{problem}");
        (problem["row"].as_i64().unwrap(), text(&problem["code"]), text(&problem["field"]), text(&problem["column"]))
    };
    found["importRun"]["problems"]["nodes"].as_array().unwrap().iter().map(one).collect()
}

pub(super) async fn there(app: &TestApp, organization: &str) -> Vec<Demand> {
    let (mut found, mut walk) = (Vec::new(), Some(Walk::Start));
    while let Some(at) = walk {
        let (page, next) = demand::working_copies(&app.ctx, organization.parse().unwrap(), at, 2).await.unwrap();
        found.extend(page);
        walk = next;
    }
    found
}

async fn exported(person: &Person, file: &str) -> String {
    let response = person.request(Method::GET, &format!("/exports/{file}?organizationId={}", person.organization)).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    response.text().await.unwrap()
}

#[tokio::test]
async fn an_enterprise_hands_in_its_list_in_either_language_and_gets_drafts() {
    let stage = Stage::set().await;
    let run = imported(&stage, CHINESE, json!({})).await;
    assert_eq!(
        (figures(&run), &run["kind"]),
        (("SUCCEEDED", [2, 2, 2, 0, 0, 0]), &json!("DEMAND")),
        "{:?}",
        problems(&stage.owner, &run).await
    );
    let found = there(&stage.app, &stage.owner.organization).await;
    let told: Vec<Value> = found.iter().map(|demand| json!({ "state": demand.state, "content": demand.content })).collect();
    assert_eq!(
        told[0],
        json!({ "state": "DRAFT", "content": {
            "title": { "zh": "焊缝返修太多" }, "problem": { "zh": "厚板焊缝每班返修十几处。" }, "current_solution": {}, "expected_target": { "zh": "一次合格率98.5%" },
            "acceptance_tests": [], "keywords": [], "planned_investment": null,
            "budget": { "max": { "currency": "CNY", "minor_units": 50_000_000 }, "mode": "NEGOTIABLE" },
            "solution_mode": "JOINT", "deadline": "2027-06-30", "site": "310110", "preferred_regions": [], "accepts_foreign": false, "trl_min": 6,
            "wants_use_first_pay_later": true, "license_kinds": [], "payment_modes": ["INSTALMENT", "ROYALTY"], "industries": [], "ipc": [],
            "shanghai_sectors": [], "chains": [], "contact": { "name": "王工", "phone": "13800138000" }, "visibility": "ANONYMOUS", "valid_until": null,
        } })
    );
    assert_eq!(
        (&told[1]["content"]["visibility"], &told[1]["content"]["budget"]),
        (&json!("ADVISOR_ONLY"), &json!({ "mode": "NEGOTIABLE" }))
    );

    let run = imported(&stage, ENGLISH, json!({ "policy": "REJECT_ALL" })).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [1, 1, 1, 0, 0, 0]), "{:?}", problems(&stage.owner, &run).await);
    let english =
        there(&stage.app, &stage.owner.organization).await.into_iter().find(|one| one.external_reference.as_deref() == Some("E-1"));
    let content = json!(english.unwrap().content);
    assert_eq!((&content["title"]["en"], &content["keywords"]), (&json!("Too many welds are done twice"), &json!(["welding", "rework"])));
    // Nobody said who may see it: nobody is named.
    assert_eq!(
        (&content["visibility"], &content["solution_mode"], &content["deadline"]),
        (&json!("ANONYMOUS"), &json!("JOINT"), &json!("2027-06-30"))
    );
    // Nothing was published, and a member may look.
    let open = stage.officer.ok("{ demands(first: 1) { totalCount } }", json!({})).await;
    assert_eq!(open["demands"]["totalCount"], 0);
    let listed = "query Runs($id: ID!) { importRuns(organizationId: $id, kind: DEMAND, first: 5) { totalCount nodes { kind } } }";
    let runs = stage.member.ok(listed, json!({ "id": stage.owner.organization })).await;
    assert_eq!(runs["importRuns"], json!({ "totalCount": 2, "nodes": [{ "kind": "DEMAND" }, { "kind": "DEMAND" }] }));
    stage.app.finish().await;
}

#[tokio::test]
async fn a_preview_suggests_columns_and_a_preset_is_for_its_kind() {
    let stage = Stage::set().await;
    let upload = uploaded(&stage.owner, CHINESE).await;
    let look = "query Look($input: ImportPreviewInput!) { importPreview(input: $input) { totalRows unmappedColumns blocker { code }
        columns { column field { path label } confidence } rows { externalReference rejected values { field { path } value } } } }";
    let seen = stage.owner.ok(look, json!({ "input": { "kind": "DEMAND", "uploadId": upload } })).await["importPreview"].clone();
    assert_eq!((&seen["totalRows"], &seen["unmappedColumns"], &seen["blocker"]), (&json!(2), &json!([]), &Value::Null));
    let fields: Vec<&Value> = seen["columns"].as_array().unwrap().iter().map(|column| &column["field"]["path"]).collect();
    assert_eq!(fields[..5], ["externalReference", "title", "problem", "expectedTarget", "budget"].map(|path| json!(path)).each_ref()[..]);
    assert!(
        seen["rows"][0]["values"].as_array().unwrap().contains(&json!({ "field": { "path": "deadline" }, "value": "2027-06-30" })),
        "{seen}"
    );
    // Read as a list of achievements it is nobody's business.
    assert_eq!(stage.owner.run(look, json!({ "input": { "uploadId": upload } })).await.code(), "NOT_FOUND");

    let columns = json!([{ "column": "Nr", "field": "externalReference" }, { "column": "Was", "field": "title" }, { "column": "Wo", "field": "site" }]);
    let save = json!({ "kind": "DEMAND", "organizationId": stage.owner.organization, "name": "Unsere Liste", "mapping": columns });
    let saved = stage.owner.done("importPresetSave", save.clone(), "importPreset { id kind }").await["importPreset"].clone();
    assert_eq!(saved["kind"], "DEMAND");
    // One that is changed keeps its kind, though nobody says it.
    let rename = json!({ "id": saved["id"], "expectedVersion": 1, "organizationId": stage.owner.organization, "name": "Die Liste", "mapping": columns });
    let renamed = stage.owner.done("importPresetSave", rename, "importPreset { id kind name }").await["importPreset"].clone();
    assert_eq!((&renamed["kind"], &renamed["name"]), (&json!("DEMAND"), &json!("Die Liste")));
    let run = imported(&stage, "Nr;Was;Wo\n1;Too much dust;310110\n", json!({ "presetId": saved["id"] })).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [1, 1, 1, 0, 0, 0]));
    let mut of_listings = save;
    of_listings["kind"] = json!("LISTING");
    assert_eq!(
        stage.owner.refused("importPresetSave", of_listings, "importPreset { id }").await,
        refusal("FORBIDDEN", "input.organizationId")
    );
    let unknown = json!({ "kind": "DEMAND", "organizationId": stage.owner.organization, "name": "x", "mapping": [{ "column": "a", "field": "ipRights.number" }] });
    assert_eq!(
        stage.owner.refused("importPresetSave", unknown, "importPreset { id }").await,
        refusal("UNKNOWN_CODE", "input.mapping.0.field")
    );
    stage.app.finish().await;
}

#[tokio::test]
async fn a_second_import_updates_what_bears_the_reference_and_leaves_the_published_word_alone() {
    let stage = Stage::set().await;
    imported(&stage, CHINESE, json!({})).await;
    assert_eq!(figures(&imported(&stage, CHINESE, json!({})).await), ("SUCCEEDED", [2, 2, 0, 0, 2, 0]));
    let run = imported(&stage, CHINESE.replace("粉尘浓度超标", "粉尘超标"), json!({})).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [2, 2, 0, 1, 1, 0]));
    let found = there(&stage.app, &stage.owner.organization).await;
    assert_eq!((found.len(), found[1].content.title.zh.as_deref(), found[1].content_version), (2, Some("粉尘超标"), 2));

    let mut shown = stage.published(json!({ "externalReference": "P-1" })).await;
    let mut waiting = stage.draft(json!({ "externalReference": "S-1" })).await;
    step(&stage.owner, "demandSubmit", &mut waiting, json!({})).await;
    let run = imported(&stage, "编号,标题\nP-1,新的说法\nS-1,新的说法\n", json!({})).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [2, 2, 0, 1, 0, 1]));
    // With the operator it is not changed behind their back.
    assert_eq!(problems(&stage.owner, &run).await, [(3, "TRANSITION_NOT_ALLOWED".to_owned(), String::new(), String::new())]);
    let titles = "query Demand($id: ID!) { demand(id: $id) { title { zh en } problem { zh } hasUnpublishedChanges version } }";
    let outside = stage.officer.ok(titles, json!({ "id": shown["id"] })).await["demand"]["title"]["zh"].clone();
    assert_eq!(outside, "焊缝返修太多");
    let inside = stage.owner.ok(titles, json!({ "id": shown["id"] })).await["demand"].clone();
    assert_eq!(
        (&inside["title"], &inside["hasUnpublishedChanges"]),
        (&json!({ "zh": "新的说法", "en": "Too many welds are done twice" }), &json!(true))
    );
    assert_eq!(inside["problem"]["zh"], "厚板焊缝每班返修十几处，磨掉重焊一处要四十分钟。", "a field without a column stays");
    shown["version"] = inside["version"].clone();
    step(&stage.owner, "demandSubmit", &mut shown, json!({})).await;
    stage.app.finish().await;
}

#[tokio::test]
async fn what_is_wrong_is_named_with_row_column_and_field_and_hostile_cells_are_only_text() {
    let stage = Stage::set().await;
    let long = "长".repeat(20_000);
    let file = format!(
        "编号,标题,问题,完成时间,公开范围,关键词,应用地点\n\
         =cmd|' /C calc'!A0,=1+1,{long},2027-01-01,匿名,a;b,310110\n\
         B,坏日期,x,二月三十日,匿名,,\n\
         C,谁能看,x,,大概公开,,\n\
         D,去哪,x,,,,999999\n\
         ,没有编号,x,,,,\n\
         F,<script>alert(1)</script>,@SUM(A1),,,{},\n",
        "词;".repeat(40)
    );
    let run = imported(&stage, file.as_bytes(), json!({})).await;
    let said = problems(&stage.owner, &run).await;
    let (state, counted) = figures(&run);
    let wrong = |row: i64, code: &str, field: &str, column: &str| (row, code.to_owned(), field.to_owned(), column.to_owned());
    assert_eq!(
        said,
        [
            wrong(2, "TOO_LONG", "problem.zh", "问题"),
            wrong(3, "INVALID_DATE", "deadline", "完成时间"),
            wrong(4, "UNKNOWN_CODE", "visibility", "公开范围"),
            wrong(5, "UNKNOWN_CODE", "site", "应用地点"),
            wrong(6, "REQUIRED", "externalReference", "编号"),
        ]
    );
    assert_eq!((state, counted), ("SUCCEEDED", [6, 6, 1, 0, 0, 5]));
    assert_eq!(there(&stage.app, &stage.owner.organization).await[0].content.title.en.as_deref(), Some("<script>alert(1)</script>"));

    let shorter = file.replace(&long, "长");
    assert_eq!(figures(&imported(&stage, shorter.as_bytes(), json!({})).await).1, [6, 6, 1, 0, 1, 4]);
    let out = exported(&stage.owner, "demands.csv").await;
    assert!(out.contains("\"'=1+1\"") && out.contains("\"'=cmd|' /C calc'!A0\"") && out.contains("\"'@SUM(A1)\""), "{out}");
    let response = stage.owner.request(Method::GET, &format!("/imports/{}/result.csv", run["id"].as_str().unwrap())).send().await.unwrap();
    let (headers, rows) = table(&response.text().await.unwrap());
    assert!(headers.contains(&"Demand".to_owned()) && headers.contains(&"Import problems".to_owned()), "{headers:?}");
    let at = headers.iter().position(|header| header == "Import outcome").unwrap();
    let outcomes: Vec<&str> = rows.iter().map(|row| row[at].as_str()).collect();
    assert_eq!(outcomes, ["REJECTED", "REJECTED", "REJECTED", "REJECTED", "REJECTED", "CREATED"]);
    stage.app.finish().await;
}

#[tokio::test]
async fn all_or_none_and_a_dry_run_leave_nothing() {
    let stage = Stage::set().await;
    let bad = CHINESE.replace("2027-06-30", "二月三十日");
    let run = imported(&stage, bad, json!({ "policy": "REJECT_ALL" })).await;
    assert_eq!((figures(&run), &run["failure"]["code"]), (("FAILED", [2, 0, 0, 0, 0, 1]), &json!("ROWS_REJECTED")));
    let run = imported(&stage, CHINESE, json!({ "dryRun": true })).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [2, 2, 2, 0, 0, 0]));
    assert!(there(&stage.app, &stage.owner.organization).await.is_empty());
    let waiting = started(&stage.owner, CHINESE, json!({})).await;
    let cancelled = stage.member.done("importCancel", json!({ "id": waiting.to_string() }), RUN).await;
    assert_eq!(cancelled["importRun"]["state"], "CANCELLED");
    stage.app.settle().await;
    assert!(there(&stage.app, &stage.owner.organization).await.is_empty());
    stage.app.finish().await;
}

/// As the provincial form is kept in a table.
const FORM: &str = "需求编号,需求名称,科技活动类型,学科分类,需求技术所属领域,起始年份,终止年份,合作意向单位,归口管理部门\n\
    F-1,焊缝返修,基础研究,460 机械工程,,2026年,2028,上海交通大学,市科委\n\
    F-2,粉尘超标,试验发展,,先进制造技术、资源与环境保护新技术,２０２７,,,\n\
    F-3,涂层脱落,基础研究,焊接学,,去年,,,\n\
    F-4,能耗过高,生产性活动,机械工程,,,,,\n";

#[tokio::test]
async fn a_table_kept_after_the_provincial_form_is_understood() {
    let stage = Stage::set().await;
    let run = imported(&stage, FORM, json!({})).await;
    let wrong = problems(&stage.owner, &run).await;
    let wrong: Vec<_> = wrong.iter().map(|(row, code, field, _)| (*row, code.as_str(), field.as_str())).collect();
    assert_eq!(
        wrong,
        [(4, "UNKNOWN_CODE", "discipline"), (4, "INVALID_NUMBER", "startYear"), (5, "FIELD_NOT_FOR_ACTIVITY", "discipline")],
        "what cannot be read is left out and told, and a row that says two things is refused"
    );
    assert_eq!(figures(&run), ("SUCCEEDED", [4, 4, 3, 0, 0, 1]));
    let mut found = there(&stage.app, &stage.owner.organization).await;
    found.sort_by_key(|demand| demand.external_reference.clone());
    let told = |place: usize| {
        let content = &found[place].content;
        json!([
            content.activity_type,
            content.discipline,
            content.technology_fields,
            content.start_year,
            content.end_year,
            content.intended_partner,
            content.supervising_unit
        ])
    };
    assert_eq!(told(0), json!(["BASIC_RESEARCH", "460", [], 2026, 2028, "上海交通大学", "市科委"]));
    assert_eq!(told(1), json!(["EXPERIMENTAL_DEVELOPMENT", null, ["ADVANCED_MANUFACTURING", "ENVIRONMENT"], 2027, null, null, null]));
    assert_eq!(told(2), json!(["BASIC_RESEARCH", null, [], null, null, null, null]));
    // Out and in again: nothing is new.
    let again = imported(&stage, exported(&stage.owner, "demands.csv").await, json!({})).await;
    assert_eq!(figures(&again), ("SUCCEEDED", [3, 3, 0, 0, 3, 0]), "{:?}", problems(&stage.owner, &again).await);
    stage.app.finish().await;
}

/// The first row changes a demand, the last one too; hundreds of new ones stand between.
fn around(title: &str) -> String {
    let rows: String = (1..=900).map(|number| format!("NEW-{number:04},Need number {number}\n")).collect();
    format!("Reference,Title\nEARLY,{title}\n{rows}LATE,{title}\n")
}

#[tokio::test]
async fn what_was_written_is_taken_back_when_a_row_is_refused_at_the_last_moment() {
    let stage = Stage::set().await;
    let complete = json!({ "externalReference": "LATE", "title": { "en": "Old title" } });
    let mut late = stage.draft(complete).await;
    stage.draft(json!({ "externalReference": "EARLY", "title": { "en": "Old title" } })).await;
    let id = started(&stage.owner, around("New title"), json!({ "policy": "REJECT_ALL" })).await;
    let ctx = stage.app.ctx.clone();
    let run = tokio::spawn(async move { import::run(&ctx, id).await });
    let brief = async || -> ImportRun { import::brief(&stage.app.ctx, id).await.unwrap().unwrap() };
    while brief().await.done_rows == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    step(&stage.owner, "demandSubmit", &mut late, json!({})).await;
    run.await.unwrap().unwrap();
    let ended = ended(&stage.owner, id).await;
    assert_eq!((figures(&ended), &ended["failure"]["code"]), (("FAILED", [902, 1, 0, 0, 0, 1]), &json!("ROWS_REJECTED")), "{ended}");
    let left = there(&stage.app, &stage.owner.organization).await;
    let left: Vec<_> =
        left.iter().map(|one| (one.external_reference.as_deref(), one.content.title.en.as_deref(), one.content_version)).collect();
    assert_eq!(left, [(Some("EARLY"), Some("Old title"), 1), (Some("LATE"), Some("Old title"), 1)]);
    stage.app.finish().await;
}

#[tokio::test]
async fn an_export_comes_back_unchanged_in_either_form() {
    let stage = Stage::set().await;
    imported(&stage, CHINESE, json!({})).await;
    stage.published(json!({ "externalReference": "=P-1" })).await;
    let made = stage.draft(json!({ "title": { "en": "'=quoted" }, "visibility": "PUBLIC", "validUntil": null })).await;
    for file in ["demands.csv", "demands.jsonl"] {
        for person in [&stage.owner, &stage.member] {
            let out = exported(person, file).await;
            assert!(out.contains(made["id"].as_str().unwrap()), "a demand without a reference goes by its id: {out}");
            for policy in ["REJECT_FAILED_ROWS", "REJECT_ALL"] {
                let run = imported(&stage, out.clone(), json!({ "policy": policy })).await;
                assert_eq!(figures(&run), ("SUCCEEDED", [4, 4, 0, 0, 4, 0]), "{file}: {:?}", problems(&stage.owner, &run).await);
            }
        }
    }
    // In the language of whoever exports.
    let (headers, _) = table(&exported(&stage.owner, "demands.csv").await);
    assert_eq!((headers[0].as_str(), headers[1].as_str()), ("External reference", "Title (Chinese)"));
    stage.app.finish().await;
}

#[tokio::test]
async fn nobody_else_imports_or_exports_demands_of_an_enterprise() {
    let stage = Stage::set().await;
    let rival = stage.app.enterprise("另一家企业", Some(20)).await;
    let stranger = stage.app.person("stranger", &rival, lianqiao::kernel::Role::SmeOwner).await;
    let upload = uploaded(&stage.owner, CHINESE).await;
    let run = imported(&stage, CHINESE, json!({ "dryRun": true })).await;
    for outsider in [&stranger, &stage.officer, &stage.advisor, &stage.operator] {
        let mut foreign = order(outsider, &upload);
        foreign["organizationId"] = json!(stage.owner.organization);
        assert_eq!(outsider.refused("importStart", foreign, RUN).await, refusal("NOT_FOUND", "input.organizationId"));
        let found = outsider.ok("query Run($id: ID!) { importRun(id: $id) { id } node(id: $id) { id } }", json!({ "id": run["id"] })).await;
        assert_eq!(found, json!({ "importRun": null, "node": null }));
        for path in [
            format!("/exports/demands.csv?organizationId={}", stage.owner.organization),
            format!("/imports/{}/result.csv", run["id"].as_str().unwrap()),
        ] {
            assert_eq!(outsider.request(Method::GET, &path).send().await.unwrap().status(), StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(outsider.upload(&stage.owner.organization, "a.csv", b"Title\n".to_vec()).await.status(), StatusCode::NOT_FOUND);
    }
    // An office has no demands, an enterprise no listings.
    let own = uploaded(&stage.officer, CHINESE).await;
    assert_eq!(stage.officer.refused("importStart", order(&stage.officer, &own), RUN).await, refusal("FORBIDDEN", "input.organizationId"));
    let mut listings = order(&stage.owner, &upload);
    listings["kind"] = json!("LISTING");
    assert_eq!(stage.owner.refused("importStart", listings, RUN).await, refusal("FORBIDDEN", "input.organizationId"));
    let mut foreign = order(&stranger, &upload);
    assert_eq!(stranger.refused("importStart", foreign.clone(), RUN).await, refusal("NOT_FOUND", "input.uploadId"));
    foreign["kind"] = json!("LISTING");
    assert_eq!(stranger.refused("importStart", foreign, RUN).await, refusal("FORBIDDEN", "input.organizationId"));
    stage.app.finish().await;
}
