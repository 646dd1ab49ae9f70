//! Rule versions as answers. They are public: law and policy have no secrets.

use std::collections::{BTreeSet, HashMap};

use async_graphql::{
    Context, ID, Json, Object, Request, SimpleObject,
    dataloader::{DataLoader, HashMapCache, Loader},
};

use crate::{
    ctx::Ctx,
    gql::{self, Connection, Total, app, connection, lookup_id},
    kernel::{Date, Error, Id, Locale, Page, PageRequest, Result, id},
    rulebook::{self, Evidence, Rule},
};

/// One dated version of one rule of law or policy, with its source.
#[derive(Debug, Clone)]
pub struct RuleVersion(pub Rule);

/// A text in both languages of the product.
#[derive(Debug, Clone, SimpleObject)]
pub struct RuleText {
    /// Simplified Chinese.
    zh: String,
    /// English.
    en: String,
}

/// One dated version of one rule of law or policy, with its source.
#[Object]
impl RuleVersion {
    /// Global id; the same on every installation.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Dotted name of the rule, `ufpl.free_months_min`; all versions share it.
    async fn rule_id(&self) -> &str {
        &self.0.rule_id
    }

    /// The value: number, text, list or table.
    async fn value(&self) -> Json<serde_json::Value> {
        Json(self.0.value.clone())
    }

    /// Unit of the value: `months`, `days`, `working_days`, `basis_points`, `list`, `code`, …
    async fn unit(&self) -> Option<&str> {
        self.0.unit.as_deref()
    }

    /// First day in force.
    async fn valid_from(&self) -> Date {
        self.0.valid_from.into()
    }

    /// Last day in force; none for "until further notice".
    async fn valid_to(&self) -> Option<Date> {
        self.0.valid_to.map(Into::into)
    }

    /// Where it is written, in the language of the source.
    async fn citation(&self) -> &str {
        &self.0.citation
    }

    /// How well it is attested. An unverified rule is shown but never bars anybody alone.
    async fn evidence(&self) -> Evidence {
        self.0.evidence
    }

    /// Its name, in both languages.
    async fn title(&self) -> RuleText {
        RuleText { zh: self.0.title.0.clone(), en: self.0.title.1.clone() }
    }

    /// What it says, in both languages.
    async fn text(&self) -> RuleText {
        RuleText { zh: self.0.text.0.clone(), en: self.0.text.1.clone() }
    }

    /// Name and text in one language, `title: text`.
    async fn summary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Language; the caller's when left out.")] locale: Option<Locale>,
    ) -> String {
        match locale.unwrap_or_else(|| gql::locale(ctx)) {
            Locale::ZhCn => format!("{}：{}", self.0.title.0, self.0.text.0),
            Locale::En => format!("{}: {}", self.0.title.1, self.0.text.1),
        }
    }
}

/// Queries about rules.
#[derive(Default)]
pub struct RulesQuery;

#[Object]
impl RulesQuery {
    /// The rules in force on a day, by name.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    #[expect(clippy::too_many_arguments, clippy::unused_async, reason = "Relay's four and two filters; resolvers are asynchronous")]
    async fn rules(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today when left out.")] on: Option<Date>,
        #[graphql(desc = "Only rules whose name begins like this, `ufpl.`.")] prefix: Option<String>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<RuleVersion>> {
        let request = PageRequest::new(first, after, last, before)?;
        let on = on.unwrap_or_else(|| app(ctx).clock.today().into());
        let (page, total) = in_force(app(ctx), on, &prefix.unwrap_or_default(), &request)?;
        Ok(connection(page, Total::known(total, true), RuleVersion))
    }

    /// One version of a rule, also one that is superseded; null if there is none with this id.
    async fn rule_version(&self, ctx: &Context<'_>, #[graphql(desc = "Its global id.")] id: ID) -> gql::Result<Option<RuleVersion>> {
        match lookup_id(&id) {
            Some(id) => rule_version(ctx, id).await,
            None => Ok(None),
        }
    }
}

/// A page of the rules in force. They live in memory, a few hundred, so the page is cut from the sorted list.
fn in_force(ctx: &Ctx, on: Date, prefix: &str, request: &PageRequest) -> Result<(Page<Rule>, u64)> {
    let scope = format!("rules:{on}:{prefix}");
    let after: Option<String> = request.key(&scope)?;
    let mut rules = Vec::new();
    for name in names(ctx).into_iter().filter(|name| name.starts_with(prefix)) {
        // A rule that was not yet, or is no longer, in force on that day has no version then.
        if let Ok(rule) = ctx.rules.on(&name, on.0) {
            rules.push((*rule).clone());
        }
    }
    let total = rules.len() as u64;
    if request.backward {
        rules.reverse();
    }
    if let Some(after) = after {
        rules.retain(|rule| if request.backward { rule.rule_id < after } else { rule.rule_id > after });
    }
    rules.truncate(request.limit + 1);
    Ok((Page::from_rows(request, rules, &scope, |rule| rule.rule_id.clone()), total))
}

/// Every rule's name, sorted, once.
fn names(ctx: &Ctx) -> BTreeSet<String> {
    ctx.rules.all().into_iter().map(|rule| rule.rule_id.clone()).collect()
}

/// Rule versions by id.
pub struct RuleLoader(Ctx);

impl Loader<Id<id::RuleVersion>> for RuleLoader {
    type Value = Rule;
    type Error = Error;

    async fn load(&self, keys: &[Id<id::RuleVersion>]) -> Result<HashMap<Id<id::RuleVersion>, Rule>> {
        let mut found: HashMap<_, _> =
            self.0.rules.all().into_iter().filter(|rule| keys.contains(&rule.id)).map(|rule| (rule.id, (*rule).clone())).collect();
        // Current versions are in memory; only superseded ones cost a statement.
        let missing: Vec<_> = keys.iter().copied().filter(|id| !found.contains_key(id)).collect();
        if !missing.is_empty() {
            found.extend(rulebook::load(&self.0, &missing).await?.into_iter().map(|rule| (rule.id, rule)));
        }
        Ok(found)
    }
}

fn loader<'a>(ctx: &Context<'a>) -> &'a DataLoader<RuleLoader, HashMapCache> {
    ctx.data_unchecked()
}

/// One rule version, through the request's loader.
pub async fn rule_version(ctx: &Context<'_>, id: Id<id::RuleVersion>) -> gql::Result<Option<RuleVersion>> {
    Ok(find(ctx, id).await?)
}

/// Like [`rule_version`], for callers that are no resolvers.
pub async fn find(ctx: &Context<'_>, id: Id<id::RuleVersion>) -> Result<Option<RuleVersion>> {
    Ok(loader(ctx).load_one(id).await?.map(RuleVersion))
}

/// Rule versions in the order of `ids`, through the request's loader; unknown ones are left out.
pub async fn rule_versions(ctx: &Context<'_>, ids: &[Id<id::RuleVersion>]) -> gql::Result<Vec<RuleVersion>> {
    let mut found = loader(ctx).load_many(ids.iter().copied()).await?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).map(RuleVersion).collect())
}

/// Gives the request the loader of rule versions.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx) -> Request {
    request.data(DataLoader::with_cache(RuleLoader(ctx.clone()), tokio::spawn, HashMapCache::default()))
}
