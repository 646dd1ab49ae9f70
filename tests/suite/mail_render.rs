//! Every message in both languages: complete, readable, and deaf to hostile parameters.

use std::collections::BTreeSet;

use lianqiao::{
    kernel::Locale,
    mail::{MailError, Mailer, OutgoingMail, Rendered, Template, render},
    outbox::SignInChange,
};
use sea_orm::Iterable;
use serde_json::{Value, json};

/// Parameters of every message at once; each picks what it needs.
fn everything() -> Value {
    json!({
        "name": "王敏", "url": "https://lianqiao.example/open?id=1&step=2", "hours": 24, "days": 14,
        "email": "wang.min@new.example.cn", "inviter": "陈一帆", "roles": "成果转化专员",
        "organization": "东华理工大学", "person": "沈清", "counterparty": "杨浦大学", "amount": "CNY 80,000.00", "requester": "杨浦微纳科技有限公司", "title": "高导热石墨烯复合膜",
        "reason": "营业执照照片不清晰。\n请重新上传。", "notes": "请补充第三方检测报告。\n摘要请控制在 500 字以内。",
        "offer": "UFPL-12", "proposal": "在线涡流检测模块", "ends_on": "2026-05-31", "reply_by": "2026-03-31", "effective_on": "2026-04-01",
        "schedule": [{"due_on": "2027-04-01", "amount": "CNY 40,000.00"}, {"due_on": "2028-04-01", "amount": "CNY 41,234.56"}],
        "count": 2, "more": true, "first": false, "items": [
            {"kind": "listing", "title": "Too many welds", "found": "Laser hybrid welding", "on": "2026-03-31", "url": "https://lianqiao.example/open?id=1&step=2"},
            {"kind": "search", "title": "Graphene", "found": "Heat spreader", "on": "2026-04-01", "url": "https://lianqiao.example/open?id=1&step=2"},
        ],
        "file_name": "成果清单.xlsx", "created": 1201, "updated": 1302, "unchanged": 1403, "rejected": 1504,
    })
}

fn sample(template: Template, locale: Locale) -> OutgoingMail {
    let everything = everything();
    let params = template.required().iter().map(|name| ((*name).to_owned(), everything[*name].clone())).collect();
    OutgoingMail {
        message_id: "bWwBkd1Vx0J7oK3u5cZ8QmNp".to_owned(),
        to: "wang.min@example.cn".to_owned(),
        to_name: Some("王敏".to_owned()),
        locale,
        template,
        params: Value::Object(params),
        unsubscribe_url: None,
    }
}

fn samples() -> impl Iterator<Item = OutgoingMail> {
    Template::all().flat_map(|template| Locale::iter().map(move |locale| sample(template, locale)))
}

fn rendered(mail: &OutgoingMail) -> Rendered {
    render(mail).unwrap_or_else(|error| panic!("{} {}: {error}", mail.template, mail.locale))
}

