//! Which value of a demand a column gives: one arm a field.

use chrono::NaiveDate;

use super::{
    Builder, Subject,
    cell::{extend, leading_code, texts},
};
use crate::{
    demand::{
        content::{Budget, DemandContent},
        validate,
        vocabulary::BudgetMode,
    },
    import::{
        field::Field,
        kind::ImportKind,
        map::{
            Severity,
            value::{self, is_placeholder, is_removed_name},
            words::{Words, readiness_level},
        },
        read::shown,
    },
    kernel::{Code, Error, Money, Result, text::half_width},
    listing::content::Contact,
    reference::{self, Entry, List},
    rulebook::Rulebook,
};

/// A year has four digits.
const YEAR_DIGITS: usize = 4;

/// Demands of an enterprise.
#[derive(Debug)]
pub struct Demands;

/// What the columns of a row say of a demand.
#[derive(Debug, Default)]
pub struct Draft {
    content: DemandContent,
    least: Option<Money>,
    most: Option<Money>,
    mode: Option<BudgetMode>,
    phone: Option<String>,
    email: Option<String>,
}

impl Subject for Demands {
    const KIND: ImportKind = ImportKind::Demand;
    const FORGIVING: &'static [&'static str] = &["keywords", "ipc", "industries", "preferredRegions", "contact"];
    // A new demand names nobody; one that is there stays as open as its owner made it.
    const KEPT: &'static [&'static str] = &["visibility"];
    type Content = DemandContent;
    type Draft = Draft;

    fn take(builder: &mut Builder<'_, Self>, column: usize, field: &'static Field, text: &str) {
        builder.take(column, field, text);
    }

    fn finish(builder: &mut Builder<'_, Self>) -> DemandContent {
        builder.finish_budget();
        let draft = &mut builder.draft;
        if draft.least.is_some() || draft.most.is_some() || draft.mode.is_some() {
            // Two amounts are a range; how firm a single one is, nobody has said.
            let range = draft.least.is_some() && draft.most.is_some();
            let mode = draft.mode.unwrap_or(if range { BudgetMode::Range } else { BudgetMode::Negotiable });
            draft.content.budget.get_or_insert(Budget { min: draft.least, max: draft.most, mode });
        }
        if draft.phone.is_some() || draft.email.is_some() {
            let name = draft.email.clone().or_else(|| draft.phone.clone()).unwrap_or_default();
            let contact = draft.content.contact.get_or_insert(Contact { name, phone: None, email: None });
            (contact.phone, contact.email) = (draft.phone.take(), draft.email.take());
        }
        std::mem::take(&mut draft.content)
    }

    fn reference(_: &DemandContent) -> Option<String> {
        None
    }

    fn validate(content: DemandContent, today: NaiveDate, book: &Rulebook) -> Result<DemandContent> {
        // A last day that has passed is wrong only where it is new, which is known when the row is held against what is there.
        let passed = content.valid_until.filter(|day| day.0 < today);
        let asked = DemandContent { valid_until: content.valid_until.filter(|_| passed.is_none()), ..content };
        let checked = validate(asked, today, book)?;
        Ok(DemandContent { valid_until: checked.valid_until.or(passed), ..checked })
    }

    fn list<'a>(content: &'a mut DemandContent, field: &str) -> Option<&'a mut Vec<String>> {
        Some(match field {
            "keywords" => &mut content.keywords,
            "ipc" => &mut content.ipc,
            "industries" => &mut content.industries,
            "preferredRegions" => &mut content.preferred_regions,
            _ => return None,
        })
    }

    fn contact(content: &mut DemandContent) -> &mut Option<Contact> {
        &mut content.contact
    }
}

