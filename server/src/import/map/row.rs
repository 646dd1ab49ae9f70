//! One row to one listing.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Plan, Problem, Severity, own,
    right::{NoRight, RightColumns},
    value::{self, ReadDate, is_chinese, is_placeholder, is_removed_name},
    words::{StageWord, Words, readiness_level},
};
use crate::{
    import::{
        field::Field,
        read::{Row, shown},
    },
    kernel::{Code, Date, Error, text},
    listing::{
        content::{AchievementRegistration, BilingualText, Contact, Funding, Inventor, ListingContent, Secrecy, TechnologyReadinessLevel},
        vocabulary::{ReadinessBasis, SecrecyLevel},
    },
};

/// Longest external reference, in characters.
const REFERENCE_MAX: usize = 250;

/// What rows are read with.
#[derive(Debug)]
pub struct Reading {
    /// What each column means.
    pub plan: Plan,
    /// Stage words of older forms.
    pub stages: Vec<StageWord>,
}

/// A row, read.
#[derive(Debug)]
pub struct Mapped {
    /// Row number as a person sees it.
    pub row: i64,
    /// What tells the row from others of the same organization. Empty only if a problem says so.
    pub external_reference: String,
    /// What the row says.
    pub content: ListingContent,
    /// The stored fields that the row gives; the others keep what they have.
    pub given: BTreeSet<String>,
    /// Whether the row is in our own form, so that nothing was inferred and nothing may be.
    pub exact: bool,
    /// What is wrong with it, as far as reading can tell.
    pub problems: Vec<Problem>,
}

impl Mapped {
    /// Whether the row cannot be imported.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}

/// Reads one row.
#[must_use]
pub fn map_row(row: &Row, reading: &Reading) -> Mapped {
    let mut builder = Builder::new(row, reading);
    builder.faults();
    let found = builder.exact();
    let exact = found.is_some();
    let content = if let Some((reference, content, given)) = found {
        (builder.reference, builder.given) = (reference, given);
        content
    } else {
        builder.columns();
        builder.finish_content()
    };
    let external_reference = builder.finish_reference(&content);
    Mapped { row: row.number, external_reference, content, given: builder.given, exact, problems: builder.problems }
}

struct Builder<'a> {
    row: &'a Row,
    reading: &'a Reading,
    reference: Option<String>,
    content: ListingContent,
    given: BTreeSet<String>,
    right: RightColumns,
    basis: Option<ReadinessBasis>,
    assessed_on: Option<Date>,
    level: Option<i32>,
    cleared: Option<bool>,
    phone: Option<String>,
    email: Option<String>,
    problems: Vec<Problem>,
}

impl<'a> Builder<'a> {
    fn new(row: &'a Row, reading: &'a Reading) -> Self {
        Self {
            row,
            reading,
            reference: None,
            content: ListingContent::default(),
            given: BTreeSet::new(),
            right: RightColumns::default(),
            basis: None,
            assessed_on: None,
            level: None,
            cleared: None,
            phone: None,
            email: None,
            problems: Vec::new(),
        }
    }

