//! Which value of a listing a column gives: one arm a field.

use chrono::NaiveDate;

use super::{
    Builder, Subject,
    cell::{extend, leading_code, texts},
};
use crate::{
    import::{
        field::Field,
        kind::ImportKind,
        map::{
            Severity,
            right::{NoRight, RightColumns, settle_status},
            value::{self, ReadDate, is_placeholder, is_removed_name},
            words::readiness_level,
        },
    },
    kernel::{Code, Date, Error, Result},
    listing::{
        content::{AchievementRegistration, Contact, Funding, Inventor, ListingContent, Secrecy, TechnologyReadinessLevel},
        validate::validate,
        vocabulary::{ReadinessBasis, SecrecyLevel},
    },
    rulebook::Rulebook,
};

/// Achievements of an office.
#[derive(Debug)]
pub struct Listings;

/// What the columns of a row say of a listing.
#[derive(Debug, Default)]
pub struct Draft {
    content: ListingContent,
    right: RightColumns,
    basis: Option<ReadinessBasis>,
    assessed_on: Option<Date>,
    level: Option<i32>,
    cleared: Option<bool>,
    phone: Option<String>,
    email: Option<String>,
}

impl Subject for Listings {
    const KIND: ImportKind = ImportKind::Listing;
    const FORGIVING: &'static [&'static str] = &["keywords", "ipc", "industries", "innovationPoints", "cooperationNeeds", "contact"];
    type Content = ListingContent;
    type Draft = Draft;

    fn take(builder: &mut Builder<'_, Self>, column: usize, field: &'static Field, text: &str) {
        builder.take(column, field, text);
    }

    fn finish(builder: &mut Builder<'_, Self>) -> ListingContent {
        builder.finish_content()
    }

    fn reference(content: &ListingContent) -> Option<String> {
        content.ip_rights.first().map(|right| right.number.clone()).filter(|number| !number.is_empty())
    }

    fn validate(content: ListingContent, today: NaiveDate, book: &Rulebook) -> Result<ListingContent> {
        validate(content, today, book)
    }

    fn settle(content: &mut ListingContent, today: NaiveDate) {
        settle_status(&mut content.ip_rights, today);
    }

    fn list<'a>(content: &'a mut ListingContent, field: &str) -> Option<&'a mut Vec<String>> {
        Some(match field {
            "keywords" => &mut content.keywords,
            "ipc" => &mut content.ipc,
            "industries" => &mut content.industries,
            "innovationPoints" => &mut content.innovation_points,
            "cooperationNeeds" => &mut content.cooperation_needs,
            _ => return None,
        })
    }

    fn contact(content: &mut ListingContent) -> &mut Option<Contact> {
        &mut content.contact
    }
}

