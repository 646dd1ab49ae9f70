//! Signing in at an institution: with a real provider, and with everything that can be wrong about it.

use chrono::Duration;
use lianqiao::{
    config::{Config, OidcProvider},
    identity::rules::OrganizationKind,
    kernel::Role,
};
use lianqiao_tests::{CLIENT, IdentityProvider, Options, PASSWORD, TestApp, Twist};
use reqwest::{Response, redirect::Policy};
use serde_json::{Value, json};

use super::{mailed_tokens, newcomer, refusal, sign_up};

pub(crate) const EMAIL: &str = "wang.fang@fudan.example";
const PROVIDERS: &str = "{ oidcProviders { id name startUrl } }";

fn settings(issuer: String) -> OidcProvider {
    OidcProvider {
        id: "fudan".to_owned(),
        name_zh: "复旦大学".to_owned(),
        name_en: "Fudan University".to_owned(),
        issuer,
        client_id: CLIENT.0.to_owned(),
        client_secret: CLIENT.1.to_owned().into(),
        scopes: ["openid", "email", "profile"].map(str::to_owned).to_vec(),
        email_domains: vec!["fudan.example".to_owned()],
        organization: None,
        roles: Vec::new(),
    }
}

/// A server and a provider that know each other.
pub(crate) struct Stage {
    pub(crate) app: TestApp,
    pub(super) provider: IdentityProvider,
    pub(crate) http: reqwest::Client,
}

impl Stage {
    pub(super) async fn set() -> Self {
        Self::with(|_| {}).await
    }

    async fn with(change: impl FnOnce(&mut OidcProvider)) -> Self {
        Self::configured(|_| {}, change).await
    }

    /// With other settings of the server.
    pub(crate) async fn configured(configure: fn(&mut Config), change: impl FnOnce(&mut OidcProvider)) -> Self {
        let now = Options::default().now;
        let provider = IdentityProvider::start(now.timestamp()).await;
        let mut one = settings(provider.issuer());
        change(&mut one);
        let app = TestApp::with(Options { providers: vec![one], configure, ..Options::default() }).await;
        let http = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        Self { app, provider, http }
    }

    pub(crate) async fn get(&self, url: &str, cookies: &str) -> Response {
        self.http.get(url).header("cookie", cookies).header("accept-language", "en").send().await.unwrap()
    }

    /// Sends a browser to the provider and lets it come back as far as our door: the address of the callback, and the
    /// cookie of the attempt.
    pub(crate) async fn there(&self, return_to: &str) -> (String, String) {
        let started = self.get(&self.app.visitor.url(&format!("/auth/oidc/fudan/start?returnTo={return_to}")), "").await;
        assert_eq!(started.status(), 303, "{}", started.text().await.unwrap());
        let header = started.headers()["set-cookie"].to_str().unwrap().to_owned();
        assert!(header.contains("HttpOnly") && header.contains("SameSite=Lax") && header.contains("Max-Age=600"), "{header}");
        let cookie = header.split(';').next().unwrap().to_owned();
        let back = self.get(&location(&started), "").await;
        (location(&back), cookie)
    }

    /// The whole way; what our door answers at the end.
    async fn sign_in(&self) -> Response {
        let (back, cookie) = self.there("/").await;
        self.get(&back, &cookie).await
    }

    /// The whole way to a session; its cookies.
    pub(crate) async fn signed_in(&self) -> String {
        let response = self.sign_in().await;
        assert_eq!(response.status(), 303, "{}", response.text().await.unwrap());
        session(&response)
    }

    pub(super) async fn ask(&self, cookies: &str, document: &str) -> Value {
        let request = self.http.post(self.app.visitor.url("/graphql")).header("cookie", cookies).header("x-lianqiao-csrf", "1");
        let answer: Value = request.json(&json!({ "query": document })).send().await.unwrap().json().await.unwrap();
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].clone()
    }

    /// Goes the whole way and is refused; the code of the page.
    pub(super) async fn refused(&self) -> String {
        problem(self.sign_in().await).await
    }
}

fn location(response: &Response) -> String {
    response.headers()["location"].to_str().unwrap().to_owned()
}

