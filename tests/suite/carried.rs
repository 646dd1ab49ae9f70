//! What the program carries of Node's: pages and GraphiQL come from what it was handed.

use include_dir::{Dir, DirEntry, File};
use lianqiao::built::Built;
use lianqiao_tests::{Options, TestApp};
use reqwest::{Method, Response};

static FRONTEND: Dir<'_> = Dir::new(
    "",
    &[
        DirEntry::File(File::new(
            "index.html",
            "<!doctype html><html lang=\"zh-CN\"><head><title>联桥 Lianqiao</title></head><body><div id=\"root\"></div></body></html>"
                .as_bytes(),
        )),
        DirEntry::File(File::new("assets/index-1.js", b"script of the pages")),
        DirEntry::File(File::new("persisted-documents.json", b"{}")),
        DirEntry::File(File::new("pages.json", b"[\"/\", \"/account\"]")),
        DirEntry::File(File::new(".vite/manifest.json", b"{}")),
    ],
);
static GRAPHIQL: Dir<'_> = Dir::new(
    "",
    &[
        DirEntry::File(File::new("index.html", b"<!doctype html><title>GraphiQL</title><script src=\"/graphiql/graphiql-1.js\"></script>")),
        DirEntry::File(File::new("graphiql-1.js", b"script of GraphiQL")),
    ],
);

async fn get(app: &TestApp, path: &str) -> (u16, String, String) {
    let answer: Response = app.visitor.request(Method::GET, path).header("accept", "text/html").send().await.unwrap();
    let policy = answer.headers().get("content-security-policy").map_or("", |value| value.to_str().unwrap()).to_owned();
    (answer.status().as_u16(), policy, answer.text().await.unwrap())
}

#[tokio::test]
async fn pages_and_graphiql_come_from_what_the_program_carries() {
    let built = Built { frontend: &FRONTEND, graphiql: &GRAPHIQL };
    let app = TestApp::with(Options { built, configure: |config| config.http.frontend = true, ..Options::default() }).await;
    let (status, policy, html) = get(&app, "/account").await;
    assert!(status == 200 && html.contains("id=\"root\"") && !html.contains("GraphiQL"), "{status}: {html}");
    assert!(policy.contains("script-src 'self'"), "{policy}");
    assert_eq!(get(&app, "/nothing").await.0, 404);
    assert_eq!(get(&app, "/assets/index-1.js").await.2, "script of the pages");
    assert_eq!(get(&app, "/assets/graphiql-1.js").await.0, 404);

    let (status, policy, html) = get(&app, "/graphiql").await;
    assert!(status == 200 && html.contains("/graphiql/graphiql-1.js"), "{html}");
    assert!(policy.starts_with("default-src 'none'") && policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(get(&app, "/graphiql/graphiql-1.js").await.2, "script of GraphiQL");
    assert_eq!(get(&app, "/graphiql/index-1.js").await.0, 404);
    app.finish().await;
}

#[tokio::test]
async fn a_program_that_carries_nothing_says_so() {
    let app = TestApp::with(Options { configure: |config| config.http.frontend = true, ..Options::default() }).await;
    let (status, _, html) = get(&app, "/").await;
    assert!(status == 200 && !html.contains("id=\"root\""), "{html}");
    let (status, policy, html) = get(&app, "/graphiql").await;
    assert!(status == 200 && html.contains("make graphiql") && policy.starts_with("default-src 'none'"), "{html}");
    app.finish().await;
}
