//! The web frontend as the server serves it: its files, its pages with what they show first, and what it may send.
//!
//! The stories bring a build of their own, as small as can be: they hold whether or not Node was there.

use std::{fs, path::PathBuf, sync::OnceLock};

use futures::{SinkExt, StreamExt};
use lianqiao::{config::Config, kernel::digest, seed};
use lianqiao_tests::{Client, Options, PASSWORD, TestApp};
use reqwest::{Method, Response, header::HeaderName};
use serde_json::{Value, json};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use crate::identity::single_sign_on::{Stage, session};

const HOME: &str = "fragment Row on Listing { id title { zh en } benefit { zh en } } query Home { searchListings(first: 3, sort: NEWEST) { totalCount nodes { ...Row } } }";
const SEARCH: &str = "query SearchAchievements($query: String!, $filter: ListingSearchFilter, $sort: ListingSearchSort!, $facets: [ListingFacet!]!, $first: Int!, $withNames: Boolean!) { searchListings(query: $query, filter: $filter, sort: $sort, first: $first, facets: $facets) { totalCount edges { node { id title { zh en } benefit { zh en } } } } organizations(first: 1) @include(if: $withNames) { totalCount } }";
const ACHIEVEMENT: &str = "query Achievement($id: ID!) { listing(id: $id) { id title { zh en } abstract { zh en } problem { zh en } offers { code termMonths price { currency minorUnits } useFirstPayLater { freeMonths } } organization { id name } } licenseOfferExamples(listingId: $id) { offerCode payments { dueOn amount { currency minorUnits } } } }";
const ORGANIZATION: &str = "query Organization($id: ID!) { organization(id: $id) { id name nameZh nameEn country divisionName website } searchListings(first: 20, sort: NEWEST, filter: { organizationIds: [$id] }) { totalCount nodes { id title { zh en } benefit { zh en } } } }";
const DEMANDS: &str = "query Demands($filter: DemandFilterInput!, $first: Int!, $after: String) { demands(filter: $filter, first: $first, after: $after) { totalCount nodes { id title { zh en } problem { zh en } organization { id name } visibility trlMin } } }";
const DEMAND: &str = "query Demand($id: ID!) { demand(id: $id) { id title { zh en } problem { zh en } acceptanceTests { name } visibility deadline organization { id name } } }";
const INBOX: &str = "query Inbox($first: Int!, $after: String) { viewerEventsUnreadCount viewerEvents(first: $first, after: $after) { nodes { id kind } } }";
const VIEWER: &str = "query Viewer { viewer { user { id } } }";

/// The folder of the build, written once for all stories.
fn folder() -> &'static str {
    static FOLDER: OnceLock<String> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder: PathBuf = std::env::temp_dir().join(format!("lianqiao-frontend-{}", std::process::id()));
        let write = |name: &str, text: &str| {
            let file = folder.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        write(
            "index.html",
            "<!doctype html><html lang=\"zh-CN\"><head><title>联桥 Lianqiao</title><script type=\"module\" src=\"/assets/index-1.js\"></script></head><body><div id=\"root\"></div></body></html>",
        );
        write("assets/index-1.js", "plain");
        write("assets/index-1.js.gz", "packed");
        write("assets/home-1.css", "plain");
        // Not to be had: beside the folder, and hidden in it.
        write("outside-1.js", "outside");
        write("assets/.hidden.js", "hidden");
        let hash = |text: &str| format!("sha256:{}", digest::sha256_hex(text.as_bytes()));
        let mut known: serde_json::Map<String, Value> = [HOME, SEARCH, ACHIEVEMENT, ORGANIZATION, DEMANDS, DEMAND, INBOX, VIEWER].map(|text| (hash(text), json!(text))).into_iter().collect();
        // Somebody who can write there cannot give a text another one's name.
        known.insert(hash("query Other { viewer { roles } }"), json!("query Other { rateLimit { cost } }"));
        write("persisted-documents.json", &Value::from(known).to_string());
        let manifest = json!({ "src/routes/index.tsx?tsr-split=component": { "file": "assets/home-1.js", "css": ["assets/home-1.css"], "imports": ["_a.js"] }, "_a.js": { "file": "assets/a-1.js", "imports": ["_a.js"] } });
        write("pages.json", &json!(["/", "/account", "/login", "/achievements", "/a/{id}", "/orgs/{id}", "/demands", "/d/{id}", "/work/listings/{id}"]).to_string());
        write(".vite/manifest.json", &manifest.to_string());
        folder.to_str().unwrap().to_owned()
    })
}

