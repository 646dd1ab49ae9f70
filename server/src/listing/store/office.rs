//! Working copies as an office lists them: filtered, in an order, counted, walked through.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, Value,
    sea_query::{Expr, ExprTrait, Func, LikeExpr, SimpleExpr},
};
use uuid::Uuid;

use super::{map, readable, rows::listing};
use crate::{
    db::page::keyset_by,
    kernel::{
        Actor, Date, Id, Page, PageRequest, Result, Timestamp,
        clock::china_midnight,
        id::{Listing as ListingId, Organization},
    },
    listing::{
        model::{Listing, lookup_title},
        office::{OfficeFilter, OfficeOrder, OrderField, StateCount},
        rules::told,
    },
};

/// Whoever walks through listings for an office whose policy was asked.
const HOUSE: Actor = Actor::System("listing");

/// Parts of a content that count as told, by the names under which they are stored; [`told`] counts the same.
const PARTS: [&str; 18] = [
    "title",
    "problem",
    "benefit",
    "abstract",
    "kind",
    "keywords",
    "readiness",
    "ip_rights",
    "industries",
    "innovation_points",
    "indicators",
    "scenarios",
    "inventors",
    "contact",
    "secrecy",
    "export_class",
    "transfer_ways",
    "offers",
];

/// What the content says of its kind, on either database.
fn kind(backend: DatabaseBackend) -> SimpleExpr {
    Expr::cust(match backend {
        DatabaseBackend::Postgres => "content ->> 'kind'",
        _ => "json_extract(content, '$.kind')",
    })
}

/// Readiness, 0 where none is stated. As the index has it, word for word.
fn readiness(backend: DatabaseBackend) -> SimpleExpr {
    Expr::cust(match backend {
        DatabaseBackend::Postgres => "COALESCE((content #>> '{readiness,level}')::bigint, 0)",
        _ => "COALESCE(json_extract(content, '$.readiness.level'), 0)",
    })
}

/// How many parts are told. As the index has it, word for word.
fn completeness(backend: DatabaseBackend) -> SimpleExpr {
    Expr::cust(match backend {
        DatabaseBackend::Postgres => {
            let told = PARTS.map(|part| {
                format!("(COALESCE(content -> '{part}', 'null'::jsonb) NOT IN ('null'::jsonb, '[]'::jsonb, '{{}}'::jsonb))::int")
            });
            format!("({})::bigint", told.join(" + "))
        }
        _ => PARTS.map(|part| format!("(COALESCE(content -> '$.{part}', 'null') NOT IN ('null', '[]', '{{}}'))")).join(" + "),
    })
}

/// Whether an offer is one of "use first, pay later".
fn pays_later(backend: DatabaseBackend) -> SimpleExpr {
    Expr::cust(match backend {
        DatabaseBackend::Postgres => r#"content @> '{"offers":[{"use_first_pay_later":{}}]}'"#,
        _ => {
            "EXISTS (SELECT 1 FROM json_each(listing.content, '$.offers') AS offer \
              WHERE json_type(offer.value, '$.use_first_pay_later') = 'object')"
        }
    })
}

/// Whether the last word of a reviewer was to send it back, and the office has it still.
fn returned() -> SimpleExpr {
    Expr::cust(
        "((listing.state = 'DRAFT' OR COALESCE(listing.revision_state, '') = 'EDITING') AND COALESCE((SELECT review.verdict \
          FROM listing_review AS review WHERE review.listing_id = listing.id ORDER BY review.reviewed_at DESC LIMIT 1), '') = 'RETURNED')",
    )
}

fn wanted(condition: SimpleExpr, yes: bool) -> SimpleExpr {
    if yes { condition } else { condition.not() }
}

fn office(backend: DatabaseBackend, actor: &Actor, filter: &OfficeFilter) -> Select<listing::Entity> {
    let mut all = Condition::all();
    if let Some(organization) = filter.organization {
        all = all.add(listing::Column::OrganizationId.eq(organization.uuid()));
    }
    if !filter.states.is_empty() {
        all = all.add(listing::Column::State.is_in(&filter.states));
    }
    if !filter.revision_states.is_empty() {
        all = all.add(listing::Column::RevisionState.is_in(&filter.revision_states));
    }
    if let Some(text) = &filter.text {
        let escaped = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let title = Expr::col(listing::Column::Title).like(LikeExpr::new(format!("%{escaped}%")).escape('\\'));
        let reference =
            Expr::expr(Func::lower(Expr::col(listing::Column::ExternalReference))).like(LikeExpr::new(format!("{escaped}%")).escape('\\'));
        all = all.add(Condition::any().add(title).add(reference));
    }
    if !filter.kinds.is_empty() {
        all = all.add(kind(backend).is_in(&filter.kinds));
    }
    if let Some(least) = filter.readiness_min {
        all = all.add(readiness(backend).gte(i64::from(least)));
    }
    if let Some(yes) = filter.use_first_pay_later {
        all = all.add(wanted(pays_later(backend), yes));
    }
    if let Some(Date(day)) = filter.updated_since {
        all = all.add(listing::Column::UpdatedAt.gte(china_midnight(day)));
    }
    if let Some(yes) = filter.awaits_verdict {
        all = all.add(wanted(Expr::cust("(listing.state = 'SUBMITTED' OR COALESCE(listing.revision_state, '') = 'SUBMITTED')"), yes));
    }
    if let Some(yes) = filter.returned {
        all = all.add(wanted(returned(), yes));
    }
    readable(actor).filter(all)
}

