//! Every migration can be undone and done again, and rules are loaded once.

use lianqiao::app;
use lianqiao_schema::{Migrator, MigratorTrait};
use lianqiao_tests::TestApp;

#[tokio::test]
async fn down_and_up_again() {
    let app = TestApp::start().await;
    let connection = app.ctx.db.maintenance();
    Migrator::down(connection, None).await.unwrap();
    Migrator::up(connection, None).await.unwrap();
    assert_eq!(app::pending_migrations(&app.ctx).await.unwrap(), 0);
}

#[tokio::test]
async fn rules_are_added_once_and_kept() {
    let app = TestApp::start().await;
    assert_eq!(app::migrate(&app.ctx).await.unwrap(), 0, "a second run must add nothing");
    let (rules, calendar) = lianqiao::rulebook::parse_files().unwrap();
    assert!(rules.len() > 100 && calendar.published_years.contains(&2026));
    let ids: Vec<_> = rules.iter().map(|rule| rule.id).collect();
    let kept = lianqiao::rulebook::load(&app.ctx, &ids).await.unwrap();
    assert_eq!(kept.len(), rules.len());
    app.finish().await;
}
