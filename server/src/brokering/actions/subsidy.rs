//! What an operator hands in to claim subsidies: what was posted, what was validated, and what has arrived, in a period.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::{
    brokering::{
        policy,
        rules::subsidy::{Period, Row, Sum, row, sums},
        store,
        vocabulary::FeeKind,
    },
    ctx::Ctx,
    demand, identity,
    kernel::{Actor, Code, Date, Error, Id, Locale, Result, Timestamp, date::add_months, id::Organization, sheet},
    listing,
    locale::label,
};

/// Most rows of one pack.
const ROWS_MAX: usize = 2000;

/// What was posted, validated and paid in a period.
#[derive(Debug, Clone)]
pub struct SubsidyPack {
    /// The period.
    pub period: Period,
    /// Listings that were published for the first time.
    pub listings: u64,
    /// Demands that were published for the first time.
    pub demands: u64,
    /// Outcomes that were signed in the period and count, and those for which something arrived in it; by the day of the signatures.
    pub rows: Vec<Row>,
}

impl SubsidyPack {
    /// How many outcomes that count were signed in the period.
    #[must_use]
    pub fn validated(&self) -> usize {
        self.rows.iter().filter(|row| row.signed_within).count()
    }

    /// What has arrived: the rows added up.
    ///
    /// # Errors
    /// As [`sums`].
    pub fn arrived(&self) -> Result<Vec<Sum>> {
        sums(self.rows.iter().flat_map(|row| row.arrived.iter().copied()))
    }
}

/// The pack of the days from `from` to `until`, both counted. Four statements.
///
/// # Errors
/// `UNAUTHENTICATED`, `FORBIDDEN` for others than operators, `OUT_OF_RANGE` at `until` if it lies before `from` or further behind it than
/// the rule says, `TOO_MANY` there for a period that holds more than a pack does.
pub async fn subsidy_pack(ctx: &Ctx, actor: &Actor, from: NaiveDate, until: NaiveDate) -> Result<SubsidyPack> {
    policy::signed_in(actor)?;
    policy::allowed(policy::claims_subsidies(actor))?;
    let last = add_months(from, ctx.rules.on("advising.subsidy_pack_months_max", ctx.clock.today())?.get()?);
    if until < from || until >= last {
        return Err(Error::new(Code::OutOfRange).with("min", from).with("max", last.pred_opt().unwrap_or(last)).at("until"));
    }
    let conn = ctx.db.read();
    let period = Period { from: Date(from), until: Date(until) };
    let outcomes = store::validated_or_paid(conn, (from, until), ROWS_MAX as u64 + 1).await?;
    if outcomes.len() > ROWS_MAX {
        return Err(Error::new(Code::TooMany).with("max", ROWS_MAX).at("until"));
    }
    let cases: BTreeSet<_> = outcomes.iter().map(|outcome| outcome.case).collect();
    let fees = store::fees_of(conn, &cases.into_iter().collect::<Vec<_>>()).await?;
    let mut of_case: HashMap<_, Vec<_>> = HashMap::new();
    for fee in fees {
        of_case.entry(fee.case).or_default().push(fee);
    }
    let (begin, end) = period.moments();
    let rows = outcomes.into_iter().map(|outcome| {
        let fees = of_case.get(&outcome.case).map_or(&[][..], Vec::as_slice);
        row(outcome, fees, period)
    });
    Ok(SubsidyPack {
        period,
        rows: rows.collect::<Result<_>>()?,
        listings: listing::published_between(conn, begin, end).await?,
        demands: demand::published_between(conn, begin, end).await?,
    })
}

/// Headings of the head, Chinese and English.
const HEAD: [(&str, &str); 5] = [
    ("期间", "Period"),
    ("生成时间", "As it stood at"),
    ("首次发布成果数（含其后撤下）", "Listings first published, those taken back since among them"),
    ("首次发布需求数（含仅顾问可见）", "Demands first published, those for advisors alone among them"),
    ("期间内签订并核验的合同数", "Contracts signed in the period and validated"),
];

/// The head's line of what has arrived.
const ARRIVED: (&str, &str) = ("期间内到账", "Arrived in the period");

/// Headings of the rows, Chinese and English.
const COLUMNS: [(&str, &str); 22] = [
    ("案件", "Case"),
    ("客户", "Client"),
    ("客户行政区划", "Division of the client"),
    ("对方", "Other side"),
    ("技术经纪人", "Advisor"),
    ("类型", "Kind"),
    ("签订日期", "Signed on"),
    ("签订于期间内", "Signed in the period"),
    ("合同金额", "Amount"),
    ("币种", "Currency"),
    ("合同哈希(SHA-256)", "Hash of the contract (SHA-256)"),
    ("三方合同", "Signed by three"),
    ("服务义务截止日", "Service duty until"),
    ("先用后付", "Use first, pay later"),
    ("客户确认日期", "Confirmed by the client on"),
    ("对方确认日期", "Confirmed by the other side on"),
    ("核验日期", "Validated on"),
    ("核验人", "Validated by"),
    ("服务费(登记)", "Fees recorded"),
    ("服务费(到账)", "Fees arrived"),
    ("补贴(登记)", "Subsidies recorded"),
    ("补贴(到账)", "Subsidies arrived"),
];

