//! Uploads that should never have been begun.

use lianqiao::{identity::rules::OrganizationKind, kernel::Role};
use lianqiao_tests::{Client, TestApp};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Begins an upload of 20 MB and sends its first bytes.
async fn send(client: &Client, organization: &str) -> TcpStream {
    let url: url::Url = client.url("/").parse().unwrap();
    let mut stream = TcpStream::connect((url.host_str().unwrap(), url.port().unwrap())).await.unwrap();
    let request = format!(
        "POST /uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 20000000\r\n\r\n\
         --b\r\nContent-Disposition: form-data; name=\"organizationId\"\r\n\r\n{organization}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nTitle\r\n",
        client.token().unwrap()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// Begins an upload and waits for what the server says.
async fn begin(client: &Client, organization: &str) -> String {
    let mut stream = send(client, organization).await;
    let mut answer = Vec::new();
    let reading = async {
        let mut chunk = [0; 4096];
        while !String::from_utf8_lossy(&answer).contains("requestId") {
            let length = stream.read(&mut chunk).await.unwrap();
            assert!(length > 0, "the server hung up without a word");
            answer.extend_from_slice(&chunk[..length]);
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), reading).await.expect("the server waits for the file");
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_file_that_may_not_be_kept_is_not_read() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let (stranger, _) = app.office("复旦大学").await;
    let hidden = begin(&officer, &stranger.organization).await;
    assert!(hidden.starts_with("HTTP/1.1 404") && hidden.contains("NOT_FOUND"), "{hidden}");
    let long = begin(&officer, &"x".repeat(100_000)).await;
    assert!(long.starts_with("HTTP/1.1 400") && long.contains("INVALID_ID"), "{long}");
    app.finish().await;
}

#[tokio::test]
async fn an_organization_that_nobody_has_verified_keeps_no_files() {
    let app = TestApp::start().await;
    let university = app.organization(OrganizationKind::University, "杨浦大学", false).await;
    let officer = app.person("officer", &university, Role::TtoOfficer).await;
    let answer = officer.upload(&officer.organization, "a.csv", b"Title\na\n".to_vec()).await;
    assert_eq!(answer.status(), 409);
    let body: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(body["errors"][0]["extensions"]["code"], "ORGANIZATION_NOT_VERIFIED");
    app.finish().await;
}

#[tokio::test]
async fn one_person_does_not_take_the_places_of_others() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let _slow = [send(&officer, &officer.organization).await, send(&officer, &officer.organization).await];
    let upload = |client: &Client| {
        let client = client.clone();
        let organization = officer.organization.clone();
        async move { client.upload(&organization, "a.csv", b"Title\na\n".to_vec()).await.status() }
    };
    // The server reads the two in its own time.
    for _ in 0..200 {
        if app.ctx.transfers.available_permits() + 2 <= app.ctx.config.http.transfers {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let third = upload(&officer).await;
    assert_eq!(third, 429);
    assert_eq!(upload(&head).await, 201);
    app.finish().await;
}

#[tokio::test]
async fn a_form_has_the_fields_that_it_should_have() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let organization = officer.organization.clone();
    let form = || reqwest::multipart::Form::new().text("organizationId", organization.clone());
    for form in [form().text("padding", "x"), form().text("organizationId", organization.clone())] {
        let answer = officer.request(reqwest::Method::POST, "/uploads").multipart(form).send().await.unwrap();
        assert_eq!(answer.status(), 400);
        let body: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(body["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    }
    app.finish().await;
}

#[tokio::test]
async fn so_many_uploads_at_a_time_and_no_more() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let slots = u32::try_from(app.ctx.config.http.transfers).unwrap();
    let busy = app.ctx.transfers.acquire_many(slots).await.unwrap();
    let upload = || officer.upload(&officer.organization, "a.csv", b"Title\na\n".to_vec());
    assert_eq!(upload().await.status(), 429);
    drop(busy);
    assert_eq!(upload().await.status(), 201);
    app.finish().await;
}
