//! What pages say without scripts: the same things, as plain HTML.

use std::collections::BTreeMap;

use minijinja::context;
use serde_json::{Value, json};

use super::shell::render;
use crate::{
    kernel::{Currency, Locale, Money},
    locale,
};

/// The words of these pages.
const WORDS: &[&str] = &[
    "face-heading",
    "face-lead",
    "face-search",
    "face-find",
    "face-newest",
    "face-none",
    "face-problem",
    "face-benefit",
    "face-summary",
    "face-scenarios",
    "face-cases",
    "face-figures",
    "face-today",
    "face-terms",
    "face-free",
    "face-term",
    "face-price",
    "face-example",
    "face-needs",
    "face-find-needs",
    "face-tests",
    "face-deadline",
    "face-budget",
];

fn words(locale: Locale) -> BTreeMap<&'static str, String> {
    WORDS.iter().map(|key| (key.strip_prefix("face-").unwrap_or(key), locale::text(locale, key))).collect()
}

/// A text in the language of the page, else in its own.
pub fn pick(texts: &Value, locale: Locale) -> String {
    let order = if locale == Locale::En { ["en", "zh"] } else { ["zh", "en"] };
    let text = |lang: &str| texts[lang].as_str().map(str::trim).filter(|text| !text.is_empty());
    order.into_iter().find_map(text).unwrap_or_default().to_owned()
}

/// What an answer says, for a template.
fn shown(value: &Value) -> minijinja::Value {
    match value {
        Value::Null => minijinja::Value::from(()),
        Value::Bool(value) => minijinja::Value::from(*value),
        Value::Number(value) => value.as_i64().map_or_else(|| minijinja::Value::from(value.as_f64()), minijinja::Value::from),
        Value::String(value) => minijinja::Value::from(value.as_str()),
        Value::Array(values) => values.iter().map(shown).collect::<Vec<_>>().into(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.as_str(), shown(value))).collect::<BTreeMap<_, _>>().into(),
    }
}

/// The rows of a list.
fn rows(listings: impl Iterator<Item = Value>, locale: Locale) -> Vec<minijinja::Value> {
    let row = |listing: Value| {
        json!({
            "id": listing["id"],
            "title": pick(&listing["title"], locale),
            "benefit": pick(&listing["benefit"], locale),
            "organization": listing["organization"]["name"],
            "level": listing["readiness"]["level"],
            "months": listing["offers"].as_array().into_iter().flatten().find_map(|offer| offer["useFirstPayLater"]["freeMonths"].as_u64()),
        })
    };
    listings.map(|listing| shown(&row(listing))).collect()
}

/// The first page.
pub fn home(answer: Option<&Value>, locale: Locale) -> String {
    let nodes = answer.map(|data| data["searchListings"]["nodes"].as_array().cloned().unwrap_or_default()).unwrap_or_default();
    render(include_str!("home.html"), context! { words => words(locale), rows => rows(nodes.into_iter(), locale), query => "" })
}

/// Results of a search.
pub fn search(answer: Option<&Value>, query: &str, locale: Locale) -> String {
    let found = answer.map(|data| &data["searchListings"]);
    let edges = found.and_then(|found| found["edges"].as_array().cloned()).unwrap_or_default();
    let rows = rows(edges.into_iter().map(|edge| edge["node"].clone()), locale);
    let count = found.and_then(|found| found["totalCount"].as_u64());
    let count = count.map(|count| locale::message(locale, "face-count", &[("count", json!(count))].into()));
    render(include_str!("search.html"), context! { words => words(locale), rows => rows, query => query, count => count })
}

/// One organization, and the newest of what it offers.
pub fn organization(organization: &Value, found: &Value, lead: &str, locale: Locale) -> String {
    let nodes = found["nodes"].as_array().cloned().unwrap_or_default();
    let values = context! {
        words => words(locale),
        name => shown(&organization["name"]),
        place => shown(&organization["divisionName"]),
        lead => lead,
        rows => rows(nodes.into_iter(), locale),
    };
    render(include_str!("organization.html"), values)
}

