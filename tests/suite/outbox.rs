//! What happened is followed up: at least once, in order, and never forgotten.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::Duration;
use lianqiao::{
    ctx::Ctx,
    kernel::{Id, PageRequest, id::Listing},
    outbox::{
        self, Claimed, Event, Follower,
        worker::{Handler, Outcome, drain},
    },
};
use lianqiao_tests::{Engine, Options, TestApp, engine};
use sea_orm::{ConnectionTrait, Statement};

/// A follower that notes what it gets and answers as the test tells it.
struct Scripted<F> {
    seen: Mutex<Vec<(Follower, Id<Listing>)>>,
    answer: F,
}

impl<F: Fn(usize) -> Outcome + Send + Sync> Scripted<F> {
    fn new(answer: F) -> Self {
        Self { seen: Mutex::default(), answer }
    }

    fn seen(&self) -> Vec<Id<Listing>> {
        self.seen.lock().unwrap().iter().map(|(_, id)| *id).collect()
    }
}

#[async_trait]
impl<F: Fn(usize) -> Outcome + Send + Sync> Handler for Scripted<F> {
    async fn handle(&self, _: &Ctx, follower: Follower, batch: &[Claimed]) -> Vec<Outcome> {
        let mut seen = self.seen.lock().unwrap();
        let mut outcomes = Vec::new();
        for claimed in batch {
            let Event::OrganizationChanged { organization } = claimed.event else { panic!("{:?}", claimed.event) };
            let listing = Id::from_uuid(organization.uuid());
            seen.push((follower, listing));
            outcomes.push((self.answer)(seen.len()));
        }
        outcomes
    }
}

async fn push(app: &TestApp, listing: Id<Listing>) {
    let tx = app.ctx.begin().await.unwrap();
    // Of all events that one follower follows.
    outbox::push(&app.ctx, &*tx, &Event::OrganizationChanged { organization: Id::from_uuid(listing.uuid()) }).await.unwrap();
    tx.commit().await.unwrap();
}

/// Two workers and one mail: the first sleeps past its lease while it holds the mail, the second gets it and fails.
struct Sleeper<'a>(&'a TestApp);

#[async_trait]
impl Handler for Sleeper<'_> {
    async fn handle(&self, ctx: &Ctx, follower: Follower, batch: &[Claimed]) -> Vec<Outcome> {
        if follower == Follower::Send {
            self.0.advance(Duration::seconds(61));
            drain(ctx, &Refuser).await.unwrap();
        }
        self.0.jobs.handle(ctx, follower, batch).await
    }
}

struct Refuser;

#[async_trait]
impl Handler for Refuser {
    async fn handle(&self, _: &Ctx, _: Follower, batch: &[Claimed]) -> Vec<Outcome> {
        batch.iter().map(|_| Outcome::Refused("later".to_owned())).collect()
    }
}