impl Builder<'_, Listings> {
    fn take(&mut self, column: usize, field: &'static Field, text: &str) {
        if field.path.starts_with("ipRights.") {
            return self.take_right(column, field, text);
        }
        // A title or reference may be any text; elsewhere a dash says that there is nothing to say.
        if is_placeholder(text) && !field.path.starts_with("title") {
            return;
        }
        let content = &mut self.draft.content;
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
            "kind" => self.draft.content.kind = self.word(column, field, text),
            "readiness.level" => {
                self.draft.level = readiness_level(text, &self.reading.stages);
                self.unread(self.draft.level.is_none(), column, field, Code::UnknownCode);
            }
            "readiness.basis" => self.draft.basis = self.word(column, field, text),
            "readiness.assessedOn" => self.draft.assessed_on = self.date(column, field, text),
            "validUntil" => self.draft.content.valid_until = self.date(column, field, text),
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
            "strategicIndustries" => self.draft.content.strategic_industries = self.words(column, field, text),
            "shanghaiSectors" => self.draft.content.shanghai_sectors = self.words(column, field, text),
            "chains" => self.draft.content.chains = self.words(column, field, text),
            "transferWays" => self.draft.content.transfer_ways = self.words(column, field, text),
            "exportClass" => self.draft.content.export_class = self.word(column, field, text),
            "rightsGrant" => self.draft.content.rights_grant = self.word(column, field, text),
            "secrecy.level" => {
                let level = self.word::<SecrecyLevel>(column, field, text);
                // A secrecy level that nobody understands must not pass for none.
                let level = level.unwrap_or(SecrecyLevel::Internal);
                self.draft.content.secrecy = Some(Secrecy { level, cleared: false });
            }
            "secrecy.cleared" => self.draft.cleared = self.flag(column, field, text),
            "inventorsConsent" => self.draft.content.inventors_consent = self.flag(column, field, text).unwrap_or_default(),
            "separatelyManaged" => self.draft.content.separately_managed = self.flag(column, field, text).unwrap_or_default(),
            "entrustedBroker" => self.draft.content.entrusted_broker = self.flag(column, field, text).unwrap_or_default(),
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
                self.draft.content.contact = Some(contact);
            }
            "contact.phone" => self.draft.phone = owned().filter(|phone| !is_removed_name(phone)),
            "contact.email" => self.draft.email = owned().filter(|email| !is_removed_name(email)),
            "inventors" if text.starts_with('[') && text.ends_with('}') | text.ends_with("}]") => {
                self.draft.content.inventors = self.json(column, field, text).unwrap_or_default();
            }
            "inventors" => {
                let names = value::list(text).into_iter().filter(|name| !is_removed_name(name));
                let person = |name| Inventor { name, role: None, lead: false, share_basis_points: None };
                self.draft.content.inventors.extend(names.map(person));
            }
            "expectedInvestment" if text.starts_with('{') => self.draft.content.expected_investment = self.json(column, field, text),
            "expectedInvestment" => {
                self.draft.content.expected_investment = self.money(column, field, text);
            }
            "ipRights" => self.draft.content.ip_rights = self.json(column, field, text).unwrap_or_default(),
            "indicators" => self.draft.content.indicators = self.json(column, field, text).unwrap_or_default(),
            "owners" => self.draft.content.owners = self.json(column, field, text).unwrap_or_default(),
            "offers" => self.draft.content.offers = self.json(column, field, text).unwrap_or_default(),
            "attachments" => self.draft.content.attachments = self.json(column, field, text).unwrap_or_default(),
            "fiveValues" => self.draft.content.five_values = self.json(column, field, text),
            "disclosure" => self.draft.content.disclosure = self.json(column, field, text).unwrap_or_default(),
            path => self.problem(Severity::Error, column, path, Error::internal(format!("no reader for {path}"))),
        }
    }

    fn take_right(&mut self, column: usize, field: &'static Field, text: &str) {
        if is_placeholder(text) {
            return;
        }
        let owned = || Some(text.to_owned());
        match field.path {
            "ipRights.number" => self.draft.right.number = owned(),
            "ipRights.publicationNumber" => self.draft.right.publication = owned(),
            "ipRights.title" => self.draft.right.title = owned(),
            "ipRights.office" => self.draft.right.office = owned(),
            "ipRights.kind" => self.draft.right.kind = self.word(column, field, text),
            "ipRights.status" => {
                self.draft.right.status = self.word(column, field, text);
                self.draft.right.status_unread = self.draft.right.status.is_none();
            }
            "ipRights.owners" => {
                let names = texts(text).into_iter().filter(|name| !is_removed_name(name)).collect();
                extend(&mut self.draft.right.owners, names);
            }
            "ipRights.pledged" => self.draft.right.pledged = self.flag(column, field, text).unwrap_or_default(),
            // Only a full date says the day of a grant; files often give the year of a mere publication.
            "ipRights.publishedOn" => self.draft.right.published_on = value::date(text).map(ReadDate::date),
            "ipRights.filedOn" => self.draft.right.filed_on = self.date(column, field, text).map(|date| date.0),
            "ipRights.grantedOn" => self.draft.right.granted_on = self.date(column, field, text).map(|date| date.0),
            "ipRights.expiresOn" => self.draft.right.expires_on = self.date(column, field, text).map(|date| date.0),
            "ipRights.feePaidUntil" => self.draft.right.fee_paid_until = self.date(column, field, text).map(|date| date.0),
            path => self.problem(Severity::Error, column, path, Error::internal(format!("no reader for {path}"))),
        }
    }

    fn registration(&mut self) -> &mut AchievementRegistration {
        let empty = AchievementRegistration { number: String::new(), registered_on: None };
        self.draft.content.registration.get_or_insert(empty)
    }

    fn funding(&mut self) -> &mut Funding {
        self.draft.content.funding.get_or_insert_default()
    }

    fn take_bilingual(&mut self, column: usize, field: &'static Field, text: &str) {
        let given = self.bilingual(column, field, text);
        let target = match field.path {
            "title" => &mut self.draft.content.title,
            "abstract" => &mut self.draft.content.abstract_text,
            "problem" => &mut self.draft.content.problem,
            "benefit" => &mut self.draft.content.benefit,
            "scenarios" => &mut self.draft.content.scenarios,
            _ => &mut self.draft.content.applied_cases,
        };
        // A column for one language says more than a column for whichever.
        target.zh = target.zh.take().or(given.zh);
        target.en = target.en.take().or(given.en);
    }

    fn finish_content(&mut self) -> ListingContent {
        if let Some(level) = self.draft.level {
            let basis = self.draft.basis.unwrap_or(ReadinessBasis::SelfAssessed);
            self.draft.content.readiness = Some(TechnologyReadinessLevel { level, basis, assessed_on: self.draft.assessed_on });
        }
        if let Some(cleared) = self.draft.cleared {
            let unclassified = Secrecy { level: SecrecyLevel::None, cleared };
            self.draft.content.secrecy.get_or_insert(unclassified).cleared = cleared;
        }
        if self.draft.phone.is_some() || self.draft.email.is_some() {
            // Whom to ask may be an address alone; then the department answers.
            let name = self
                .draft
                .content
                .department
                .clone()
                .or_else(|| self.draft.email.clone())
                .or_else(|| self.draft.phone.clone())
                .unwrap_or_default();
            let nameless = Contact { name, phone: None, email: None };
            let contact = self.draft.content.contact.get_or_insert(nameless);
            (contact.phone, contact.email) = (self.draft.phone.take(), self.draft.email.take());
        }
        match std::mem::take(&mut self.draft.right).assemble() {
            Ok(right) => self.draft.content.ip_rights.insert(0, right),
            Err(NoRight::Silent) => {}
            Err(NoRight::Nameless) => self.nameless(),
        }
        std::mem::take(&mut self.draft.content)
    }

    /// Dates and states of a right without a number are not kept, and that is said.
    fn nameless(&mut self) {
        let columns = &self.reading.plan.columns;
        let to_blame = columns.iter().find(|(_, field)| field.path == "ipRights.number");
        if let Some((column, _)) = to_blame.or_else(|| columns.iter().find(|(_, field)| field.path.starts_with("ipRights."))) {
            self.problem(Severity::Warning, *column, "ipRights.number", Error::new(Code::Required));
        }
    }
}
