//! Mails about what was found: one for all since the last, by the reader's clock, and none where there is nothing.

use chrono::{DateTime, Duration, Utc};
use lianqiao::{
    audit,
    feed::{self, NewEntry},
    jobs,
    kernel::{
        Actor, Id,
        id::{Kind, SavedSearch, User},
    },
    notification::{self, Frequency, Rhythm},
};
use lianqiao_tests::{Client, Person};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    alerts::{TITLE, fitting, matched, moved},
    stage::Stage,
};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn the_next_mail_comes_by_the_readers_clock() {
    let next = |frequency, zone: &str, from: &str| Rhythm::new(frequency, zone).unwrap().next(at(from), None);
    // A Thursday, before and after eight in Shanghai.
    assert_eq!(next(Frequency::Daily, "Asia/Shanghai", "2026-11-26T23:59:59Z"), at("2026-11-27T00:00:00Z"));
    assert_eq!(next(Frequency::Daily, "Asia/Shanghai", "2026-11-27T00:00:00Z"), at("2026-11-28T00:00:00Z"));
    assert_eq!(next(Frequency::Weekly, "Asia/Shanghai", "2026-11-26T02:00:00Z"), at("2026-11-30T00:00:00Z"));
    assert_eq!(next(Frequency::Weekly, "Asia/Shanghai", "2026-11-30T00:00:00Z"), at("2026-12-07T00:00:00Z"));
    // Eight in the morning stays eight in the morning when clocks are changed.
    assert_eq!(next(Frequency::Daily, "Europe/Berlin", "2026-03-28T08:00:00Z"), at("2026-03-29T06:00:00Z"));
    assert_eq!(next(Frequency::Daily, "Europe/Berlin", "2026-10-24T08:00:00Z"), at("2026-10-25T07:00:00Z"));
    // A day that a calendar skips.
    assert_eq!(next(Frequency::Daily, "Pacific/Apia", "2011-12-29T18:00:00Z"), at("2011-12-30T18:00:00Z"));
    let now = "2026-11-26T02:03:04Z";
    assert_eq!(next(Frequency::Immediate, "Asia/Shanghai", now), at(now));
    // At once, but not every minute.
    let after = |last: &str| Rhythm::new(Frequency::Immediate, "Asia/Shanghai").unwrap().next(at(now), Some(at(last)));
    assert_eq!(after("2026-11-26T01:50:00Z"), at("2026-11-26T02:50:00Z"));
    assert_eq!(after("2026-11-26T01:00:00Z"), at(now));
    assert!(Rhythm::new(Frequency::Daily, "Mars/Olympus").is_err());
    assert_eq!(Rhythm::new(Frequency::Daily, "America/New_York").unwrap().day(at("2026-11-26T02:00:00Z")), "2026-11-25");
}

/// Moves the clock to a time, and lets the sweep see whose time it is.
async fn morning(stage: &mut Stage, time: &str) {
    stage.app.advance(at(time) - stage.app.ctx.now());
    jobs::alert_mails(&stage.app.ctx).await.unwrap();
    stage.app.settle().await;
    // A token does not last that long.
    for person in [&mut stage.officer, &mut stage.head, &mut stage.rival, &mut stage.member, &mut stage.owner] {
        person.client = stage.app.sign_in(&person.email).await;
    }
}

async fn choose(who: &Client, frequency: &str, time_zone: &str) -> Value {
    let input = json!({ "frequency": frequency, "timeZone": time_zone });
    who.done("alertMailSet", input, "alertMail { frequency timeZone dueAt }").await["alertMail"].clone()
}

fn mails(stage: &Stage, who: &Person) -> Vec<String> {
    stage.app.subjects_to(&who.email).into_iter().filter(|subject| subject.contains("for you")).collect()
}

async fn keep(who: &Client) {
    who.done("savedSearchCreate", json!({ "name": "焊接", "listings": { "query": "焊接" } }), "savedSearch { id }").await;
}