/// What enterprises look for.
pub fn demands(answer: Option<&Value>, query: &str, locale: Locale) -> String {
    let found = answer.map(|data| &data["demands"]);
    let nodes = found.and_then(|found| found["nodes"].as_array().cloned()).unwrap_or_default();
    let row = |demand: &Value| {
        json!({
            "id": demand["id"],
            "title": pick(&demand["title"], locale),
            "problem": pick(&demand["problem"], locale),
            "organization": demand["organization"]["name"],
            "level": demand["trlMin"],
        })
    };
    let count = found.and_then(|found| found["totalCount"].as_u64());
    let values = context! {
        words => words(locale),
        rows => nodes.iter().map(|demand| shown(&row(demand))).collect::<Vec<_>>(),
        query => query,
        count => count.map(|count| locale::message(locale, "face-demands", &[("count", json!(count))].into())),
    };
    render(include_str!("demands.html"), values)
}

/// One demand, without who has it where they are not named.
pub fn demand(demand: &Value, locale: Locale) -> String {
    let sections =
        sections(demand, &[("face-problem", "problem"), ("face-solution", "currentSolution"), ("face-target", "expectedTarget")], locale);
    let tests: Vec<_> = demand["acceptanceTests"].as_array().into_iter().flatten().map(|test| shown(&test["name"])).collect();
    let values = context! {
        words => words(locale),
        title => pick(&demand["title"], locale),
        organization => shown(&demand["organization"]),
        level => shown(&demand["trlMin"]),
        sections => sections,
        tests => tests,
        deadline => shown(&demand["deadline"]),
        budget => [money(&demand["budget"]["min"]), money(&demand["budget"]["max"])].into_iter().flatten().collect::<Vec<_>>(),
    };
    render(include_str!("demand.html"), values)
}

/// Those texts of an answer that there are, each under its heading.
fn sections(of: &Value, wanted: &[(&str, &str)], locale: Locale) -> Vec<Vec<String>> {
    let texts = wanted.iter().map(|(key, field)| vec![locale::text(locale, key), pick(&of[*field], locale)]);
    texts.filter(|section| !section[1].is_empty()).collect()
}

/// One achievement, with what would fall due under its offers.
pub fn listing(listing: &Value, examples: &Value, locale: Locale) -> String {
    let offers: Vec<minijinja::Value> =
        listing["offers"].as_array().into_iter().flatten().map(|one| shown(&offer(one, examples))).collect();
    let wanted = [
        ("face-problem", "problem"),
        ("face-benefit", "benefit"),
        ("face-summary", "abstract"),
        ("face-scenarios", "scenarios"),
        ("face-cases", "appliedCases"),
    ];
    let values = context! {
        words => words(locale),
        title => pick(&listing["title"], locale),
        organization => shown(&listing["organization"]),
        level => shown(&listing["readiness"]["level"]),
        sections => sections(listing, &wanted, locale),
        figures => shown(&listing["indicators"]),
        offers => offers,
    };
    render(include_str!("listing.html"), values)
}

fn offer(offer: &Value, examples: &Value) -> Value {
    let example = examples.as_array().into_iter().flatten().find(|example| example["offerCode"] == offer["code"]);
    let payments = example.and_then(|example| example["payments"].as_array()).into_iter().flatten();
    let payments: Vec<Value> = payments.map(|part| json!({ "on": part["dueOn"], "amount": money(&part["amount"]) })).collect();
    json!({
        "code": offer["code"],
        "price": money(&offer["price"]),
        "term": offer["termMonths"],
        "months": offer["useFirstPayLater"]["freeMonths"],
        "payments": payments,
    })
}

fn money(amount: &Value) -> Option<String> {
    let currency = Currency::parse(amount["currency"].as_str()?).ok()?;
    let amount = Money::new(amount["minorUnits"].as_str()?.parse().ok()?, currency);
    Some(format!("{} {}", currency.code(), amount.to_decimal_string()))
}

/// Of an achievement, for machines that read pages.
pub fn linked(listing: &Value, address: &str, locale: Locale) -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": address,
        "url": address,
        "name": pick(&listing["title"], locale),
        "abstract": pick(&listing["abstract"], locale),
        "inLanguage": <&str>::from(locale),
        "keywords": listing["keywords"],
        "datePublished": listing["publishedAt"],
        "dateModified": listing["updatedAt"],
        "provider": { "@type": "Organization", "name": listing["organization"]["name"] },
    })
}

/// Of an organization, for machines that read pages.
pub fn linked_organization(organization: &Value, address: &str) -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": address,
        "url": organization["website"].as_str().unwrap_or(address),
        "name": organization["name"],
        "alternateName": [&organization["nameZh"], &organization["nameEn"]],
        "address": { "@type": "PostalAddress", "addressCountry": organization["country"], "addressRegion": organization["divisionName"] },
    })
}