fn with_pages(config: &mut Config) {
    config.http.frontend = true;
    folder().clone_into(&mut config.http.frontend_dir);
}

async fn app() -> TestApp {
    TestApp::with(Options { configure: with_pages, ..Options::default() }).await
}

async fn get(client: &Client, path: &str) -> Response {
    client.request(Method::GET, path).header("accept", "text/html").send().await.unwrap()
}

async fn html(client: &Client, path: &str) -> String {
    let page = get(client, path).await;
    assert_eq!(page.status(), 200, "{path}");
    // A slash in a value may be written as a reference.
    page.text().await.unwrap().replace("&#x2f;", "/")
}

/// What the page was sent with for its scripts.
fn boot(page: &str) -> Value {
    let (_, rest) = page.split_once("id=\"boot\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

fn answer<'a>(boot: &'a Value, text: &str) -> &'a Value {
    let hash = format!("sha256:{}", digest::sha256_hex(text.as_bytes()));
    boot["answers"].as_array().unwrap().iter().find(|answer| answer["hash"] == *hash).unwrap_or(&Value::Null)
}

#[tokio::test]
async fn a_page_comes_with_its_content_and_with_the_answers_that_it_would_ask_for() {
    let app = app().await;
    seed::load_demo(&app.ctx, |_| {}).await.unwrap();
    app.settle().await;
    let home = html(&app.visitor.in_chinese(), "/").await;
    let boot_data = boot(&home);
    assert_eq!((&boot_data["locale"], &boot_data["signedIn"]), (&json!("zh-CN"), &json!(false)));
    let first = &answer(&boot_data, HOME)["data"]["searchListings"]["nodes"][0];
    let (id, title) = (first["id"].as_str().unwrap(), first["title"]["zh"].as_str().unwrap());
    assert!(home.contains(&format!("<a href=\"/a/{id}\">{title}</a>")), "readable without scripts: {home}");
    assert_eq!(answer(&boot_data, VIEWER)["data"], json!({ "viewer": null }));

    let page = html(&app.visitor.in_chinese(), &format!("/a/{id}")).await;
    assert!(page.contains(&format!("<h1>{title}</h1>")) && page.contains("application/ld+json"), "{page}");
    assert!(page.contains("hreflang=\"en\"") && page.contains(&format!("/a/{id}?lang=en\"")), "{page}");
    assert_eq!(answer(&boot(&page), ACHIEVEMENT)["variables"], json!({ "id": id }));

    // What would fall due is readable without scripts, for every offer that says a price.
    let mut told = 0;
    for listing in answer(&boot_data, HOME)["data"]["searchListings"]["nodes"].as_array().unwrap() {
        let page = html(&app.visitor, &format!("/a/{}", listing["id"].as_str().unwrap())).await;
        let examples = answer(&boot(&page), ACHIEVEMENT)["data"]["licenseOfferExamples"].clone();
        for payment in examples.as_array().unwrap().iter().flat_map(|example| example["payments"].as_array().unwrap()) {
            assert!(page.contains(&format!("<time>{}</time> CNY ", payment["dueOn"].as_str().unwrap())), "{page}");
            told += 1;
        }
    }
    assert!(told > 0, "a world in which nobody names a price proves nothing");

    let whose = answer(&boot(&page), ACHIEVEMENT)["data"]["listing"]["organization"].clone();
    let page = html(&app.visitor.in_chinese(), &format!("/orgs/{}", whose["id"].as_str().unwrap())).await;
    assert!(page.contains(&format!("<h1>{}</h1>", whose["name"].as_str().unwrap())) && page.contains("项成果可申请许可"), "{page}");
    assert!(page.contains("\"@type\":\"Organization\"") && !page.contains("noindex"), "{page}");
    assert!(answer(&boot(&page), ORGANIZATION)["data"]["searchListings"]["totalCount"].as_i64() > Some(0));

    let found = html(&app.visitor, "/achievements?q=%E6%B0%B4&ufpl=1&trl=6&chain=GREEN&chain=GREEN&sort=NONSENSE").await;
    let asked = answer(&boot(&found), SEARCH)["variables"].clone();
    assert_eq!(asked["query"], "水");
    assert_eq!(asked["sort"], "RELEVANCE");
    assert_eq!(asked["filter"], json!({ "chains": ["GREEN"], "readinessMin": 6, "useFirstPayLater": true }));
    assert!(found.contains("noindex"), "a filtered list is not for those who list");
    app.finish().await;
}