/// The cookies of a session that an answer sets.
pub(crate) fn session(response: &Response) -> String {
    let set = response.headers().get_all("set-cookie").iter().map(|header| header.to_str().unwrap());
    let kept = set.filter(|header| !header.contains("Max-Age=0;")).map(|header| header.split(';').next().unwrap());
    kept.collect::<Vec<_>>().join("; ")
}

/// The code on a page that says what went wrong; no cookie of a session comes with it.
async fn problem(response: Response) -> String {
    assert!(response.status().is_client_error() || response.status() == 503, "{}", response.status());
    assert_eq!(session(&response), "", "refused, and yet let in");
    let page = response.text().await.unwrap();
    page.split_once("<code>").unwrap_or_else(|| panic!("no code: {page}")).1.split_once("</code>").unwrap().0.to_owned()
}

pub(super) const WHO: &str = "{ viewer { user { id email name } roles linkedLogins { id provider providerName email } } }";

#[tokio::test]
async fn somebody_new_signs_in_and_comes_back_as_the_same() {
    let stage = Stage::set().await;
    let providers = stage.app.visitor.in_chinese().ok(PROVIDERS, json!({})).await;
    let start = stage.app.visitor.url("/auth/oidc/fudan/start");
    assert_eq!(providers["oidcProviders"], json!([{ "id": "fudan", "name": "复旦大学", "startUrl": start }]));

    let (back, cookie) = stage.there("/desk?tab=1").await;
    let response = stage.get(&back, &cookie).await;
    assert_eq!((response.status().as_u16(), location(&response).as_str()), (303, "/desk?tab=1"));
    let viewer = stage.ask(&session(&response), WHO).await["viewer"].clone();
    assert_eq!((&viewer["user"]["email"], &viewer["user"]["name"], &viewer["roles"]), (&json!(EMAIL), &json!("Wang Fang"), &json!([])));
    assert_eq!(viewer["linkedLogins"][0]["providerName"], "Fudan University");
    // The provider knows her by another address now; she is the same.
    stage.provider.person(json!({ "sub": "u-1", "email": "f.wang@elsewhere.example", "email_verified": false }));
    let again = stage.ask(&stage.signed_in().await, WHO).await["viewer"].clone();
    assert_eq!(again, viewer);
    // Nobody has a password for this account, whatever they type.
    for password in ["", PASSWORD] {
        let refused = stage.app.visitor.refused("logIn", json!({ "email": EMAIL, "password": password }), "session { accessToken }").await;
        assert_eq!(refused, refusal("CREDENTIALS_INVALID", ""));
    }
    // Signing up with the address changes nothing.
    sign_up(&stage.app, EMAIL).await;
    assert_eq!(mailed_tokens(&stage.app, EMAIL).await, Vec::<String>::new());
    stage.app.finish().await;
}