    fn cell(&self, column: usize) -> &'a str {
        let cell = self.row.cells.get(column).map_or("", String::as_str);
        if self.reading.plan.neutralized { own::restore(cell) } else { cell }
    }

    fn problem(&mut self, severity: Severity, column: usize, field: &str, error: Error) {
        let value = Some(shown(self.cell(column))).filter(|value| !value.is_empty());
        let column = self.reading.plan.headers.get(column).cloned();
        // Two hundred words of one cell that nobody knows are one thing to mend.
        let same = |last: &Problem| last.severity == severity && last.column == column && last.field == field;
        if self.problems.last().is_some_and(same) {
            return;
        }
        self.problems.push(Problem { severity, column, field: field.to_owned(), error, value });
    }

    /// What the reader found. A broken cell of a column that feeds nothing harms nobody.
    fn faults(&mut self) {
        for fault in &self.row.faults {
            match fault.column {
                None => {
                    let (field, error) = (String::new(), fault.error.clone());
                    self.problems.push(Problem { severity: Severity::Error, column: None, field, error, value: None });
                }
                Some(column) => {
                    let fed = self.reading.plan.columns.iter().find(|(index, _)| *index == column);
                    if let Some((_, field)) = fed {
                        self.problem(Severity::Error, column, field.path, fault.error.clone());
                    }
                }
            }
        }
    }

    /// The listing of a row in our own form: a line of JSON, or the cells of our own export.
    fn exact(&self) -> Option<(Option<String>, ListingContent, BTreeSet<String>)> {
        let plan = &self.reading.plan;
        if let Some(object) = &self.row.object {
            let Value::Object(mut document) = own::snake_keys(Value::Object(object.clone())) else { return None };
            let reference = document.shift_remove("external_reference").and_then(|value| value.as_str().map(str::to_owned));
            let given = document.keys().cloned().collect();
            let content = serde_json::from_value(Value::Object(document)).ok()?;
            return Some((reference, content, given));
        }
        if !plan.own {
            return None;
        }
        let document = own::document_of(plan.columns.iter().map(|(column, field)| (*field, self.cell(*column))))?;
        let reference =
            plan.columns.iter().find(|(_, field)| field.path == "externalReference").map(|(column, _)| self.cell(*column).to_owned());
        Some((reference, serde_json::from_value(document).ok()?, plan.given()))
    }

    fn columns(&mut self) {
        let reading = self.reading;
        for (column, field) in &reading.plan.columns {
            let absent = |header: &String| self.row.object.as_ref().is_some_and(|object| !object.contains_key(header));
            if reading.plan.headers.get(*column).is_some_and(absent) {
                continue;
            }
            if field.path != "externalReference" {
                self.given.insert(own::stored_field(field.path));
            }
            let broken = self.row.faults.iter().any(|fault| fault.column == Some(*column));
            let text = self.cell(*column).trim();
            if !broken && !text.is_empty() {
                self.take(*column, field, text);
            }
        }
    }

    fn take(&mut self, column: usize, field: &'static Field, text: &str) {
        if field.path.starts_with("ipRights.") {
            return self.take_right(column, field, text);
        }
        // A title or reference may be any text; elsewhere a dash says that there is nothing to say.
        if is_placeholder(text) && !field.path.starts_with("title") {
            return;
        }
        let content = &mut self.content;
        let owned = || Some(text.to_owned());
        match field.path {
            "externalReference" => self.reference = owned(),
            "title" | "abstract" | "problem" | "benefit" | "scenarios" | "appliedCases" => self.take_bilingual(column, field, text),
            "title.zh" => content.title.zh = owned(),
            "title.en" => content.title.en = owned(),
            "abstract.zh" => content.abstract_text.zh = owned(),
            "abstract.en" => content.abstract_text.en = owned(),
            "problem.zh" => content.problem.zh = owned(),
            "problem.en" => content.problem.en = owned(),
            "benefit.zh" => content.benefit.zh = owned(),
            "benefit.en" => content.benefit.en = owned(),
            "scenarios.zh" => content.scenarios.zh = owned(),
            "scenarios.en" => content.scenarios.en = owned(),
            "appliedCases.zh" => content.applied_cases.zh = owned(),
            "appliedCases.en" => content.applied_cases.en = owned(),
            "department" => content.department = owned(),
            "knowHow" => content.know_how = owned(),
            "kind" => self.content.kind = self.word(column, field, text),
            "readiness.level" => {
                self.level = readiness_level(text, &self.reading.stages);
                self.unread(self.level.is_none(), column, field, Code::UnknownCode);
            }
            "readiness.basis" => self.basis = self.word(column, field, text),
            "readiness.assessedOn" => self.assessed_on = self.date(column, field, text),
            "validUntil" => self.content.valid_until = self.date(column, field, text),
            "registration.registeredOn" => {
                let date = self.date(column, field, text);
                self.registration().registered_on = date;
            }
            "registration.number" => text.clone_into(&mut self.registration().number),
            "keywords" => extend(&mut content.keywords, texts(text)),
            "ipc" => extend(&mut content.ipc, texts(text).iter().map(|symbol| value::ipc_symbol(symbol)).collect()),
            "industries" => extend(&mut content.industries, texts(text).iter().map(|industry| leading_code(industry)).collect()),
            "innovationPoints" => extend(&mut content.innovation_points, texts(text)),
            "cooperationNeeds" => extend(&mut content.cooperation_needs, texts(text)),
            "strategicIndustries" => self.content.strategic_industries = self.words(column, field, text),
            "shanghaiSectors" => self.content.shanghai_sectors = self.words(column, field, text),
            "chains" => self.content.chains = self.words(column, field, text),
            "transferWays" => self.content.transfer_ways = self.words(column, field, text),
            "exportClass" => self.content.export_class = self.word(column, field, text),
            "rightsGrant" => self.content.rights_grant = self.word(column, field, text),
            "secrecy.level" => {
                let level = self.word::<SecrecyLevel>(column, field, text);
                // A secrecy level that nobody understands must not pass for none.
                let level = level.unwrap_or(SecrecyLevel::Internal);
                self.content.secrecy = Some(Secrecy { level, cleared: false });
            }
            "secrecy.cleared" => self.cleared = self.flag(column, field, text),
            "inventorsConsent" => self.content.inventors_consent = self.flag(column, field, text).unwrap_or_default(),
            "separatelyManaged" => self.content.separately_managed = self.flag(column, field, text).unwrap_or_default(),
            "entrustedBroker" => self.content.entrusted_broker = self.flag(column, field, text).unwrap_or_default(),
            "funding.stateFunded" => {
                let state_funded = self.flag(column, field, text).unwrap_or_default();
                self.funding().state_funded = state_funded;
            }
            "funding.program" => self.funding().program = owned(),
            "funding.agency" => self.funding().agency = owned(),
            "funding.projectNumber" => self.funding().project_number = owned(),
            "contact.name" if is_removed_name(text) => {}
            "contact.name" => {
                let contact = Contact { name: text.to_owned(), phone: None, email: None };
                self.content.contact = Some(contact);
            }
            "contact.phone" => self.phone = owned().filter(|phone| !is_removed_name(phone)),
            "contact.email" => self.email = owned().filter(|email| !is_removed_name(email)),
            "inventors" if text.starts_with('[') && text.ends_with('}') | text.ends_with("}]") => {
                self.content.inventors = self.json(column, field, text).unwrap_or_default();
            }
            "inventors" => {
                let names = value::list(text).into_iter().filter(|name| !is_removed_name(name));
                let person = |name| Inventor { name, role: None, lead: false, share_basis_points: None };
                self.content.inventors.extend(names.map(person));
            }
            "expectedInvestment" if text.starts_with('{') => self.content.expected_investment = self.json(column, field, text),
            "expectedInvestment" => {
                self.content.expected_investment = value::money(text);
                self.unread(self.content.expected_investment.is_none(), column, field, Code::InvalidNumber);
            }
            "ipRights" => self.content.ip_rights = self.json(column, field, text).unwrap_or_default(),
            "indicators" => self.content.indicators = self.json(column, field, text).unwrap_or_default(),
            "owners" => self.content.owners = self.json(column, field, text).unwrap_or_default(),
            "offers" => self.content.offers = self.json(column, field, text).unwrap_or_default(),
            "fiveValues" => self.content.five_values = self.json(column, field, text),
            "disclosure" => self.content.disclosure = self.json(column, field, text).unwrap_or_default(),
            path => self.problem(Severity::Error, column, path, Error::internal(format!("no reader for {path}"))),
        }
    }

    fn take_right(&mut self, column: usize, field: &'static Field, text: &str) {
        if is_placeholder(text) {
            return;
        }
        let owned = || Some(text.to_owned());
        match field.path {
            "ipRights.number" => self.right.number = owned(),
            "ipRights.publicationNumber" => self.right.publication = owned(),
            "ipRights.title" => self.right.title = owned(),
            "ipRights.office" => self.right.office = owned(),
            "ipRights.kind" => self.right.kind = self.word(column, field, text),
            "ipRights.status" => {
                self.right.status = self.word(column, field, text);
                self.right.status_unread = self.right.status.is_none();
            }
            "ipRights.owners" => {
                let names = texts(text).into_iter().filter(|name| !is_removed_name(name)).collect();
                extend(&mut self.right.owners, names);
            }
            "ipRights.pledged" => self.right.pledged = self.flag(column, field, text).unwrap_or_default(),
            // Only a full date says the day of a grant; files often give the year of a mere publication.
            "ipRights.publishedOn" => self.right.published_on = value::date(text).map(ReadDate::date),
            "ipRights.filedOn" => self.right.filed_on = self.date(column, field, text).map(|date| date.0),
            "ipRights.grantedOn" => self.right.granted_on = self.date(column, field, text).map(|date| date.0),
            "ipRights.expiresOn" => self.right.expires_on = self.date(column, field, text).map(|date| date.0),
            "ipRights.feePaidUntil" => self.right.fee_paid_until = self.date(column, field, text).map(|date| date.0),
            path => self.problem(Severity::Error, column, path, Error::internal(format!("no reader for {path}"))),
        }
    }

    fn registration(&mut self) -> &mut AchievementRegistration {
        let empty = AchievementRegistration { number: String::new(), registered_on: None };
        self.content.registration.get_or_insert(empty)
    }

    fn funding(&mut self) -> &mut Funding {
        self.content.funding.get_or_insert_default()
    }

    fn take_bilingual(&mut self, column: usize, field: &'static Field, text: &str) {
        let given = if text.starts_with('{') {
            self.json::<BilingualText>(column, field, text).unwrap_or_default()
        } else if is_chinese(text) {
            BilingualText { zh: Some(text.to_owned()), en: None }
        } else {
            BilingualText { zh: None, en: Some(text.to_owned()) }
        };
        let target = match field.path {
            "title" => &mut self.content.title,
            "abstract" => &mut self.content.abstract_text,
            "problem" => &mut self.content.problem,
            "benefit" => &mut self.content.benefit,
            "scenarios" => &mut self.content.scenarios,
            _ => &mut self.content.applied_cases,
        };
        // What this column says in one language is no reason to forget the other one.
        if given.zh.is_some() != given.en.is_some() {
            let whole = own::stored_field(field.path);
            self.given.remove(&whole);
            self.given.insert(format!("{whole}.{}", if given.zh.is_some() { "zh" } else { "en" }));
        }
        // A column for one language says more than a column for whichever.
        target.zh = target.zh.take().or(given.zh);
        target.en = target.en.take().or(given.en);
    }

    /// A word that nobody knows leaves the field empty: the office completes the draft.
    fn word<T: Words>(&mut self, column: usize, field: &'static Field, text: &str) -> Option<T> {
        let word = T::read(text);
        self.unread(word.is_none(), column, field, Code::UnknownCode);
        word
    }

    fn words<T: Words + PartialEq>(&mut self, column: usize, field: &'static Field, text: &str) -> Vec<T> {
        texts(text).iter().filter_map(|word| self.word(column, field, word)).collect()
    }

    fn flag(&mut self, column: usize, field: &'static Field, text: &str) -> Option<bool> {
        let flag = value::flag(text);
        self.unread(flag.is_none(), column, field, Code::UnknownCode);
        flag
    }

    /// A value that cannot be read is left out, and what the listing says there already stays.
    fn unread(&mut self, unread: bool, column: usize, field: &'static Field, code: Code) {
        if unread {
            if !field.path.starts_with("ipRights") {
                self.given.remove(&own::stored_field(field.path));
            }
            let value = shown(self.cell(column));
            self.problem(Severity::Warning, column, field.path, Error::new(code).with("value", value));
        }
    }

    /// A date decides over rights and terms: one that cannot be read rejects its row.
    fn date(&mut self, column: usize, field: &'static Field, text: &str) -> Option<Date> {
        match value::date(text) {
            Some(ReadDate::Sure(date)) => Some(Date(date)),
            Some(ReadDate::MonthFirst(date)) => {
                self.problem(Severity::Warning, column, field.path, Error::new(Code::AmbiguousDate).with("date", date));
                Some(Date(date))
            }
            None => {
                let value = shown(text);
                self.problem(Severity::Error, column, field.path, Error::new(Code::InvalidDate).with("value", value));
                None
            }
        }
    }

    fn json<T: serde::de::DeserializeOwned>(&mut self, column: usize, field: &'static Field, text: &str) -> Option<T> {
        let value = serde_json::from_str::<Value>(text).map(own::snake_keys);
        let read = value.and_then(serde_json::from_value);
        read.map_err(|error| self.problem(Severity::Error, column, field.path, Error::new(Code::BadUserInput).because(error))).ok()
    }

    fn finish_content(&mut self) -> ListingContent {
        if let Some(level) = self.level {
            let basis = self.basis.unwrap_or(ReadinessBasis::SelfAssessed);
            self.content.readiness = Some(TechnologyReadinessLevel { level, basis, assessed_on: self.assessed_on });
        }
        if let Some(cleared) = self.cleared {
            let unclassified = Secrecy { level: SecrecyLevel::None, cleared };
            self.content.secrecy.get_or_insert(unclassified).cleared = cleared;
        }
        if self.phone.is_some() || self.email.is_some() {
            // Whom to ask may be an address alone; then the department answers.
            let name = self.content.department.clone().or_else(|| self.email.clone()).or_else(|| self.phone.clone()).unwrap_or_default();
            let nameless = Contact { name, phone: None, email: None };
            let contact = self.content.contact.get_or_insert(nameless);
            (contact.phone, contact.email) = (self.phone.take(), self.email.take());
        }
        match std::mem::take(&mut self.right).assemble() {
            Ok(right) => self.content.ip_rights.insert(0, right),
            Err(NoRight::Silent) => {}
            Err(NoRight::Nameless) => self.nameless(),
        }
        std::mem::take(&mut self.content)
    }

    /// Dates and states of a right without a number are not kept, and that is said.
    fn nameless(&mut self) {
        let columns = &self.reading.plan.columns;
        let to_blame = columns.iter().find(|(_, field)| field.path == "ipRights.number");
        if let Some((column, _)) = to_blame.or_else(|| columns.iter().find(|(_, field)| field.path.starts_with("ipRights."))) {
            self.problem(Severity::Warning, *column, "ipRights.number", Error::new(Code::Required));
        }
    }

    fn finish_reference(&mut self, content: &ListingContent) -> String {
        let number = || content.ip_rights.first().map(|right| right.number.clone()).filter(|number| !number.is_empty());
        let given = self.reference.take().filter(|reference| !reference.trim().is_empty()).or_else(number).unwrap_or_default();
        text::line(&given, REFERENCE_MAX).unwrap_or_else(|error| {
            let column = self.reading.plan.column_of("externalReference").map(str::to_owned);
            let value = Some(shown(&given)).filter(|value| !value.is_empty());
            self.problems.push(Problem { severity: Severity::Error, column, field: "externalReference".to_owned(), error, value });
            String::new()
        })
    }
}

/// A list cell: JSON texts, or texts with separators.
fn texts(text: &str) -> Vec<String> {
    let json: Option<Vec<String>> = text.starts_with('[').then(|| serde_json::from_str(text).ok()).flatten();
    let mut texts = json.unwrap_or_else(|| value::list(text));
    texts.truncate(value::LIST_MAX + 1);
    texts
}

/// `I6513 软件开发` to `I6513`.
fn leading_code(text: &str) -> String {
    let half = text::half_width(text);
    let code: String = half.trim().chars().take_while(char::is_ascii_alphanumeric).collect();
    if code.is_empty() { half.trim().to_owned() } else { code }
}

fn extend(list: &mut Vec<String>, more: Vec<String>) {
    for text in more {
        if !list.contains(&text) {
            list.push(text);
        }
    }
}
