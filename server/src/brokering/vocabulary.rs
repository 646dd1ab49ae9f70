//! Controlled vocabularies of cases (domain reference, 4.2 to 4.5).
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
    /// Where a case stands.
    CaseState {
        /// 待受理: waits for an advisor.
        Open,
        /// 已指派: waits for the advisor's answer.
        Assigned,
        /// 已受理: the advisor has accepted; the client gives a mandate.
        Accepted,
        /// 服务中
        InService,
        /// 已匹配: both sides want to go on with each other.
        Matched,
        /// 已签约
        Contracted,
        /// 跟踪: what was agreed is being done.
        Tracking,
        /// 成功结案: its outcome was validated. Final.
        ClosedSuccess,
        /// 未能匹配: nothing fitted. Final.
        ClosedNoFit,
        /// 撤回: the client, or the platform, ended it. Final.
        ClosedWithdrawn,
    }

    /// Why an advisor does not have a case any more.
    RefusalKind {
        /// 谢绝: the advisor declined it.
        Declined,
        /// 逾期: the advisor did not answer in time.
        Lapsed,
        /// 回避: the advisor has a tie with a party.
        Recused,
        /// 移交: it was handed back, or taken away.
        Released,
    }

    /// What follows a tie with a party.
    ConflictHandling {
        /// 回避: the advisor gives the case back.
        Recuse,
        /// 披露并征得同意: the advisor goes on if both parties consent.
        DiscloseAndConsent,
    }

    /// Where a disclosed tie stands.
    CaseConflictState {
        /// 待同意: a party has not answered.
        Open,
        /// 已同意: everybody who has to has consented.
        Consented,
        /// 不同意: somebody refused; the advisor gave the case back.
        Refused,
        /// 已回避: the advisor gave the case back.
        Recused,
        /// 已失效: nobody had answered when the case went back or ended.
        Lapsed,
    }

    /// What keeps an advisor from a case, whatever else speaks for it.
    Block {
        /// 不在聘期: not appointed today, or taking no cases.
        NotAppointed,
        /// 利益冲突申报未确认: has not said lately that the declared ties are all there are.
        ConflictsNotConfirmed,
        /// 利益冲突: has declared a tie with a party.
        ConflictOfInterest,
        /// 任职于当事方: sits in a party's organization.
        SitsWithParty,
        /// 已谢绝或回避: has declined, missed or left this very case.
        RefusedBefore,
        /// 等级不足: the case needs a higher grade.
        GradeTooLow,
        /// 语言不符: the case needs a language that the advisor does not speak.
        LanguageMissing,
        /// 案件已满: has as many cases as fit.
        Full,
    }

    /// What speaks for an advisor.
    #[graphql(name = "CaseFitPartKind")]
    PartKind {
        /// 领域
        Field,
        /// 地区
        Region,
        /// 语言
        Language,
        /// 同领域成功案例
        Experience,
        /// 等级
        Grade,
        /// 工作量: how much room there is.
        Load,
    }

    /// What was done: the steps of an advisor's work.
    #[graphql(name = "ServiceLogKind")]
    LogKind {
        /// 接洽: first contact, profile of the firm.
        Intake,
        /// 诊断: a visit, the problem put into words.
        Diagnosis,
        /// 需求起草
        DemandDraft,
        /// 成果检索: candidates with reasons.
        Search,
        /// 引荐
        Introduction,
        /// 试用方案: sample, test, pilot.
        TrialDesign,
        /// 条款协商: payment, exit.
        Terms,
        /// 公示登记协助
        Registration,
        /// 金融与政策: insurance, pledge, vouchers, subsidies.
        FinancePolicy,
        /// 回访
        FollowUp,
        /// 结案
        Close,
    }

    /// Where it was done.
    #[graphql(name = "ServiceLogPlace")]
    LogPlace {
        /// 现场
        Onsite,
        /// 线上
        Online,
    }

    /// Who reads a note.
    #[graphql(name = "ServiceLogVisibility")]
    LogVisibility {
        /// 仅本人: whoever wrote it, and staff.
        Own,
        /// 客户可见: the client too, and whoever takes the case over.
        Client,
    }

    /// Where an introduction stands.
    IntroductionState {
        /// 已记录: the other side has not answered.
        Recorded,
        /// 已确认: the other side says that it was so.
        Confirmed,
        /// 有异议: the other side says that it was not.
        Disputed,
    }

    /// Why an introduction does not count.
    NoCredit {
        /// 他人在先: somebody has introduced the two before.
        IntroducedBefore,
        /// 已有往来: the two knew each other from the platform before.
        KnownBefore,
        /// 对方异议: the other side says that it was not so.
        Disputed,
        /// 逾期未确认: the other side has not answered for as long as the rule `advising.introduction_answer_days` says.
        Unanswered,
    }

    /// What a task is.
    CaseTaskKind {
        /// 事项
        Task,
        /// 回访
        FollowUp,
    }

    /// What was agreed (技术合同).
    OutcomeKind {
        /// 许可
        License,
        /// 转让
        Assignment,
        /// 开发
        Development,
        /// 咨询
        Consulting,
        /// 服务
        Service,
    }

    /// Where an outcome stands.
    OutcomeState {
        /// 已申报: waits for both sides.
        Filed,
        /// 双方已确认: waits for the operator.
        Confirmed,
        /// 已核验: counts.
        Validated,
        /// 未通过
        Refused,
    }

    /// What is paid for a case.
    #[graphql(name = "CaseFeeKind")]
    FeeKind {
        /// 服务费: agreed with the client in the mandate.
        Fee,
        /// 补贴
        Subsidy,
    }
}

impl CaseState {
    /// Whether an advisor works on it: it counts as load.
    #[must_use]
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Assigned | Self::Accepted | Self::InService | Self::Matched | Self::Contracted | Self::Tracking)
    }

    /// Whether it is over.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::ClosedSuccess | Self::ClosedNoFit | Self::ClosedWithdrawn)
    }

    /// Whether the advisor has taken it and it is not over.
    #[must_use]
    pub fn is_worked_on(self) -> bool {
        self.is_active() && self != Self::Assigned
    }

    /// Whether there is something that the client can say of the work.
    #[must_use]
    pub const fn is_rateable(self) -> bool {
        matches!(self, Self::InService | Self::Matched | Self::Contracted | Self::Tracking | Self::ClosedSuccess | Self::ClosedNoFit)
    }

    /// States in which a contract is being done, and looked at now and then.
    pub const FOLLOWED: [Self; 2] = [Self::Contracted, Self::Tracking];

    /// States of [`Self::is_active`].
    pub const ACTIVE: [Self; 6] = [Self::Assigned, Self::Accepted, Self::InService, Self::Matched, Self::Contracted, Self::Tracking];
}
