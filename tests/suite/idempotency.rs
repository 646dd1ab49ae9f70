//! A repeated request has one effect and one answer, also when its repetitions come at once.

use std::collections::BTreeSet;

use futures::future::join_all;
use lianqiao::{
    db::rerun,
    kernel::{Code, Error},
};
use lianqiao_tests::{Engine, TestApp, engine};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

/// Every answer names the same thing, and exactly one of them made it.
fn made_once(payloads: &[Value], field: &str) {
    let ids: BTreeSet<_> = payloads.iter().map(|payload| payload[field]["id"].as_str().unwrap_or_else(|| panic!("{payload}"))).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(payloads.iter().filter(|payload| payload["idempotentReplay"] == false).count(), 1, "{payloads:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_repeated_drafts_at_once_one_is_made_and_all_answer_with_it() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    for round in 0..5 {
        let input = json!({
            "organizationId": officer.organization, "externalReference": format!("R-{round}"), "title": { "zh": "水下机器人" },
            "idempotencyKey": officer.key(),
        });
        let payloads = join_all((0..6).map(|_| officer.mutate("listingCreate", input.clone(), "listing { id }"))).await;
        made_once(&payloads, "listing");
        let other = json!({ "organizationId": officer.organization, "title": { "zh": "热泵" }, "idempotencyKey": input["idempotencyKey"] });
        assert_eq!(officer.refused("listingCreate", other, "listing { id }").await.0, "IDEMPOTENCY_KEY_REUSED");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_repeated_imports_at_once_one_is_started_and_all_answer_with_it() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let file = "编号,中文名称\nA-1,热泵\n".as_bytes().to_vec();
    let upload: Value = officer.upload(&officer.organization, "list.csv", file).await.json().await.unwrap();
    for _ in 0..5 {
        let input = json!({
            "organizationId": officer.organization, "uploadId": upload["id"], "policy": "REJECT_FAILED_ROWS", "idempotencyKey": officer.key(),
        });
        let payloads = join_all((0..6).map(|_| officer.mutate("importStart", input.clone(), "importRun { id }"))).await;
        made_once(&payloads, "importRun");
    }
    app.finish().await;
}

#[tokio::test]
async fn only_what_left_no_trace_is_carried_out_again_and_not_for_ever() {
    let tries = std::sync::atomic::AtomicU32::new(0);
    let fail = |error: Error, times: u32| {
        let tries = &tries;
        move || {
            let error = error.clone();
            async move { if tries.fetch_add(1, std::sync::atomic::Ordering::SeqCst) < times { Err(error) } else { Ok(()) } }
        }
    };
    let took = |wanted: u32| assert_eq!(tries.swap(0, std::sync::atomic::Ordering::SeqCst), wanted);
    rerun(fail(Error::new(Code::Unavailable).without_trace(), 2)).await.unwrap();
    took(3);
    assert_eq!(rerun(fail(Error::new(Code::Unavailable).without_trace(), 99)).await.unwrap_err().code(), Code::Unavailable);
    took(4);
    // It may have worked: only the caller's key tells.
    rerun(fail(Error::new(Code::Unavailable), 99)).await.unwrap_err();
    took(1);
}

/// Two who wait for each other: PostgreSQL breaks one of them off, and it comes again by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_does_not_reach_the_caller() {
    if engine() == Engine::Sqlite {
        return;
    }
    let app = TestApp::start().await;
    let (first, second) = (app.organization_row("甲").await, app.organization_row("乙").await);
    let lock = |order: [String; 2]| {
        let ctx = app.ctx.clone();
        rerun(move || {
            let (ctx, order) = (ctx.clone(), order.clone());
            async move {
                let tx = ctx.begin().await?;
                for id in order {
                    tx.execute_unprepared(&format!("UPDATE organization SET version = version + 1 WHERE id = '{id}'")).await?;
                    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
                }
                tx.commit().await
            }
        })
    };
    let (one, other) = tokio::join!(lock([first.clone(), second.clone()]), lock([second, first]));
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    app.finish().await;
}

trait Rows {
    /// The raw id of a new organization.
    async fn organization_row(&self, name: &str) -> String;
}

impl Rows for TestApp {
    async fn organization_row(&self, name: &str) -> String {
        let kind = lianqiao::identity::rules::OrganizationKind::University;
        self.organization(kind, name, false).await.id.uuid().to_string()
    }
}