#[tokio::test]
async fn an_account_is_linked_by_an_address_that_both_sides_have_verified() {
    let stage = Stage::set().await;
    let client = newcomer(&stage.app, EMAIL).await;
    let own = client.ok("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].clone();
    let cookies = stage.signed_in().await;
    let viewer = stage.ask(&cookies, WHO).await["viewer"].clone();
    assert_eq!(viewer["user"]["id"], own);
    stage.app.settle().await;
    assert_eq!(stage.app.subjects_to(EMAIL).last().unwrap(), "How you sign in has changed");
    // The password still signs in, so the link may go.
    let input = json!({ "id": viewer["linkedLogins"][0]["id"], "password": PASSWORD });
    let foreign = newcomer(&stage.app, "li.na@fudan.example").await.refused("linkedLoginRemove", input.clone(), "removed").await;
    assert_eq!(foreign, refusal("NOT_FOUND", "input.id"));
    client.done("linkedLoginRemove", input, "removed").await;
    assert_eq!(client.ok(WHO, json!({})).await["viewer"]["linkedLogins"], json!([]));
    stage.app.finish().await;
}

#[tokio::test]
async fn a_password_planted_under_an_address_is_gone_when_its_owner_comes() {
    let stage = Stage::set().await;
    sign_up(&stage.app, EMAIL).await;
    let link = mailed_tokens(&stage.app, EMAIL).await.pop().unwrap();
    let cookies = stage.signed_in().await;
    assert_eq!(stage.ask(&cookies, WHO).await["viewer"]["user"]["name"], "Wang Fang");
    let log_in = json!({ "email": EMAIL, "password": PASSWORD });
    assert_eq!(stage.app.visitor.refused("logIn", log_in, "session { accessToken }").await, refusal("CREDENTIALS_INVALID", ""));
    let verify = json!({ "token": link, "password": PASSWORD });
    assert_eq!(stage.app.visitor.refused("verifyEmail", verify, "user { id }").await, refusal("TOKEN_INVALID", "input.token"));
    stage.app.finish().await;
}

#[tokio::test]
async fn the_last_way_in_stays() {
    let stage = Stage::set().await;
    let cookies = stage.signed_in().await;
    let id = stage.ask(&cookies, WHO).await["viewer"]["linkedLogins"][0]["id"].as_str().unwrap().to_owned();
    let document = format!("mutation {{ linkedLoginRemove(input: {{ id: \"{id}\" }}) {{ userErrors {{ code }} }} }}");
    assert_eq!(stage.ask(&cookies, &document).await["linkedLoginRemove"]["userErrors"][0]["code"], "LAST_WAY_IN");
    // Who has no password shows who they are by having signed in a moment ago.
    stage.app.advance(Duration::minutes(9));
    let enroll = "mutation { totpEnroll(input: {}) { userErrors { code } } }";
    assert_eq!(stage.ask(&cookies, enroll).await["totpEnroll"]["userErrors"], json!([]));
    let cookies = stage.signed_in_later(Duration::minutes(2)).await;
    stage.app.advance(Duration::minutes(9));
    assert_eq!(stage.ask(&cookies, enroll).await["totpEnroll"]["userErrors"], json!([]));
    stage.app.finish().await;
}

impl Stage {
    /// Signs in anew after a while, the provider's clock going along.
    async fn signed_in_later(&self, by: Duration) -> String {
        self.app.advance(by);
        self.provider.set_clock(self.app.ctx.now().timestamp());
        self.signed_in().await
    }
}

#[tokio::test]
async fn new_people_are_seated_as_the_settings_say_and_old_ones_are_not() {
    const CODE: &str = "123100000000000014";
    let seat = |one: &mut OidcProvider| {
        one.organization = Some(CODE.to_owned());
        one.roles = vec![Role::TtoOfficer];
    };
    let stage = Stage::with(seat).await;
    let register = lianqiao::identity::actions::Register {
        kind: OrganizationKind::University,
        name_zh: Some("测试大学".to_owned()),
        name_en: None,
        credit_code: Some(CODE.to_owned()),
        country: "CN".to_owned(),
        division: None,
        website: None,
        idempotency_key: None,
    };
    let university = lianqiao::identity::actions::register(&stage.app.ctx, &lianqiao_tests::STAGE, register).await.unwrap().value;
    if !university.is_verified() {
        let verify = lianqiao::identity::actions::Verify { id: university.id, expected_version: university.version };
        lianqiao::identity::actions::verify(&stage.app.ctx, &lianqiao_tests::STAGE, verify).await.unwrap();
    }
    assert_eq!(stage.ask(&stage.signed_in().await, WHO).await["viewer"]["roles"], json!(["TTO_OFFICER"]));
    newcomer(&stage.app, "li.na@fudan.example").await;
    stage.provider.person(json!({ "sub": "u-2", "email": "li.na@fudan.example", "email_verified": true }));
    assert_eq!(stage.ask(&stage.signed_in().await, WHO).await["viewer"]["roles"], json!([]));
    stage.app.finish().await;
}

#[tokio::test]
async fn a_second_factor_is_asked_for_here_too() {
    let stage = Stage::set().await;
    let client = newcomer(&stage.app, EMAIL).await;
    let data = client.done("totpEnroll", json!({ "password": PASSWORD }), "enrollment { otpauthUrl }").await;
    let phone = totp_rs::TOTP::from_url(data["enrollment"]["otpauthUrl"].as_str().unwrap()).unwrap();
    let code = |app: &TestApp| phone.generate(u64::try_from(app.ctx.now().timestamp()).unwrap());
    client.done("totpConfirm", json!({ "code": code(&stage.app) }), "recoveryCodes").await;
    stage.app.advance(Duration::seconds(30));
    let response = stage.sign_in().await;
    assert_eq!((response.status().as_u16(), session(&response).as_str()), (200, ""), "a page that asks, and no session");
    let page = response.text().await.unwrap();
    let token = page.split_once("name=\"token\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    let post = |code: String, origin: String| {
        let form = [("token", token.clone()), ("code", code), ("returnTo", "//evil.example".to_owned())];
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = stage_post(&stage, origin).body(body);
        async move { request.send().await.unwrap() }
    };
    let own = stage.app.visitor.url("");
    assert_eq!(problem(post(code(&stage.app), "https://evil.example".to_owned()).await).await, "CROSS_SITE_REFUSED");
    assert_eq!(problem(post("000000".to_owned(), own.clone()).await).await, "SECOND_FACTOR_INVALID");
    let response = post(code(&stage.app), own).await;
    assert_eq!((response.status().as_u16(), location(&response).as_str()), (303, "/"), "and to no other site");
    assert_eq!(stage.ask(&session(&response), WHO).await["viewer"]["user"]["email"], EMAIL);
    stage.app.finish().await;
}

fn stage_post(stage: &Stage, origin: String) -> reqwest::RequestBuilder {
    let request = stage.http.post(stage.app.visitor.url("/auth/second-factor")).header("origin", origin);
    request.header("content-type", "application/x-www-form-urlencoded")
}

#[tokio::test]
async fn tokens_that_are_not_good_let_nobody_in() {
    let stage = Stage::set().await;
    let now = stage.app.ctx.now().timestamp();
    let claim = |name: &'static str, value: Value| Twist { claims: vec![(name, value)], ..Twist::default() };
    let twists = [
        ("a wrong nonce", claim("nonce", json!("another"))),
        ("no nonce", claim("nonce", Value::Null)),
        ("for another client", claim("aud", json!("somebody-else"))),
        ("for another client too", claim("aud", json!(["lianqiao", "somebody-else"]))),
        ("of another issuer", claim("iss", json!("https://evil.example"))),
        ("expired", claim("exp", json!(now))),
        ("of the future", claim("iat", json!(now + 3600))),
        ("without a subject", claim("sub", Value::Null)),
        ("alg none", Twist { unsigned: true, ..Twist::default() }),
        ("signed with the client's secret", Twist { symmetric: true, ..Twist::default() }),
        ("signed with a key that is not published", Twist { key: Some(1), ..Twist::default() }),
    ];
    for (name, twist) in twists {
        stage.provider.twist(twist);
        let code = stage.refused().await;
        assert!(["PROVIDER_LOGIN_INVALID", "PROVIDER_UNAVAILABLE"].contains(&code.as_str()), "{name}: {code}");
    }
    stage.provider.twist(Twist::default());
    stage.signed_in().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn addresses_that_the_provider_cannot_vouch_for_let_nobody_in() {
    let stage = Stage::set().await;
    for person in [
        json!({ "sub": "u-9", "email": EMAIL, "email_verified": false }),
        json!({ "sub": "u-9", "email": EMAIL }),
        json!({ "sub": "u-9" }),
        json!({ "sub": "u-9", "email": "wang.fang@gmail.example", "email_verified": true }),
        json!({ "sub": "u-9", "email": "wang.fang@evil-fudan.example", "email_verified": true }),
        json!({ "sub": "u-9", "email": "wang.fang@mail.fudan.example", "email_verified": true }),
        json!({ "sub": "u-9", "email": "not an address", "email_verified": true }),
    ] {
        stage.provider.person(person.clone());
        assert_eq!(stage.refused().await, "PROVIDER_EMAIL_REFUSED", "{person}");
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn an_answer_counts_once_and_only_for_the_browser_that_asked() {
    let stage = Stage::set().await;
    let (back, cookie) = stage.there("/").await;
    assert_eq!(problem(stage.get(&back, "").await).await, "PROVIDER_LOGIN_INVALID", "another browser");
    let (_, other) = stage.there("/").await;
    assert_eq!(problem(stage.get(&back, &other).await).await, "PROVIDER_LOGIN_INVALID", "the attempt of somebody else");
    let changed = back.replace("state=", "state=x");
    assert_eq!(problem(stage.get(&changed, &cookie).await).await, "PROVIDER_LOGIN_INVALID", "a wrong state");
    assert_eq!(problem(stage.get(&back, &format!("{cookie}x")).await).await, "PROVIDER_LOGIN_INVALID", "a cookie that was tampered with");
    assert_eq!(stage.get(&back, &cookie).await.status(), 303);
    assert_eq!(problem(stage.get(&back, &cookie).await).await, "PROVIDER_LOGIN_INVALID", "the same answer again");
    // Also of a provider that does not mind: ours is spent.
    stage.provider.twist(Twist { careless: true, ..Twist::default() });
    let (back, cookie) = stage.there("/").await;
    assert_eq!(stage.get(&back, &cookie).await.status(), 303);
    assert_eq!(problem(stage.get(&back, &cookie).await).await, "PROVIDER_LOGIN_INVALID", "the same answer again");

    let (back, cookie) = stage.there("/").await;
    stage.app.advance(Duration::minutes(10));
    assert_eq!(problem(stage.get(&back, &cookie).await).await, "PROVIDER_LOGIN_INVALID", "too late");
    let said_no = stage.app.visitor.url("/auth/oidc/fudan/callback?error=access_denied&state=x");
    assert_eq!(problem(stage.get(&said_no, &cookie).await).await, "PROVIDER_LOGIN_INVALID");
    assert_eq!(problem(stage.get(&stage.app.visitor.url("/auth/oidc/nobody/start"), "").await).await, "NOT_FOUND");
    stage.app.finish().await;
}

#[tokio::test]
async fn a_provider_that_is_away_is_told_in_both_languages() {
    let stage = Stage::set().await;
    stage.provider.go_away().await;
    let start = stage.app.visitor.url("/auth/oidc/fudan/start");
    for (language, words) in [("en", "is not answering properly"), ("zh-CN", "没有正常应答")] {
        let response = stage.http.get(&start).header("accept-language", language).send().await.unwrap();
        assert_eq!(response.status(), 503);
        let page = response.text().await.unwrap();
        assert!(page.contains(words) && page.contains("PROVIDER_UNAVAILABLE"), "{page}");
        assert!(!page.contains("127.0.0.1"), "no addresses of ours: {page}");
    }
    stage.provider.come_back().await;
    assert_eq!(problem(stage.get(&start, "").await).await, "PROVIDER_UNAVAILABLE", "not asked again at once");
    stage.app.advance(Duration::seconds(5));
    // It goes away in the middle, and answers nonsense.
    let (back, cookie) = stage.there("/").await;
    stage.provider.go_away().await;
    assert_eq!(problem(stage.get(&back, &cookie).await).await, "PROVIDER_UNAVAILABLE");
    stage.provider.come_back().await;
    assert_eq!(problem(stage.get(&back, &cookie).await).await, "PROVIDER_LOGIN_INVALID", "an attempt is used by its use");
    stage.provider.twist(Twist { broken: true, ..Twist::default() });
    assert_eq!(stage.refused().await, "PROVIDER_UNAVAILABLE");
    stage.provider.twist(Twist::default());
    // It signs with a new key that it publishes: fetched again, for whom it is due.
    stage.provider.publish(&[1, 0]);
    assert_eq!(stage.refused().await, "PROVIDER_LOGIN_INVALID", "keys were fetched a moment ago");
    stage.signed_in_later(Duration::minutes(1)).await;
    stage.app.finish().await;
}

#[tokio::test]
async fn somebody_suspended_stays_out() {
    let stage = Stage::set().await;
    let operator = stage.app.operator().await;
    let cookies = stage.signed_in().await;
    let user = stage.ask(&cookies, "{ viewer { user { id version } } }").await["viewer"]["user"].clone();
    let input = json!({ "id": user["id"], "expectedVersion": user["version"], "reason": "left the university" });
    operator.done("userSuspend", input, "user { id }").await;
    assert_eq!(stage.refused().await, "ACCOUNT_SUSPENDED");
    stage.app.finish().await;
}
