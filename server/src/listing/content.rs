//! What a listing says: the full achievement record of the domain reference, 3.3.
//!
//! One definition serves the API's input and output, the import, the seeds and the stored document, so that a field
//! cannot exist in one of them and be lost in another (ADR 0004). Values are raw until [`super::validate`] has seen them.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::vocabulary::{
    AttachmentKind, DisclosureLayer, ExportClass, IndustryChain, IpKind, IpStatus, LicenseKind, ListingKind, ListingSection, PaymentMode,
    PriceMethod, ReadinessBasis, RightsGrantState, RoyaltyBase, SecrecyLevel, ShanghaiSector, StrategicIndustry, TransferWay,
};
use crate::kernel::{Date, Locale, Money};

/// A text in Chinese, English or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "BilingualTextInput")]
#[serde(default, deny_unknown_fields)]
pub struct BilingualText {
    /// Simplified Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
    /// English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl BilingualText {
    /// In `locale`, or in the other language if it is told in that only; empty if in neither.
    #[must_use]
    pub fn told(&self, locale: Locale) -> &str {
        let (first, second) = if locale == Locale::ZhCn { (&self.zh, &self.en) } else { (&self.en, &self.zh) };
        first.as_deref().or(second.as_deref()).unwrap_or_default()
    }
}

/// Technology readiness level (1 to 9, GB/T 22900) and who judged it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "TechnologyReadinessLevelInput")]
#[serde(deny_unknown_fields)]
pub struct TechnologyReadinessLevel {
    /// 1 (basic principle) to 9 (proven in use).
    pub level: i32,
    /// Who judged it.
    pub basis: ReadinessBasis,
    /// When it was judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessed_on: Option<Date>,
}

/// A right of intellectual property that the achievement rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "IpRightInput")]
#[serde(deny_unknown_fields)]
pub struct IpRight {
    /// Kind of right.
    pub kind: IpKind,
    /// Application, patent or registration number; Chinese numbers are kept as `202310123456.6`.
    pub number: String,
    /// Title of the right, if it differs from the listing's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Country or office that granted it, ISO 3166-1 alpha-2 (`CN`, `US`), or `WO`, `EP`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// Legal state.
    pub status: IpStatus,
    /// Filing date; the term runs from it (专利法 art. 42). For software the day of first publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed_on: Option<Date>,
    /// Date of grant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_on: Option<Date>,
    /// Last day of protection. When left out it is computed for Chinese patents, layout designs, plant varieties and
    /// software from their dates; for a patent without a filing date it is the latest day that its number allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// Registered owners.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub owners: Vec<String>,
    /// Whether the right is pledged; then nothing is licensed without the pledgee's consent (民法典 art. 444).
    #[serde(default)]
    #[graphql(default)]
    pub pledged: bool,
    /// Until when annual fees are paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_paid_until: Option<Date>,
}

/// A measured figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "IndicatorInput")]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// What is measured.
    pub name: String,
    /// The figure, as text (`≥ 99.5`).
    pub value: String,
    /// Its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What it is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benchmark: Option<String>,
}

/// A person who made the achievement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "InventorInput")]
#[serde(deny_unknown_fields)]
pub struct Inventor {
    /// Name.
    pub name: String,
    /// Part played.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Whether this person leads the team.
    #[serde(default)]
    #[graphql(default)]
    pub lead: bool,
    /// Share of the inventors' part of the income, in basis points. All shares together are 10000, or none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_basis_points: Option<u32>,
}

/// An owner of the achievement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "OwnerShareInput")]
#[serde(deny_unknown_fields)]
pub struct OwnerShare {
    /// Name of the owner.
    pub name: String,
    /// Share in basis points; all owners together hold 10000.
    pub share_basis_points: u32,
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "ContactInput")]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Who paid for the research.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "FundingInput")]
#[serde(default, deny_unknown_fields)]
pub struct Funding {
    /// Whether public money paid (科技进步法 arts. 32-34 then apply).
    #[graphql(default)]
    pub state_funded: bool,
    /// Program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
    /// Agency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Project number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_number: Option<String>,
}

/// Secrecy of the content and whether it was cleared for publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "SecrecyInput")]
#[serde(deny_unknown_fields)]
pub struct Secrecy {
    /// Level.
    pub level: SecrecyLevel,
    /// Whether the responsible office cleared it for publication.
    #[serde(default)]
    #[graphql(default)]
    pub cleared: bool,
}

