//! The pages that are not the API: what is here, how the server is, and who may call from a browser.

use lianqiao::seed;
use lianqiao_tests::{Client, Options, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

async fn landing(client: &Client) -> String {
    let page = client.request(Method::GET, "/about").send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    page.text().await.unwrap()
}

#[tokio::test]
async fn the_landing_page_says_what_is_here_and_who_can_sign_in() {
    let app = TestApp::start().await;
    let (english, chinese) = (landing(&app.visitor).await, landing(&app.visitor.in_chinese()).await);
    assert!(english.contains("lang=\"en\"") && english.contains("What is here"), "{english}");
    assert!(chinese.contains("lang=\"zh-CN\"") && chinese.contains("功能概览"), "{chinese}");
    for page in [&english, &chinese] {
        for here in ["/graphql", "/graphiql", "/graphql/ws", "/uploads", "/health/ready"] {
            assert!(page.contains(here), "{here} is missing");
        }
        assert!(!page.contains(seed::DEMO_PASSWORD) && !page.contains("landing-"), "there are no demo accounts here: {page}");
    }
    assert!(english.contains("No demo data") && chinese.contains("未载入演示数据"));
    seed::load_demo(&app.ctx, |_| {}).await.unwrap();
    let page = landing(&app.visitor).await;
    let people = seed::demo_sign_ins(&app.ctx).await.unwrap();
    assert!(people.len() > 10);
    for person in &people {
        assert!(page.contains(&person.email) && page.contains(&person.organization), "{} is missing", person.email);
    }
    assert!(page.contains(seed::DEMO_PASSWORD) && page.contains("TTO officer"));
    assert!(landing(&app.visitor.in_chinese()).await.contains("成果转化专员"), "roles in words");
    // Whoever is named there can come in.
    let credentials = json!({ "email": people[0].email, "password": seed::DEMO_PASSWORD });
    app.visitor.done("logIn", credentials, "session { accessToken }").await;
}

#[tokio::test]
async fn a_page_that_names_no_icon_has_one() {
    let app = TestApp::start().await;
    let icon = app.visitor.request(Method::GET, "/favicon.ico").send().await.unwrap();
    assert_eq!((icon.status().as_u16(), icon.headers()["content-type"].to_str().unwrap()), (200, "image/svg+xml"));
    assert!(icon.text().await.unwrap().starts_with("<svg"));
    app.finish().await;
}

#[tokio::test]
async fn a_page_without_graphiql_does_not_promise_it() {
    let app = TestApp::with(Options { configure: |config| config.http.graphiql = false, ..Options::default() }).await;
    assert!(!landing(&app.visitor).await.contains("/graphiql"));
    assert_eq!(app.visitor.request(Method::GET, "/graphiql").send().await.unwrap().status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn health_tells_what_is_up() {
    let app = TestApp::start().await;
    let live = app.visitor.request(Method::GET, "/health/live").send().await.unwrap();
    assert_eq!((live.status().as_u16(), live.text().await.unwrap().as_str()), (200, "ok\n"));
    let ready = app.visitor.request(Method::GET, "/health/ready").send().await.unwrap();
    assert_eq!(ready.status(), 200);
    let told = json!({
        "database": "up", "search": "up", "stopping": false, "matching": "nothing", "matchingLookedSecondsAgo": null, "process": app.ctx.process,
        "forwarded": "none",
    });
    assert_eq!(ready.json::<Value>().await.unwrap(), told);
    // Without a database it cannot work, and says so.
    app.ctx.db.clone().close().await;
    let ready = app.visitor.request(Method::GET, "/health/ready").send().await.unwrap();
    assert_eq!(ready.status(), 503);
    assert_eq!(ready.json::<Value>().await.unwrap()["database"], "down");
}

#[tokio::test]
async fn only_named_origins_may_call_from_a_browser() {
    let app = TestApp::with(Options {
        configure: |config| config.http.allowed_origins = vec!["https://portal.example".to_owned()],
        ..Options::default()
    })
    .await;
    let preflight = async |origin: &str| {
        let request = app.visitor.request(Method::OPTIONS, "/graphql").header("origin", origin);
        let request =
            request.header("access-control-request-method", "POST").header("access-control-request-headers", "authorization,content-type");
        request.send().await.unwrap().headers().clone()
    };
    let allowed = preflight("https://portal.example").await;
    assert_eq!(allowed["access-control-allow-origin"], "https://portal.example");
    assert!(allowed["access-control-allow-headers"].to_str().unwrap().contains("authorization"));
    assert!(allowed["access-control-allow-headers"].to_str().unwrap().contains("x-lianqiao-csrf"), "what shows that cookies may count");
    assert_eq!(allowed["access-control-allow-credentials"], "true", "whom the operator names may send what a browser keeps for us");
    assert!(preflight("https://elsewhere.example").await.get("access-control-allow-origin").is_none());
    app.finish().await;
}
