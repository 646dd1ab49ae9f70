//! Which value of the listing a column gives: one arm a field.

use super::{
    Builder,
    cell::{extend, leading_code, texts},
};
use crate::{
    import::{
        field::Field,
        map::{
            Severity, own,
            value::{self, ReadDate, is_chinese, is_placeholder, is_removed_name},
            words::readiness_level,
        },
    },
    kernel::{Code, Error},
    listing::{
        content::{AchievementRegistration, BilingualText, Contact, Funding, Inventor, Secrecy},
        vocabulary::SecrecyLevel,
    },
};

impl Builder<'_> {
    pub(super) fn take(&mut self, column: usize, field: &'static Field, text: &str) {
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
            "attachments" => self.content.attachments = self.json(column, field, text).unwrap_or_default(),
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
}
