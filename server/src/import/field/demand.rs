//! The fields of a demand.

use std::sync::LazyLock;

use super::{Cell, Field, Fields, fields};

fields! {
    DEMANDS:
    "externalReference" "外部编号" "External reference" Some(Cell::Text), false,
        ["demand number", "demand no", "demand id", "reference", "需求编号", "难题编号", "项目编号", "编号", "内部编号", "record id", "id"];
    "title.zh" "标题（中文）" "Title (Chinese)" Some(Cell::Text), false, ["中文名称", "中文标题", "需求中文名称", "title zh", "title cn", "chinese title"];
    "title.en" "标题（英文）" "Title (English)" Some(Cell::Text), false, ["英文名称", "英文标题", "需求英文名称", "title en", "english title"];
    "title" "标题" "Title" None, false,
        ["需求名称", "技术需求名称", "需求标题", "难题名称", "项目名称", "需求题目", "名称", "题目", "demand title", "demand name", "name", "need"];
    "problem.zh" "问题（中文）" "Problem (Chinese)" Some(Cell::Text), false, ["problem zh"];
    "problem.en" "问题（英文）" "Problem (English)" Some(Cell::Text), false, ["problem en"];
    "problem" "问题" "Problem" None, false,
        ["需求描述", "需求内容", "技术需求", "技术难题", "问题描述", "难题描述", "拟解决的问题", "需求简介", "需求背景", "problem description", "description", "简介"];
    "currentSolution.zh" "现有方案（中文）" "Current solution (Chinese)" Some(Cell::Text), false, [];
    "currentSolution.en" "现有方案（英文）" "Current solution (English)" Some(Cell::Text), false, [];
    "currentSolution" "现有方案" "Current solution" None, false,
        ["现有解决方案", "目前做法", "现状", "现有基础", "已有基础", "existing solution", "status quo"];
    "expectedTarget.zh" "预期目标（中文）" "Expected target (Chinese)" Some(Cell::Text), false, [];
    "expectedTarget.en" "预期目标（英文）" "Expected target (English)" Some(Cell::Text), false, [];
    "expectedTarget" "预期目标" "Expected target" None, false,
        ["期望目标", "预期效果", "期望达到的目标", "主要技术指标", "技术指标", "目标", "target", "goal", "expected result"];
    "acceptanceTests" "验收指标（JSON）" "Acceptance tests (JSON)" Some(Cell::Json), false, [];
    "keywords" "关键词" "Keywords" Some(Cell::List), true, ["关键字", "主题词", "keyword", "tags"];
    "plannedInvestment" "计划投入（JSON）" "Planned investment (JSON)" Some(Cell::Json), false,
        ["计划投入", "计划投资", "拟投入资金", "投入资金", "总投资", "planned investment", "investment"];
    "budget" "预算（JSON）" "Budget (JSON)" Some(Cell::Json), false, ["预算", "预算金额", "意向价格", "意向投入", "合作预算", "金额"];
    "budget.max" "预算上限" "Maximum budget" None, false, ["最高预算", "budget max"];
    "budget.min" "预算下限" "Minimum budget" None, false, ["最低预算", "budget min"];
    "budget.mode" "预算方式" "Budget mode" None, false, ["付费方式", "计价方式"];
    "solutionMode" "解决方式" "Solution mode" Some(Cell::Text), false,
        ["合作方式", "合作模式", "拟合作方式", "研发方式", "cooperation mode", "mode of cooperation"];
    "activityType" "科技活动类型" "Kind of activity" Some(Cell::Text), false, ["研究类型", "科技活动", "activity type", "research type"];
    "discipline" "学科分类" "Discipline" Some(Cell::Text), false, ["学科", "学科代码", "学科名称", "subject"];
    "technologyFields" "技术领域" "Fields of technology" Some(Cell::List), true,
        ["需求技术所属领域", "所属技术领域", "所属领域", "technology field", "technical field", "field of technology"];
    "startYear" "开始年份" "Start year" Some(Cell::Number), false, ["起始年份", "需求起始年份", "开始年度", "year of start"];
    "endYear" "结束年份" "End year" Some(Cell::Number), false, ["终止年份", "需求终止年份", "结束年度", "year of end"];
    "intendedPartner" "合作意向单位" "Intended partner" Some(Cell::Text), false, ["意向合作单位", "拟合作单位", "意向单位", "partner"];
    "supervisingUnit" "归口管理单位" "Supervising unit" Some(Cell::Text), false,
        ["归口管理部门", "归口单位", "归口部门", "主管单位", "主管部门", "supervising authority"];
    "deadline" "解决期限" "Deadline" Some(Cell::Text), false,
        ["完成时间", "期望完成时间", "需求期限", "完成期限", "截止时间", "期限", "needed by", "due date"];
    "site" "应用地点" "Site" Some(Cell::Text), false, ["行政区划代码", "所在地", "实施地点", "应用地区", "地区", "location", "division"];
    "preferredRegions" "优先合作地区" "Preferred regions" Some(Cell::List), true, ["合作地区", "意向合作地区", "regions"];
    "acceptsForeign" "是否接受境外方案" "Accepts foreign solutions" Some(Cell::Flag), false, ["接受境外", "接受国外技术", "foreign solutions"];
    "trlMin" "最低技术成熟度" "Least readiness level" Some(Cell::Number), false,
        ["技术成熟度要求", "成熟度要求", "技术成熟度", "成熟度", "trl", "trl min", "minimum trl"];
    "wantsUseFirstPayLater" "是否希望先使用后付费" "Wants to use first and pay later" Some(Cell::Flag), false,
        ["先使用后付费", "先用后付", "use first pay later"];
    "licenseKinds" "可接受的许可方式" "License kinds" Some(Cell::List), true, ["许可方式", "许可类型", "license kind"];
    "paymentModes" "可接受的付款方式" "Payment modes" Some(Cell::List), true, ["付款方式", "支付方式", "payment mode"];
    "industries" "应用行业（国标）" "Industries (GB/T 4754)" Some(Cell::List), true,
        ["应用行业", "所属行业", "行业", "国民经济行业", "行业代码", "industry"];
    "ipc" "国际专利分类" "IPC" Some(Cell::List), true, ["分类号", "ipc分类号", "ipc code", "ipc codes", "国际分类号"];
    "shanghaiSectors" "上海重点产业" "Shanghai sectors" Some(Cell::List), true, ["重点产业", "产业领域"];
    "chains" "产业链" "Industry chains" Some(Cell::List), true, ["杨浦产业链", "所属产业链"];
    "contact.name" "联系人" "Contact" Some(Cell::Text), false, ["联系人姓名", "负责人", "contact name", "contact person"];
    "contact.phone" "联系电话" "Contact phone" Some(Cell::Text), false, ["电话", "手机", "联系方式", "phone", "telephone", "mobile"];
    "contact.email" "联系邮箱" "Contact e-mail" Some(Cell::Text), false, ["邮箱", "电子邮箱", "电子邮件", "email", "contact email"];
    "visibility" "公开范围" "Visibility" Some(Cell::Text), false, ["可见范围"];
    "validUntil" "展示截止日期" "Valid until" Some(Cell::Text), false, ["截止日期", "有效期", "有效期至", "expires", "expiry date"];
}