#[tokio::test]
async fn demands_have_pages_that_tell_nothing_of_who_is_not_named() {
    let app = app().await;
    seed::load_demo(&app.ctx, |_| {}).await.unwrap();
    app.settle().await;
    let list = html(&app.visitor.in_chinese(), "/demands?trl=10&industry=c&ufpl=0").await;
    let boot_data = boot(&list);
    let asked = answer(&boot_data, DEMANDS);
    assert_eq!(asked["variables"], json!({ "filter": {}, "first": 20 }));
    let nodes = asked["data"]["demands"]["nodes"].as_array().unwrap().clone();
    assert!(list.contains(&format!("共 {} 条需求", nodes.len())) && !list.contains("noindex"), "{list}");
    let enterprises = enterprises(&app).await;
    let mut anonymous = 0;
    for demand in &nodes {
        // In Chinese, or in English where there is no Chinese.
        let told = |field: &str| demand[field]["zh"].as_str().or(demand[field]["en"].as_str()).unwrap().to_owned();
        let (id, title) = (demand["id"].as_str().unwrap(), told("title"));
        assert!(list.contains(&format!("<a href=\"/d/{id}\">{title}</a>")), "{list}");
        let page = html(&app.visitor.in_chinese(), &format!("/d/{id}")).await;
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{page}");
        assert!(page.contains(told("problem").lines().next().unwrap()), "{page}");
        let is_named = demand["visibility"] == "PUBLIC";
        assert_eq!(page.contains("noindex"), !is_named, "who is not named may want to take words back: {page}");
        assert_eq!(enterprises.iter().any(|name| page.contains(name.as_str())), is_named, "{page}");
        anonymous += u32::from(!is_named);
    }
    assert!(anonymous > 0 && anonymous < u32::try_from(nodes.len()).unwrap(), "{anonymous} of {}", nodes.len());

    let found = html(&app.visitor, "/demands?q=%20%E6%B0%B4%20&industry=C&trl=6&ufpl=1").await;
    let asked = answer(&boot(&found), DEMANDS)["variables"]["filter"].clone();
    assert_eq!(asked, json!({ "query": "水", "industries": ["C"], "trl": 6, "wantsUseFirstPayLater": true }));
    assert!(found.contains("noindex"), "a filtered list is not for those who list");
    assert_eq!(get(&app.visitor, "/d/nothing").await.status(), 404);
    app.finish().await;
}

