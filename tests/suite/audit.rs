//! The audit trail cannot be changed unnoticed.

use lianqiao::{
    audit::{self, NewEntry},
    kernel::{
        Actor, Id,
        id::{Listing, Organization},
    },
};
use lianqiao_tests::TestApp;
use sea_orm::ConnectionTrait;

async fn trail(app: &TestApp, length: usize) -> Id<Organization> {
    let organization = app.ctx.new_id::<Organization>();
    let tx = app.ctx.begin().await.unwrap();
    let entries = (0..length).map(|n| NewEntry::new(organization, "listing.update", app.ctx.new_id::<Listing>()).detail("n", n));
    audit::append_all(&app.ctx, &*tx, &Actor::System("test"), entries.collect()).await.unwrap();
    tx.commit().await.unwrap();
    organization
}

#[tokio::test]
async fn an_untouched_trail_verifies_and_a_touched_one_names_the_entry() {
    let tampering = [
        ("UPDATE audit_entry SET verb = 'listing.publish' WHERE seq = 3", 3, "was changed"),
        ("UPDATE audit_entry SET details = '{\"n\":9}' WHERE seq = 5", 5, "was changed"),
        ("DELETE FROM audit_entry WHERE seq = 4", 4, "an entry is missing"),
        ("DELETE FROM audit_entry WHERE seq = 6", 6, "entries are missing at the end"),
        ("UPDATE audit_entry SET hash = previous_hash WHERE seq = 2", 2, "was changed"),
    ];
    for (statement, seq, why) in tampering {
        let app = TestApp::start().await;
        let (first, second) = (trail(&app, 6).await, trail(&app, 2).await);
        let clean = audit::verify(&app.ctx, None, |_| {}).await.unwrap();
        assert_eq!((clean.trails, clean.entries, clean.broken.as_slice()), (2, 8, [].as_slice()));

        let narrowed = format!(
            "{statement} AND verb = 'listing.update' AND organization_id = (SELECT organization_id FROM audit_entry WHERE seq = 6)"
        );
        app.ctx.db.maintenance().execute_unprepared(&narrowed).await.unwrap();
        let report = audit::verify(&app.ctx, None, |_| {}).await.unwrap();
        assert_eq!(report.broken, [(first, seq, why)], "{statement}");
        assert_eq!(audit::verify(&app.ctx, Some(second), |_| {}).await.unwrap().broken, []);
    }
}

#[tokio::test]
async fn a_trail_whose_head_was_removed_does_not_hide() {
    let app = TestApp::start().await;
    let organization = trail(&app, 2).await;
    app.ctx.db.maintenance().execute_unprepared("DELETE FROM audit_head").await.unwrap();
    for only in [None, Some(organization)] {
        let report = audit::verify(&app.ctx, only, |_| {}).await.unwrap();
        assert_eq!(report.broken, [(organization, 1, "the head of the trail is missing")]);
    }
}

#[tokio::test]
async fn entries_that_are_written_at_once_form_one_chain() {
    let app = TestApp::start().await;
    let organization = trail(&app, 1).await;
    let writers = (0..20).map(|_| async {
        let tx = app.ctx.begin().await.unwrap();
        let entry = NewEntry::new(organization, "listing.update", app.ctx.new_id::<Listing>());
        audit::append(&app.ctx, &*tx, &Actor::System("test"), entry).await.unwrap();
        tx.commit().await.unwrap();
    });
    futures::future::join_all(writers).await;
    let report = audit::verify(&app.ctx, Some(organization), |_| {}).await.unwrap();
    assert_eq!((report.entries, report.broken.as_slice()), (21, [].as_slice()));
    app.finish().await;
}