/// Lets `first` and then `second` go as far as they get while somebody holds the trail to which whoever chooses writes last.
async fn both(stage: &Stage, first: impl Future, second: impl Future) {
    let ctx = &stage.app.ctx;
    let trail = ctx.begin().await.unwrap();
    let held = audit::NewEntry::new(audit::platform(), "story.hold", stage.owner.user.parse::<Id<User>>().unwrap());
    audit::append(ctx, &*trail, &Actor::System("story"), held).await.unwrap();
    let after = async |pauses: u64| tokio::time::sleep(std::time::Duration::from_millis(200 * pauses)).await;
    let second = async {
        after(1).await;
        second.await;
    };
    let release = async {
        after(2).await;
        trail.commit().await.unwrap();
    };
    tokio::join!(first, second, release);
}

#[tokio::test]
async fn what_is_chosen_at_the_same_moment_holds_side_by_side() {
    let stage = Stage::set().await;
    let shown = "alertMail { frequency timeZone }";
    // The first choice of all, and then one on top of another. On SQLite one waits for the other in any case; on PostgreSQL only for
    // its row.
    for (frequency, time_zone) in [("WEEKLY", "Europe/Berlin"), ("IMMEDIATE", "America/New_York")] {
        let often = stage.owner.done("alertMailSet", json!({ "frequency": frequency }), shown);
        let clock = stage.owner.done("alertMailSet", json!({ "timeZone": time_zone }), shown);
        both(&stage, often, clock).await;
        let now = stage.owner.ok("{ viewerAlertMail { frequency timeZone } }", json!({})).await;
        assert_eq!(now["viewerAlertMail"], json!({ "frequency": frequency, "timeZone": time_zone }));
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn who_is_told_for_the_first_time_while_choosing_is_written_to_as_chosen() {
    let stage = Stage::set().await;
    let (ctx, user) = (&stage.app.ctx, stage.owner.user.parse::<Id<User>>().unwrap());
    let told = async {
        let tx = ctx.begin().await.unwrap();
        notification::expect_alerts(ctx, &*tx, &[user]).await.unwrap();
        tx.commit().await.unwrap();
    };
    let chosen = stage.owner.done("alertMailSet", json!({ "frequency": "WEEKLY" }), "alertMail { dueAt }");
    both(&stage, chosen, told).await;
    let now = stage.owner.ok("{ viewerAlertMail { frequency dueAt } }", json!({})).await["viewerAlertMail"].clone();
    assert_eq!(now, json!({ "frequency": "WEEKLY", "dueAt": "2026-11-30T00:00:00+00:00" }));
    stage.app.finish().await;
}

#[tokio::test]
async fn what_is_chosen_again_changes_nothing_and_what_waits_keeps_its_time() {
    let stage = Stage::set().await;
    keep(&stage.owner).await;
    fitting(&stage, 1, 300_000).await;
    stage.app.settle().await;
    // A minute after the mail was due, and before it is sent.
    stage.app.advance(at("2026-11-24T00:01:00Z") - stage.app.ctx.now());
    let (owner, operator) = (stage.app.sign_in(&stage.owner.email).await, stage.app.sign_in(&stage.operator.email).await);
    let due = json!("2026-11-24T00:00:00+00:00");
    for input in [json!({}), json!({ "frequency": "DAILY" }), json!({ "timeZone": "Asia/Shanghai" })] {
        assert_eq!(owner.done("alertMailSet", input, "alertMail { dueAt }").await["alertMail"]["dueAt"], due);
    }
    let trail = async || {
        let trail = "query($id: ID!) { auditEntries(first: 50, entityId: $id) { nodes { verb details } } }";
        let found = operator.ok(trail, json!({ "id": stage.owner.user })).await["auditEntries"]["nodes"].clone();
        found.as_array().unwrap().iter().filter(|entry| entry["verb"] == "user.choose_alert_mail").cloned().collect::<Vec<_>>()
    };
    assert_eq!(trail().await, [] as [Value; 0]);
    assert_eq!(choose(&owner, "WEEKLY", "Europe/Berlin").await["dueAt"], json!("2026-11-30T07:00:00+00:00"));
    let entries = trail().await;
    assert!(
        entries.len() == 1 && !entries[0].to_string().contains("Berlin"),
        "where somebody lives is no matter of the trail: {entries:?}"
    );
    stage.app.finish().await;
}

#[tokio::test]
async fn what_came_since_the_last_mail_comes_in_one_by_the_readers_clock() {
    // The story begins on a Monday at ten in Shanghai.
    let mut stage = Stage::set().await;
    for person in [&stage.member, &stage.owner, &stage.rival, &stage.advisor] {
        keep(person).await;
    }
    assert_eq!(choose(&stage.owner, "WEEKLY", "Asia/Shanghai").await["dueAt"], Value::Null);
    choose(&stage.rival, "IMMEDIATE", "Asia/Shanghai").await;
    choose(&stage.advisor, "DAILY", "Europe/Berlin").await;
    let unknown =
        stage.rival.refused("alertMailSet", json!({ "frequency": "DAILY", "timeZone": "Mars/Olympus" }), "alertMail { timeZone }").await;
    assert_eq!(unknown, ("BAD_USER_INPUT".into(), "input.timeZone".into()));
    for number in 1..=2 {
        fitting(&stage, number, 300_000).await;
    }
    let mut gone = fitting(&stage, 3, 300_000).await;
    stage.app.settle().await;
    moved(&stage.head, "listingSuspend", &mut gone, json!({ "reason": "内容有误" })).await;
    stage.app.settle().await;

    // At once, for who wants that; what is gone by then is not in it.
    morning(&mut stage, "2026-11-23T02:01:00Z").await;
    assert_eq!(mails(&stage, &stage.rival), ["2 finds for you"]);
    let first = stage.app.mailer.sent().into_iter().rfind(|mail| mail.to == stage.rival.email).unwrap().rendered.text;
    assert!(first.contains("2 things were found for you.") && !first.contains("since we last wrote"), "{first}");
    assert_eq!(mails(&stage, &stage.member), [] as [String; 0]);
    morning(&mut stage, "2026-11-23T06:59:00Z").await;
    assert_eq!(mails(&stage, &stage.advisor), [] as [String; 0]);
    morning(&mut stage, "2026-11-23T07:00:00Z").await;
    assert_eq!(mails(&stage, &stage.advisor), ["2 finds for you"], "eight in Berlin");
    morning(&mut stage, "2026-11-23T23:59:00Z").await;
    assert_eq!(mails(&stage, &stage.member), [] as [String; 0]);
    morning(&mut stage, "2026-11-24T00:00:00Z").await;
    assert_eq!(mails(&stage, &stage.member), ["2 finds for you"], "who never chose: every morning");
    let sent = stage.app.mailer.sent();
    let mail = sent.iter().rfind(|mail| mail.to == stage.member.email).unwrap();
    assert!(
        mail.rendered.text.contains("Your search \"焊接\"") && mail.rendered.text.contains("23 November 2026"),
        "{}",
        mail.rendered.text
    );
    assert!(mail.rendered.text.contains("/a/") && mail.rendered.text.contains("/unsubscribe?token="), "{}", mail.rendered.text);

    // Nothing new, no mail; one more, and a mail about that alone.
    morning(&mut stage, "2026-11-25T00:00:00Z").await;
    assert_eq!(mails(&stage, &stage.member).len(), 1);
    fitting(&stage, 4, 300_000).await;
    stage.app.settle().await;
    morning(&mut stage, "2026-11-26T00:00:00Z").await;
    assert_eq!(mails(&stage, &stage.member)[1..], [format!("Found for you: {TITLE}")]);
    assert_eq!(mails(&stage, &stage.owner), [] as [String; 0]);
    morning(&mut stage, "2026-11-30T00:00:00Z").await;
    assert_eq!(mails(&stage, &stage.owner), ["3 finds for you"], "once a week, all of it");
    // Two sweeps at the same moment are one mail, and so is one that comes again.
    fitting(&stage, 5, 300_000).await;
    stage.app.settle().await;
    stage.app.advance(Duration::days(1));
    let (one, other) = tokio::join!(jobs::alert_mails(&stage.app.ctx), jobs::alert_mails(&stage.app.ctx));
    one.unwrap();
    other.unwrap();
    stage.app.settle().await;
    assert_eq!(mails(&stage, &stage.member).len(), 3);
    stage.app.finish().await;
}

#[tokio::test]
async fn who_turned_it_off_gets_none_and_who_left_reads_nothing_of_it() {
    let mut stage = Stage::set().await;
    matched(&stage).await;
    stage.published(json!({ "wantsUseFirstPayLater": false, "trlMin": null })).await;
    // Of two that are new at once, one side alone is told: the demand is there before the listing comes.
    matched(&stage).await;
    keep(&stage.rival).await;
    fitting(&stage, 1, 300_000).await;
    matched(&stage).await;
    // A seat is taken away before the morning: what was found for the demand is no longer this person's business.
    let seat = stage.member.ok("{ viewer { memberships { id version } } }", json!({})).await["viewer"]["memberships"][0].clone();
    let input = json!({ "id": seat["id"], "expectedVersion": seat["version"], "state": "SUSPENDED" });
    stage.owner.done("membershipUpdate", input, "membership { id }").await;
    morning(&mut stage, "2026-11-24T00:00:00Z").await;
    assert_eq!(mails(&stage, &stage.owner), [format!("Found for you: {TITLE}")]);
    assert_eq!(mails(&stage, &stage.member), [] as [String; 0]);
    assert_eq!(mails(&stage, &stage.rival), [format!("Found for you: {TITLE}")]);
    // One click ends it, for this topic.
    let sent = stage.app.mailer.sent();
    let text = &sent.iter().rfind(|mail| mail.to == stage.rival.email).unwrap().rendered.text;
    let path = text.lines().find_map(|line| line.find("/unsubscribe?").map(|at| line[at..].trim().to_owned())).unwrap();
    let click = stage.app.visitor.request(Method::POST, &path).form(&[("List-Unsubscribe", "One-Click")]).send().await.unwrap();
    assert_eq!(click.status(), 200);
    fitting(&stage, 2, 300_000).await;
    matched(&stage).await;
    morning(&mut stage, "2026-11-25T00:00:00Z").await;
    assert_eq!((mails(&stage, &stage.rival).len(), mails(&stage, &stage.owner).len()), (1, 2));
    // On again: what came meanwhile is not sent afterwards.
    stage.rival.done("mailPreferenceSet", json!({ "topic": "ALERTS", "enabled": true }), "preferences { topics { topic } }").await;
    morning(&mut stage, "2026-11-26T00:00:00Z").await;
    assert_eq!(mails(&stage, &stage.rival).len(), 1);
    stage.app.finish().await;
}

/// `count` entries in the feed of the rival: that their search found a listing.
fn entries(stage: &Stage, search: &Value, listing: &Value, count: usize) -> Vec<NewEntry> {
    let (user, search): (Id<User>, Id<SavedSearch>) = (stage.rival.user.parse().unwrap(), search["id"].as_str().unwrap().parse().unwrap());
    let entry = |_| NewEntry {
        id: stage.app.ctx.new_id(),
        user,
        kind: "SEARCH_FOUND_LISTING".to_owned(),
        entity_kind: SavedSearch::NAME,
        entity_id: search.uuid(),
        payload: json!({ "listingId": listing }),
    };
    (0..count).map(entry).collect()
}

async fn written(stage: &Stage, entries: Vec<NewEntry>) {
    let (ctx, user) = (&stage.app.ctx, stage.rival.user.parse().unwrap());
    let tx = ctx.begin().await.unwrap();
    feed::write(&ctx.db, &*tx, ctx.now(), entries).await.unwrap();
    notification::expect_alerts(ctx, &*tx, &[user]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_while_a_mail_is_being_written_is_in_it_or_in_the_next() {
    let mut stage = Stage::set().await;
    let search = stage
        .rival
        .done("savedSearchCreate", json!({ "name": "焊接", "listings": { "query": "焊接" } }), "savedSearch { id }")
        .await["savedSearch"]
        .clone();
    let listing = fitting(&stage, 1, 300_000).await["id"].clone();
    stage.app.settle().await;
    stage.app.advance(at("2026-11-24T00:00:00Z") - stage.app.ctx.now());
    // The sweep begins while another message is written and not yet there.
    let (ctx, user) = (stage.app.ctx.clone(), stage.rival.user.parse().unwrap());
    let tx = ctx.begin().await.unwrap();
    feed::write(&ctx.db, &*tx, ctx.now(), entries(&stage, &search, &listing, 1)).await.unwrap();
    notification::expect_alerts(&ctx, &*tx, &[user]).await.unwrap();
    let sweep = tokio::spawn({
        let ctx = ctx.clone();
        async move { jobs::alert_mails(&ctx).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    tx.commit().await.unwrap();
    sweep.await.unwrap().unwrap();
    morning(&mut stage, "2026-11-25T00:00:00Z").await;
    let got: usize = mails(&stage, &stage.rival).iter().map(|subject| if subject.starts_with("2 finds") { 2 } else { 1 }).sum();
    assert_eq!(got, 2, "{:?}", mails(&stage, &stage.rival));

    // Somebody chooses anew in the same way: what comes at that moment is sent by the new rhythm.
    let tx = ctx.begin().await.unwrap();
    feed::write(&ctx.db, &*tx, ctx.now(), entries(&stage, &search, &listing, 1)).await.unwrap();
    notification::expect_alerts(&ctx, &*tx, &[user]).await.unwrap();
    let choice = tokio::spawn({
        let rival = stage.rival.client.clone();
        async move { choose(&rival, "WEEKLY", "Asia/Shanghai").await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    tx.commit().await.unwrap();
    assert_eq!(at(choice.await.unwrap()["dueAt"].as_str().unwrap()), at("2026-11-30T00:00:00Z"));
    stage.app.finish().await;
}

#[tokio::test]
async fn a_mail_counts_what_is_left_of_it_however_much_there_was() {
    let mut stage = Stage::set().await;
    let search = stage
        .rival
        .done("savedSearchCreate", json!({ "name": "焊接", "listings": { "query": "焊接" } }), "savedSearch { id }")
        .await["savedSearch"]
        .clone();
    let listing = fitting(&stage, 1, 300_000).await["id"].clone();
    stage.app.settle().await;
    // One that is there, and behind it more that is gone than is read at a time.
    let gone = json!(stage.app.ctx.new_id::<lianqiao::kernel::id::Listing>().to_string());
    written(&stage, entries(&stage, &search, &gone, 250)).await;
    morning(&mut stage, "2026-11-24T00:00:00Z").await;
    assert_eq!(mails(&stage, &stage.rival), [format!("Found for you: {TITLE}")]);
    written(&stage, entries(&stage, &search, &listing, 30)).await;
    morning(&mut stage, "2026-11-25T00:00:00Z").await;
    written(&stage, entries(&stage, &search, &listing, 31)).await;
    morning(&mut stage, "2026-11-26T00:00:00Z").await;
    assert_eq!(mails(&stage, &stage.rival)[1..], ["30 finds for you", "More than 30 finds for you"]);
    let text = stage.app.mailer.sent().into_iter().rfind(|mail| mail.to == stage.rival.email).unwrap().rendered.text;
    assert!(text.contains("More than 30 things were found for you since we last wrote."), "{text}");
    stage.app.finish().await;
}