/// What the enterprises of the world are called.
async fn enterprises(app: &TestApp) -> Vec<String> {
    let operator = app.operator().await;
    let query = "{ organizations(first: 100) { nodes { kind nameZh nameEn } } }";
    let found = operator.client.ok(query, json!({})).await;
    let nodes = found["organizations"]["nodes"].as_array().unwrap();
    let enterprises = nodes.iter().filter(|node| node["kind"] == "ENTERPRISE");
    let names = enterprises.flat_map(|node| [&node["nameZh"], &node["nameEn"]]).filter_map(Value::as_str);
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[tokio::test]
async fn the_language_is_that_of_the_address_then_what_was_chosen_then_what_the_browser_reads() {
    let app = app().await;
    let english = html(&app.visitor, "/").await;
    assert!(english.contains("<html lang=\"en\"") && english.contains("<title>Put good technology to use first"), "{english}");
    let chosen =
        app.visitor.request(Method::GET, "/").header("cookie", "lianqiao-lang=zh-CN; lianqiao-theme=dark; lianqiao-size=\"><script>");
    let chosen = chosen.send().await.unwrap().text().await.unwrap();
    assert!(chosen.contains("<html lang=\"zh-CN\" data-theme=\"dark\">"), "{chosen}");
    let asked = app.visitor.request(Method::GET, "/?lang=en").header("cookie", "lianqiao-lang=zh-CN").send().await.unwrap();
    assert!(asked.text().await.unwrap().contains("<html lang=\"en\">"));
    app.finish().await;
}

#[tokio::test]
async fn nothing_in_an_address_becomes_a_part_of_the_page() {
    let app = app().await;
    let evil = "%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E%22%27";
    for path in [format!("/achievements?q={evil}"), format!("/login?to={evil}"), format!("/?lang={evil}")] {
        let page = html(&app.visitor, &path).await;
        assert!(!page.contains("<script>alert"), "{path}: {page}");
    }
    let absent = get(&app.visitor, &format!("/a/{evil}")).await.text().await.unwrap();
    assert!(!absent.contains("<script>alert"), "{absent}");
    app.finish().await;
}

#[tokio::test]
async fn nothing_that_somebody_wrote_becomes_a_part_of_the_page() {
    let app = app().await;
    let evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'><!--<script>{{ 7 * 7 }}水";
    let (officer, head) = app.office(&format!("大学{evil}")).await;
    let said = json!({ "zh": evil, "en": evil });
    let input = json!({
        "organizationId": officer.organization, "title": said, "problem": said, "benefit": said, "abstract": said, "keywords": ["</script>"],
        "indicators": [{ "name": evil, "value": evil, "unit": "<b>", "benchmark": evil }],
    });
    let mut listing = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
    for (who, step) in [(&officer, "listingSubmit"), (&head, "listingPublish")] {
        let at = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        listing = who.done(step, at, "listing { id version }").await["listing"].clone();
    }
    app.settle().await;
    let id = listing["id"].as_str().unwrap();
    let office = format!("/orgs/{}", officer.organization);
    for path in ["/".to_owned(), "/achievements?q=%E6%B0%B4".to_owned(), format!("/a/{id}"), office] {
        for reader in [&app.visitor, &officer.client] {
            let page = html(reader, &path).await;
            // Two scripts of the page's own, its data among them: what was written starts none and ends none.
            let scripts = page.matches("<script").count();
            assert_eq!(scripts, page.matches("</script>").count(), "{path}: {page}");
            assert!(
                !page.contains("<script>") && !page.contains("<img") && !page.contains("<b>") && !page.contains("<!--"),
                "{path}: {page}"
            );
            assert!(page.contains("{{ 7 * 7 }}"), "no template of ours: {path}: {page}");
            let told = boot(&page)["answers"].to_string();
            assert!(told.contains("alert(1)"), "and nothing of it is lost: {path}: {told}");
        }
    }
    let linked = html(&app.visitor, &format!("/a/{id}")).await;
    let linked = linked.split_once("application/ld+json\">").unwrap().1.split_once("</script>").unwrap().0.to_owned();
    assert_eq!(serde_json::from_str::<Value>(&linked).unwrap()["name"], evil.trim());
    app.finish().await;
}

#[tokio::test]
async fn a_page_without_its_content_is_sent_with_the_status_of_what_is_wrong() {
    let few: fn(&mut Config) = |config| {
        with_pages(config);
        config.http.trusted_proxies = vec![std::net::Ipv4Addr::LOCALHOST.into()];
        // A page or two, and they come back slowly.
        (config.limits.complexity, config.limits.visitor_points, config.limits.visitor_points_per_second) = (500, 500, 1);
    };
    let app = TestApp::with(Options { configure: few, ..Options::default() }).await;
    let from_afar = |method: Method, path: &str| app.visitor.request(method, path).header("x-forwarded-for", "203.0.113.7");
    let look = || from_afar(Method::GET, "/achievements").header("accept", "text/html").send();
    assert!(look().await.unwrap().text().await.unwrap().contains("\"totalCount\":0"));
    let dear: String = (0..50).map(|i| format!("a{i}: rateLimit {{ limit used }} ")).collect();
    let body = json!({ "query": format!("{{ {dear} }}") });
    for _ in 0..4 {
        from_afar(Method::POST, "/graphql").json(&body).send().await.unwrap();
    }
    let throttled = look().await.unwrap();
    assert_eq!(throttled.status(), 429);
    let page = throttled.text().await.unwrap();
    assert!(page.contains("id=\"root\"") && page.contains("noindex"), "still a page, which tries again: {page}");
    app.finish().await;

    let app = self::app().await;
    let page = html(&app.visitor, "/achievements?chain=NONSENSE").await;
    assert!(!page.contains("totalCount"), "what does not exist is no fault of ours: {page}");
    app.finish().await;
}

#[tokio::test]
async fn who_comes_back_from_an_institution_arrives_signed_in() {
    let stage = Stage::configured(with_pages, |_| {}).await;
    let (back, attempt) = stage.there("/account").await;
    let arrived = stage.get(&back, &attempt).await;
    assert_eq!((arrived.status().as_u16(), arrived.headers()["location"].to_str().unwrap()), (303, "/account"));
    let cookies = session(&arrived);
    let page = async |site: &str| {
        let visitor = stage.http.get(stage.app.visitor.url("/account")).header("cookie", &cookies).header("accept", "text/html");
        visitor.header("sec-fetch-site", site).header("sec-fetch-mode", "navigate").send().await.unwrap().text().await.unwrap()
    };
    // The browser was sent here by the institution: what it brings is not believed yet, and nobody is taken for a visitor.
    let first = page("cross-site").await;
    assert!(first.contains("\"signedIn\":null") && !first.contains("\"viewer\":null"), "{first}");
    // So the page asks itself, from here, and knows.
    let ask = stage.http.post(stage.app.visitor.url("/graphql")).header("cookie", &cookies).header("x-lianqiao-csrf", "1");
    let asked: Value =
        ask.header("sec-fetch-site", "same-origin").json(&json!({ "query": VIEWER })).send().await.unwrap().json().await.unwrap();
    assert!(asked["data"]["viewer"]["user"]["id"].is_string(), "{asked}");
    // Loaded anew, it knows from the start.
    let again = page("none").await;
    assert!(again.contains("\"signedIn\":true"), "{again}");
    let messages = answer(&boot(&again), INBOX).clone();
    assert_eq!((&messages["variables"], &messages["data"]["viewerEventsUnreadCount"]), (&json!({ "first": 20 }), &json!(0)));
    stage.app.finish().await;
}

#[tokio::test]
async fn scripts_run_from_here_only_and_every_page_has_a_nonce_of_its_own() {
    let app = app().await;
    let (one, two) = (get(&app.visitor, "/").await, get(&app.visitor, "/").await);
    let policy = |page: &Response| page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy(&one).contains("script-src 'self';") && !policy(&one).contains("unsafe"), "{}", policy(&one));
    assert_ne!(policy(&one), policy(&two));
    assert_eq!(one.headers()["cache-control"], "no-store");
    let nonce = policy(&one).split_once("'nonce-").unwrap().1.split_once('\'').unwrap().0.to_owned();
    assert!(one.text().await.unwrap().contains(&format!("nonce=\"{nonce}\"")));
    app.finish().await;
}

