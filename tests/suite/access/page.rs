//! The tables as a page that a lawyer can read, `docs/access.md`.

use std::{collections::BTreeMap, fmt::Write};

use serde_json::Value;

use super::{Row, Verdict, routes, table, things, world::CAST};
use crate::schema::{introspect, list, named, repository, text};

/// Columns of the page: everybody of the access table.
const HEADINGS: [(&str, &str); 13] = [
    ("Officer", "经办人"),
    ("Head", "办公室负责人"),
    ("Member", "企业成员"),
    ("Owner", "企业负责人"),
    ("Advisor", "创新顾问"),
    ("Case officer", "案件经办"),
    ("Operator", "平台运营"),
    ("Observer", "平台观察"),
    ("Other officer", "他校经办人"),
    ("Other head", "他校负责人"),
    ("Other member", "他企成员"),
    ("Other owner", "他企负责人"),
    ("Visitor", "访客"),
];

/// Subjects in the order of the page: heading, and how the names of their fields begin.
const SUBJECTS: [(&str, &[&str]); 10] = [
    ("Achievements and offers · 成果与报价", &["listing", "searchListings", "GET /attachments"]),
    ("Requests and licenses · 申请与许可", &["license", "schedulePreview"]),
    (
        "Advisors and their cases · 顾问与案件",
        &["advisor", "viewerAdvisor", "mandate", "case", "brokerCase", "introduction", "outcome", "serviceLog", "pendingConsents"],
    ),
    ("Imports, exports, files · 导入、导出与文件", &["import", "POST /uploads", "GET /imports", "GET /exports"]),
    ("Organizations and seats · 机构与席位", &["organization", "membership", "invitation"]),
    (
        "People and sessions · 用户与会话",
        &["user", "viewer", "signUp", "logIn", "logOut", "session", "verif", "password", "email", "factor", "apiToken"],
    ),
    ("Rules · 规则", &["rule"]),
    ("Notices · 通知", &["viewerEvents", "viewerMail", "mail"]),
    ("Operation and audit · 运维与审计", &["audit", "dead", "delivery", "searchIndex"]),
    ("Everything by its id, and the rest · 按编号查询及其他", &[""]),
];

const INTRODUCTION: &str = "# Who may do what · 谁可以做什么

Written by the test suite from `schema/api.graphql`, `schema/access.toml` and `schema/visible.toml`; do not edit. The suite puts every
question on this page to the program as every person on it, so what you read here is how the program answers.

本页由测试程序根据接口定义和两张权限表生成，请勿手工修改。测试以每一类人的身份逐项调用程序，结果与本页不一致即不通过。

The case is always the same: a university and an enterprise deal with each other. *Officer* and *Head* belong to the university's office,
*Member* and *Owner* to the enterprise; *Other* people hold the same role in another university or enterprise. Advisor, case officer,
operator and observer belong to the platform.

| sign | answer | 含义 |
|---|---|---|
| ● | they may, or see something | 允许 |
| ○ | they may know of it, but not do this | 可知悉，不可操作 |
| – | as good as absent: nothing tells it from what does not exist | 视同不存在 |
| ⚿ | only for people who are signed in | 须先登录 |

Who signs in without standing (a head whose seat was taken away a moment ago, somebody without a seat, the head of a university that
waits for its verification or was rejected) gets the answers of *Other head* where no row says otherwise. A token that ran out, was
forged, belongs to an ended session or to a suspended user is refused with ⚿ everywhere, also where a visitor would get more.
无有效席位的登录用户（席位刚被收回、无席位、机构待核验或未通过核验）适用\u{201c}他校负责人\u{201d}一栏；令牌过期、伪造、会话已结束或账号已停用的，一律视为未登录。
";

const fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "●",
        Verdict::Forbidden => "○",
        Verdict::Hidden => "–",
        Verdict::Unauthenticated => "⚿",
    }
}

/// The first sentence of a description, on one line.
fn sentence(description: &str) -> String {
    let line = description.split_whitespace().collect::<Vec<_>>().join(" ");
    line.split_once(". ").map_or(line.clone(), |(first, _)| format!("{first}.")).replace('|', "\\|")
}

