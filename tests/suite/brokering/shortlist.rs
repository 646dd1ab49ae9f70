//! What an advisor picks for a client: nothing of it is the client's until it is sent, and what was sent is answered.

use chrono::Duration;
use lianqiao::jobs;
use lianqiao_tests::{Client, Person};
use serde_json::{Value, json};

use super::stage::{CASE, Stage, profile, take, versioned};

/// A case with what was picked in it.
const PICKS: &str = "brokerCase { id version shortlistBy lateSince logs { kind summary visibility minutes }
    workingList { minimum most picks { id version listingId reason { zh en } listing { id } } }
    shortlists { logId round explanation sentAt advisor { id }
        picks { id version listingId sent reason { zh en } verdict answer answeredAt viewerCanAnswer listing { id } } } }";

impl Stage {
    /// The case with what was picked in it, as somebody sees it.
    async fn picks(&self, who: &Client, case: &Value) -> Value {
        let document = format!("query($id: ID!) {{ {} }}", PICKS.replacen("brokerCase", "brokerCase(id: $id)", 1));
        who.ok(&document, json!({ "id": case["id"] })).await["brokerCase"].clone()
    }

    /// Picks a listing; the case afterwards.
    async fn picked(&self, person: &Person, case: &Value, listing: &str, reason: &str) -> Value {
        person.done("casePickAdd", pick(person, case, listing, reason), PICKS).await["brokerCase"].clone()
    }