#[tokio::test]
async fn a_worker_that_slept_past_its_lease_sends_nothing() {
    let app = TestApp::start().await;
    let account =
        serde_json::json!({ "email": "chen@example.com", "name": "陈一帆", "password": lianqiao_tests::PASSWORD, "locale": "EN" });
    app.visitor.done("signUp", account, "email").await;
    drain(&app.ctx, &Sleeper(&app)).await.unwrap();
    assert_eq!(app.subjects_to("chen@example.com").len(), 0, "the mail is the other worker's, whose turn comes again");
    app.advance(Duration::minutes(2));
    app.settle().await;
    assert_eq!(app.subjects_to("chen@example.com").len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn an_event_of_a_transaction_that_was_rolled_back_never_happened() {
    let app = TestApp::start().await;
    let tx = app.ctx.begin().await.unwrap();
    outbox::push(&app.ctx, &*tx, &Event::ListingVisibilityChanged { listing: app.ctx.new_id() }).await.unwrap();
    drop(tx);
    let follower = Scripted::new(|_| Outcome::Done);
    drain(&app.ctx, &follower).await.unwrap();
    assert_eq!(follower.seen(), []);
    app.finish().await;
}

#[tokio::test]
async fn events_of_one_entity_wait_for_each_other_and_others_do_not() {
    let app = TestApp::start().await;
    let (first, second) = (app.ctx.new_id(), app.ctx.new_id());
    for listing in [first, first, second] {
        push(&app, listing).await;
    }
    // The first delivery fails: its successor about the same listing must not overtake it.
    let follower = Scripted::new(|n| if n == 1 { Outcome::Failed("not now".into()) } else { Outcome::Done });
    drain(&app.ctx, &follower).await.unwrap();
    assert_eq!(follower.seen(), [first, second]);
    app.advance(Duration::seconds(2));
    drain(&app.ctx, &follower).await.unwrap();
    assert_eq!(follower.seen(), [first, second, first, first]);
    app.finish().await;
}

#[tokio::test]
async fn an_event_that_is_gone_is_put_aside_and_holds_nobody_up() {
    let app = TestApp::start().await;
    let (broken, sound) = (app.ctx.new_id(), app.ctx.new_id());
    push(&app, broken).await;
    app.ctx.db.maintenance().execute_unprepared("DELETE FROM outbox_event").await.unwrap();
    push(&app, sound).await;
    let follower = Scripted::new(|_| Outcome::Done);
    drain(&app.ctx, &follower).await.unwrap();
    assert_eq!(follower.seen(), [sound]);
    assert_eq!(outbox::counts(&app.ctx).await.unwrap(), outbox::DeliveryCounts { pending: 0, dead: 1 });
}

/// While servers are replaced one after the other, a new one tells of things that an old worker has never heard of.
#[tokio::test]
async fn an_event_of_a_newer_program_waits_for_it_and_holds_nobody_up() {
    let app = TestApp::start().await;
    let (new, known) = (app.ctx.new_id::<Listing>(), app.ctx.new_id());
    push(&app, new).await;
    let organization: Id<lianqiao::kernel::id::Organization> = Id::from_uuid(new.uuid());
    let payload = |kind: &str| {
        format!(
            "UPDATE outbox_event SET payload = '{{\"kind\":\"{kind}\",\"organization\":\"{organization}\"}}' WHERE entity_id = (SELECT entity_id FROM outbox_delivery ORDER BY seq LIMIT 1)"
        )
    };
    app.ctx.db.maintenance().execute_unprepared(&payload("FROM_THE_FUTURE")).await.unwrap();
    push(&app, known).await;
    let follower = Scripted::new(|_| Outcome::Done);
    drain(&app.ctx, &follower).await.unwrap();
    assert_eq!(follower.seen(), [known]);
    assert_eq!(outbox::counts(&app.ctx).await.unwrap(), outbox::DeliveryCounts { pending: 1, dead: 0 });
    // The newer program comes.
    app.ctx.db.maintenance().execute_unprepared(&payload("ORGANIZATION_CHANGED")).await.unwrap();
    app.advance(Duration::seconds(31));
    drain(&app.ctx, &follower).await.unwrap();
    assert_eq!(follower.seen(), [known, new]);
    app.finish().await;
}

/// What an organization's change means for a listing stands in line with the listing's own events.
#[tokio::test]
async fn the_change_of_an_organization_is_followed_up_listing_by_listing() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let mut listings = Vec::new();
    for title in ["水下机器人", "热泵"] {
        let input = serde_json::json!({
            "organizationId": officer.organization, "title": { "zh": title }, "problem": { "zh": "a" }, "benefit": { "zh": "b" },
        });
        let mut listing = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
        for (who, field) in [(&officer, "listingSubmit"), (&head, "listingPublish")] {
            let step = serde_json::json!({ "id": listing["id"], "expectedVersion": listing["version"] });
            listing = who.done(field, step, "listing { id version }").await["listing"].clone();
        }
        listings.push(listing["id"].as_str().unwrap().parse::<Id<Listing>>().unwrap().uuid());
    }
    app.settle().await;
    let tx = app.ctx.begin().await.unwrap();
    let organization = officer.organization.parse().unwrap();
    outbox::push(&app.ctx, &*tx, &Event::OrganizationChanged { organization }).await.unwrap();
    tx.commit().await.unwrap();
    // The first look writes deliveries, the second follows them.
    let claimed = Mutex::new(Vec::new());
    let spy = Spy { jobs: app.jobs.as_ref(), claimed: &claimed };
    drain(&app.ctx, &spy).await.unwrap();
    let claimed = claimed.into_inner().unwrap();
    assert_eq!(claimed[0], organization.uuid());
    let mut each = claimed[1..].to_vec();
    each.sort_unstable();
    listings.sort_unstable();
    assert_eq!(each, listings);
    app.finish().await;
}

/// Notes whose deliveries the real follower handles.
struct Spy<'a> {
    jobs: &'a lianqiao::jobs::Jobs,
    claimed: &'a Mutex<Vec<uuid::Uuid>>,
}

