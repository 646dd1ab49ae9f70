//! What the world may see: rows of `demand_publication`, which exist exactly while a demand is visible.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{like, map, rows::publication};
use crate::{
    db::page::keyset,
    demand::{
        model::{Publication, words},
        policy,
        vocabulary::{DemandState, Visibility},
    },
    identity,
    kernel::{
        Actor, Id, Page, PageRequest, Result, Timestamp, guard,
        id::{Demand as DemandId, Organization},
    },
};

/// Most words of a question that count.
const WORDS_MAX: usize = 10;

/// What the world can ask of published demands.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct PublicFilter {
    /// Only this organization's: those that name it.
    pub organization: Option<Id<Organization>>,
    /// Only these states; anything but published matches nothing.
    pub states: Vec<String>,
    /// Words that all have to be found.
    pub text: Option<String>,
    /// Only those for one of these industries, or a part of one.
    pub industries: Vec<String>,
    /// Only those for which a technology of this readiness is enough.
    pub trl: Option<i32>,
    /// Only those that want, or do not want, to use first and pay later.
    pub wants_use_first_pay_later: Option<bool>,
}

/// What `actor` sees: publications of verified organizations. Those of one whose verification was taken back are kept but
/// hidden, and come back with it.
fn visible(actor: &Actor, appointed: bool) -> Select<publication::Entity> {
    let seen = policy::seen_by(actor, appointed).into_iter().map(|visibility| visibility.to_string());
    let select = publication::Entity::find().filter(publication::Column::Visibility.is_in(seen));
    if guard::lifted("DemandVerifiedHolder") {
        return select;
    }
    select.filter(identity::is_verified((publication::Entity, publication::Column::OrganizationId)))
}

/// Published demands by id, whoever asks: for the program itself, in one statement.
pub async fn publications(db: &impl ConnectionTrait, ids: &[Id<DemandId>]) -> Result<Vec<Publication>> {
    seen(db, &Actor::System("demand"), false, ids).await
}

/// Published demands by id that `actor` sees, in one statement.
pub async fn seen(db: &impl ConnectionTrait, actor: &Actor, appointed: bool, ids: &[Id<DemandId>]) -> Result<Vec<Publication>> {
    let rows = visible(actor, appointed).filter(publication::Column::DemandId.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    Ok(rows.into_iter().map(map::publication).collect())
}

/// Ids of demands that are shown to anybody, after `after` in the order of ids, at most `limit`.
pub async fn published_after(db: &impl ConnectionTrait, after: Option<Id<DemandId>>, limit: u64) -> Result<Vec<Id<DemandId>>> {
    let mut select = visible(&Actor::System("demand"), false).select_only().column(publication::Column::DemandId);
    if let Some(after) = after {
        select = select.filter(publication::Column::DemandId.gt(after.uuid()));
    }
    let ids: Vec<Uuid> = select.order_by_asc(publication::Column::DemandId).limit(limit).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Ids of an organization's publications, hidden ones too.
pub async fn publications_of(db: &impl ConnectionTrait, organization: Id<Organization>) -> Result<Vec<Id<DemandId>>> {
    let select = publication::Entity::find().filter(publication::Column::OrganizationId.eq(organization.uuid()));
    let ids: Vec<Uuid> = select.select_only().column(publication::Column::DemandId).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

fn filtered(actor: &Actor, appointed: bool, filter: &PublicFilter) -> Select<publication::Entity> {
    let mut select = visible(actor, appointed);
    if !(filter.states.is_empty() || filter.states.contains(&DemandState::Published.to_string())) {
        return select.filter(publication::Column::DemandId.is_in(std::iter::empty::<Uuid>()));
    }
    if let Some(organization) = filter.organization {
        // Whoever asks by the owner must not learn of those that do not name it: not even how many there are.
        select = select.filter(publication::Column::OrganizationId.eq(organization.uuid()));
        if !guard::lifted("DemandNamedOnly") {
            select = select.filter(publication::Column::Visibility.eq(Visibility::Public.to_string()));
        }
    }
    for word in filter.text.iter().flat_map(|text| text.split_whitespace()).take(WORDS_MAX) {
        select = select.filter(Expr::col((publication::Entity, publication::Column::Words)).like(like("%", word, "%")));
    }
    if !filter.industries.is_empty() {
        let industries = Expr::col((publication::Entity, publication::Column::Industries));
        let any = filter.industries.iter().fold(Condition::any(), |any, code| any.add(industries.clone().like(mark(code))));
        select = select.filter(any);
    }
    if let Some(trl) = filter.trl {
        let least = publication::Column::TrlMin;
        select = select.filter(Condition::any().add(least.is_null()).add(least.lte(i64::from(trl))));
    }
    if let Some(wants) = filter.wants_use_first_pay_later {
        select = select.filter(publication::Column::WantsUseFirstPayLater.eq(wants));
    }
    select
}

impl PublicFilter {
    /// Whether [`browse`] would find a publication by this, for somebody who sees it: the same question, asked of one row in
    /// hand instead of all that there are. A story holds the two against each other.
    #[must_use]
    pub fn is_met_by(&self, publication: &Publication) -> bool {
        let content = &publication.content;
        let published = self.states.is_empty() || self.states.contains(&DemandState::Published.to_string());
        let named = publication.organization;
        let by_owner = self.organization.is_none_or(|wanted| wanted == named && publication.visibility() == Visibility::Public);
        let said = words(content);
        let has = |word: &str| said.contains(&word.to_lowercase());
        let worded = self.text.iter().flat_map(|text| text.split_whitespace()).take(WORDS_MAX).all(has);
        let begins = |code: &str, wanted: &str| code.to_ascii_uppercase().starts_with(&letters(wanted));
        let industry = |wanted: &String| content.industries.iter().any(|code| begins(code, wanted));
        let in_industry = self.industries.is_empty() || self.industries.iter().any(industry);
        let ready = self.trl.is_none_or(|trl| content.trl_min.is_none_or(|least| i64::from(least) <= i64::from(trl)));
        let pays_later = self.wants_use_first_pay_later.is_none_or(|wants| content.wants_use_first_pay_later == wants);
        published && by_owner && worded && in_industry && ready && pays_later
    }
}

/// The beginning of a code between bars. Codes are upper case; [`like`] would lower them, and only one of the databases takes
/// both for the same.
fn mark(code: &str) -> sea_orm::sea_query::LikeExpr {
    sea_orm::sea_query::LikeExpr::new(format!("%|{}%", letters(code)))
}

fn letters(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Published demands that `actor` sees, newest first.
pub async fn browse(
    db: &impl ConnectionTrait,
    actor: &Actor,
    appointed: bool,
    filter: &PublicFilter,
    request: &PageRequest,
) -> Result<Page<Publication>> {
    let scope = format!("browse-demands:{}", serde_json::json!(filter));
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let columns = [publication::Column::PublishedAt, publication::Column::DemandId];
    let rows = keyset(filtered(actor, appointed, filter), &columns, true, key, request).all(db).await?;
    let rows = rows.into_iter().map(map::publication).collect();
    // As far as it may be told, like the row: a cursor is no secret.
    Ok(Page::from_rows(request, rows, &scope, |row: &Publication| (row.published_at, row.demand.uuid())))
}

/// How many published demands match, counted up to `cap`.
pub async fn count_publications(db: &impl ConnectionTrait, actor: &Actor, appointed: bool, filter: &PublicFilter, cap: u64) -> Result<u64> {
    Ok(filtered(actor, appointed, filter).select_only().column(publication::Column::DemandId).limit(cap).count(db).await?)
}
