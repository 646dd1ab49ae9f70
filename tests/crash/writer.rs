//! One of those who write while the server dies: what it does, and what it remembers of the answers.

use serde_json::{Value, json};

use super::{
    caller::{Answer, Caller, Shared},
    dice::Dice,
};

/// A listing as its writer knows it.
#[derive(Debug, Clone)]
pub struct Draft {
    pub title: String,
    pub id: String,
    pub version: i64,
    pub state: String,
}

/// A request for a license.
#[derive(Debug, Clone)]
pub struct Request {
    pub id: String,
    pub granted: bool,
}

/// An import.
#[derive(Debug, Clone)]
pub struct Import {
    pub prefix: String,
    pub rows: usize,
}

/// What was acknowledged to one writer, and what it tried.
#[derive(Debug, Default)]
pub struct Memory {
    pub drafts: Vec<Draft>,
    pub requests: Vec<Request>,
    pub imports: Vec<Import>,
    /// Id and number of bytes.
    pub uploads: Vec<(String, usize)>,
    /// Access tokens of open sessions.
    pub sessions: Vec<String>,
    /// Addresses that signed up.
    pub accounts: Vec<String>,
}

/// A writer with its people.
pub struct Writer {
    number: u64,
    dice: Dice,
    organization: String,
    enterprise: String,
    officer: Caller,
    head: Caller,
    owner: Caller,
    visitor: Caller,
    pub memory: Memory,
    cycles: u64,
}

const OFFICES: [&str; 4] = ["fudan", "tongji", "usst", "shou"];
const ENTERPRISES: [&str; 8] = ["yuxin", "qingheting", "lanzhou", "baicaoting", "wuluda", "shuxunli", "hongkangting", "zhuyuanli"];
const LISTING: &str = "listing { id version state title { zh } }";

impl Writer {
    /// The `number`th writer: of one of four offices, with an enterprise of its own.
    pub async fn new(number: u64, seed: u64, base: &str, witness: &Shared) -> Self {
        let place = usize::try_from(number).unwrap();
        let caller = |who: &str| Caller::new(base, who, witness);
        let person = |role: &str, of: &str| caller(&format!("{role}.{of}@demo.lianqiao.example"));
        let (office, enterprise) = (OFFICES[place % OFFICES.len()], ENTERPRISES[place % ENTERPRISES.len()]);
        let (officer, owner) = (person("officer", office), person("owner", enterprise));
        Self {
            number,
            dice: Dice::new(seed, number + 1),
            organization: organization(&officer).await,
            enterprise: organization(&owner).await,
            officer,
            head: person("head", office),
            owner,
            visitor: caller(""),
            memory: Memory::default(),
            cycles: 0,
        }
    }

    /// One cycle: most often the life of a listing up to its license.
    pub async fn cycle(&mut self) {
        self.cycles += 1;
        match self.dice.roll(20) {
            0 => self.session().await,
            1 => self.account().await,
            2 => self.file().await,
            3 => self.import().await,
            _ => self.listing().await,
        }
    }

    fn tag(&self) -> String {
        format!("crash {}-{}", self.number, self.cycles)
    }

    async fn listing(&mut self) {
        let title = self.tag();
        let Some(mut draft) = self.create(&title).await else { return };
        for _ in 0..self.dice.roll(3) {
            let input =
                json!({ "id": draft.id, "expectedVersion": draft.version, "abstract": { "zh": format!("{title} {}", draft.version) } });
            self.step("listingUpdate", &mut draft, input, "DRAFT").await;
        }
        if self.dice.chance(80) {
            let input = json!({ "id": draft.id, "expectedVersion": draft.version });
            self.step("listingSubmit", &mut draft, input, "SUBMITTED").await;
            let input = json!({ "id": draft.id, "expectedVersion": draft.version });
            self.step("listingPublish", &mut draft, input, "PUBLISHED").await;
            if self.dice.chance(50) {
                self.license(&draft).await;
            }
        }
        self.memory.drafts.push(draft);
    }

    async fn create(&self, title: &str) -> Option<Draft> {
        let money = json!({ "currency": "CNY", "minorUnits": "8000000" });
        let input = json!({
            "organizationId": self.organization,
            "title": { "zh": title }, "problem": { "zh": "船厂喷涂能耗高" }, "benefit": { "zh": "能耗降低三成" },
            "inventorsConsent": true, "readiness": { "level": self.cycles % 9 + 1, "basis": "SELF_ASSESSED" },
            "ipRights": [{ "kind": "PATENT_INVENTION", "number": "202310123456.6", "office": "CN", "status": "IN_FORCE",
                           "filedOn": "2023-10-12", "expiresOn": "2043-10-12" }],
            "offers": [{ "code": "UFPL-12", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 36, "price": money,
                         "paymentMode": "LUMP_SUM", "useFirstPayLater": { "modes": ["DEFERRED"], "freeMonths": 12 } }],
            "idempotencyKey": self.dice.key(),
        });
        let answer = self.officer.change("listingCreate", &input, LISTING).await;
        if !answer.code().is_empty() {
            self.officer.complain(format!("listingCreate was refused: {}", answer.payload));
            return None;
        }
        // Once more with the same key, now and then: the answer must be the same listing.
        let listing = &answer.payload["listing"];
        if self.dice.chance(25) {
            let again = self.officer.change("listingCreate", &input, LISTING).await;
            if again.payload["listing"]["id"] != listing["id"] {
                self.officer.complain(format!("DOUBLED: one key made {} and {}", listing["id"], again.payload["listing"]["id"]));
            }
        }
        let id = listing["id"].as_str().unwrap().to_owned();
        Some(Draft { title: title.to_owned(), id, version: 1, state: "DRAFT".to_owned() })
    }