impl Builder<'_, Demands> {
    fn take(&mut self, column: usize, field: &'static Field, text: &str) {
        // A title or reference may be any text; elsewhere a dash says that there is nothing to say.
        if is_placeholder(text) && !field.path.starts_with("title") {
            return;
        }
        let owned = || Some(text.to_owned());
        let content = &mut self.draft.content;
        match field.path {
            "externalReference" => self.reference = owned(),
            "title" | "problem" | "currentSolution" | "expectedTarget" => self.take_bilingual(column, field, text),
            "title.zh" => content.title.zh = owned(),
            "title.en" => content.title.en = owned(),
            "problem.zh" => content.problem.zh = owned(),
            "problem.en" => content.problem.en = owned(),
            "currentSolution.zh" => content.current_solution.zh = owned(),
            "currentSolution.en" => content.current_solution.en = owned(),
            "expectedTarget.zh" => content.expected_target.zh = owned(),
            "expectedTarget.en" => content.expected_target.en = owned(),
            "acceptanceTests" => self.draft.content.acceptance_tests = self.json(column, field, text).unwrap_or_default(),
            "keywords" => extend(&mut content.keywords, texts(text)),
            "ipc" => extend(&mut content.ipc, texts(text).iter().map(|symbol| value::ipc_symbol(symbol)).collect()),
            "industries" => extend(&mut content.industries, texts(text).iter().map(|industry| leading_code(industry)).collect()),
            "preferredRegions" => extend(&mut content.preferred_regions, texts(text).iter().map(|place| division(place)).collect()),
            "site" => content.site = Some(division(text)),
            "budget" if text.starts_with('{') => self.draft.content.budget = self.json(column, field, text),
            "budget.mode" => self.draft.mode = self.word(column, field, text),
            "budget" | "budget.max" => self.take_budget(column, field, text),
            "budget.min" => self.draft.least = self.amount(column, field, text),
            "plannedInvestment" => self.draft.content.planned_investment = self.amount(column, field, text),
            "solutionMode" => self.draft.content.solution_mode = self.word(column, field, text),
            "activityType" => self.draft.content.activity_type = self.word(column, field, text),
            "discipline" => self.take_discipline(column, field, text),
            "technologyFields" => self.draft.content.technology_fields = self.words(column, field, text),
            "startYear" => self.draft.content.start_year = self.year(column, field, text),
            "endYear" => self.draft.content.end_year = self.year(column, field, text),
            "intendedPartner" => content.intended_partner = owned(),
            "supervisingUnit" => content.supervising_unit = owned(),
            "deadline" => self.draft.content.deadline = self.date(column, field, text),
            "validUntil" => self.draft.content.valid_until = self.date(column, field, text),
            "trlMin" => {
                let level = readiness_level(text, &self.reading.stages);
                self.unread(level.is_none(), column, field, Code::UnknownCode);
                self.draft.content.trl_min = level;
            }
            "acceptsForeign" => self.draft.content.accepts_foreign = self.flag(column, field, text).unwrap_or_default(),
            "wantsUseFirstPayLater" => {
                self.draft.content.wants_use_first_pay_later = self.flag(column, field, text).unwrap_or_default();
            }
            "licenseKinds" => self.draft.content.license_kinds = self.words(column, field, text),
            "paymentModes" => self.draft.content.payment_modes = self.words(column, field, text),
            "shanghaiSectors" => self.draft.content.shanghai_sectors = self.words(column, field, text),
            "chains" => self.draft.content.chains = self.words(column, field, text),
            "contact.name" if is_removed_name(text) => {}
            "contact.name" => content.contact = Some(Contact { name: text.to_owned(), phone: None, email: None }),
            "contact.phone" => self.draft.phone = owned().filter(|phone| !is_removed_name(phone)),
            "contact.email" => self.draft.email = owned().filter(|email| !is_removed_name(email)),
            "visibility" => match Words::read(text) {
                Some(visibility) => content.visibility = visibility,
                // Who may see it, and whether with the owner's name, is not for us to guess.
                None => self.problem(Severity::Error, column, field.path, Error::new(Code::UnknownCode).with("value", shown(text))),
            },
            path => self.problem(Severity::Error, column, path, Error::internal(format!("no reader for {path}"))),
        }
    }

    /// An amount; where one is asked for, people write that it is to be talked about.
    fn take_budget(&mut self, column: usize, field: &'static Field, text: &str) {
        if let Some(mode) = Words::read(text) {
            self.draft.mode = Some(mode);
            return;
        }
        self.draft.most = self.amount(column, field, text);
        // An amount alone says nothing of how firm it is.
        if field.path == "budget" && self.given.remove("budget") {
            self.given.extend(["budget.min", "budget.max"].map(str::to_owned));
        }
    }

    /// Settles which parts of the budget the row gives: how firm it is stays as it is unless the row says so.
    fn finish_budget(&mut self) {
        let (draft, given) = (&self.draft, &mut self.given);
        if draft.mode.is_some() {
            given.extend(given.contains("budget.max").then(|| "budget.mode".to_owned()));
            return;
        }
        given.remove("budget.mode");
        // Both amounts were taken out: there is no budget any more.
        let cleared = draft.content.budget.is_none() && draft.least.is_none() && draft.most.is_none();
        if cleared && given.contains("budget.min") && given.contains("budget.max") {
            given.retain(|field| !field.starts_with("budget."));
            given.insert("budget".to_owned());
        }
    }

    /// An amount, as people write it or as our own export does.
    fn amount(&mut self, column: usize, field: &'static Field, text: &str) -> Option<Money> {
        if text.starts_with('{') {
            return self.json(column, field, text);
        }
        self.money(column, field, text)
    }

    fn take_discipline(&mut self, column: usize, field: &'static Field, text: &str) {
        let read = discipline(text);
        self.unread(read.is_none(), column, field, Code::UnknownCode);
        self.draft.content.discipline = read;
    }

    /// `2027`, `2027年` or a day of it.
    fn year(&mut self, column: usize, field: &'static Field, text: &str) -> Option<i32> {
        let digits: String = half_width(text.trim()).chars().take_while(char::is_ascii_digit).collect();
        let year = digits.parse().ok().filter(|_| digits.len() == YEAR_DIGITS);
        self.unread(year.is_none(), column, field, Code::InvalidNumber);
        year
    }

    fn take_bilingual(&mut self, column: usize, field: &'static Field, text: &str) {
        let given = self.bilingual(column, field, text);
        let content = &mut self.draft.content;
        let target = match field.path {
            "title" => &mut content.title,
            "problem" => &mut content.problem,
            "currentSolution" => &mut content.current_solution,
            _ => &mut content.expected_target,
        };
        // A column for one language says more than a column for whichever.
        target.zh = target.zh.take().or(given.zh);
        target.en = target.en.take().or(given.en);
    }
}

