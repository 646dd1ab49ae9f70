//! Organizations, people and seats: the words and the invariants. Pure.

pub mod api_token;
mod claim;
mod credit_code;
mod device;
mod email_change;
mod invitation;
pub mod linked_login;
mod names;
pub mod password;
pub mod reply_time;
mod roles;
pub mod second_factor;
pub mod session;
mod size;

use async_graphql::Enum;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::kernel::{
    Id, Locale, Role, Timestamp,
    id::{self, SizeDeclaration as SizeId},
};

pub use api_token::ApiToken;
pub use claim::{Claim, PendingChange, Verdict};
pub use credit_code::credit_code;
pub use device::device;
pub use email_change::EmailChange;
pub use invitation::Invitation;
pub use names::{Names, country, division, website};
pub use reply_time::{ReplyKind, ReplyTime};
pub use roles::{applicable, founding_role, granted_roles, is_manager, manager_role};
pub use size::{Figures, Indicator, SizeDeclaration, Threshold, classify, data_year, is_outdated};

macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident,)* })*) => {
        $(#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, EnumString, EnumIter, IntoStaticStr, Enum)]
        $(#[$doc])*
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        #[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
        pub enum $name { $($(#[$vdoc])* $variant,)* })*
    };
}

vocabulary! {
    /// What an organization is (domain reference, section 7).
    OrganizationKind {
        /// 高校
        University,
        /// 科研院所
        Institute,
        /// 医疗卫生机构
        Hospital,
        /// 企业
        Enterprise,
        /// 新型研发机构
        NewRnd,
        /// 技术交易所
        Exchange,
        /// 技术转移机构
        Tto,
        /// 服务平台
        Platform,
        /// 政府部门
        Government,
        /// 金融机构
        Finance,
        /// 保险
        Insurer,
        /// 担保
        Guarantor,
        /// 评估机构
        Appraiser,
        /// 境外机构
        Foreign,
    }

    /// Size class of an enterprise (中小企业划型标准规定, 工信部联企业〔2011〕300号). Ordered from small to large.
    EnterpriseSize {
        /// 微型
        Micro,
        /// 小型
        Small,
        /// 中型
        Medium,
        /// 大型
        Large,
    }

    /// The 16 industries of the size standard (工信部联企业〔2011〕300号, art. 4).
    SizeIndustry {
        /// 农、林、牧、渔业
        Agri,
        /// 工业
        Industry,
        /// 建筑业
        Construction,
        /// 批发业
        Wholesale,
        /// 零售业
        Retail,
        /// 交通运输业
        Transport,
        /// 仓储业
        Storage,
        /// 邮政业
        Post,
        /// 住宿业
        Lodging,
        /// 餐饮业
        Catering,
        /// 信息传输业
        InfoTransmission,
        /// 软件和信息技术服务业
        SoftwareIt,
        /// 房地产开发经营
        RealEstateDev,
        /// 物业管理
        PropertyMgmt,
        /// 租赁和商务服务业
        LeasingBusiness,
        /// 其他未列明行业
        Other,
    }

    /// What the operator found out about an organization.
    #[graphql(name = "OrganizationVerification")]
    Verification {
        /// 待核验: waits for the operator. Seen by its own members and by staff only.
        Pending,
        /// 已核验: the operator checked that it exists and is what it says.
        Verified,
        /// 未通过: refused, with a reason. Changing its details puts it up again.
        Rejected,
    }

    /// What has become of an invitation.
    InvitationState {
        /// Waits for whoever is invited.
        Pending,
        /// Became a seat.
        Accepted,
        /// Whoever is invited does not want to.
        Declined,
        /// Taken back; or its inviter may not invite any more, or the organization was rejected.
        Revoked,
        /// Nobody answered in time.
        Expired,
    }

    /// State of a seat.
    MembershipState {
        /// 有效: its roles count.
        Active,
        /// 停用: kept, but its roles do not count.
        Suspended,
    }
}

/// A legal entity or an office that takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Organization {
    /// The organization.
    pub id: Id<id::Organization>,
    /// What it is.
    pub kind: OrganizationKind,
    /// Chinese name. At least one of the two names is there; organizations in mainland China have this one.
    pub name_zh: Option<String>,
    /// English name.
    pub name_en: Option<String>,
    /// Unified social credit code, 18 characters (GB 32100); organizations of mainland China have one.
    pub credit_code: Option<String>,
    /// Country or region, ISO 3166-1 alpha-2.
    pub country: String,
    /// Administrative division, six digits (GB/T 2260); only in mainland China.
    pub division: Option<String>,
    /// Website, `http` or `https`.
    pub website: Option<String>,
    /// What the operator found out.
    pub verification: Verification,
    /// The operator's note: the reason of a rejection.
    pub verification_note: Option<String>,
    /// When it was verified.
    pub verified_at: Option<Timestamp>,
    /// Who verified it; none for the program itself.
    pub verified_by: Option<Id<id::User>>,
    /// A change of name or credit code that waits for the operator; only verified organizations have one.
    pub pending_change: Option<PendingChange>,
    /// Size class as last declared; enterprises only.
    pub size: Option<EnterpriseSize>,
    /// The declaration that the size class rests on.
    pub size_declaration: Option<Id<SizeId>>,
    /// Counts changes, from 1.
    pub version: i64,
    /// Who registered it; none for the program itself.
    pub created_by: Option<Id<id::User>>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Organization {
    /// The name in `locale`, or in the other language if it has only that one.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        let (first, second) = match locale {
            Locale::ZhCn => (&self.name_zh, &self.name_en),
            Locale::En => (&self.name_en, &self.name_zh),
        };
        first.as_deref().or(second.as_deref()).unwrap_or_default()
    }

    /// Whether an operator has verified it.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.verification == Verification::Verified
    }
}

/// A person who can sign in. Secrets are not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct User {
    /// The user.
    pub id: Id<id::User>,
    /// Normalized address, unique. Personal: shown to the user, to staff and to managers of the same organization.
    pub email: String,
    /// Name as the person writes it.
    pub name: String,
    /// Language of mails.
    pub locale: Locale,
    /// When the address was verified.
    pub email_verified_at: Option<Timestamp>,
    /// When an operator suspended the user.
    pub suspended_at: Option<Timestamp>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl User {
    /// Whether the user may sign in at all.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.email_verified_at.is_some() && self.suspended_at.is_none()
    }
}

/// A user's seat in an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// The seat.
    pub id: Id<id::Membership>,
    /// Where.
    pub organization: Id<id::Organization>,
    /// Who.
    pub user: Id<id::User>,
    /// Roles, sorted, each once.
    pub roles: Vec<Role>,
    /// Whether the roles count.
    pub state: MembershipState,
    /// Counts changes, from 1.
    pub version: i64,
    /// Since when.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
