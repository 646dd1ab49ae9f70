//! Who gets which mail, in which language, and how people turn mails off.

use lianqiao::{
    identity::{
        self,
        actions::{AddMember, NewUser},
        rules::OrganizationKind,
    },
    kernel::{Locale, Role},
    mail::Template,
    notification::{self, Topic},
};
use lianqiao_tests::{PASSWORD, Person, STAGE, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use crate::licensing::stage::Stage;

const LISTING: &str = "listing { id version state }";

/// A listing of the officer, submitted.
async fn submitted(officer: &Person, title: &str) -> Value {
    let draft = json!({
        "organizationId": officer.organization, "title": { "zh": title, "en": "Graphene film" }, "problem": { "zh": "a" }, "benefit": { "zh": "b" },
        "ipRights": [{ "kind": "SOFTWARE", "number": "2024SR0000001", "status": "IN_FORCE" }],
        "offers": [{ "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "FREE" }],
    });
    let listing = officer.done("listingCreate", draft, LISTING).await["listing"].clone();
    let input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
    officer.done("listingSubmit", input, LISTING).await["listing"].clone()
}

async fn publish(head: &Person, listing: &Value) {
    head.done("listingPublish", json!({ "id": listing["id"], "expectedVersion": listing["version"] }), LISTING).await;
}

/// Address in the `List-Unsubscribe` header of the newest mail to somebody, without the server's part.
fn unsubscribe_path(app: &TestApp, email: &str) -> Option<String> {
    let mail = app.mailer.sent().into_iter().rev().find(|mail| mail.to == email).expect("no mail");
    let headers = mail.eml.replace("\r\n ", "").replace("\r\n\t", "");
    let link = headers.split_once("List-Unsubscribe: <")?.1.split_once('>')?.0.to_owned();
    assert!(headers.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{headers}");
    Some(link.strip_prefix(&app.visitor.url("")).expect("a link to this server").to_owned())
}

#[tokio::test]
async fn a_link_in_the_mail_ends_mails_of_its_sort_and_no_others() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    publish(&head, &submitted(&officer, "成果甲").await).await;
    app.settle().await;
    assert_eq!(app.subjects_to(&officer.email), ["Published: Graphene film"]);
    let path = unsubscribe_path(&app, &officer.email).expect("people can turn these mails off");

    // Mail programs look at links in advance: that alone changes nothing.
    let page = app.visitor.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("<form"), "a page with a button");
    let topics = "{ viewerMailPreferences { topics { topic enabled optional } } }";
    let enabled = |data: &Value| {
        let topics = data["viewerMailPreferences"]["topics"].as_array().unwrap().clone();
        topics
            .into_iter()
            .filter(|topic| topic["enabled"] == true)
            .map(|topic| topic["topic"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        enabled(&officer.ok(topics, json!({})).await),
        ["ACCOUNT", "LICENSING", "LISTINGS", "DEMANDS", "IMPORTS", "ADVISING", "ALERTS"]
    );

    // One click, as RFC 8058 has it: a POST to the address itself.
    let click = app.visitor.request(Method::POST, &path).form(&[("List-Unsubscribe", "One-Click")]).send().await.unwrap();
    assert_eq!(click.status(), 200);
    assert_eq!(enabled(&officer.ok(topics, json!({})).await), ["ACCOUNT", "LICENSING", "DEMANDS", "IMPORTS", "ADVISING", "ALERTS"]);
    publish(&head, &submitted(&officer, "成果乙").await).await;
    app.settle().await;
    assert_eq!(app.subjects_to(&officer.email).len(), 1, "no further mail");
    assert_eq!(app.subjects_to(&head.email).len(), 2, "the head did not turn anything off");

    // And on again.
    officer.done("mailPreferenceSet", json!({ "topic": "LISTINGS", "enabled": true }), "preferences { topics { topic } }").await;
    publish(&head, &submitted(&officer, "成果丙").await).await;
    app.settle().await;
    assert_eq!(app.subjects_to(&officer.email).len(), 2);
    app.finish().await;
}

#[tokio::test]
async fn mails_that_belong_to_a_transaction_cannot_be_turned_off() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    stage.asked(&stage.buyer, &listing, "UFPL-12").await;
    stage.app.settle().await;
    assert_eq!(unsubscribe_path(&stage.app, &stage.buyer.email), None);
    let refused = stage
        .buyer
        .refused("mailPreferenceSet", json!({ "topic": "LICENSING", "enabled": false }), "preferences { topics { topic } }")
        .await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "input.topic".into()));
    // Not even with a link that this server signed, nor with one that it did not.
    let token = notification::unsubscribe_token(&stage.app.ctx, stage.buyer.user.parse().unwrap(), Topic::Licensing).unwrap();
    let verification = identity::verification_token(&stage.app.ctx, stage.buyer.user.parse().unwrap()).await.unwrap();
    for token in [token, verification, "forged".to_owned()] {
        let click = stage.app.visitor.request(Method::POST, &format!("/unsubscribe?token={token}")).send().await.unwrap();
        assert!(click.status().is_client_error(), "{}", click.status());
    }
    let kept = stage.buyer.ok("{ viewerMailPreferences { topics { enabled } } }", json!({})).await;
    assert!(kept["viewerMailPreferences"]["topics"].as_array().unwrap().iter().all(|topic| topic["enabled"] == true));
    stage.app.finish().await;
}

#[tokio::test]
async fn everybody_is_written_to_in_their_own_language() {
    let app = TestApp::start().await;
    let university = app.organization(OrganizationKind::University, "杨浦大学", true).await;
    app.settle().await;
    let officer = app.person("officer", &university, Role::TtoOfficer).await;
    app.person("head-en", &university, Role::TtoHead).await;
    let new = NewUser { email: "head-zh@example.com".into(), name: "王敏".into(), password: PASSWORD.into(), locale: Locale::ZhCn };
    identity::actions::seed_user(&app.ctx, &STAGE, new).await.unwrap();
    let seat = AddMember { organization: university.id, email: "head-zh@example.com".into(), roles: vec![Role::TtoHead] };
    identity::actions::add_member(&app.ctx, &STAGE, seat).await.unwrap();

    // The language of whoever caused it does not matter.
    let officer = Person { client: officer.client.in_chinese(), ..officer };
    submitted(&officer, "石墨烯薄膜").await;
    app.settle().await;
    let mail = |email: &str| app.mailer.sent().into_iter().find(|mail| mail.to == email).expect("no mail");
    let (english, chinese) = (mail("head-en@example.com"), mail("head-zh@example.com"));
    assert_eq!((english.template, chinese.template), (Template::ListingSubmitted, Template::ListingSubmitted));
    assert_eq!((english.locale, chinese.locale), (Locale::En, Locale::ZhCn));
    assert!(
        english.rendered.subject.contains("Graphene film") && english.rendered.text.contains("Graphene film"),
        "{:?}",
        english.rendered
    );
    assert!(chinese.rendered.subject.contains("石墨烯薄膜") && chinese.rendered.text.contains("王敏"), "{:?}", chinese.rendered);
    assert!(!chinese.rendered.text.contains("Graphene"), "{}", chinese.rendered.text);
    app.finish().await;
}