fn subject_of(name: &str) -> usize {
    let bare = name.split_once('.').map_or(name, |(_, field)| field);
    let fits =
        |starts: &[&str]| starts.iter().map(|start| if bare.starts_with(start) { start.len() + 1 } else { 0 }).max().unwrap_or_default();
    // The longest beginning wins, so that `viewerEvents` is a notice and `viewer` a person.
    (0..SUBJECTS.len()).rev().max_by_key(|subject| fits(SUBJECTS[*subject].1)).unwrap_or_default()
}

fn people(words: &[&str]) -> String {
    if things::people().all(|person| words.contains(&person)) {
        return "everybody · 任何人".to_owned();
    }
    let name = |person: &&str| match CAST.iter().position(|known| known == person) {
        Some(column) => HEADINGS[column].0.to_owned(),
        None => format!("{} head", person.to_lowercase()),
    };
    let names: Vec<_> = words.iter().map(name).collect();
    format!("{}{}", names[..1].concat(), names[1..].iter().map(|name| format!(", {}", name.to_lowercase())).collect::<String>())
}

fn operations(page: &mut String, fields: &BTreeMap<String, Value>, table: &BTreeMap<String, Row>) {
    for (subject, (heading, _)) in SUBJECTS.iter().enumerate() {
        let rows: Vec<_> = table.iter().filter(|(name, _)| subject_of(name) == subject).collect();
        if rows.is_empty() {
            continue;
        }
        let columns = HEADINGS.map(|(en, zh)| format!("{en} {zh}")).join(" | ");
        writeln!(page, "\n## {heading}\n\n| operation | {columns} | what it is |\n|---|{}---|", ":-:|".repeat(HEADINGS.len())).unwrap();
        for (name, row) in rows {
            let signs: Vec<_> = CAST.iter().map(|person| sign(row[*person])).collect();
            let what =
                fields.get(name.split(" (").next().unwrap_or(name)).map(|field| sentence(text(&field["description"]))).unwrap_or_default();
            let name = if routes::is_route(name) { name.clone() } else { spoken(name) };
            writeln!(page, "| `{name}` | {} | {what} |", signs.join(" | ")).unwrap();
        }
    }
}

/// `Query.listing` as `query listing`.
fn spoken(name: &str) -> String {
    name.split_once('.').map_or(name.to_owned(), |(root, field)| format!("{} {field}", root.to_lowercase()))
}

fn seen(page: &mut String, types: &Value) {
    page.push_str("\n## Who sees which thing, and what of it · 谁能看到什么\n\nFields that are not named are the same for everybody who sees the thing. 未列出的字段，凡能看到该对象的人均可阅读。\n");
    for thing in things::things() {
        let [en, zh] = &thing.words;
        writeln!(page, "\n**{en} · {zh}** (`{}`): {}.\n", thing.kind, people(&thing.seen_by)).unwrap();
        let kind = list(types).find(|kind| kind["name"] == thing.kind.as_str());
        for (path, readers) in thing.fields.iter().filter_map(|(path, readers)| Some((path, readers.as_ref()?))) {
            let readers: Vec<_> = thing.seen_by.iter().copied().filter(|person| readers.contains(person)).collect();
            let what = kind.and_then(|kind| described(types, kind, path)).map(sentence).unwrap_or_default();
            writeln!(page, "- `{path}` ({what}): {}", people(&readers)).unwrap();
        }
    }
}

/// What the last field of a path is.
fn described<'t>(types: &'t Value, kind: &'t Value, path: &str) -> Option<&'t str> {
    let (name, below) = path.split_once('.').map_or((path, None), |(name, below)| (name, Some(below)));
    let field = list(&kind["fields"]).find(|field| field["name"] == name)?;
    match below {
        None => Some(text(&field["description"])),
        Some(below) => described(types, list(types).find(|kind| kind["name"] == named(&field["type"])["name"])?, below),
    }
}

/// Writes the page anew instead of comparing it, if `LIANQIAO_WRITE_PAGES` is set: `make schema` does.
#[tokio::test]
async fn the_page_of_who_may_do_what_is_current() {
    let types = introspect().await;
    let mut page = INTRODUCTION.to_owned();
    operations(&mut page, &super::root_fields(&types), &table());
    seen(&mut page, &types);
    let file = repository("docs/access.md");
    if std::env::var_os("LIANQIAO_WRITE_PAGES").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    assert!(std::fs::read_to_string(file).unwrap_or_default() == page, "docs/access.md is out of date: run `make schema`");
}
