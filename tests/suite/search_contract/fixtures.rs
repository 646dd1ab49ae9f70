//! A dozen listings as they might be published.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use lianqiao::search::{Answer, Document, Facet, Query, SearchIndex};
use uuid::Uuid;

pub(super) const GRAPHENE_FILM: u128 = 1;
pub(super) const BATTERY: u128 = 2;
pub(super) const SUPERCONDUCTOR: u128 = 3;
pub(super) const DEFECTS: u128 = 4;
pub(super) const FUEL_CELL: u128 = 5;
pub(super) const PEROVSKITE: u128 = 6;
pub(super) const ENZYME: u128 = 7;
pub(super) const QUANTUM: u128 = 8;
pub(super) const SLUDGE: u128 = 9;
pub(super) const GRAPHENE_INK: u128 = 10;
pub(super) const HAFNIUM: u128 = 11;
pub(super) const DRYING: u128 = 12;

/// The university of the first listings.
pub(super) const TONGJI: &str = "00000000-0000-7000-8000-0000000000a1";
/// The institute of the others.
pub(super) const INSTITUTE: &str = "00000000-0000-7000-8000-0000000000a2";

/// Identifier of a fixture.
pub(super) fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number)
}

/// A listing with the given titles and texts.
pub(super) fn listing(number: u128, title_zh: &str, title_en: &str, text_zh: &str, text_en: &str) -> Document {
    let from_university = number % 2 == 1;
    Document {
        id: id(number).to_string(),
        version: 1,
        title_zh: title_zh.to_owned(),
        title_en: title_en.to_owned(),
        text_zh: text_zh.to_owned(),
        text_en: text_en.to_owned(),
        organization: if from_university { TONGJI } else { INSTITUTE }.to_owned(),
        organization_names: if from_university {
            vec!["同济大学".to_owned(), "Tongji University".to_owned()]
        } else {
            vec!["中国科学院上海硅酸盐研究所".to_owned(), "Shanghai Institute of Ceramics".to_owned()]
        },
        trl: i64::try_from(number % 9).unwrap_or_default(),
        kind: if number.is_multiple_of(3) { "PROCESS" } else { "PRODUCT" }.to_owned(),
        transfer_ways: if number.is_multiple_of(2) {
            vec!["LICENSE".to_owned(), "ASSIGNMENT".to_owned()]
        } else {
            vec!["LICENSE".to_owned()]
        },
        use_first_pay_later: number.is_multiple_of(4),
        industries: vec!["C".to_owned(), format!("C{}", 30 + number % 3)],
        published_at: 1_760_000_000_000 + i64::try_from(number).unwrap_or_default() * 1000,
        ..Document::default()
    }
}