/// `460 机械工程` and `机械工程` to the code.
fn discipline(text: &str) -> Option<String> {
    let text = text.trim();
    let named = |entry: &&Entry| entry.name_zh == text || entry.name_en == Some(text);
    let code = Some(leading_code(text)).filter(|code| reference::discipline_exists(code));
    code.or_else(|| reference::entries(List::Disciplines).iter().find(named).map(|entry| entry.code.to_owned()))
}

/// `310110 杨浦区`, `上海市` and `上海市杨浦区` to the code; what is none of them comes back as it is, for the rules to refuse.
fn division(text: &str) -> String {
    let code = leading_code(text);
    if reference::division_exists(&code) {
        return code;
    }
    let tight: String = text.split_whitespace().collect();
    let mut named = reference::entries(List::Divisions).iter().filter(|entry| is_named(entry, &tight) || entry.name_en == Some(text));
    match (named.next(), named.next()) {
        (Some(entry), None) => entry.code.to_owned(),
        _ => code,
    }
}

/// Whether `text` is the name of the division behind those of divisions around it, if any.
fn is_named(entry: &Entry, text: &str) -> bool {
    let Some(mut before) = text.strip_suffix(entry.name_zh) else { return false };
    let mut around = entry.parent;
    while let Some(outer) = around.and_then(|code| reference::find(List::Divisions, code)) {
        before = before.strip_suffix(outer.name_zh).unwrap_or(before);
        around = outer.parent;
    }
    before.is_empty()
}
