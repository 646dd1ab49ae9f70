//! The raw limits: the same rows in one hand-written statement, the same question to the engine itself.

use std::{sync::Arc, time::Instant};

use lianqiao::search::{Embedded, Facet, Meili, Query, SearchIndex};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseBackend, Statement};

use super::{
    fill::Store,
    steady::{Load, Press},
};
use crate::program::Program;

/// What the page of 20 shows, as one statement whose answer is JSON.
const POSTGRESQL: &str = "SELECT json_agg(page.row)::text AS page FROM (
    SELECT json_build_object('id', p.listing_id, 'title', p.content->'title',
        'organization', json_build_object('id', o.id, 'name', o.name_zh),
        'ipRights', (SELECT json_agg(json_build_object('kind', r->'kind', 'number', r->'number', 'status', r->'status'))
            FROM jsonb_array_elements(p.content->'ip_rights') r),
        'offers', (SELECT json_agg(json_build_object('code', f->'code', 'kind', f->'kind', 'price', f->'price'))
            FROM jsonb_array_elements(p.content->'offers') f)) AS row
    FROM listing_publication p JOIN organization o ON o.id = p.organization_id
    WHERE o.verification = 'VERIFIED' AND (p.published_at, p.listing_id) < ($1, $2)
    ORDER BY p.published_at DESC, p.listing_id DESC LIMIT 20) page";
const SQLITE: &str = "SELECT json_group_array(json(page.row)) AS page FROM (
    SELECT json_object('id', hex(p.listing_id), 'title', json(p.content->'$.title'),
        'organization', json_object('id', hex(o.id), 'name', o.name_zh),
        'ipRights', (SELECT json_group_array(json_object('kind', value->>'$.kind', 'number', value->>'$.number', 'status', value->>'$.status'))
            FROM json_each(p.content->'$.ip_rights')),
        'offers', (SELECT json_group_array(json_object('code', value->>'$.code', 'kind', value->>'$.kind', 'price', json(value->'$.price')))
            FROM json_each(p.content->'$.offers'))) AS row
    FROM listing_publication p JOIN organization o ON o.id = p.organization_id
    WHERE o.verification = 'VERIFIED' AND (p.published_at, p.listing_id) < (?, ?)
    ORDER BY p.published_at DESC, p.listing_id DESC LIMIT 20) page";

/// Pages from the same places as the walk through the API, over a pool as large as the program's.
pub async fn pages(url: &str, store: &Store, clients: usize) -> Press {
    let places = Arc::new(store.places().await);
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(u32::try_from(clients).unwrap()).sqlx_logging(false).test_before_acquire(false);
    let pool = Database::connect(options).await.unwrap();
    let backend = pool.get_database_backend();
    let text = if backend == DatabaseBackend::Postgres { POSTGRESQL } else { SQLITE };
    Press::new(move |turn| {
        let (pool, places) = (pool.clone(), Arc::clone(&places));
        Box::pin(async move {
            let (at, id) = places[turn % places.len()];
            let page = pool.query_one_raw(Statement::from_sql_and_values(backend, text, [at.into(), id.into()])).await.unwrap().unwrap();
            let page = page.try_get::<String>("", "page").unwrap();
            assert!(page.len() > 1000 && page.contains("\"number\"") && page.contains("\"code\""), "rights or offers are missing");
        })
    })
}

/// The engine asked directly, one question at a time. The embedded index belongs to one process, so the program is
/// stopped meanwhile.
pub async fn searches(program: &mut Program, texts: &[&str]) -> Load {
    let engine: Box<dyn SearchIndex> = match program.meilisearch() {
        Some((url, key, index)) => Box::new(Meili::connect(&url, Some(&key), &index).unwrap()),
        None => {
            program.stop_serving();
            Box::new(Embedded::open(&program.data().join("search")).unwrap())
        }
    };
    engine.prepare().await.unwrap();
    let mut times = Vec::new();
    let began = Instant::now();
    for round in 0..100 {
        let query = Query {
            text: texts[round % texts.len()].to_owned(),
            facets: vec![Facet::Trl, Facet::Organization, Facet::Kind, Facet::LicenseKinds],
            limit: 20,
            ..Query::default()
        };
        let started = Instant::now();
        engine.search(&query).await.unwrap();
        times.push(started.elapsed());
    }
    let during = began.elapsed();
    drop(engine);
    program.serve_again().await;
    Load::of(times, during)
}