/// [`subsidy_pack`] as a CSV file in the actor's language: the head, an empty line, the rows. No cell of it is run as a formula. Seven
/// statements.
///
/// # Errors
/// As [`subsidy_pack`].
pub async fn subsidy_file(ctx: &Ctx, actor: &Actor, from: NaiveDate, until: NaiveDate) -> Result<Vec<u8>> {
    let pack = subsidy_pack(ctx, actor, from, until).await?;
    let names = Names::of(ctx, actor, &pack.rows).await?;
    let language = names.language;
    let say = |(zh, en): (&'static str, &'static str)| if language == Locale::ZhCn { zh } else { en }.to_owned();
    let at = ctx.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let figures = [format!("{from} / {until}"), at, pack.listings.to_string(), pack.demands.to_string(), pack.validated().to_string()];
    let mut lines: Vec<Vec<String>> = HEAD.into_iter().zip(figures).map(|(title, figure)| vec![say(title), figure]).collect();
    for sum in pack.arrived()? {
        lines.push(vec![
            say(ARRIVED),
            label(language, "fee-kind", sum.kind.into()),
            sum.amount.to_decimal_string(),
            sum.amount.currency.to_string(),
        ]);
    }
    lines.push(vec![String::new()]);
    lines.push(COLUMNS.map(say).to_vec());
    lines.extend(pack.rows.iter().map(|row| names.cells(row)));
    let mut table = sheet::writer(true);
    for line in lines {
        let cells = (0..COLUMNS.len()).map(|place| line.get(place).map(|cell| sheet::neutralize(cell)).unwrap_or_default());
        table.write_record(cells).map_err(Error::internal)?;
    }
    sheet::bytes(table)
}

/// What people read instead of ids.
struct Names {
    language: Locale,
    organizations: HashMap<Id<Organization>, identity::rules::Organization>,
    users: HashMap<Id<crate::kernel::id::User>, String>,
}

impl Names {
    async fn of(ctx: &Ctx, actor: &Actor, rows: &[Row]) -> Result<Self> {
        let sides: BTreeSet<_> = rows.iter().flat_map(|row| [row.outcome.client, row.outcome.counterparty]).collect();
        let people: BTreeSet<_> = rows.iter().flat_map(|row| [Some(row.outcome.user), row.outcome.decided_by]).flatten().collect();
        let organizations = identity::find_organizations(ctx, actor, &sides.into_iter().collect::<Vec<_>>()).await?;
        let users = identity::find_users(ctx, actor, &people.into_iter().collect::<Vec<_>>()).await?;
        Ok(Self {
            language: actor.locale(),
            organizations: organizations.into_iter().map(|one| (one.id, one)).collect(),
            users: users.into_iter().map(|user| (user.id, user.name)).collect(),
        })
    }

    fn cells(&self, row: &Row) -> Vec<String> {
        let outcome = &row.outcome;
        let organization = |id| self.organizations.get(&id);
        let name = |id| organization(id).map(|one| one.name(self.language).to_owned()).unwrap_or_default();
        let user = |id| self.users.get(&id).cloned().unwrap_or_default();
        let day = |at: Option<Timestamp>| at.map(|at| crate::kernel::clock::china_date(at).to_string()).unwrap_or_default();
        let yes = |is: bool| {
            let words = if self.language == Locale::ZhCn { ["是", "否"] } else { ["yes", "no"] };
            words[usize::from(!is)].to_owned()
        };
        let sum = |sums: &[Sum], kind: FeeKind| {
            let of_kind = sums.iter().filter(|sum| sum.kind == kind);
            of_kind.map(|sum| format!("{} {}", sum.amount.currency, sum.amount.to_decimal_string())).collect::<Vec<_>>().join("; ")
        };
        vec![
            outcome.case.to_string(),
            name(outcome.client),
            organization(outcome.client).and_then(|one| one.division.clone()).unwrap_or_default(),
            name(outcome.counterparty),
            user(outcome.user),
            label(self.language, "outcome-kind", outcome.kind.into()),
            outcome.signed_on.to_string(),
            yes(row.signed_within),
            outcome.amount.to_decimal_string(),
            outcome.amount.currency.to_string(),
            outcome.contract_hash.clone(),
            yes(outcome.three_party),
            outcome.service_duty_until.map(|day| day.to_string()).unwrap_or_default(),
            yes(outcome.use_first_pay_later),
            day(outcome.client_confirmed_at),
            day(outcome.counterparty_confirmed_at),
            day(outcome.decided_at),
            outcome.decided_by.map(user).unwrap_or_default(),
            sum(&row.recorded, FeeKind::Fee),
            sum(&row.arrived, FeeKind::Fee),
            sum(&row.recorded, FeeKind::Subsidy),
            sum(&row.arrived, FeeKind::Subsidy),
        ]
    }
}
