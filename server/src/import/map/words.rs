//! Words of the trade, Chinese and English, for the codes of our vocabularies.

use std::str::FromStr;

use crate::{
    demand::vocabulary::{ActivityType, BudgetMode, SolutionMode, TechnologyField, Visibility},
    import::field::fold,
    listing::vocabulary::{
        ExportClass, IndustryChain, IpKind, IpStatus, LicenseKind, ListingKind, PaymentMode, ReadinessBasis, RightsGrantState,
        SecrecyLevel, ShanghaiSector, StrategicIndustry, TransferWay,
    },
};

/// A vocabulary that people write in words.
pub(super) trait Words: FromStr + Copy + 'static {
    /// Each code with its words, compared by [`fold`].
    const WORDS: &'static [(Self, &'static [&'static str])];

    /// Reads a code or one of its words.
    fn read(text: &str) -> Option<Self> {
        let code = text.trim().to_uppercase().replace([' ', '-'], "_");
        Self::from_str(&code).ok().or_else(|| {
            let wanted = fold(text);
            Self::WORDS.iter().find(|(_, words)| words.iter().any(|word| fold(word) == wanted)).map(|(value, _)| *value)
        })
    }
}

macro_rules! words {
    ($($name:ident { $($variant:ident: [$($word:literal),* $(,)?];)* })*) => {$(
        impl Words for $name {
            const WORDS: &'static [(Self, &'static [&'static str])] = &[$((Self::$variant, &[$($word),*]),)*];
        }
    )*};
}

words! {
    IpKind {
        PatentInvention: ["发明", "发明专利", "发明授权", "授权发明", "国外发明专利", "patent", "invention", "invention patent", "utility patent", "nonprovisional"];
        PatentUtility: ["实用新型", "实用新型专利", "新型", "utility model"];
        PatentDesign: ["外观设计", "外观设计专利", "外观", "design", "design patent"];
        PatentApplication: ["专利申请", "发明公开", "发明申请", "发明专利申请", "发明公布", "application", "patent application", "provisional", "pct"];
        Software: ["软件著作权", "计算机软件著作权", "软著", "software copyright"];
        IcLayout: ["集成电路布图设计", "布图设计", "ic layout design"];
        PlantVariety: ["植物新品种", "植物新品种权", "plant variety right"];
        BiomedVariety: ["生物医药新品种", "新药证书"];
        TechSecret: ["技术秘密", "专有技术", "know how", "trade secret"];
        Copyright: ["著作权", "版权"];
        Trademark: ["商标", "商标权"];
    }
    IpStatus {
        Pending: ["申请中", "审中", "在审", "实审", "实质审查", "审查中", "公开", "已公开", "受理", "已受理", "application", "pending", "filed", "published", "under examination"];
        InForce: ["有效", "有权", "授权", "已授权", "专利权维持", "维持", "已登记", "已注册", "issued", "granted", "in force", "active", "registered", "valid"];
        Lapsed: ["失效", "终止", "专利权终止", "届满", "期限届满", "放弃", "撤回", "视为撤回", "驳回", "未缴年费", "无权", "expired", "lapsed", "abandoned", "withdrawn", "rejected", "ceased"];
        Invalidated: ["无效", "宣告无效", "全部无效", "invalid", "revoked"];
        Unknown: ["未知", "不详"];
    }
    ListingKind {
        Product: ["产品", "新产品", "装置", "设备"];
        Process: ["工艺", "新工艺", "技术", "新技术", "方法", "method"];
        Material: ["材料", "新材料"];
        Software: ["软件", "系统", "算法"];
        Variety: ["品种", "新品种"];
        Other: ["其他", "其它"];
    }
    ReadinessBasis {
        SelfAssessed: ["自评", "自我评价", "self", "self assessment"];
        ThirdParty: ["第三方", "第三方评价", "third party assessment"];
    }
    TransferWay {
        SelfImplement: ["自行实施", "自行转化", "self"];
        Assign: ["转让", "完全转让", "技术转让", "专利转让", "专利权转让", "assignment", "sale"];
        License: ["许可", "许可转让", "许可使用", "专利许可", "技术许可", "实施许可", "licence", "licensing"];
        Joint: ["合作", "合作实施", "合作转化", "合作生产", "合作开发", "联合开发", "cooperation", "collaboration", "joint development"];
        Equity: ["作价投资", "作价入股", "技术入股", "入股", "接受投资", "investment"];
        Other: ["其他", "其它", "面谈", "面议"];
    }
    SecrecyLevel {
        None: ["公开", "无", "非密", "不涉密"];
        Internal: ["内部", "内部资料"];
        StateSecret: ["国家秘密", "涉密", "秘密", "机密", "绝密"];
    }
    ExportClass {
        Prohibited: ["禁止", "禁止出口"];
        Restricted: ["限制", "限制出口"];
        Free: ["自由", "自由出口"];
        Unclassified: ["未判定", "未分类"];
    }
    RightsGrantState {
        None: ["未赋权", "无", "否"];
        OwnershipShare: ["所有权", "所有权份额", "赋予所有权份额"];
        LongTermUse: ["长期使用权", "使用权", "赋予长期使用权"];
    }
    StrategicIndustry {
        NewIt: ["新一代信息技术", "信息技术", "新一代信息技术产业"];
        Equipment: ["高端装备制造", "高端装备", "高端装备制造产业"];
        Materials: ["新材料", "新材料产业"];
        Bio: ["生物", "生物产业", "生物医药"];
        Nev: ["新能源汽车", "新能源汽车产业"];
        NewEnergy: ["新能源", "新能源产业"];
        Environment: ["节能环保", "节能环保产业"];
        DigitalCreative: ["数字创意", "数字创意产业"];
        Services: ["相关服务", "相关服务业"];
    }
    ShanghaiSector {
        Ic: ["集成电路"];
        Biopharma: ["生物医药"];
        Ai: ["人工智能"];
        Einfo: ["电子信息"];
        LifeHealth: ["生命健康"];
        Auto: ["汽车"];
        Equip: ["高端装备"];
        Material: ["先进材料"];
        Fashion: ["时尚消费品"];
    }
    IndustryChain {
        OnlineNewEconomy: ["在线新经济"];
        SmartManufacturing: ["智能制造"];
        CreativeDesign: ["创意设计"];
        TechService: ["科技服务"];
        Ai: ["人工智能"];
        LifeHealth: ["生命健康"];
        Green: ["绿色低碳"];
    }
    SolutionMode {
        Independent: ["独立研发", "自主研发", "in house"];
        Commissioned: ["委托研发", "委托开发", "委托", "contract research", "commissioned research"];
        Joint: ["合作研发", "合作开发", "联合研发", "联合开发", "联合攻关", "合作", "joint research", "joint development", "cooperation"];
        Other: ["其他", "其它", "不限", "any"];
    }
    ActivityType {
        BasicResearch: ["基础研究", "basic"];
        AppliedResearch: ["应用研究", "applied"];
        ExperimentalDevelopment: ["试验发展", "实验发展", "development"];
        ResultApplication: ["研究与试验发展成果应用", "研究发展与成果应用", "成果应用", "application of results"];
        TechnologyService: ["技术推广与科技服务", "科技服务", "technology services"];
        Production: ["生产性活动", "生产活动"];
    }
    TechnologyField {
        Electronics: ["电子信息技术", "电子信息", "electronic information"];
        OptoMechatronics: ["光机电一体化", "光电一体化", "光机电一体化技术", "mechatronics"];
        Software: ["软件", "软件技术"];
        Biopharma: ["生物制药技术", "生物制药", "生物医药"];
        NewMaterials: ["新材料及应用技术", "新材料及其应用", "新材料", "materials"];
        AdvancedManufacturing: ["先进制造技术", "先进制造", "manufacturing"];
        ModernAgriculture: ["现代农业技术", "现代农业", "现代化农业", "agriculture"];
        NewEnergy: ["新能源与高效节能技术", "新能源及高效节能技术", "新能源与高效节能", "新能源", "energy"];
        Environment: ["资源与环境保护新技术", "资源与环境", "环境保护", "环境保护与资源综合利用技术"];
        Other: ["其他技术", "其他", "其它", "其他技术注明"];
    }
    BudgetMode {
        Fixed: ["固定", "一口价", "固定金额"];
        Range: ["区间"];
        Negotiable: ["面议", "面谈", "协商", "negotiation"];
        ByResult: ["按效果付费", "按效果", "by results", "paid by result"];
    }
    Visibility {
        Public: ["公开", "实名", "署名公开", "具名公开", "with name", "named"];
        Anonymous: ["匿名", "匿名公开", "不署名", "without name", "unnamed"];
        AdvisorOnly: ["仅顾问", "仅顾问可见", "仅创新顾问", "顾问可见", "advisors only", "advisors"];
    }
    LicenseKind {
        Exclusive: ["独占", "独占许可", "exclusive license"];
        Sole: ["排他", "排他许可", "sole license"];
        NonExclusive: ["普通", "普通许可", "非独占", "nonexclusive", "simple"];
        Open: ["开放许可", "开放", "open license"];
        Sublicense: ["分许可", "再许可"];
    }
    PaymentMode {
        Deferred: ["延期支付", "延期"];
        Instalment: ["分期支付", "分期", "分期付款", "installment", "instalments", "installments"];
        Conditional: ["附条件支付"];
        Royalty: ["收益提成", "提成", "royalties"];
        ZeroEntryMixed: ["零门槛费+里程碑+提成"];
        TrialThenConvert: ["先用后转"];
        Free: ["免费", "免费许可"];
        EntryPlusRoyalty: ["入门费+提成", "入门费加提成"];
        LumpSum: ["一次总付", "一次性付款", "一次性支付"];
        Equity: ["作价入股", "入股"];
        UseFirstCooperate: ["先使用后合作"];
    }
}

/// The labels of the nine levels on Chinese forms (domain reference, 3.1).
const LEVELS: [&str; 9] =
    ["基础原理", "技术概念", "原理验证", "实验室样机", "相关环境验证", "工程样机验证", "真实场景试点", "定型应用", "成熟应用"];

/// A stage word of older forms and the level for which it is taken; the rule `listing.trl_legacy_words`.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct StageWord {
    /// The word, `中试`.
    pub word: String,
    /// The level, 1 to 9.
    pub level: i32,
}

/// Reads `6`, `TRL 6`, `6级`, a level's label, or a stage word of older forms (`中试阶段`, `已有样品/样机`).
pub(super) fn readiness_level(text: &str, stages: &[StageWord]) -> Option<i32> {
    let folded = fold(text);
    let number = folded.strip_prefix("trl").unwrap_or(&folded).trim_start_matches('第').trim_end_matches('级');
    if let Ok(level) = number.parse::<i32>() {
        return (1..=9).contains(&level).then_some(level);
    }
    let label = LEVELS.iter().zip(1..).find(|(label, _)| folded == **label).map(|(_, level)| level);
    label.or_else(|| stages.iter().find(|stage| folded.contains(&stage.word)).map(|stage| stage.level))
}