/// Registration of the achievement (科技成果登记).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "AchievementRegistrationInput")]
#[serde(deny_unknown_fields)]
pub struct AchievementRegistration {
    /// Number.
    pub number: String,
    /// Date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered_on: Option<Date>,
}

/// Evaluation by five values (国办发〔2021〕26号), 0 to 100 each. Never used for ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "FiveValuesInput")]
#[serde(deny_unknown_fields)]
pub struct FiveValues {
    /// 科学价值
    pub scientific: i32,
    /// 技术价值
    pub technical: i32,
    /// 经济价值
    pub economic: i32,
    /// 社会价值
    pub social: i32,
    /// 文化价值
    pub cultural: i32,
    /// What the figures mean, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrative: Option<String>,
}

/// A royalty: a rate on a base, optionally with a yearly minimum and a cap in total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "RoyaltyInput")]
#[serde(deny_unknown_fields)]
pub struct Royalty {
    /// What it is counted on.
    pub base: RoyaltyBase,
    /// Rate in basis points: 300 is 3 %.
    pub rate_basis_points: u32,
    /// Least amount a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_annual: Option<Money>,
    /// Most that is paid in total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Money>,
}

/// "Use first, pay later" (先使用后付费): what the holder offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "UseFirstPayLaterInput")]
#[serde(deny_unknown_fields)]
pub struct UseFirstPayLater {
    /// Ways of payment to choose from.
    pub modes: Vec<PaymentMode>,
    /// Months of use before the first fee; at least what the rule `ufpl.free_months_min` says.
    pub free_months: u32,
    /// Further terms in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
}

/// Terms on which the achievement is licensed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "LicenseOfferInput")]
#[serde(deny_unknown_fields)]
pub struct LicenseOffer {
    /// Short code, unique within the listing, kept for its life: `UFPL-12`.
    pub code: String,
    /// Kind of license.
    pub kind: LicenseKind,
    /// Countries, ISO 3166-1 alpha-2; empty means the whole world.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub territory: Vec<String>,
    /// Field of use, if limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field_of_use: Option<String>,
    /// Term in months. A term is always stated (SPC interpretation art. 28: none means unlimited).
    pub term_months: u32,
    /// How the price is fixed, one of those of the rule `pricing.methods` (促进科技成果转化法 art. 18).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_method: Option<PriceMethod>,
    /// Fixed price, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// Royalty, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub royalty: Option<Royalty>,
    /// Whether the holder will talk about the price.
    #[serde(default)]
    #[graphql(default)]
    pub negotiable: bool,
    /// Way of payment outside "use first, pay later".
    pub payment_mode: PaymentMode,
    /// "Use first, pay later", if offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub use_first_pay_later: Option<UseFirstPayLater>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The layer that the holder chose for one section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "DisclosureChoiceInput")]
#[serde(deny_unknown_fields)]
pub struct DisclosureChoice {
    /// The section.
    pub section: ListingSection,
    /// Who may read it.
    pub layer: DisclosureLayer,
}

/// A file that goes with the listing: a certificate, a test report, evidence of readiness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject, InputObject)]
#[graphql(input_name = "AttachmentInput")]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// The file, as `POST /uploads` answered; it belongs to the holder. Readers of the listing fetch it from
    /// `GET /attachments/{listing id}/{upload id}`.
    pub upload_id: ID,
    /// What it is.
    pub kind: AttachmentKind,
    /// What people call it; at least one language, up to 200 characters each.
    pub title: BilingualText,
    /// Who may read it, and know of it.
    #[serde(default = "Attachment::usual_layer")]
    #[graphql(default_with = "Attachment::usual_layer()")]
    pub layer: DisclosureLayer,
    /// The file itself, as it was when it was handed in. Copied from there, whatever an input says: with it, the hash of
    /// the content vouches for the file too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[graphql(skip_input)]
    pub file: Option<AttachedFile>,
}

impl Attachment {
    /// The layer when the holder chose none.
    #[must_use]
    pub const fn usual_layer() -> DisclosureLayer {
        DisclosureLayer::Registered
    }
}