    /// The id of a published listing of the university that answers the problem.
    async fn offer(&self, title: &str) -> String {
        let input = json!({
            "organizationId": self.officer.organization, "title": { "zh": title }, "problem": { "zh": "厚板焊缝返修多" }, "benefit": { "zh": "一次合格率高" },
            "ipRights": [{ "kind": "SOFTWARE", "number": "2024SR0000010", "status": "IN_FORCE" }], "inventorsConsent": true,
            "offers": [{ "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "FREE" }],
        });
        let mut listing = self.officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
        for (who, field) in [(&self.officer, "listingSubmit"), (&self.head, "listingPublish")] {
            listing = who.done(field, versioned(&listing, json!({})), "listing { id version }").await["listing"].clone();
        }
        listing["id"].as_str().unwrap().to_owned()
    }

    /// A case in which the advisor works, with three listings picked.
    async fn three(&self, advisor: &Value) -> (Value, [String; 3]) {
        let mut case = self.serving("焊缝返修太多", advisor, &self.advisor).await;
        let listings = [self.offer("厚板焊缝激光清理").await, self.offer("厚板焊缝电弧复合焊").await, self.offer("厚板焊缝在线检测").await];
        for (listing, reason) in listings.iter().zip(["一次合格率高", "成本低", "有现成设备"]) {
            case = self.picked(&self.advisor, &case, listing, reason).await;
        }
        (case, listings)
    }
}

fn pick(person: &Person, case: &Value, listing: &str, reason: &str) -> Value {
    json!({ "caseId": case["id"], "listingId": listing, "reason": { "zh": reason }, "idempotencyKey": person.key() })
}

fn send(person: &Person, case: &Value, more: Value) -> Value {
    let mut input = json!({ "caseId": case["id"], "expectedVersion": case["version"], "minutes": 90, "idempotencyKey": person.key() });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

/// Mails to somebody that say `words`.
fn told(stage: &Stage, person: &Person, words: &str) -> usize {
    stage.app.mailer.sent().iter().filter(|mail| mail.to == person.email && mail.rendered.text.contains(words)).count()
}

#[tokio::test]
async fn a_client_sees_what_was_picked_once_it_is_sent_and_answers_each() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let (case, listings) = stage.three(&advisor).await;
    let waiting = &case["workingList"];
    assert_eq!((&waiting["minimum"], waiting["picks"].as_array().unwrap().len()), (&json!(3), 3));
    for who in [&stage.owner, &stage.member] {
        let seen = stage.picks(who, &case).await;
        assert_eq!((&seen["workingList"], &seen["shortlists"]), (&Value::Null, &json!([])), "not sent");
        let answer = json!({ "id": waiting["picks"][0]["id"], "verdict": "INTERESTED" });
        assert_eq!(who.refused("casePickAnswer", answer, PICKS).await, ("NOT_FOUND".into(), "input.id".into()));
    }
    assert_eq!(stage.picks(&stage.operator, &case).await["workingList"], *waiting, "staff see it");

    // A note alone is no shortlist.
    let note = stage.note(&stage.advisor, &case, json!({ "kind": "SEARCH", "summary": "比较了三项候选成果，都可行" }));
    let noted = stage.advisor.done("serviceLogAdd", note, PICKS).await["brokerCase"].clone();
    assert_eq!(noted["shortlistBy"], json!("2026-12-07"));
    let input = send(&stage.advisor, &noted, json!({}));
    let sent = stage.advisor.done("shortlistSend", input.clone(), PICKS).await["brokerCase"].clone();
    assert_eq!((&sent["shortlistBy"], &sent["workingList"]["picks"]), (&Value::Null, &json!([])));
    let told_of = sent["logs"].as_array().unwrap().iter().find(|log| log["minutes"] == 90).unwrap();
    assert_eq!((&told_of["kind"], &told_of["visibility"]), (&json!("SEARCH"), &json!("CLIENT")));
    assert_eq!(told_of["summary"], json!("1. 厚板焊缝激光清理\n2. 厚板焊缝电弧复合焊\n3. 厚板焊缝在线检测"));
    // The same call again writes nothing.
    assert_eq!(stage.advisor.done("shortlistSend", input, PICKS).await["brokerCase"], sent);

    let seen = stage.picks(&stage.member, &case).await;
    let round = &seen["shortlists"][0];
    assert_eq!((&round["round"], &round["advisor"]["id"], &seen["workingList"]), (&json!(1), &advisor["id"], &Value::Null));
    let shown: Vec<_> = round["picks"].as_array().unwrap().iter().map(|pick| (&pick["listingId"], &pick["reason"]["zh"])).collect();
    let (first, second, third) = (json!(listings[0]), json!(listings[1]), json!(listings[2]));
    let reasons = [json!("一次合格率高"), json!("成本低"), json!("有现成设备")];
    assert_eq!(shown, [(&first, &reasons[0]), (&second, &reasons[1]), (&third, &reasons[2])]);
    assert!(round["picks"][0]["viewerCanAnswer"].as_bool().unwrap() && round["picks"][0]["verdict"].is_null());
    stage.app.settle().await;
    let words = "has sent a shortlist";
    assert_eq!((told(&stage, &stage.owner, words), told(&stage, &stage.member, words), told(&stage, &stage.stranger, words)), (1, 1, 0));

    // What is sent stays as it is.
    let gone = round["picks"][0].clone();
    for (field, more) in [("casePickEdit", json!({ "place": 1 })), ("casePickRemove", json!({}))] {
        let late = stage.advisor.refused(field, versioned(&gone, more), PICKS).await;
        assert_eq!(late.0, "TRANSITION_NOT_ALLOWED", "{field}");
    }
    let answer = |place: usize, verdict: &str, note: Value| json!({ "id": round["picks"][place]["id"], "verdict": verdict, "note": note });
    let silent = stage.member.refused("casePickAnswer", answer(1, "OTHER", Value::Null), PICKS).await;
    assert_eq!(silent, ("REASON_REQUIRED".into(), "input.note".into()));
    for (who, code) in [(&stage.advisor, "FORBIDDEN"), (&stage.operator, "FORBIDDEN"), (&stage.stranger, "NOT_FOUND")] {
        assert_eq!(who.refused("casePickAnswer", answer(1, "TERMS", Value::Null), PICKS).await.0, code);
    }
    stage.member.done("casePickAnswer", answer(0, "TOO_EARLY", json!("要再等一年")), PICKS).await;
    stage.app.settle().await;
    let words = "has answered the shortlist";
    assert_eq!(told(&stage, &stage.advisor, words), 0, "nothing to go on with yet");
    stage.member.done("casePickAnswer", answer(1, "INTERESTED", Value::Null), PICKS).await;
    stage.app.settle().await;
    assert_eq!(told(&stage, &stage.advisor, words), 1);
    // What is said of the match is the answer, and the other way round.
    let said = "query($id: ID!) { listingMatches(demandId: $id, first: 9) { refused { id version verdict note listing { id } } } }";
    let demand = stage.owner.ok("query($id: ID!) { brokerCase(id: $id) { demand { id } } }", json!({ "id": case["id"] })).await;
    let demand = demand["brokerCase"]["demand"]["id"].clone();
    let refused = stage.owner.ok(said, json!({ "id": demand })).await["listingMatches"]["refused"].clone();
    assert_eq!(refused.as_array().unwrap().len(), 1);
    let opinion = &refused[0];
    assert_eq!((&opinion["verdict"], &opinion["note"]), (&json!("TOO_EARLY"), &json!("要再等一年")));
    assert_eq!(opinion["listing"]["id"], first);
    let give = json!({ "demandId": demand, "listingId": third, "verdict": "WRONG_FIELD" });
    stage.owner.done("matchFeedbackGive", give, "matchFeedback { id }").await;
    let withdraw = versioned(opinion, json!({}));
    stage.owner.done("matchFeedbackWithdraw", withdraw, "matchFeedback { id }").await;
    let known = stage.picks(&stage.advisor, &case).await["shortlists"][0]["picks"].clone();
    let verdicts: Vec<_> = known.as_array().unwrap().iter().map(|pick| &pick["verdict"]).collect();
    assert_eq!(verdicts, [&Value::Null, &json!("INTERESTED"), &json!("WRONG_FIELD")]);
    assert!(known[0]["answer"].is_null() && known[0]["answeredAt"].is_null());
    // Said again it is an answer again, and the last one.
    stage.member.done("casePickAnswer", answer(0, "TOO_EARLY", json!("要再等一年")), PICKS).await;
    let again = stage.member.done("casePickAnswer", answer(0, "TOO_EARLY", json!("要再等一年")), PICKS).await;
    assert_eq!(again["brokerCase"]["shortlists"][0]["picks"][0]["answer"], json!("要再等一年"));
    stage.app.settle().await;
    assert_eq!(told(&stage, &stage.advisor, words), 3, "twice nothing was left to wait for; the same again is no news");
    stage.app.finish().await;
}

#[tokio::test]
async fn fewer_than_the_rule_says_need_a_word_and_later_rounds_stand_beside() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    // An honest search may find nothing, and says so.
    let empty = stage.advisor.refused("shortlistSend", send(&stage.advisor, &case, json!({})), PICKS).await;
    assert_eq!(empty, ("SHORTLIST_TOO_SHORT".into(), "input.explanation".into()), "without a word nothing is no list");
    let listings = [stage.listing().await, stage.listing().await, stage.listing().await];
    case = stage.picked(&stage.advisor, &case, &listings[0], "一次合格率高").await;
    case = stage.picked(&stage.advisor, &case, &listings[1], "成本低").await;
    let short = stage.advisor.mutate("shortlistSend", send(&stage.advisor, &case, json!({ "explanation": "  " })), PICKS).await;
    let error = &short["userErrors"][0];
    assert_eq!((&error["code"], &error["path"]), (&json!("SHORTLIST_TOO_SHORT"), &json!(["input", "explanation"])));
    assert_eq!((&error["details"]["minimum"], &error["details"]["count"]), (&json!(3), &json!(2)));
    for (more, code, path) in [
        (json!({ "explanation": "x".repeat(1001) }), "TOO_LONG", "input.explanation"),
        (json!({ "minutes": 0 }), "OUT_OF_RANGE", "input.minutes"),
        (json!({ "expectedVersion": 1 }), "STALE_VERSION", "input.expectedVersion"),
    ] {
        assert_eq!(stage.advisor.refused("shortlistSend", send(&stage.advisor, &case, more), PICKS).await, (code.into(), path.into()));
    }
    for (who, code) in [(&stage.owner, "FORBIDDEN"), (&stage.operator, "FORBIDDEN"), (&stage.stranger, "NOT_FOUND")] {
        assert_eq!(who.refused("shortlistSend", send(who, &case, json!({})), PICKS).await.0, code);
    }
    let why = "厚板焊接的成果目前只有这两项";
    case =
        stage.advisor.done("shortlistSend", send(&stage.advisor, &case, json!({ "explanation": why })), PICKS).await["brokerCase"].clone();
    case = stage.picked(&stage.advisor, &case, &listings[2], "新近发布").await;
    case =
        stage.advisor.done("shortlistSend", send(&stage.advisor, &case, json!({ "explanation": "补充一项" })), PICKS).await["brokerCase"]
            .clone();
    let seen = stage.picks(&stage.owner, &case).await["shortlists"].clone();
    let rounds: Vec<_> = seen
        .as_array()
        .unwrap()
        .iter()
        .map(|round| (&round["round"], &round["explanation"], round["picks"].as_array().unwrap().len()))
        .collect();
    assert_eq!(rounds, [(&json!(1), &json!(why), 2), (&json!(2), &json!("补充一项"), 1)]);
    assert_eq!(stage.picks(&stage.stranger, &case).await, Value::Null);
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_list_is_ordered_reworded_and_shortened_until_it_is_sent() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let (mut case, listings) = stage.three(&advisor).await;
    let order = |case: &Value| -> Vec<String> {
        let picks = case["workingList"]["picks"].as_array().unwrap();
        picks.iter().map(|pick| pick["listingId"].as_str().unwrap().to_owned()).collect()
    };
    let of = |case: &Value, place: usize| case["workingList"]["picks"][place].clone();
    assert_eq!(order(&case), listings);
    let twice = stage.advisor.refused("casePickAdd", pick(&stage.advisor, &case, &listings[1], "再选一次"), PICKS).await;
    assert_eq!(twice, ("DUPLICATE".into(), "input.listingId".into()));
    let up = versioned(&of(&case, 2), json!({ "place": 1 }));
    case = stage.advisor.done("casePickEdit", up, PICKS).await["brokerCase"].clone();
    assert_eq!(order(&case), [listings[2].clone(), listings[0].clone(), listings[1].clone()]);
    let down = versioned(&of(&case, 0), json!({ "place": 3, "reason": { "zh": "设备现成", "en": "Equipment at hand" } }));
    case = stage.advisor.done("casePickEdit", down, PICKS).await["brokerCase"].clone();
    assert_eq!((order(&case), &of(&case, 2)["reason"]["en"]), (listings.to_vec(), &json!("Equipment at hand")));
    for (more, code, path) in [
        (json!({ "place": 4 }), "OUT_OF_RANGE", "input.place"),
        (json!({ "place": 0 }), "OUT_OF_RANGE", "input.place"),
        (json!({ "reason": { "zh": " " } }), "REQUIRED", "input.reason"),
        (json!({ "reason": { "zh": "x".repeat(501) } }), "TOO_LONG", "input.reason.zh"),
        (json!({ "expectedVersion": 9 }), "STALE_VERSION", "input.expectedVersion"),
    ] {
        let refused = stage.advisor.refused("casePickEdit", versioned(&of(&case, 0), more), PICKS).await;
        assert_eq!(refused, (code.into(), path.into()));
    }
    for (who, code) in
        [(&stage.operator, "FORBIDDEN"), (&stage.owner, "NOT_FOUND"), (&stage.stranger, "NOT_FOUND"), (&stage.rival, "NOT_FOUND")]
    {
        for field in ["casePickEdit", "casePickRemove"] {
            assert_eq!(who.refused(field, versioned(&of(&case, 0), json!({})), PICKS).await.0, code, "{field}");
        }
    }
    let removed = of(&case, 1);
    case = stage.advisor.done("casePickRemove", versioned(&removed, json!({})), PICKS).await["brokerCase"].clone();
    assert_eq!(order(&case), [listings[0].clone(), listings[2].clone()]);
    assert_eq!(stage.advisor.refused("casePickRemove", versioned(&removed, json!({})), PICKS).await.0, "NOT_FOUND");
    // What was taken off can be picked anew.
    let input = pick(&stage.advisor, &case, &listings[1], "还是留着");
    case = stage.advisor.done("casePickAdd", input.clone(), PICKS).await["brokerCase"].clone();
    assert_eq!(order(&case), [listings[0].clone(), listings[2].clone(), listings[1].clone()]);
    assert_eq!(stage.advisor.done("casePickAdd", input, PICKS).await["brokerCase"], case, "the same call again");
    let blank = json!({ "reason": {} });
    let mut input = pick(&stage.advisor, &case, &listings[1], "x");
    input["reason"] = blank["reason"].clone();
    assert_eq!(stage.advisor.refused("casePickAdd", input, PICKS).await, ("REQUIRED".into(), "input.reason".into()));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn what_is_not_published_is_not_picked_and_what_is_gone_stays_behind() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let (mut case, listings) = stage.three(&advisor).await;
    let withdraw = async |listing: &str| {
        let known = stage.head.ok("query($id: ID!) { listing(id: $id) { id version } }", json!({ "id": listing })).await["listing"].clone();
        stage.head.done("listingWithdraw", versioned(&known, json!({ "reason": "已另行转让" })), "listing { id }").await;
    };
    let other = stage.listing().await;
    withdraw(&other).await;
    let gone = stage.advisor.refused("casePickAdd", pick(&stage.advisor, &case, &other, "不在了"), PICKS).await;
    assert_eq!(gone, ("NOT_FOUND".into(), "input.listingId".into()));

    // What is withdrawn while it waits does not count, is not sent and stays on the list.
    withdraw(&listings[0]).await;
    case = stage.picks(&stage.advisor, &case).await;
    assert_eq!(case["workingList"]["picks"][0]["listing"], Value::Null);
    let short = stage.advisor.mutate("shortlistSend", send(&stage.advisor, &case, json!({})), PICKS).await;
    assert_eq!(short["userErrors"][0]["details"]["count"], json!(2));
    let why = json!({ "explanation": "一项刚刚撤回" });
    case = stage.advisor.done("shortlistSend", send(&stage.advisor, &case, why), PICKS).await["brokerCase"].clone();
    let left: Vec<_> = case["workingList"]["picks"].as_array().unwrap().iter().map(|pick| pick["listingId"].clone()).collect();
    assert_eq!(left, [json!(listings[0])]);
    // What is withdrawn later is told as gone, and is not answered any more.
    withdraw(&listings[1]).await;
    let seen = stage.picks(&stage.owner, &case).await["shortlists"][0]["picks"].clone();
    assert_eq!(seen.as_array().unwrap().len(), 2);
    assert_eq!(
        (&seen[0]["listing"], &seen[0]["viewerCanAnswer"], &seen[0]["reason"]["zh"]),
        (&Value::Null, &json!(false), &json!("成本低"))
    );
    let answer = json!({ "id": seen[0]["id"], "verdict": "INTERESTED" });
    assert_eq!(stage.owner.refused("casePickAnswer", answer, PICKS).await, ("NOT_FOUND".into(), "input.id".into()));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_tie_with_the_office_keeps_its_listings_off_the_list() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let (mut case, _) = stage.three(&advisor).await;
    let tie = json!({
        "advisorId": advisor["id"], "kind": "EQUITY", "name": "杨浦大学", "organizationId": stage.head.organization,
        "idempotencyKey": stage.advisor.key(),
    });
    stage.advisor.done("advisorConflictDeclare", tie, "advisor { id }").await;
    let another = stage.listing().await;
    let refused = stage.advisor.refused("casePickAdd", pick(&stage.advisor, &case, &another, "也不错"), PICKS).await;
    assert_eq!(refused, ("CONFLICT_OF_INTEREST".into(), "input.listingId".into()));
    // What was picked before it came to light is not sent.
    case = stage.picks(&stage.advisor, &case).await;
    let refused = stage.advisor.refused("shortlistSend", send(&stage.advisor, &case, json!({})), PICKS).await;
    assert_eq!(refused, ("CONFLICT_OF_INTEREST".into(), "input.caseId".into()));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn nothing_is_picked_without_a_mandate_nor_seen_after_it() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let listing = stage.listing().await;
    let assigned = stage.assigned("无人受理的案件", &advisor).await;
    let early = stage.advisor.refused("casePickAdd", pick(&stage.advisor, &assigned, &listing, "可行"), PICKS).await;
    assert_eq!(early.0, "TRANSITION_NOT_ALLOWED");
    let mut case = assigned;
    take(&stage.advisor, "caseAccept", &mut case, json!({ "noConflict": true })).await;
    let alone = stage.advisor.refused("casePickAdd", pick(&stage.advisor, &case, &listing, "可行"), PICKS).await;
    assert_eq!(alone.0, "MANDATE_MISSING");
    assert_eq!(stage.advisor.refused("shortlistSend", send(&stage.advisor, &case, json!({})), PICKS).await.0, "MANDATE_MISSING");
    assert_eq!(stage.picks(&stage.advisor, &case).await["workingList"], Value::Null);
    let mandate = stage.mandated(&advisor, "2027-06-30").await;
    case = stage.picked(&stage.advisor, &case, &listing, "可行").await;
    let why = json!({ "explanation": "只有这一项" });
    case = stage.advisor.done("shortlistSend", send(&stage.advisor, &case, why), PICKS).await["brokerCase"].clone();
    case = stage.picked(&stage.advisor, &case, &stage.listing().await, "后来发布").await;
    let waits = case["workingList"]["picks"][0].clone();
    stage.owner.done("mandateEnd", versioned(&mandate, json!({})), "mandate { id }").await;
    let seen = stage.picks(&stage.advisor, &case).await;
    assert_eq!((&seen["workingList"], &seen["shortlists"]), (&Value::Null, &json!([])));
    for version in [1, 7] {
        let edit = json!({ "id": waits["id"], "expectedVersion": version, "place": 1 });
        let refused = stage.advisor.refused("casePickEdit", edit, PICKS).await;
        assert_eq!(refused.0, "MANDATE_MISSING", "whatever version is guessed");
    }
    assert_eq!(stage.picks(&stage.owner, &case).await["shortlists"][0]["picks"].as_array().unwrap().len(), 1, "the client keeps it");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn the_next_advisor_goes_on_with_the_list_and_signs_for_it() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let rival = stage.appointed(&stage.rival, profile()).await;
    let (case, _) = stage.three(&advisor).await;
    let mut case = stage.look(&stage.advisor, &case).await;
    take(&stage.advisor, "caseRelease", &mut case, json!({ "reason": "出差" })).await;
    case = stage.look(&stage.operator, &case).await;
    take(&stage.operator, "caseAssign", &mut case, json!({ "advisorId": rival["id"] })).await;
    take(&stage.rival, "caseAccept", &mut case, json!({ "noConflict": true })).await;
    stage.mandated(&rival, "2027-06-30").await;
    case = stage.picks(&stage.rival, &case).await;
    assert_eq!(case["workingList"]["picks"].as_array().unwrap().len(), 3);
    case = stage.rival.done("shortlistSend", send(&stage.rival, &case, json!({})), PICKS).await["brokerCase"].clone();
    assert_eq!(case["shortlists"][0]["advisor"]["id"], rival["id"]);
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_late_shortlist_is_late_until_it_is_sent() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let (case, _) = stage.three(&advisor).await;
    stage.app.advance(Duration::days(15));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let person = stage.app.sign_in(&stage.advisor.email).await;
    let late = stage.picks(&person, &case).await;
    assert_eq!(late["lateSince"], json!("2026-12-08"));
    let note = stage.note(&stage.advisor, &case, json!({ "kind": "SEARCH" }));
    let noted = person.done("serviceLogAdd", note, PICKS).await["brokerCase"].clone();
    assert_eq!(noted["lateSince"], json!("2026-12-08"), "a note is no shortlist");
    let sent = person.done("shortlistSend", send(&stage.advisor, &noted, json!({})), PICKS).await["brokerCase"].clone();
    assert_eq!((&sent["lateSince"], &sent["shortlistBy"]), (&Value::Null, &Value::Null));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn what_is_picked_in_a_case_about_a_request_is_answered_there() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.requested(&advisor).await;
    take(&stage.advisor, "caseAccept", &mut case, json!({ "noConflict": true })).await;
    stage.mandated(&advisor, "2027-06-30").await;
    case = stage.picked(&stage.advisor, &case, &stage.listing().await, "同一团队的另一项").await;
    let why = json!({ "explanation": "没有更合适的" });
    case = stage.advisor.done("shortlistSend", send(&stage.advisor, &case, why), PICKS).await["brokerCase"].clone();
    let id = case["shortlists"][0]["picks"][0]["id"].clone();
    let answer = json!({ "id": id, "verdict": "INTERESTED", "note": "想看现场" });
    let answered = stage.member.done("casePickAnswer", answer.clone(), PICKS).await["brokerCase"]["shortlists"][0]["picks"][0].clone();
    assert_eq!((&answered["verdict"], &answered["answer"]), (&json!("INTERESTED"), &json!("想看现场")));
    stage.member.done("casePickAnswer", answer.clone(), PICKS).await;
    let trail = "query($id: ID!) { auditEntries(first: 99, organizationId: $id) { nodes { verb } } }";
    let entries = stage.owner.ok(trail, json!({ "id": stage.owner.organization })).await["auditEntries"]["nodes"].clone();
    let answers = entries.as_array().unwrap().iter().filter(|entry| entry["verb"] == "case.answer_pick").count();
    assert_eq!(answers, 1, "the same again is no news");
    let mut closed = stage.look(&stage.owner, &case).await;
    take(&stage.owner, "caseWithdraw", &mut closed, json!({ "reason": "不做了" })).await;
    assert_eq!(stage.member.refused("casePickAnswer", answer, PICKS).await.0, "TRANSITION_NOT_ALLOWED");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_match_says_what_the_advisor_picked_to_those_who_see_the_work() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let (case, listings) = stage.three(&advisor).await;
    let demand = stage.owner.ok("query($id: ID!) { brokerCase(id: $id) { demand { id } } }", json!({ "id": case["id"] })).await;
    let id = demand["brokerCase"]["demand"]["id"].clone();
    stage.app.match_up().await;
    let matches = "query($id: ID!) { listingMatches(demandId: $id, first: 9) { nodes { listing { id } match { score } advisorPick { sent reason { zh } } } } }";
    let of = async |who: &Client| {
        let found = who.ok(matches, json!({ "id": id })).await["listingMatches"]["nodes"].as_array().unwrap().clone();
        assert_eq!(found.len(), 3, "{found:?}");
        let first = found.iter().find(|one| one["listing"]["id"] == json!(listings[0])).unwrap().clone();
        let order: Vec<_> = found.iter().map(|one| (one["listing"]["id"].clone(), one["match"].clone())).collect();
        (first["advisorPick"].clone(), order)
    };
    let (unsent, before) = of(&stage.owner).await;
    assert_eq!(unsent, Value::Null, "not sent");
    let waits = of(&stage.advisor).await.0;
    assert_eq!(waits, json!({ "sent": false, "reason": { "zh": "一次合格率高" } }));
    stage.advisor.done("shortlistSend", send(&stage.advisor, &case, json!({})), CASE).await;
    for who in [&stage.owner, &stage.member, &stage.advisor, &stage.operator] {
        let (shown, order) = of(who).await;
        assert_eq!(shown, json!({ "sent": true, "reason": { "zh": "一次合格率高" } }));
        assert_eq!(order, before, "no score and no order depends on it");
    }
    stage.app.settle().await;
    stage.app.finish().await;
}
