//! Controlled vocabularies of advisors (domain reference, 4 and section 7).
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
    /// Where somebody stands as an advisor.
    AdvisorState {
        /// 已申请: wants to be one.
        Applied,
        /// 已审核: the operator has looked into it.
        Vetted,
        /// 在聘: appointed, and free for cases.
        Active,
        /// 暂停: appointed, and takes no new cases for now.
        Paused,
        /// 期满: the term is over; it can be renewed.
        Ended,
        /// 解聘: struck off. Final.
        Removed,
    }

    /// Grade of an advisor (T/CASTEM 1007-2022).
    AdvisorGrade {
        /// 初级
        Junior,
        /// 中级
        Intermediate,
        /// 高级
        Senior,
    }

    /// A language in which an advisor works.
    WorkingLanguage {
        /// 中文
        Chinese,
        /// 英语
        English,
        /// 日语
        Japanese,
        /// 韩语
        Korean,
        /// 德语
        German,
        /// 法语
        French,
        /// 俄语
        Russian,
        /// 西班牙语
        Spanish,
        /// 葡萄牙语
        Portuguese,
        /// 阿拉伯语
        Arabic,
    }

    /// A tie that keeps an advisor from being neutral.
    ConflictKind {
        /// 任职: works or worked there.
        Employment,
        /// 持股: owns a part of it.
        Equity,
        /// 亲属: a relative is in it.
        Family,
        /// 发明人: is an inventor of the achievement.
        Inventor,
        /// 师生: supervises or was supervised.
        Supervision,
        /// 有偿咨询: is paid for advice.
        Consulting,
    }

    /// What a client lets an advisor do.
    MandateScope {
        /// 需求: read the client's demands inside, draft new ones for it, and propose to split them.
        Demands,
        /// 引荐: introduce the client to others.
        Introductions,
        /// 谈判与签约: keep both sides moving towards a contract, and file its outcome.
        Contracts,
    }

    /// Where an advisor's question for a mandate stands.
    MandateRequestState {
        /// 待答复: the enterprise has not answered.
        Open,
        /// 已授权: the enterprise has given the mandate.
        Accepted,
        /// 已拒绝
        Refused,
        /// 已撤回: the advisor took it back, or cannot be mandated any more.
        Withdrawn,
        /// 已失效: the enterprise has not answered in time.
        Lapsed,
    }

    /// Where a mandate stands.
    MandateState {
        /// 有效
        Active,
        /// 已终止: the client or the advisor ended it, or its last day has passed.
        Ended,
    }
}