/// All fixtures.
pub(super) fn listings() -> Vec<Document> {
    let mut all = vec![
        listing(
            GRAPHENE_FILM,
            "石墨烯复合散热膜的卷对卷制备技术",
            "Roll-to-roll preparation of graphene composite heat-spreading films",
            "本成果提出一种卷对卷制备方法，可连续生产高导热薄膜，已在手机散热场景中验证。薄膜的面内导热系数达到一千二百瓦每米开尔文。",
            "A continuous process makes films with an in-plane thermal conductivity of 1200 W/(m·K) for phones and servers.",
        ),
        listing(
            BATTERY,
            "高镍三元锂离子电池正极材料",
            "High-nickel cathode materials for lithium-ion batteries",
            "通过表面包覆抑制了正极材料在高电压下的容量衰减，循环两千次后容量保持率为百分之八十五。",
            "A surface coating keeps 85% of the capacity after 2000 cycles at high voltage.",
        ),
        listing(
            SUPERCONDUCTOR,
            "高温超导限流器",
            "High-temperature superconducting fault current limiter",
            "面向城市配电网的短路电流问题，采用第二代带材，响应时间小于两毫秒。",
            "Built with second-generation tape for city grids; it responds within two milliseconds.",
        ),
        listing(
            DEFECTS,
            "基于深度学习的工业缺陷检测系统",
            "Deep-learning system for detecting surface defects",
            "系统在产线上实时识别划痕与凹坑，漏检率低于千分之一。",
            "The system recognizes scratches and dents on the line in real time and misses fewer than one in a thousand.",
        ),
        listing(
            FUEL_CELL,
            "质子交换膜燃料电池电堆",
            "Proton exchange membrane fuel cell stack",
            "电堆功率密度高，可在零下三十摄氏度冷启动。",
            "A stack with high power density that starts at minus thirty degrees.",
        ),
        listing(
            PEROVSKITE,
            "钙钛矿太阳能电池的低温工艺",
            "Low-temperature process for perovskite solar cells",
            "在一百摄氏度以下完成退火，适合柔性衬底。",
            "Annealing below one hundred degrees suits flexible substrates.",
        ),
        listing(ENZYME, "耐高温木聚糖酶及其应用", "", "该酶在八十摄氏度下保持活性，可用于造纸和饲料。", ""),
        listing(
            QUANTUM,
            "",
            "Photonic chip for quantum key distribution",
            "",
            "An integrated transmitter on indium phosphide. Compatible with naïve fibre networks and façade cabling.",
        ),
        listing(
            SLUDGE,
            "城镇污水厂污泥减量技术",
            "Reducing sludge at municipal wastewater plants",
            "利用微生物的内源呼吸，污泥减量达百分之六十，并副产少量石墨。",
            "Endogenous respiration cuts the sludge by sixty percent.",
        ),
        listing(GRAPHENE_INK, "石墨烯导电浆料", "", "用于柔性电子的印刷线路，方阻低。", ""),
        listing(
            HAFNIUM,
            "氮化铪耐磨涂层",
            "Wear-resistant hafnium nitride coating",
            "用于刀具表面。",
            "For the surfaces of cutting tools.",
        ),
        listing(
            DRYING,
            "谷物热泵干燥机",
            "Heat pump dryer for grain",
            "能耗比燃煤热风干燥低一半。控制器预留了接口，今后可以由石墨烯发热膜代替电阻丝。",
            "Uses half the energy of a coal-fired dryer.",
        ),
    ];
    let keywords: BTreeMap<u128, &[&str]> = BTreeMap::from([
        (GRAPHENE_FILM, ["石墨烯", "散热膜", "graphene film"].as_slice()),
        (BATTERY, &["锂离子电池", "正极材料", "cathode"]),
        (SUPERCONDUCTOR, &["超导", "限流器", "superconductor"]),
        (FUEL_CELL, &["燃料电池", "电堆", "fuel cell"]),
        (PEROVSKITE, &["钙钛矿", "perovskite"]),
        (QUANTUM, &["quantum key distribution", "photonics"]),
        (GRAPHENE_INK, &["石墨烯", "导电浆料"]),
    ]);
    for document in &mut all {
        let found = keywords.iter().find(|(number, _)| id(**number).to_string() == document.id);
        document.keywords = found.map(|(_, words)| words.iter().map(|word| (*word).to_owned()).collect()).unwrap_or_default();
    }
    all
}

/// Fills an index with all fixtures.
pub(super) async fn fill(index: &dyn SearchIndex) -> Result<()> {
    Ok(index.upsert(listings()).await?)
}

/// A query for a text, the first twenty answers.
pub(super) fn text(text: &str) -> Query {
    Query { text: text.to_owned(), limit: 20, ..Query::default() }
}

/// Numbers of the fixtures that were found, in order.
pub(super) fn numbers(answer: &Answer) -> Vec<u128> {
    answer.hits.iter().map(|hit| hit.id.as_u128().wrapping_sub(id(0).as_u128())).collect()
}

/// Numbers of the fixtures that a text finds, in order.
pub(super) async fn find(index: &dyn SearchIndex, wanted: &str) -> Result<Vec<u128>> {
    let answer = index.search(&text(wanted)).await?;
    let found = numbers(&answer);
    ensure!(answer.total == found.len() as u64, "`{wanted}`: total {} but {found:?}", answer.total);
    Ok(found)
}

/// The same without the order.
pub(super) async fn find_set(index: &dyn SearchIndex, wanted: &str) -> Result<Vec<u128>> {
    let mut found = find(index, wanted).await?;
    found.sort_unstable();
    Ok(found)
}

/// Counts of a facet in an answer.
pub(super) fn counts(answer: &Answer, facet: Facet) -> BTreeMap<String, u64> {
    answer.facets.iter().filter(|counts| counts.facet == facet).flat_map(|counts| counts.values.iter().cloned()).collect()
}
