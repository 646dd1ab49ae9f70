//! Controlled vocabularies of service platforms (domain reference, section 7).
//!
//! Stored and sent as `SCREAMING_SNAKE_CASE`; the Chinese words of the trade stand in each description.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident as $graphql:literal { $($(#[$vdoc:meta])* $variant:ident,)* })*) => {
        $(#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, EnumString, EnumIter, IntoStaticStr, Enum)]
        $(#[$doc])*
        #[graphql(name = $graphql)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        #[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
        pub enum $name { $($(#[$vdoc])* $variant,)* })*
    };
}

vocabulary! {
    /// Life of a service platform as the world sees it.
    PlatformState as "ServicePlatformState" {
        /// 草稿: the people of its organization write.
        Draft,
        /// 已发布: everybody sees it, and ways lead over it.
        Published,
        /// 已撤回: taken back; it can be published again.
        Withdrawn,
    }

    /// What kind of platform it is.
    PlatformKind as "ServicePlatformKind" {
        /// 概念验证: proof of concept.
        Poc,
        /// 中试: pilot production.
        Pilot,
        /// 孵化器
        Incubator,
        /// 大企业开放创新
        OpenInnovation,
        /// 检测
        Testing,
        /// 离岸创新基地
        OffshoreBase,
    }

    /// What a platform verifies.
    PlatformService as "ServicePlatformService" {
        /// 设计验证
        DesignVerify,
        /// 功能性能验证
        PerformanceVerify,
        /// 工艺验证
        ProcessVerify,
        /// 适配验证
        AdaptationVerify,
        /// 生产验证
        ProductionVerify,
    }
}