#[async_trait]
impl Handler for Spy<'_> {
    async fn handle(&self, ctx: &Ctx, follower: Follower, batch: &[Claimed]) -> Vec<Outcome> {
        self.claimed.lock().unwrap().extend(batch.iter().map(|claimed| claimed.entity_id));
        self.jobs.handle(ctx, follower, batch).await
    }
}

#[tokio::test]
async fn a_delivery_that_fails_too_often_is_put_aside_and_can_be_taken_up_again() {
    let app = TestApp::start().await;
    push(&app, app.ctx.new_id()).await;
    let failing = Scripted::new(|_| Outcome::Failed("the engine choked".into()));
    for _ in 0..40 {
        drain(&app.ctx, &failing).await.unwrap();
        app.advance(Duration::minutes(11));
    }
    let attempts = usize::try_from(app.ctx.config.worker.max_attempts).unwrap();
    assert_eq!(failing.seen().len(), attempts, "tried more often than allowed, or less");
    let dead = outbox::dead_letters(&app.ctx, &PageRequest::first(10)).await.unwrap().rows;
    assert_eq!(dead[0].1.last_error.as_deref(), Some("the engine choked"));

    let tx = app.ctx.begin().await.unwrap();
    assert!(outbox::retry_dead(&app.ctx, &*tx, dead[0].1.id).await.unwrap());
    tx.commit().await.unwrap();
    let working = Scripted::new(|_| Outcome::Done);
    drain(&app.ctx, &working).await.unwrap();
    assert_eq!(working.seen().len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_machine_that_is_away_costs_no_attempts() {
    let app = TestApp::start().await;
    push(&app, app.ctx.new_id()).await;
    let away = Scripted::new(|_| Outcome::Postponed("no connection".into()));
    for _ in 0..30 {
        drain(&app.ctx, &away).await.unwrap();
        app.advance(Duration::seconds(31));
    }
    assert_eq!(away.seen().len(), 30);
    assert_eq!(outbox::counts(&app.ctx).await.unwrap().dead, 0);
    let back = Scripted::new(|_| Outcome::Done);
    drain(&app.ctx, &back).await.unwrap();
    assert_eq!(back.seen().len(), 1);
    app.finish().await;
}

/// Never answers: a worker that died with the delivery in its hands.
struct Dying(Arc<tokio::sync::Notify>);

#[async_trait]
impl Handler for Dying {
    async fn handle(&self, _: &Ctx, _: Follower, _: &[Claimed]) -> Vec<Outcome> {
        self.0.notify_one();
        std::future::pending().await
    }
}

#[tokio::test]
async fn what_a_dead_worker_held_is_taken_over_when_its_lease_ends_and_not_before() {
    let app = TestApp::start().await;
    push(&app, app.ctx.new_id()).await;
    let claimed = Arc::new(tokio::sync::Notify::new());
    let (ctx, dying) = (app.ctx.clone(), Dying(Arc::clone(&claimed)));
    let worker = tokio::spawn(async move { drain(&ctx, &dying).await });
    claimed.notified().await;
    worker.abort();

    let next = Scripted::new(|_| Outcome::Done);
    drain(&app.ctx, &next).await.unwrap();
    assert_eq!(next.seen(), [], "two workers held one delivery");
    app.advance(Duration::seconds(i64::from(app.ctx.config.worker.lease_seconds) + 1));
    drain(&app.ctx, &next).await.unwrap();
    assert_eq!(next.seen().len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn several_workers_share_the_work_and_no_delivery_is_done_twice() {
    let app = TestApp::start().await;
    let listings: Vec<Id<Listing>> = (0..300).map(|_| app.ctx.new_id()).collect();
    let tx = app.ctx.begin().await.unwrap();
    let events: Vec<Event> =
        listings.iter().map(|listing| Event::OrganizationChanged { organization: Id::from_uuid(listing.uuid()) }).collect();
    outbox::push_all(&app.ctx, &*tx, &events).await.unwrap();
    tx.commit().await.unwrap();
    let follower = Scripted::new(|_| Outcome::Done);
    futures::future::join_all((0..4).map(|_| drain(&app.ctx, &follower))).await;
    // Whoever found everything claimed by others went home; whatever is left is due now.
    drain(&app.ctx, &follower).await.unwrap();
    let mut seen = follower.seen();
    seen.sort_unstable();
    let mut expected = listings;
    expected.sort_unstable();
    assert_eq!(seen, expected);
    app.finish().await;
}

/// Works until the test says that it may end.
struct Slow {
    begun: tokio::sync::Notify,
    end: tokio::sync::Notify,
}

#[async_trait]
impl Handler for Slow {
    async fn handle(&self, _: &Ctx, _: Follower, batch: &[Claimed]) -> Vec<Outcome> {
        self.begun.notify_one();
        self.end.notified().await;
        batch.iter().map(|_| Outcome::Done).collect()
    }
}

/// Until when the only delivery is leased.
async fn leased_until(app: &TestApp) -> String {
    let backend = app.ctx.db.backend();
    let sql = "SELECT CAST(leased_until AS TEXT) AS leased_until FROM outbox_delivery";
    let row = app.ctx.db.read().query_one_raw(Statement::from_string(backend, sql)).await.unwrap().unwrap();
    row.try_get("", "leased_until").unwrap()
}

#[tokio::test]
async fn a_handler_that_takes_long_keeps_its_lease() {
    let app = TestApp::with(Options { configure: |config| config.worker.lease_seconds = 1, ..Options::default() }).await;
    push(&app, app.ctx.new_id()).await;
    let slow = Arc::new(Slow { begun: tokio::sync::Notify::new(), end: tokio::sync::Notify::new() });
    let (ctx, handler) = (app.ctx.clone(), Arc::clone(&slow));
    let worker = tokio::spawn(async move { drain(&ctx, handler.as_ref()).await });
    slow.begun.notified().await;
    for _ in 0..4 {
        let before = leased_until(&app).await;
        app.advance(Duration::milliseconds(900));
        // The renewal follows the real clock, the lease the one of the story.
        while leased_until(&app).await == before {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
    let other = Scripted::new(|_| Outcome::Done);
    drain(&app.ctx, &other).await.unwrap();
    assert_eq!(other.seen(), [], "another worker took what is being worked on");
    slow.end.notify_one();
    worker.await.unwrap().unwrap();
    app.finish().await;
}

#[tokio::test]
async fn claiming_does_not_sort_the_backlog() {
    if engine() == Engine::Postgres {
        return eprintln!("SKIPPED: PostgreSQL plans by the size of tables; the index is the same");
    }
    let app = TestApp::start().await;
    push(&app, app.ctx.new_id()).await;
    let working = Scripted::new(|_| Outcome::Done);
    let (_, statements) = app.statements_of(drain(&app.ctx, &working)).await;
    let claim = statements.iter().find(|sql| sql.contains("\"leased_until\" IS NULL")).expect("no claim among the statements");
    let explain = Statement::from_string(app.ctx.db.backend(), format!("EXPLAIN QUERY PLAN {claim}"));
    let plan = app.ctx.db.read().query_all_raw(explain).await.unwrap();
    let plan: Vec<String> = plan.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
    assert!(plan[0].contains("USING INDEX") && !plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:#?}");
    app.finish().await;
}
