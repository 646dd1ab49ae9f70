//! Who may read what: layers, the viewer's layer, and taking away what lies above it.
//!
//! Everything that leaves the server, and everything that the index holds, passes through [`redact`].

use async_graphql::SimpleObject;
use strum::IntoEnumIterator;

use super::{
    content::{BilingualText, ListingContent},
    vocabulary::{DisclosureLayer, ListingSection},
};
use crate::kernel::{Actor, Id, guard, id::Organization};

/// A section that has content which the viewer may not read yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SimpleObject)]
pub struct HiddenSection {
    /// The section.
    pub section: ListingSection,
    /// The layer that may read it.
    pub layer: DisclosureLayer,
}

/// The layer of a section when the holder has chosen none. What helps to find and to judge an achievement is public;
/// names of people, sources of money and addresses are for registered users; know-how is for parties to an agreement.
#[must_use]
pub const fn default_layer(section: ListingSection) -> DisclosureLayer {
    match section {
        ListingSection::ProblemAndBenefit
        | ListingSection::InnovationPoints
        | ListingSection::Indicators
        | ListingSection::Scenarios
        | ListingSection::IpRights
        | ListingSection::Offers
        | ListingSection::Attachments => DisclosureLayer::Public,
        ListingSection::Inventors | ListingSection::Owners | ListingSection::Funding | ListingSection::Contact => {
            DisclosureLayer::Registered
        }
        ListingSection::KnowHow => DisclosureLayer::Nda,
    }
}

/// The layer that may read `section` of this listing. Know-how stays within agreements whatever was chosen.
#[must_use]
pub fn layer_of(content: &ListingContent, section: ListingSection) -> DisclosureLayer {
    let chosen = content.disclosure.iter().find(|choice| choice.section == section).map(|choice| choice.layer);
    let layer = chosen.unwrap_or_else(|| default_layer(section));
    if section == ListingSection::KnowHow { layer.max(DisclosureLayer::Nda) } else { layer }
}

/// The layer of `actor` towards a listing of `organization`. `nda_parties` are the organizations that have signed a
/// non-disclosure agreement for this listing.
#[must_use]
pub fn viewer_layer(actor: &Actor, organization: Id<Organization>, nda_parties: &[Id<Organization>]) -> DisclosureLayer {
    if guard::holds("InternalLayer", actor.is_staff() || actor.is_member_of(organization)) {
        DisclosureLayer::Internal
    } else if nda_parties.iter().any(|party| actor.is_member_of(*party)) {
        DisclosureLayer::Nda
    } else if guard::holds("RegisteredLayer", actor.is_registered()) {
        DisclosureLayer::Registered
    } else {
        DisclosureLayer::Public
    }
}

/// What a viewer of `layer` may read; everything else is empty, as if it had never been written.
#[must_use]
pub fn redact(mut content: ListingContent, layer: DisclosureLayer) -> ListingContent {
    if layer == DisclosureLayer::Internal {
        return content;
    }
    for section in ListingSection::iter() {
        if !guard::holds("SectionLayer", layer_of(&content, section) <= layer) {
            clear(&mut content, section);
        }
    }
    content.attachments.retain(|attachment| guard::holds("AttachmentLayer", attachment.layer <= layer));
    // Matters of the house, whatever the sections say: personal shares, clearances, consents and the choices themselves.
    if guard::lifted("HouseMatters") {
        return content;
    }
    for inventor in &mut content.inventors {
        inventor.share_basis_points = None;
    }
    content.secrecy = None;
    content.inventors_consent = false;
    content.disclosure = Vec::new();
    content
}

/// Sections with content above `layer`.
#[must_use]
pub fn hidden_sections(content: &ListingContent, layer: DisclosureLayer) -> Vec<HiddenSection> {
    ListingSection::iter()
        .map(|section| HiddenSection { section, layer: next_layer(content, section, layer) })
        .filter(|hidden| hidden.layer > layer && has_content(content, hidden.section))
        .collect()
}

/// The layer that reads `section`; of attachments, which have layers of their own, the first one that reads more than
/// `layer` does, or the widest if none does.
fn next_layer(content: &ListingContent, section: ListingSection, layer: DisclosureLayer) -> DisclosureLayer {
    let whole = layer_of(content, section);
    if section != ListingSection::Attachments {
        return whole;
    }
    let layers = content.attachments.iter().map(|attachment| attachment.layer.max(whole));
    layers.filter(|own| *own > layer).min().unwrap_or(DisclosureLayer::Public)
}

fn clear(content: &mut ListingContent, section: ListingSection) {
    match section {
        ListingSection::ProblemAndBenefit => {
            content.problem = BilingualText::default();
            content.benefit = BilingualText::default();
        }
        ListingSection::InnovationPoints => content.innovation_points = Vec::new(),
        ListingSection::Indicators => content.indicators = Vec::new(),
        ListingSection::Scenarios => {
            content.scenarios = BilingualText::default();
            content.applied_cases = BilingualText::default();
        }
        ListingSection::IpRights => content.ip_rights = Vec::new(),
        ListingSection::Inventors => content.inventors = Vec::new(),
        ListingSection::Owners => content.owners = Vec::new(),
        ListingSection::Offers => content.offers = Vec::new(),
        ListingSection::Funding => content.funding = None,
        ListingSection::Contact => content.contact = None,
        ListingSection::Attachments => content.attachments = Vec::new(),
        ListingSection::KnowHow => content.know_how = None,
    }
}

/// Whether `clear` would take anything away. Asked for each section of each listing of a page, so nothing is copied for it.
fn has_content(content: &ListingContent, section: ListingSection) -> bool {
    let says = |text: &BilingualText| *text != BilingualText::default();
    match section {
        ListingSection::ProblemAndBenefit => says(&content.problem) || says(&content.benefit),
        ListingSection::InnovationPoints => !content.innovation_points.is_empty(),
        ListingSection::Indicators => !content.indicators.is_empty(),
        ListingSection::Scenarios => says(&content.scenarios) || says(&content.applied_cases),
        ListingSection::IpRights => !content.ip_rights.is_empty(),
        ListingSection::Inventors => !content.inventors.is_empty(),
        ListingSection::Owners => !content.owners.is_empty(),
        ListingSection::Offers => !content.offers.is_empty(),
        ListingSection::Funding => content.funding.is_some(),
        ListingSection::Contact => content.contact.is_some(),
        ListingSection::Attachments => !content.attachments.is_empty(),
        ListingSection::KnowHow => content.know_how.is_some(),
    }
}