/// Working copies that `actor` may read, in the order that they asked for.
pub async fn working_page(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &OfficeFilter,
    order: OfficeOrder,
    request: &PageRequest,
) -> Result<Page<Listing>> {
    let backend = db.get_database_backend();
    let scope = format!("listings:{}", serde_json::json!([filter, order]));
    let by = match order.field {
        OrderField::UpdatedAt => Expr::col((listing::Entity, listing::Column::UpdatedAt)),
        // Both databases by the characters' numbers, whatever language PostgreSQL was set up in.
        OrderField::Title if backend == DatabaseBackend::Postgres => Expr::cust("title COLLATE \"C\""),
        OrderField::Title => Expr::col((listing::Entity, listing::Column::Title)),
        OrderField::Readiness => readiness(backend),
        OrderField::Completeness => completeness(backend),
    };
    let key = match order.field {
        OrderField::UpdatedAt => request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| [Value::from(at), id.into()]),
        OrderField::Title => request.key::<(String, Uuid)>(&scope)?.map(|(title, id)| [title.into(), id.into()]),
        OrderField::Readiness | OrderField::Completeness => {
            request.key::<(i64, Uuid)>(&scope)?.map(|(number, id)| [number.into(), id.into()])
        }
    };
    let by = [by, Expr::col((listing::Entity, listing::Column::Id))];
    let rows = keyset_by(office(backend, actor, filter), &by, order.descending, key.map(Vec::from), request).all(db).await?;
    let rows = rows.into_iter().map(map::listing).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| {
        let key = match order.field {
            OrderField::UpdatedAt => serde_json::json!(row.updated_at),
            OrderField::Title => lookup_title(&row.content).into(),
            OrderField::Readiness => row.content.readiness.as_ref().map_or(0, |readiness| readiness.level).into(),
            OrderField::Completeness => told(&row.content).into(),
        };
        (key, row.id.uuid())
    }))
}

/// How many working copies match, counted up to `cap`.
pub async fn count_working(db: &impl ConnectionTrait, actor: &Actor, filter: &OfficeFilter, cap: u64) -> Result<u64> {
    let select = office(db.get_database_backend(), actor, filter);
    Ok(select.select_only().column(listing::Column::Id).limit(cap).count(db).await?)
}

/// How many working copies match, by where they stand.
pub async fn count_by_state(db: &impl ConnectionTrait, actor: &Actor, filter: &OfficeFilter) -> Result<Vec<StateCount>> {
    let stands = [listing::Column::State, listing::Column::RevisionState];
    let mut select = office(db.get_database_backend(), actor, filter).select_only();
    for column in stands {
        select = select.column(column).group_by(column).order_by_asc(column);
    }
    let rows: Vec<(String, Option<String>, i64)> = select.column_as(listing::Column::Id.count(), "count").into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(state, revision, count)| StateCount { state, revision, count }).collect())
}

/// Ids of one organization's working copies that match, in the order of their ids after `after`, at most `limit`.
pub async fn ids_in_state(
    db: &impl ConnectionTrait,
    organization: Id<Organization>,
    filter: &OfficeFilter,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Id<ListingId>>> {
    let mut select = of_one(db, organization, filter).select_only().column(listing::Column::Id);
    if let Some(after) = after {
        select = select.filter(listing::Column::Id.gt(after));
    }
    let ids: Vec<Uuid> = select.order_by_asc(listing::Column::Id).limit(limit).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// What matches of one organization, whatever organization the filter names.
fn of_one(db: &impl ConnectionTrait, organization: Id<Organization>, filter: &OfficeFilter) -> Select<listing::Entity> {
    let scoped = OfficeFilter { organization: Some(organization), ..filter.clone() };
    office(db.get_database_backend(), &HOUSE, &scoped)
}

/// Working copies of one organization that match and have a reference, by reference after `after`, at most `limit`,
/// whoever asks.
pub async fn with_reference_after(
    db: &impl ConnectionTrait,
    organization: Id<Organization>,
    filter: &OfficeFilter,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<Listing>> {
    let reference = listing::Column::ExternalReference;
    let select = of_one(db, organization, filter);
    let select = match after {
        Some(after) => select.filter(reference.gt(after)),
        None => select.filter(reference.is_not_null()),
    };
    let rows = select.order_by_asc(reference).limit(limit).all(db).await?;
    rows.into_iter().map(map::listing).collect()
}

/// Working copies of one organization that match and have no reference, by id after `after`, at most `limit`, whoever asks.
pub async fn without_reference_after(
    db: &impl ConnectionTrait,
    organization: Id<Organization>,
    filter: &OfficeFilter,
    after: Option<Id<ListingId>>,
    limit: u64,
) -> Result<Vec<Listing>> {
    let mut select = of_one(db, organization, filter).filter(listing::Column::ExternalReference.is_null());
    if let Some(after) = after {
        select = select.filter(listing::Column::Id.gt(after.uuid()));
    }
    let rows = select.order_by_asc(listing::Column::Id).limit(limit).all(db).await?;
    rows.into_iter().map(map::listing).collect()
}