    /// A step without a key: the version tells whether an unanswered try worked.
    async fn step(&self, field: &str, draft: &mut Draft, input: Value, state: &str) {
        let who = if field == "listingPublish" { &self.head } else { &self.officer };
        let answer = who.change(field, &input, LISTING).await;
        let now = if answer.code() == "STALE_VERSION" && answer.repeated {
            let found = who.ask("query One($id: ID!) { listing(id: $id) { id version state } }", json!({ "id": draft.id })).await;
            found["listing"].clone()
        } else if answer.code().is_empty() {
            answer.payload["listing"].clone()
        } else {
            who.complain(format!("{field} was refused: {}", answer.payload));
            return;
        };
        if now["version"] != draft.version + 1 || now["state"] != state {
            who.complain(format!("PHANTOM: {field} at version {} of {} led to {now}", draft.version, draft.title));
        }
        draft.version += 1;
        state.clone_into(&mut draft.state);
    }

    async fn license(&mut self, draft: &Draft) {
        let input = json!({
            "listingId": draft.id, "offerCode": "UFPL-12", "organizationId": self.enterprise, "paymentMode": "DEFERRED",
            "purpose": "用于船厂涂装线的小批量试用。", "idempotencyKey": self.dice.key(),
        });
        let answer = self.owner.change("licenseRequestSubmit", &input, "licenseRequest { id version }").await;
        let Some(id) = accepted(&self.owner, "licenseRequestSubmit", &answer, "licenseRequest") else { return };
        let mut request = Request { id: id.clone(), granted: false };
        if self.dice.chance(80) {
            let today = lianqiao::kernel::Clock::today(&lianqiao::kernel::SystemClock).to_string();
            let plan = json!({ "deferred": { "total": { "currency": "CNY", "minorUnits": "8000000" }, "deferralMonths": 12 } });
            let input = json!({
                "id": id, "expectedVersion": answer.payload["licenseRequest"]["version"], "idempotencyKey": self.dice.key(),
                "effectiveOn": today, "plan": plan, "labelUseFirstPayLater": true,
            });
            let granted = self.head.change("licenseRequestGrant", &input, "licenseRequest { id state }").await;
            request.granted = accepted(&self.head, "licenseRequestGrant", &granted, "licenseRequest").is_some();
        }
        self.memory.requests.push(request);
    }

    /// Signs in, and renews the session; an answer that got lost may be asked for once more.
    async fn session(&mut self) {
        let session = self.owner.log_in().await;
        let refreshed =
            self.visitor.change("sessionRefresh", &json!({ "refreshToken": session["refreshToken"] }), "session { accessToken }").await;
        match (refreshed.code(), refreshed.repeated) {
            ("", _) => self.memory.sessions.push(refreshed.payload["session"]["accessToken"].as_str().unwrap().to_owned()),
            // Asked for more than once more: the session ends, as it should.
            (_, true) => {}
            (code, false) => self.owner.complain(format!("LOST: a fresh session cannot be renewed: {code}")),
        }
    }

    async fn account(&mut self) {
        let email = format!("{}@crash.example", self.tag().replace(' ', "-"));
        let input = json!({ "email": email, "name": "陈一帆", "password": "spring-forsythia-47-bridge", "locale": "ZH_CN" });
        let answer = self.visitor.change("signUp", &input, "email").await;
        if answer.code().is_empty() {
            self.memory.accounts.push(email);
        } else {
            self.visitor.complain(format!("signUp was refused: {}", answer.payload));
        }
    }

    async fn file(&mut self) {
        let text = "名称\n".repeat(1 + usize::try_from(self.dice.roll(2000)).unwrap());
        let upload = self.officer.upload(&self.organization, "file.csv", text.as_bytes()).await;
        self.memory.uploads.push((upload["id"].as_str().unwrap_or_default().to_owned(), text.len()));
    }

    async fn import(&mut self) {
        let prefix = self.tag().replace(' ', "-").to_uppercase();
        let rows = 20 + usize::try_from(self.dice.roll(600)).unwrap();
        let mut file = "编号,中文名称,中文摘要\n".to_owned();
        for row in 0..rows {
            file += &format!("{prefix}-{row:04},导入成果{row}号,一种材料的制备方法\n");
        }
        let upload = self.officer.upload(&self.organization, "achievements.csv", file.as_bytes()).await;
        let input = json!({
            "organizationId": self.organization, "uploadId": upload["id"], "policy": "REJECT_FAILED_ROWS", "idempotencyKey": self.dice.key(),
        });
        let answer = self.officer.change("importStart", &input, "importRun { id }").await;
        if accepted(&self.officer, "importStart", &answer, "importRun").is_some() {
            self.memory.imports.push(Import { prefix, rows });
        }
    }
}

/// The id of what was made; a complaint and none if it was refused.
fn accepted(who: &Caller, field: &str, answer: &Answer, entity: &str) -> Option<String> {
    if answer.code().is_empty() {
        return answer.payload[entity]["id"].as_str().map(str::to_owned);
    }
    who.complain(format!("{field} was refused: {}", answer.payload));
    None
}

/// Global id of the organization that somebody sits in.
async fn organization(who: &Caller) -> String {
    let viewer = who.ask("{ viewer { memberships { organization { id } } } }", json!({})).await;
    viewer["viewer"]["memberships"][0]["organization"]["id"].as_str().unwrap().to_owned()
}
