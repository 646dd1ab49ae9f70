//! Controlled vocabularies of listings (domain reference, section 7).
//!
//! Stored and sent as `SCREAMING_SNAKE_CASE`; the Chinese words of the trade stand in each description.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident,)* })*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, EnumString, EnumIter, IntoStaticStr, Enum)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        #[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
        pub enum $name { $($(#[$vdoc])* $variant,)* })*
    };
}

vocabulary! {
    /// What an achievement is.
    ListingKind {
        /// 产品
        Product,
        /// 工艺
        Process,
        /// 材料
        Material,
        /// 软件
        Software,
        /// 品种
        Variety,
        /// 其他
        Other,
    }

    /// Life of a listing as the world sees it (domain reference, 3.4).
    ListingState {
        /// 草稿: the office writes.
        Draft,
        /// 待审: waits for the office's head.
        Submitted,
        /// 已批准: approved, not yet visible.
        Approved,
        /// 已发布: visible and open for requests.
        Published,
        /// 暂停: hidden for now.
        Suspended,
        /// 撤回: taken back by the office. Final.
        Withdrawn,
        /// 到期: its time ran out.
        Expired,
        /// 已转让: transferred. Final.
        Transferred,
    }

    /// Who must have judged the readiness level.
    ReadinessBasis {
        /// 自评: the holder itself.
        SelfAssessed,
        /// 第三方评价: somebody independent.
        ThirdParty,
    }

    /// Kind of a right.
    IpKind {
        /// 发明专利
        PatentInvention,
        /// 实用新型
        PatentUtility,
        /// 外观设计
        PatentDesign,
        /// 专利申请
        PatentApplication,
        /// 软件著作权
        Software,
        /// 集成电路布图设计
        IcLayout,
        /// 植物新品种
        PlantVariety,
        /// 生物医药新品种
        BiomedVariety,
        /// 技术秘密
        TechSecret,
        /// 著作权
        Copyright,
        /// 商标
        Trademark,
    }

    /// Legal state of a right.
    IpStatus {
        /// 申请中: filed, not granted.
        Pending,
        /// 有效: granted and in force.
        InForce,
        /// 失效: lapsed or expired.
        Lapsed,
        /// 无效: declared invalid.
        Invalidated,
        /// 未知: not stated by the source.
        Unknown,
    }

    /// Ways to transfer an achievement (促进科技成果转化法 art. 16).
    TransferWay {
        /// 自行实施
        SelfImplement,
        /// 转让
        Assign,
        /// 许可
        License,
        /// 合作实施
        Joint,
        /// 作价投资
        Equity,
        /// 其他
        Other,
    }

    /// Kind of license (SPC technology-contract interpretation art. 25).
    LicenseKind {
        /// 独占: the licensee alone; the licensor is barred too.
        Exclusive,
        /// 排他: the licensee and the licensor.
        Sole,
        /// 普通: any number of licensees. The default when a contract is silent.
        NonExclusive,
        /// 开放许可 (专利法 arts. 50-52)
        Open,
        /// 分许可
        Sublicense,
    }

    /// How a license is paid (民法典 art. 846; domain reference, 1.5).
    PaymentMode {
        /// 延期支付: one amount after a deferral.
        Deferred,
        /// 分期支付
        Instalment,
        /// 附条件支付
        Conditional,
        /// 收益提成
        Royalty,
        /// 零门槛费+里程碑+提成
        ZeroEntryMixed,
        /// 先用后转
        TrialThenConvert,
        /// 免费许可
        Free,
        /// 入门费+提成
        EntryPlusRoyalty,
        /// 一次总付
        LumpSum,
        /// 作价入股
        Equity,
        /// 先使用后合作
        UseFirstCooperate,
    }

    /// What a royalty is counted on.
    RoyaltyBase {
        /// 净销售额
        NetSales,
        /// 销售额
        Sales,
        /// 产品价格
        UnitPrice,
        /// 件数
        UnitCount,
        /// 新增产值
        AddedOutput,
        /// 新增利润
        AddedProfit,
    }

    /// Secrecy of the content.
    SecrecyLevel {
        /// 公开
        None,
        /// 内部: internal until cleared.
        Internal,
        /// 国家秘密: a state secret; never published here.
        StateSecret,
    }

    /// Export class of the technology (技术进出口管理条例).
    ExportClass {
        /// 禁止
        Prohibited,
        /// 限制
        Restricted,
        /// 自由
        Free,
        /// 未判定
        Unclassified,
    }

    /// Whether rights were granted to the researchers (赋权).
    RightsGrantState {
        /// 未赋权
        None,
        /// 赋予所有权份额
        OwnershipShare,
        /// 赋予长期使用权
        LongTermUse,
    }

    /// Strategic emerging industries of 2018, first level.
    StrategicIndustry {
        /// 新一代信息技术
        NewIt,
        /// 高端装备制造
        Equipment,
        /// 新材料
        Materials,
        /// 生物
        Bio,
        /// 新能源汽车
        Nev,
        /// 新能源
        NewEnergy,
        /// 节能环保
        Environment,
        /// 数字创意
        DigitalCreative,
        /// 相关服务
        Services,
    }

    /// Shanghai's three leading and six key industries.
    ShanghaiSector {
        /// 集成电路
        Ic,
        /// 生物医药
        Biopharma,
        /// 人工智能
        Ai,
        /// 电子信息
        Einfo,
        /// 生命健康
        LifeHealth,
        /// 汽车
        Auto,
        /// 高端装备
        Equip,
        /// 先进材料
        Material,
        /// 时尚消费品
        Fashion,
    }

    /// Parents of Yangpu's industry chains.
    IndustryChain {
        /// 在线新经济
        OnlineNewEconomy,
        /// 智能制造
        SmartManufacturing,
        /// 创意设计
        CreativeDesign,
        /// 科技服务
        TechService,
        /// 人工智能
        Ai,
        /// 生命健康
        LifeHealth,
        /// 绿色低碳
        Green,
    }

    /// Who may read a section of a listing. Each layer reads everything that the layers before it read.
    DisclosureLayer {
        /// 公开: anybody.
        Public,
        /// 注册用户: members of verified organizations.
        Registered,
        /// 保密协议: parties to a non-disclosure agreement for this listing.
        Nda,
        /// 本单位: the holder's own office and the platform operator.
        Internal,
    }

    /// How a price is fixed.
    PriceMethod {
        /// 协议定价: by agreement, and then made public within the unit.
        Agreement,
        /// 挂牌交易: on a technology exchange.
        Listing,
        /// 拍卖
        Auction,
    }

    /// What an attached file is.
    AttachmentKind {
        /// 文档: a description, a brochure.
        Document,
        /// 证书: of a right, a registration, an award.
        Certificate,
        /// 检测报告: somebody measured or tested it.
        TestReport,
        /// 成熟度证明: what the readiness level rests on.
        ReadinessEvidence,
        /// 图片
        Image,
        /// 其他
        Other,
    }

    /// Sections of a listing whose layer the holder decides.
    ListingSection {
        /// 痛点与效益
        ProblemAndBenefit,
        /// 创新点
        InnovationPoints,
        /// 技术指标
        Indicators,
        /// 应用场景与案例
        Scenarios,
        /// 知识产权
        IpRights,
        /// 发明人
        Inventors,
        /// 权属份额
        Owners,
        /// 许可条款与价格
        Offers,
        /// 资助来源
        Funding,
        /// 联系人
        Contact,
        /// 附件: each file has a layer of its own; that of the section can only narrow it.
        Attachments,
        /// 技术秘密要点: never wider than under a non-disclosure agreement.
        KnowHow,
    }
}