/// A file as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject)]
#[serde(deny_unknown_fields)]
pub struct AttachedFile {
    /// Its name: to be shown, never to be used as a path.
    pub name: String,
    /// Its type, told by its content.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// Everything that a listing says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, InputObject)]
#[graphql(name = "ListingContentInput")]
#[serde(default, deny_unknown_fields)]
pub struct ListingContent {
    /// Title; at least one language, up to 200 characters each.
    pub title: BilingualText,
    /// Abstract, up to 5000 characters each. Always public.
    #[serde(rename = "abstract")]
    #[graphql(name = "abstract", default)]
    pub abstract_text: BilingualText,
    /// The problem it solves.
    #[graphql(default)]
    pub problem: BilingualText,
    /// The benefit over what exists.
    #[graphql(default)]
    pub benefit: BilingualText,
    /// What it is.
    pub kind: Option<ListingKind>,
    /// Department that holds it.
    pub department: Option<String>,
    /// Up to 10 keywords, either language.
    #[graphql(default)]
    pub keywords: Vec<String>,
    /// Technology readiness.
    pub readiness: Option<TechnologyReadinessLevel>,
    /// Rights it rests on.
    #[graphql(default)]
    pub ip_rights: Vec<IpRight>,
    /// Symbols of the International Patent Classification, `H01L 21/02` or `H01L`.
    #[graphql(default)]
    pub ipc: Vec<String>,
    /// Industries where it applies, GB/T 4754-2017 (`I6513`, `C39`).
    #[graphql(default)]
    pub industries: Vec<String>,
    /// Strategic emerging industries.
    #[graphql(default)]
    pub strategic_industries: Vec<StrategicIndustry>,
    /// Shanghai's key industries.
    #[graphql(default)]
    pub shanghai_sectors: Vec<ShanghaiSector>,
    /// Yangpu's industry chains.
    #[graphql(default)]
    pub chains: Vec<IndustryChain>,
    /// Up to 3 points of innovation, 50 characters each.
    #[graphql(default)]
    pub innovation_points: Vec<String>,
    /// Measured figures.
    #[graphql(default)]
    pub indicators: Vec<Indicator>,
    /// Where it can be used.
    #[graphql(default)]
    pub scenarios: BilingualText,
    /// Where it has been used.
    #[graphql(default)]
    pub applied_cases: BilingualText,
    /// Know-how: what is handed over beyond the published rights. Never shown outside a non-disclosure agreement.
    pub know_how: Option<String>,
    /// Inventors and their shares.
    #[graphql(default)]
    pub inventors: Vec<Inventor>,
    /// Whether the inventors' team consents to "use first, pay later".
    #[graphql(default)]
    pub inventors_consent: bool,
    /// Owners and their shares; empty means the organization alone.
    #[graphql(default)]
    pub owners: Vec<OwnerShare>,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// Who paid for the research.
    pub funding: Option<Funding>,
    /// Secrecy.
    pub secrecy: Option<Secrecy>,
    /// Export class.
    pub export_class: Option<ExportClass>,
    /// Rights granted to researchers.
    pub rights_grant: Option<RightsGrantState>,
    /// Whether it is separately managed (单列管理).
    #[graphql(default)]
    pub separately_managed: bool,
    /// Registration of the achievement.
    pub registration: Option<AchievementRegistration>,
    /// Ways to transfer it.
    #[graphql(default)]
    pub transfer_ways: Vec<TransferWay>,
    /// Terms on which it is licensed.
    #[graphql(default)]
    pub offers: Vec<LicenseOffer>,
    /// Whether a broker is entrusted.
    #[graphql(default)]
    pub entrusted_broker: bool,
    /// Investment that putting it to use is expected to take.
    pub expected_investment: Option<Money>,
    /// What the holder looks for in a partner.
    #[graphql(default)]
    pub cooperation_needs: Vec<String>,
    /// Evaluation by five values.
    pub five_values: Option<FiveValues>,
    /// Files that go with it, up to 20: PDF, PNG, JPEG, WebP, DOCX, XLSX, PPTX or plain text.
    #[graphql(default)]
    pub attachments: Vec<Attachment>,
    /// Last day on which the listing is shown.
    pub valid_until: Option<Date>,
    /// Layers that differ from the default of their section.
    #[graphql(default)]
    pub disclosure: Vec<DisclosureChoice>,
}