/// What HTML turns back into when it is read.
fn read_html(html: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")];
    pairs.iter().fold(html.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

#[test]
fn every_message_renders_in_both_languages() {
    for mail in samples() {
        let Rendered { subject, text, html } = rendered(&mail);
        let which = format!("{} {}", mail.template, mail.locale);
        assert!((4..=150).contains(&subject.chars().count()), "{which}: {subject}");
        let greeting = if mail.locale == Locale::ZhCn { "王敏，您好：" } else { "Dear 王敏," };
        assert!(text.starts_with(greeting), "{which}: {text}");
        assert!(html.contains(greeting), "{which}");
        for mark in ["{{", "}}", "{%", "undefined", "none", "\n\n\n"] {
            assert!(!text.contains(mark), "{which} shows {mark:?}: {text}");
        }
        assert!(!html.contains("{{") && !html.contains("{%"), "{which}");
        assert!(html.starts_with("<!doctype html>") && html.contains(&format!("<html lang=\"{}\">", mail.locale)), "{which}");
        assert!(html.contains(&format!("<title>{}</title>", subject.replace('/', "&#x2f;"))), "{which}");
    }
}

#[test]
fn every_change_of_signing_in_has_its_own_words() {
    for locale in Locale::iter() {
        let told = |change: SignInChange| {
            let mut mail = sample(Template::SignInChanged, locale);
            mail.params["change"] = json!(change);
            let Rendered { text, html, .. } = rendered(&mail);
            let line = text.lines().nth(2).unwrap_or_default().to_owned();
            assert!(line.chars().count() > 10 && read_html(&html).contains(&line), "{change} {locale}: {text}");
            line
        };
        let words: BTreeSet<String> = SignInChange::iter().map(told).collect();
        assert_eq!(words.len(), SignInChange::iter().count(), "{words:#?}");
    }
}

#[test]
fn the_english_messages_hold_no_chinese_of_ours_and_the_other_way_round() {
    for mut mail in samples() {
        let params = mail.params.as_object_mut().expect("an object");
        for value in params.values_mut().filter(|value| value.as_str().is_some_and(|text| !text.is_ascii())) {
            *value = json!("X");
        }
        let Rendered { subject, text, .. } = rendered(&mail);
        let chinese = |text: &str| text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
        assert_eq!(chinese(&subject), mail.locale == Locale::ZhCn, "{}: {subject}", mail.template);
        assert_eq!(chinese(&text), mail.locale == Locale::ZhCn, "{}: {text}", mail.template);
    }
}

#[test]
fn every_parameter_is_shown_in_both_alternatives() {
    for mail in samples() {
        let Rendered { text, html, .. } = rendered(&mail);
        let html = read_html(&html);
        let day = |chinese: &str, english: &str| if mail.locale == Locale::ZhCn { chinese.to_owned() } else { english.to_owned() };
        for name in mail.template.required() {
            let shown: Vec<String> = match *name {
                "reply_by" => vec![day("2026年3月31日", "31 March 2026")],
                "ends_on" => vec![day("2026年5月31日", "31 May 2026")],
                "effective_on" => vec![day("2026年4月1日", "1 April 2026")],
                "items" => ["Too many welds", "Laser hybrid welding", "Graphene", "Heat spreader"]
                    .map(str::to_owned)
                    .into_iter()
                    .chain([day("2026年3月31日", "31 March 2026")])
                    .collect(),
                "schedule" => vec![day("2028年4月1日", "1 April 2028"), "CNY 41,234.56".to_owned()],
                name => match &mail.params[name] {
                    Value::String(words) => words.lines().map(str::to_owned).collect(),
                    // Decides what is said, and is not said itself.
                    Value::Bool(_) => Vec::new(),
                    other => vec![other.to_string()],
                },
            };
            for words in shown {
                assert!(text.contains(&words), "{} {}: the text lacks {words}:\n{text}", mail.template, mail.locale);
                assert!(html.contains(&words), "{} {}: the HTML lacks {words}:\n{html}", mail.template, mail.locale);
            }
        }
    }
}

#[test]
fn a_message_without_one_of_its_parameters_is_refused_by_name() {
    for mail in samples() {
        for name in mail.template.required() {
            let mut lacking = mail.clone();
            lacking.params.as_object_mut().expect("an object").remove(*name);
            let error = render(&lacking).expect_err(name);
            assert_eq!(error, MailError::Permanent(format!("the parameter `{name}` is missing")), "{}", mail.template);
        }
    }
}

#[test]
fn the_html_needs_nothing_from_outside_and_leaves_colors_to_the_reader() {
    for mail in samples() {
        let html = rendered(&mail).html.to_ascii_lowercase();
        for forbidden in [" src=", "<link", "<script", "<img", "@import", "url(", "<style", "background-color: #fff", "color: #000"] {
            assert!(!html.contains(forbidden), "{} holds {forbidden}", mail.template);
        }
        assert!(html.contains("content=\"light dark\""), "{}", mail.template);
        let links: Vec<&str> = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(!links.is_empty() && links.iter().all(|link| read_html(link) == "https://lianqiao.example/open?id=1&step=2"), "{links:?}");
    }
}

#[test]
fn hostile_parameters_do_no_harm() {
    let hostile = "A\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>{{7*7}}{% raw %}\u{202E}\u{0}";
    for mut mail in samples() {
        for (name, value) in mail.params.as_object_mut().expect("an object") {
            if value.is_string() && !["url", "reply_by", "effective_on", "ends_on"].contains(&name.as_str()) {
                *value = json!(hostile);
            }
        }
        let Rendered { subject, text, html } = rendered(&mail);
        assert!(!subject.contains(['\r', '\n']), "{}: {subject:?}", mail.template);
        assert!(!html.contains("<script"), "{}: {html}", mail.template);
        for part in [&subject, &text, &html] {
            assert!(!part.contains("49"), "{}: read as a template: {part}", mail.template);
            assert!(!part.contains(['\r', '\u{202E}', '\u{0}']), "{}: {part:?}", mail.template);
        }
        assert!(!text.lines().any(|line| line.starts_with("Bcc:") || line.starts_with("<script")), "{}: {text}", mail.template);
    }
}

#[tokio::test]
async fn headers_cannot_be_injected() {
    let mailer = Mailer::memory();
    let mut mail = sample(Template::ListingPublished, Locale::En);
    mail.params["title"] = json!("Film\r\nBcc: victim@example.com\r\n\r\nBuy now");
    mail.to_name = Some("Eve\r\nBcc: victim@example.com\r\n".to_owned());
    mailer.send(&mail).await.expect("sent");
    let eml = mailer.sent().remove(0).eml;
    let (headers, _) = eml.split_once("\r\n\r\n").expect("headers and body");
    assert_eq!(headers.lines().filter(|line| line.to_ascii_lowercase().starts_with("bcc")).count(), 0, "{headers}");
    assert_eq!(headers.lines().filter(|line| line.starts_with("Subject: ")).count(), 1, "{headers}");
    for (id, what) in [("a@b\r\nBcc: c@d", "id"), ("", "id"), ("a@", "id"), ("a b@c", "id"), ("../../x@c", "id")] {
        let error = mailer.send(&OutgoingMail { message_id: id.to_owned(), ..mail.clone() }).await.expect_err(what);
        assert_eq!(error, MailError::Permanent("the message id is not valid".to_owned()), "{id:?}");
    }
    let two = OutgoingMail { to: "a@example.cn, b@example.cn".to_owned(), ..mail.clone() };
    assert!(matches!(mailer.send(&two).await, Err(MailError::Permanent(_))));
    assert_eq!(mailer.sent().len(), 1);
}

#[test]
fn only_web_addresses_are_linked() {
    for url in ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/relative", "", "https://x.example/\r\nBcc: a@b"] {
        let mut mail = sample(Template::ListingPublished, Locale::En);
        mail.params["url"] = json!(url);
        match render(&mail) {
            Err(MailError::Permanent(_)) => {}
            Ok(Rendered { text, .. }) => assert!(url.contains("\r\n") && text.contains("https://x.example/Bcc:"), "{url:?}: {text}"),
            Err(error) => panic!("{url:?}: {error}"),
        }
    }
}

#[test]
fn a_stranger_cannot_make_our_greeting_an_advertisement() {
    for name in ["Win at casino.example", "https://x", "me@x", "www.x1"] {
        let mut mail = sample(Template::VerifyEmail, Locale::En);
        mail.params["name"] = json!(name);
        assert!(rendered(&mail).text.starts_with("Hello,"), "{name}");
    }
    for name in ["J. R. Smith", "买买提·艾力", "O'Neil"] {
        let mut mail = sample(Template::VerifyEmail, Locale::En);
        mail.params["name"] = json!(name);
        assert!(rendered(&mail).text.starts_with(&format!("Dear {name},")), "{name}");
    }
}

#[test]
fn a_long_title_is_cut_in_the_subject() {
    let mut mail = sample(Template::ListingPublished, Locale::ZhCn);
    mail.params["title"] = json!("长".repeat(10_000));
    let Rendered { subject, text, .. } = rendered(&mail);
    assert_eq!(subject.chars().count(), 150);
    assert!(subject.ends_with('…'));
    assert!(text.chars().count() < 1_000);
}

#[test]
fn a_license_without_payments_says_so() {
    let mut mail = sample(Template::LicenseRequestGranted, Locale::ZhCn);
    mail.params["schedule"] = json!([]);
    let Rendered { text, html, .. } = rendered(&mail);
    assert!(text.contains("没有定期付款") && html.contains("没有定期付款"));
}

#[test]
fn the_footer_offers_to_unsubscribe_only_where_one_can() {
    for mail in samples() {
        assert!(!rendered(&mail).text.contains("退订") && !rendered(&mail).text.contains("To stop receiving"));
        let mail = OutgoingMail { unsubscribe_url: Some("https://lianqiao.example/u/1".to_owned()), ..mail };
        let Rendered { text, html, .. } = rendered(&mail);
        assert!(text.contains("https://lianqiao.example/u/1") && read_html(&html).contains("href=\"https://lianqiao.example/u/1\""));
    }
}

#[tokio::test]
async fn headers_mark_automatic_mail_and_keep_the_id() {
    let mailer = Mailer::memory();
    let mail = OutgoingMail {
        unsubscribe_url: Some(format!("https://lianqiao.example/unsubscribe?token={}", "a".repeat(200))),
        ..sample(Template::ImportFinished, Locale::ZhCn)
    };
    mailer.send(&mail).await.expect("sent");
    mailer.send(&mail).await.expect("sent again");
    let sent = mailer.sent();
    for message in &sent {
        let (headers, _) = message.eml.split_once("\r\n\r\n").expect("headers and body");
        for header in [
            "Message-ID: <bWwBkd1Vx0J7oK3u5cZ8QmNp@lianqiao.example>",
            "Auto-Submitted: auto-generated",
            "Content-Language: zh-CN",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            &format!("List-Unsubscribe: <https://lianqiao.example/unsubscribe?token={}>", "a".repeat(200)),
            "To: =?utf-8?b?546L5pWP?= <wang.min@example.cn>",
        ] {
            assert!(headers.lines().any(|line| line == header), "{header} is not in\n{headers}");
        }
        assert!(headers.is_ascii() && headers.contains("Content-Type: multipart/alternative"), "{headers}");
    }
    assert_eq!(sent.len(), 2);
}
