//! What a kill can leave behind is found and removed, and what a panic breaks off does not end the rest.

use std::{path::PathBuf, time::SystemTime};

use chrono::Duration;
use lianqiao::jobs;
use lianqiao_tests::TestApp;
use serde_json::Value;

fn file(app: &TestApp, id: uuid::Uuid) -> PathBuf {
    app.ctx.config.data_dir.join("files/uploads").join(id.to_string())
}

fn written(app: &TestApp, id: uuid::Uuid, ago: Duration) {
    let time = SystemTime::from(app.ctx.now() - ago);
    std::fs::File::options().write(true).open(file(app, id)).unwrap().set_modified(time).unwrap();
}

#[tokio::test]
async fn a_file_without_its_row_goes_after_a_day_and_no_other() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let upload: Value = officer.upload(&officer.organization, "list.csv", b"a,b\n1,2\n".to_vec()).await.json().await.unwrap();
    let kept = upload["id"].as_str().unwrap().parse::<lianqiao::kernel::Id<lianqiao::kernel::id::Upload>>().unwrap().uuid();
    let (stray, young) = (app.ctx.new_id::<lianqiao::kernel::id::Upload>().uuid(), app.ctx.new_id::<lianqiao::kernel::id::Upload>().uuid());
    for id in [stray, young] {
        app.ctx.files.put(&format!("uploads/{id}"), b"bytes of nobody".to_vec()).await.unwrap();
    }
    for (id, hours) in [(kept, 48), (stray, 25), (young, 23)] {
        written(&app, id, Duration::hours(hours));
    }
    jobs::forget(&app.ctx).await.unwrap();
    assert_eq!([kept, stray, young].map(|id| file(&app, id).exists()), [true, false, true]);
    app.finish().await;
}

#[tokio::test]
async fn a_panic_is_the_end_of_one_step_and_not_of_the_sweep() {
    jobs::survive("expire", async { panic!("a step that panics") }).await;
    let mut reached = false;
    jobs::survive("forget", async {
        reached = true;
        Ok(())
    })
    .await;
    assert!(reached);
}
