//! Controlled vocabularies of demands (domain reference, 3.3 and section 7).
//!
//! Stored and sent as `SCREAMING_SNAKE_CASE`; the Chinese words of the trade stand in each description.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

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
    /// Life of a demand as the world sees it.
    DemandState {
        /// 草稿: its owner writes.
        Draft,
        /// 待审: waits for the platform's operator.
        Submitted,
        /// 已发布: visible and open for proposals.
        Published,
        /// 暂停: hidden for now.
        Suspended,
        /// 撤回: taken back by its owner. Final.
        Withdrawn,
        /// 到期: its time ran out; it can be renewed.
        Expired,
        /// 已解决: a solution was found. Final.
        Fulfilled,
        /// 不予发布: the operator refused it. Final.
        Refused,
    }

    /// How a measured value is compared with the wanted one.
    Comparator {
        /// 不低于
        AtLeast,
        /// 不高于
        AtMost,
        /// 等于
        Equal,
        /// 介于: between `value` and `upper`, both included.
        Between,
    }

    /// How the owner wants it solved.
    SolutionMode {
        /// 独立研发: in-house, with advice.
        Independent,
        /// 委托研发
        Commissioned,
        /// 合作研发
        Joint,
        /// 其他
        Other,
    }

    /// 科技活动类型: what kind of work it takes, as provincial forms ask.
    ActivityType {
        /// 基础研究
        BasicResearch,
        /// 应用研究
        AppliedResearch,
        /// 试验发展
        ExperimentalDevelopment,
        /// 研究与试验发展成果应用: what was found is put to use.
        ResultApplication,
        /// 技术推广与科技服务
        TechnologyService,
        /// 生产性活动
        Production,
    }

    /// 需求技术所属领域: fields of technology, as provincial forms list them.
    TechnologyField {
        /// 电子信息技术
        Electronics,
        /// 光机电一体化
        OptoMechatronics,
        /// 软件
        Software,
        /// 生物制药技术
        Biopharma,
        /// 新材料及应用技术
        NewMaterials,
        /// 先进制造技术
        AdvancedManufacturing,
        /// 现代农业技术
        ModernAgriculture,
        /// 新能源与高效节能技术
        NewEnergy,
        /// 资源与环境保护新技术
        Environment,
        /// 其他技术
        Other,
    }

    /// How firm a budget is.
    BudgetMode {
        /// 固定: the amount stands.
        Fixed,
        /// 区间: between the amounts.
        Range,
        /// 面议: to be talked about.
        Negotiable,
        /// 按效果付费: paid by result.
        ByResult,
    }

    /// Where a proposal stands.
    DemandProposalState {
        /// 待答复
        Open,
        /// 感兴趣: the demand's owner wants to go on.
        Interested,
        /// 不考虑: the demand's owner does not, and says why.
        Passed,
        /// 已撤回: the office took it back.
        Withdrawn,
    }

    /// Where a proposal stands among those that its demand's owner got: a matter of the owner's people.
    DemandProposalStage {
        /// 新收到: not sorted yet.
        New,
        /// 入围: worth a closer look.
        Shortlisted,
        /// 搁置: put aside, and not answered.
        SetAside,
    }

    /// The two sides of a proposal.
    #[graphql(name = "DemandProposalSide")]
    Side {
        /// Proposals that the viewer's office made.
        Office,
        /// Proposals to the viewer's own demands.
        Owner,
    }

    /// Why somebody passes. The proposer sees it, so that the next proposal is better.
    PassReason {
        /// 成熟度不够: too early for use.
        TooEarly,
        /// 价格过高
        TooDear,
        /// 领域不符
        WrongField,
        /// 已解决: another solution was found.
        AlreadySolved,
        /// 需求已结束: the demand was taken back, or its time ran out. The program's own, not for answers.
        DemandEnded,
        /// 优势不明: no clear benefit over what there is.
        UnclearBenefit,
        /// 条件不合适: the terms do not fit.
        Terms,
        /// 其他: told in the note.
        Other,
    }

    /// Where a proposal to split a demand stands.
    DemandSplitState {
        /// 待确认: a part waits for its decision.
        Open,
        /// 已处理: each part is decided.
        Decided,
    }

    /// The two parts of a split.
    #[graphql(name = "DemandSplitPartName")]
    SplitPart {
        /// 保留部分: what the demand itself would say.
        Kept,
        /// 拆出部分: what a new demand would say.
        SplitOff,
    }

    /// What was decided about a part.
    #[graphql(name = "DemandSplitDecision")]
    Decision {
        /// 待定
        Pending,
        /// 同意
        Approved,
        /// 不同意
        Rejected,
    }

    /// What the owner of a demand thinks of a listing that was found or picked for it. Reasons to pass are called as in answers to
    /// proposals.
    MatchVerdict {
        /// 感兴趣: worth a closer look.
        Interested,
        /// 成熟度不够: too early for use.
        TooEarly,
        /// 价格过高
        TooDear,
        /// 领域不符
        WrongField,
        /// 优势不明: no clear benefit over what there is.
        UnclearBenefit,
        /// 条件不合适: the terms do not fit.
        Terms,
        /// 已了解: it fits, but is no news.
        KnownAlready,
        /// 其他: told in the note.
        Other,
    }
}

impl MatchVerdict {
    /// Whether the listing leaves the demand's list.
    #[must_use]
    pub const fn refuses(self) -> bool {
        !matches!(self, Self::Interested)
    }

    /// How well the listing answered the demand, 0 to 3, as judged sets grade it; none if that does not follow.
    #[must_use]
    pub const fn grade(self) -> Option<u8> {
        match self {
            Self::Interested => Some(3),
            // It was found before: so it answers, however the owner went on.
            Self::KnownAlready => Some(2),
            Self::TooEarly | Self::TooDear | Self::UnclearBenefit | Self::Terms => Some(1),
            Self::WrongField => Some(0),
            Self::Other => None,
        }
    }
}

/// Who sees a demand, and whether they see whose it is. Nobody is named because a field was overlooked.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    EnumIter,
    IntoStaticStr,
    Enum,
)]
#[graphql(name = "DemandVisibility")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Visibility {
    /// 公开: everybody, with the owner's name.
    Public,
    /// 匿名: everybody, without anything that names the owner.
    #[default]
    Anonymous,
    /// 仅顾问: innovation advisors, without anything that names the owner.
    AdvisorOnly,
}

impl Visibility {
    /// Whether the owner's name is shown.
    #[must_use]
    pub const fn names_owner(self) -> bool {
        matches!(self, Self::Public)
    }
}
