//! What matching knows of listings: the public layer, and nothing else.

use std::collections::BTreeSet;

use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    kernel::{
        Id, Result,
        id::{Listing as ListingId, Organization},
    },
    listing::{
        card::Extent,
        content::{LicenseOffer, ListingContent},
        disclosure::redact,
        model::{Publication, View},
        store,
        vocabulary::{DisclosureLayer, ExportClass, LicenseKind, PaymentMode, TransferWay},
    },
    matching::{
        Mode, Offer, Offers, Price, Prose, Saying, Terms,
        rules::{Export, FieldTable, Payment},
    },
};

/// Offers of published listings, read as they are now.
#[derive(Debug, Clone, Copy)]
pub struct PublishedOffers<'a>(pub &'a Ctx);

#[async_trait]
impl Offers for PublishedOffers<'_> {
    async fn offers(&self, ids: &[Uuid]) -> Result<Vec<Offer>> {
        let ids: Vec<Id<ListingId>> = ids.iter().map(|id| Id::from_uuid(*id)).collect();
        offers(self.0, &ids).await
    }
}

/// Offers of the listings that are published now. One statement.
///
/// # Errors
/// Those of the database.
pub async fn offers(ctx: &Ctx, ids: &[Id<ListingId>]) -> Result<Vec<Offer>> {
    let publications = store::publications(ctx.db.read(), ids, Extent::Whole).await?;
    let of = |Publication { listing, organization, listing_version, content, .. }| offer(listing, organization, listing_version, content);
    Ok(publications.into_iter().map(of).collect())
}

/// The offer of a listing as its office has written it, published or not. None for a view from outside.
#[must_use]
pub fn offer_inside(view: &View) -> Option<Offer> {
    let listing = view.office.as_deref()?;
    Some(offer(listing.id, listing.organization, listing.version, listing.content.clone()))
}

fn offer(id: Id<ListingId>, holder: Id<Organization>, version: i64, content: ListingContent) -> Offer {
    let content = redact(content, DisclosureLayer::Public);
    Offer {
        id: id.uuid(),
        version,
        saying: saying(&content),
        fields: fields(&content),
        trl: content.readiness.as_ref().and_then(|readiness| u8::try_from(readiness.level).ok()),
        terms: terms(&content),
        export: content.export_class.and_then(|class| match class {
            ExportClass::Prohibited => Some(Export::Prohibited),
            ExportClass::Restricted => Some(Export::Restricted),
            ExportClass::Free => Some(Export::Free),
            ExportClass::Unclassified => None,
        }),
        // Who has a license, and where the holder is, is not known here.
        licensed: Vec::new(),
        holder: Some(holder.uuid()),
        home: None,
    }
}

fn saying(content: &ListingContent) -> Saying {
    let texts = [&content.abstract_text, &content.problem, &content.benefit, &content.scenarios];
    let zh: Vec<&str> = texts.iter().filter_map(|text| text.zh.as_deref()).collect();
    let en: Vec<&str> = texts.iter().filter_map(|text| text.en.as_deref()).collect();
    Saying {
        zh: Prose { title: content.title.zh.clone().unwrap_or_default(), body: zh.join("\n") },
        en: Prose { title: content.title.en.clone().unwrap_or_default(), body: en.join("\n") },
        keywords: content.keywords.clone(),
    }
}

/// Codes of every table, each with the name of its table.
fn fields(content: &ListingContent) -> BTreeSet<String> {
    FieldTable::Industry
        .codes(&content.industries)
        .chain(FieldTable::Strategic.codes(&content.strategic_industries))
        .chain(FieldTable::Shanghai.codes(&content.shanghai_sectors))
        .chain(FieldTable::Chain.codes(&content.chains))
        .chain(FieldTable::Ipc.codes(&content.ipc))
        .collect()
}

fn terms(content: &ListingContent) -> Vec<Terms> {
    let licenses = content.offers.iter().map(|offer| Terms {
        mode: match offer.kind {
            LicenseKind::Exclusive => Mode::Exclusive,
            LicenseKind::Sole => Mode::Sole,
            LicenseKind::NonExclusive | LicenseKind::Sublicense => Mode::NonExclusive,
            LicenseKind::Open => Mode::Open,
        },
        price: price(offer),
        payments: payments(offer),
        use_first_pay_later: Some(offer.use_first_pay_later.is_some()),
        territory: Some(offer.territory.clone()),
    });
    let ways = content.transfer_ways.iter().filter_map(|way| {
        let mode = match way {
            TransferWay::Joint => Mode::Joint,
            TransferWay::Assign => Mode::Assign,
            TransferWay::Equity => Mode::Equity,
            TransferWay::SelfImplement | TransferWay::License | TransferWay::Other => return None,
        };
        // A way without terms: everything about it is to be talked about.
        Some(Terms { mode, price: Price::Open, payments: BTreeSet::new(), use_first_pay_later: None, territory: None })
    });
    licenses.chain(ways).collect()
}

/// Ways in which it can be paid for, those of "use first, pay later" among them.
fn payments(offer: &LicenseOffer) -> BTreeSet<Payment> {
    let later = offer.use_first_pay_later.iter().flat_map(|later| later.modes.iter().copied());
    std::iter::once(offer.payment_mode).chain(later).map(payment).collect()
}

/// A mode of payment as matching knows it.
#[must_use]
pub const fn payment(mode: PaymentMode) -> Payment {
    match mode {
        PaymentMode::Deferred => Payment::Deferred,
        PaymentMode::Instalment => Payment::Instalment,
        PaymentMode::Conditional => Payment::Conditional,
        PaymentMode::Royalty => Payment::Royalty,
        PaymentMode::ZeroEntryMixed => Payment::ZeroEntryMixed,
        PaymentMode::TrialThenConvert => Payment::TrialThenConvert,
        PaymentMode::Free => Payment::Free,
        PaymentMode::EntryPlusRoyalty => Payment::EntryPlusRoyalty,
        PaymentMode::LumpSum => Payment::LumpSum,
        PaymentMode::Equity => Payment::Equity,
        PaymentMode::UseFirstCooperate => Payment::UseFirstCooperate,
    }
}

/// What is asked for, and when. Where payment waits for use, for income or for a trial, nothing is before that.
fn price(offer: &LicenseOffer) -> Price {
    let waits = offer.use_first_pay_later.is_some()
        || matches!(offer.payment_mode, PaymentMode::Deferred | PaymentMode::Conditional | PaymentMode::TrialThenConvert);
    match (offer.price, offer.payment_mode) {
        (_, PaymentMode::Free) => Price::Nothing,
        (Some(price), _) if waits && price.minor_units > 0 => Price::Later(price),
        _ if waits => Price::Nothing,
        (Some(price), _) => Price::Fixed(price),
        (None, PaymentMode::Royalty | PaymentMode::ZeroEntryMixed) if offer.royalty.is_some() => Price::Nothing,
        (None, _) => Price::Open,
    }
}
