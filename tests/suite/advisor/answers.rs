//! J2: a mandated advisor looks for what answers the client's demand, reads what the client said of it, and judges nothing.

use chrono::Duration;
use lianqiao::kernel::Role;
use lianqiao_tests::Client;
use serde_json::{Value, json};

use super::stage::{MANDATE, Stage, profile, versioned};

/// The list of a demand, and how one listing stands in it.
const FOUND: &str = "query($demand: ID!, $listing: ID!) {
    list: listingMatches(demandId: $demand, first: 10) { nodes { listing { id } match { score why against checks { constraint outcome } } feedback { verdict note } }
        refused { id verdict note listing { id } } }
    pair: matchBetween(demandId: $demand, listingId: $listing) { rank absence feedback { verdict } match { score } } }";
const FEEDBACK: &str = "matchFeedback { id version }";

async fn found(who: &Client, demand: &Value, listing: &str) -> Value {
    who.ok(FOUND, json!({ "demand": demand["id"], "listing": listing })).await
}

/// Neither the list nor the pair.
fn nothing() -> Value {
    json!({ "list": null, "pair": null })
}

#[tokio::test]
async fn a_mandate_for_demands_opens_what_answers_them_until_its_last_day() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let rival = stage.appointed(&stage.rival, profile()).await;
    let listing = stage.listing().await;
    let demand = stage.anonymous().await;
    let theirs =
        json!({ "organizationId": stage.stranger.organization, "title": { "zh": "焊缝返修太多" }, "problem": { "zh": "厚板焊缝返修多" } });
    let theirs = stage.stranger.done("demandCreate", theirs, "demand { id }").await["demand"].clone();
    stage.app.match_up().await;
    let told = found(&stage.owner, &demand, &listing).await;
    assert_eq!((&told["list"]["nodes"][0]["listing"]["id"], &told["pair"]["rank"]), (&json!(listing), &json!(1)), "{told}");

    // The role and the appointment alone open nothing, nor does a mandate for something else.
    assert_eq!(found(&stage.advisor, &demand, &listing).await, nothing());
    let mut narrow = stage.mandate(&rival, "2026-12-31");
    narrow["scopes"] = json!(["INTRODUCTIONS", "CONTRACTS"]);
    let narrow = stage.owner.done("mandateGrant", narrow, MANDATE).await["mandate"].clone();
    stage.mandated(&advisor, "2026-12-31").await;
    assert_eq!(found(&stage.rival, &demand, &listing).await, nothing());
    // A draft is answered as well, as the client reads it; that of somebody else is not.
    assert_eq!(found(&stage.advisor, &demand, &listing).await, told);
    assert!(found(&stage.stranger, &theirs, &listing).await["list"].is_object());
    assert_eq!(found(&stage.advisor, &theirs, &listing).await, nothing());

    // Published without a name, everybody reads the demand, and nobody else what answers it.
    let mut public = demand.clone();
    for (who, step) in [(&stage.owner, "demandSubmit"), (&stage.operator, "demandPublish")] {
        public = who.done(step, versioned(&public, json!({})), "demand { id version }").await["demand"].clone();
    }
    stage.app.match_up().await;
    assert!(found(&stage.advisor, &demand, &listing).await["list"]["nodes"][0].is_object());
    assert_eq!(found(&stage.rival, &demand, &listing).await, nothing());

    // What the client ends is ended at once; what ends by itself, after its last day.
    stage.owner.done("mandateEnd", versioned(&narrow, json!({})), MANDATE).await;
    let whole = stage.mandated(&rival, "2026-12-31").await;
    assert!(found(&stage.rival, &demand, &listing).await["list"].is_object());
    stage.owner.done("mandateEnd", versioned(&whole, json!({})), MANDATE).await;
    assert_eq!(found(&stage.rival, &demand, &listing).await, nothing());
    stage.app.advance(Duration::days(39));
    let later = stage.again(&stage.advisor).await;
    assert_eq!(found(&later, &demand, &listing).await, nothing());
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn what_the_client_put_aside_the_advisor_reads_and_leaves_as_it_is() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let listing = stage.listing().await;
    let demand = stage.anonymous().await;
    stage.mandated(&advisor, "2026-12-31").await;
    stage.app.match_up().await;
    let aside = json!({ "demandId": demand["id"], "listingId": listing, "verdict": "TOO_EARLY", "note": "还没有在厚板上试过" });
    let refused = stage.advisor.refused("matchFeedbackGive", aside.clone(), FEEDBACK).await;
    assert_eq!(refused, ("FORBIDDEN".into(), "input.demandId".into()));
    assert_eq!(found(&stage.advisor, &demand, &listing).await["list"]["refused"], json!([]));

    let given = stage.owner.done("matchFeedbackGive", aside, FEEDBACK).await["matchFeedback"].clone();
    let told = found(&stage.owner, &demand, &listing).await;
    assert_eq!((&told["list"]["nodes"], &told["pair"]["absence"]), (&json!([]), &json!("REFUSED")));
    assert_eq!(found(&stage.advisor, &demand, &listing).await, told, "whoever looks for candidates knows what was passed on");
    let node = async |who: &Client| who.ok("query($id: ID!) { node(id: $id) { id } }", json!({ "id": given["id"] })).await["node"].clone();
    assert_eq!((&node(&stage.advisor).await["id"], node(&stage.rival).await), (&given["id"], Value::Null));
    let back = versioned(&given, json!({}));
    assert_eq!(stage.advisor.refused("matchFeedbackWithdraw", back.clone(), FEEDBACK).await.0, "FORBIDDEN");
    assert_eq!(stage.rival.refused("matchFeedbackWithdraw", back, FEEDBACK).await.0, "NOT_FOUND");

    // A seat in the house of the listing takes that away: it would learn who judged it, through the mandate.
    let both = stage.also(&stage.advisor, &stage.officer.organization, Role::TtoOfficer).await;
    let seen = found(&both, &demand, &listing).await;
    assert_eq!((&seen["list"]["refused"], &seen["list"]["nodes"][0]["feedback"]), (&json!([]), &Value::Null), "{seen}");
    assert_eq!((&seen["pair"]["absence"], &seen["pair"]["feedback"], &seen["pair"]["rank"]), (&Value::Null, &Value::Null, &json!(1)));
    assert_eq!(node(&both).await, Value::Null);
    stage.app.settle().await;
    stage.app.finish().await;
}