#[tokio::test]
async fn files_are_kept_for_good_packed_for_whoever_takes_it_and_nothing_else_is_to_be_had() {
    let app = app().await;
    let ask =
        async |path: &str, coding: &str| app.visitor.request(Method::GET, path).header("accept-encoding", coding).send().await.unwrap();
    let packed = ask("/assets/index-1.js", "br;q=0, gzip").await;
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    assert_eq!(packed.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(packed.headers()["content-type"], "text/javascript; charset=utf-8");
    let plain = ask("/assets/index-1.js", "identity").await;
    assert_eq!(plain.headers().get("content-encoding"), None);
    assert_eq!(plain.text().await.unwrap(), "plain");
    for path in [
        "/assets/gone-1.js",
        "/assets/..%2Foutside-1.js",
        "/assets/%2e%2e%2foutside-1.js",
        "/assets/..%2Findex.html",
        "/assets/.hidden.js",
        "/assets/index-1.html",
    ] {
        assert_eq!(ask(path, "gzip").await.status(), 404, "{path}");
    }
    app.finish().await;
}

#[tokio::test]
async fn an_operation_of_the_build_is_known_by_its_hash_and_by_no_other_ones() {
    let app = app().await;
    let send = async |text: &str| {
        let hash = digest::sha256_hex(text.as_bytes());
        let body = json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash } } });
        let answer: Value = app.visitor.request(Method::POST, "/graphql").json(&body).send().await.unwrap().json().await.unwrap();
        answer
    };
    assert_eq!(send(VIEWER).await["data"], json!({ "viewer": null }));
    let other = send("query Other { viewer { roles } }").await;
    assert_eq!(other["errors"][0]["extensions"]["code"], "PERSISTED_QUERY_NOT_FOUND");
    app.finish().await;
}

#[tokio::test]
async fn what_is_not_there_is_a_page_for_people_and_an_error_for_programs() {
    let app = app().await;
    let page = get(&app.visitor, "/no/such/page").await;
    assert_eq!(page.status(), 404);
    assert!(page.text().await.unwrap().contains("id=\"root\""));
    for path in ["/account", "/work/listings/x"] {
        let known = html(&app.visitor, path).await;
        assert!(known.contains("id=\"root\""), "a page that the build has, and the server knows nothing of: {path}");
    }
    assert_eq!(get(&app.visitor, "/work/listings/x/y").await.status(), 404);
    let head = |path: &str| app.visitor.request(Method::HEAD, path).send();
    assert_eq!(
        (head("/account").await.unwrap().status(), head("/no/such/page").await.unwrap().status()),
        (200.try_into().unwrap(), 404.try_into().unwrap())
    );
    for path in ["/a/nothing", "/orgs/nothing", "/d/nothing"] {
        let absent = get(&app.visitor, path).await;
        assert_eq!(absent.status(), 404, "{path}");
        assert!(absent.text().await.unwrap().contains("noindex"), "{path}");
    }
    let error: Value = app.visitor.request(Method::GET, "/no/such/page").send().await.unwrap().json().await.unwrap();
    assert_eq!(error["errors"][0]["extensions"]["code"], "NOT_FOUND");
    assert!(get(&app.visitor, "/robots.txt").await.text().await.unwrap().contains("Disallow: /account"));
    app.finish().await;
}

#[tokio::test]
async fn without_a_frontend_the_first_page_says_what_else_is_here_and_how_to_get_one() {
    let app = TestApp::with(Options { configure: |config| config.http.frontend = false, ..Options::default() }).await;
    let page = html(&app.visitor, "/").await;
    assert!(page.contains("/graphql") && page.contains("make run") && page.contains("Node.js"), "{page}");
    assert_eq!(get(&app.visitor, "/achievements").await.status(), 404);
    assert_eq!(get(&app.visitor, "/assets/index-1.js").await.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn whoever_is_known_by_a_cookie_sends_what_the_pages_send_and_nothing_else() {
    let app = app().await;
    let (person, _) = app.office("杨浦大学").await;
    let post = |cookie: &str, body: &Value| {
        let request = app.visitor.request(Method::POST, "/graphql").header("x-lianqiao-csrf", "1").header("cookie", cookie);
        request.json(body).send()
    };
    let log_in = "mutation($email: String!, $password: String!) { logIn(input: { email: $email, password: $password, transport: COOKIE }) { userErrors { code } } }";
    let body = json!({ "query": log_in, "variables": { "email": person.email, "password": PASSWORD } });
    let answer = post("", &body).await.unwrap();
    let set = answer.headers().get_all("set-cookie").iter();
    let cookies: Vec<String> = set.map(|one| one.to_str().unwrap().split(';').next().unwrap().to_owned()).collect();
    assert_eq!(cookies.len(), 2, "{}", answer.text().await.unwrap());
    let cookies = cookies.join("; ");

    let ask = async |body: Value| -> Value { post(&cookies, &body).await.unwrap().json().await.unwrap() };
    let hash = json!({ "persistedQuery": { "version": 1, "sha256Hash": digest::sha256_hex(VIEWER.as_bytes()) } });
    for known in [json!({ "extensions": hash }), json!({ "query": VIEWER, "extensions": hash }), json!({ "query": VIEWER })] {
        assert_eq!(ask(known).await["data"]["viewer"]["user"]["id"], person.user);
    }
    // A text of somebody else's, also when it was made known before.
    let other = "{ viewer { apiTokens(first: 9) { nodes { id } } } }";
    let its = json!({ "persistedQuery": { "version": 1, "sha256Hash": digest::sha256_hex(other.as_bytes()) } });
    app.visitor.request(Method::POST, "/graphql").json(&json!({ "query": other, "extensions": its })).send().await.unwrap();
    for unknown in [json!({ "query": other }), json!({ "extensions": its }), json!({ "query": other, "extensions": its })] {
        assert_eq!(ask(unknown.clone()).await["errors"][0]["extensions"]["code"], "OPERATION_UNKNOWN", "{unknown}");
    }
    assert!(person.ok(other, json!({})).await["viewer"].is_object(), "programs may");

    let stream = app.visitor.request(Method::POST, "/graphql/stream").header("x-lianqiao-csrf", "1").header("cookie", &cookies);
    let told = stream.json(&json!({ "query": other })).send().await.unwrap().text().await.unwrap();
    assert!(told.contains("OPERATION_UNKNOWN"), "{told}");
    let mut socket = app.visitor.url("/graphql/ws").replace("http://", "ws://").into_client_request().unwrap();
    for (name, value) in [("sec-websocket-protocol", "graphql-transport-ws"), ("origin", &app.visitor.url("")), ("cookie", &cookies)] {
        socket.headers_mut().insert(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
    }
    let (mut socket, _) = connect_async(socket).await.unwrap();
    for message in [json!({ "type": "connection_init" }), json!({ "id": "1", "type": "subscribe", "payload": { "query": other } })] {
        socket.send(Message::text(message.to_string())).await.unwrap();
    }
    assert!(socket.next().await.unwrap().unwrap().to_text().unwrap().contains("connection_ack"));
    let told = socket.next().await.unwrap().unwrap();
    assert!(told.to_text().unwrap().contains("OPERATION_UNKNOWN"), "{told}");
    app.finish().await;
}

#[tokio::test]
async fn half_a_frontend_is_none_and_lets_no_browser_send_what_it_likes() {
    let configure: fn(&mut Config) = |config| {
        config.http.frontend = true;
        config.http.frontend_dir = "/no/such/folder".to_owned();
    };
    let app = TestApp::with(Options { configure, ..Options::default() }).await;
    let (person, _) = app.office("杨浦大学").await;
    let cookie = format!("lianqiao-access={}", person.token().unwrap());
    let request = app.visitor.request(Method::POST, "/graphql").header("x-lianqiao-csrf", "1").header("cookie", cookie);
    let answer: Value = request.json(&json!({ "query": VIEWER })).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "OPERATION_UNKNOWN");
    app.finish().await;
}

#[tokio::test]
async fn who_comes_from_another_site_is_not_taken_for_nobody() {
    let app = app().await;
    let from = async |site: &str| {
        let request = app.visitor.request(Method::GET, "/").header("accept", "text/html").header("sec-fetch-site", site);
        request.header("sec-fetch-mode", "navigate").send().await.unwrap().text().await.unwrap()
    };
    assert!(from("none").await.contains("\"signedIn\":false"));
    let page = from("cross-site").await;
    assert!(page.contains("\"signedIn\":null") && !page.contains("\"viewer\":null"), "{page}");
    app.finish().await;
}
