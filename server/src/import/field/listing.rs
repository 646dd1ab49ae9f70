//! The fields of a listing.

use std::sync::LazyLock;

use super::{Cell, Field, Fields, fields};

fields! {
    LISTINGS:
    "externalReference" "外部编号" "External reference" Some(Cell::Text), false,
        ["case number", "case no", "record id", "reference", "成果编号", "项目编号", "编号", "案号", "案卷号", "内部编号", "卷号", "id", "序列号"];
    "title.zh" "标题（中文）" "Title (Chinese)" Some(Cell::Text), false, ["中文名称", "中文标题", "成果中文名称", "title zh", "title cn", "chinese title"];
    "title.en" "标题（英文）" "Title (English)" Some(Cell::Text), false, ["英文名称", "英文标题", "成果英文名称", "title en", "english title"];
    "title" "标题" "Title" None, false,
        ["成果名称", "科技成果名称", "专利名称", "发明名称", "项目名称", "技术名称", "名称", "题目", "invention title", "title of invention", "name"];
    "abstract.zh" "摘要（中文）" "Abstract (Chinese)" Some(Cell::Text), false, ["中文摘要", "中文简介", "abstract zh", "abstract cn"];
    "abstract.en" "摘要（英文）" "Abstract (English)" Some(Cell::Text), false, ["英文摘要", "英文简介", "abstract en", "english abstract"];
    "abstract" "摘要" "Abstract" None, false,
        ["成果简介", "成果介绍", "项目简介", "技术简介", "成果概述", "技术概述", "简介", "概述", "summary", "description"];
    "problem.zh" "解决的问题（中文）" "Problem (Chinese)" Some(Cell::Text), false, [];
    "problem.en" "解决的问题（英文）" "Problem (English)" Some(Cell::Text), false, [];
    "problem" "解决的问题" "Problem" None, false, ["痛点", "痛点问题", "拟解决的问题", "技术问题", "problem solved"];
    "benefit.zh" "效益（中文）" "Benefit (Chinese)" Some(Cell::Text), false, [];
    "benefit.en" "效益（英文）" "Benefit (English)" Some(Cell::Text), false, [];
    "benefit" "效益" "Benefit" None, false, ["技术优势", "优势", "效益分析", "经济效益", "预期效益", "benefits", "advantages"];
    "kind" "成果类型" "Kind" Some(Cell::Text), false, ["成果类别", "成果形式", "类型", "类别", "type", "listing kind"];
    "department" "所属院系" "Department" Some(Cell::Text), false,
        ["center", "centre", "院系", "学院", "所在院系", "所在单位", "所属部门", "部门", "实验室", "faculty", "school", "laboratory"];
    "keywords" "关键词" "Keywords" Some(Cell::List), true, ["关键字", "主题词", "keyword", "tags"];
    "readiness.level" "技术成熟度等级" "Readiness level" Some(Cell::Number), false,
        ["技术成熟度", "成熟度", "技术就绪度", "trl", "技术就绪度等级", "成熟程度", "所处阶段", "成果阶段", "研发阶段", "阶段", "maturity", "trl level", "technology readiness level"];
    "readiness.basis" "成熟度评定方" "Readiness basis" Some(Cell::Text), false, ["评定方式", "trl basis"];
    "readiness.assessedOn" "成熟度评定日期" "Readiness assessed on" Some(Cell::Text), false, ["trl date"];
    "ipRights" "知识产权（JSON）" "IP rights (JSON)" Some(Cell::Json), false, [];
    "ipRights.number" "专利号或申请号" "IP right number" None, false,
        ["申请号", "application number", "application no", "application sn", "app no", "专利申请号", "专利号", "专利号（申请号）", "专利（申请）号",
         "授权号", "登记号", "软著登记号", "patent number", "patent no"];
    "ipRights.publicationNumber" "公开（公告）号" "Publication number" None, false,
        ["公开号", "公告号", "授权公告号", "pub no", "publication no"];
    "ipRights.kind" "知识产权类型" "IP right kind" None, false, ["专利类型", "专利类别", "知识产权类别", "patent type", "patent kind", "ip kind", "ip type"];
    "ipRights.title" "知识产权名称" "IP right title" None, false, [];
    "ipRights.office" "受理局" "Office" None, false, ["专利国别", "国别", "受理国家", "patent office", "country", "jurisdiction"];
    "ipRights.status" "法律状态" "Legal status" None, false, ["专利状态", "当前法律状态", "知识产权状态", "状态", "status", "patent status", "ip status"];
    "ipRights.filedOn" "申请日" "Filed on" None, false, ["申请日期", "申请时间", "专利申请日", "app date", "application date", "filing date", "filed"];
    "ipRights.grantedOn" "授权日" "Granted on" None, false, ["授权日期", "授权公告日", "授权时间", "颁证日", "grant date", "issue date", "issued on"];
    "ipRights.publishedOn" "公开（公告）日" "Published on" None, false, ["公开日", "公告日", "公开公告日期", "pub date", "publication date"];
    "ipRights.expiresOn" "届满日" "Expires on" None, false,
        ["patent expiration date", "expiration date", "expiry date", "到期日", "到期日期", "专利到期日", "有效期至", "失效日", "expiry", "expires"];
    "ipRights.owners" "专利权人" "IP right owners" None, true,
        ["申请（专利权）人", "申请专利权人", "申请人", "权利人", "applicant", "applicants", "assignee", "assignees", "patentee", "owner"];
    "ipRights.pledged" "是否质押" "Pledged" None, false, ["质押", "质押状态"];
    "ipRights.feePaidUntil" "年费缴至" "Fee paid until" None, false, ["年费缴纳至", "年费有效期"];
    "ipc" "国际专利分类" "IPC" Some(Cell::List), true,
        ["主分类号", "分类号", "ipc分类号", "ipc主分类号", "ipc号", "ipc main", "ipc all", "ipc code", "ipc codes", "国际分类号", "main ipc"];
    "industries" "应用行业（国标）" "Industries (GB/T 4754)" Some(Cell::List), true, ["应用行业", "所属行业", "行业", "国民经济行业", "行业代码", "industry"];
    "strategicIndustries" "战略性新兴产业" "Strategic industries" Some(Cell::List), true, ["新兴产业", "战新产业"];
    "shanghaiSectors" "上海重点产业" "Shanghai sectors" Some(Cell::List), true, ["重点产业"];
    "chains" "产业链" "Industry chains" Some(Cell::List), true, ["杨浦产业链", "所属产业链"];
    "innovationPoints" "创新点" "Innovation points" Some(Cell::List), true, ["技术创新点", "主要创新点", "innovation point"];
    "indicators" "技术指标（JSON）" "Indicators (JSON)" Some(Cell::Json), false, [];
    "scenarios.zh" "应用场景（中文）" "Scenarios (Chinese)" Some(Cell::Text), false, [];
    "scenarios.en" "应用场景（英文）" "Scenarios (English)" Some(Cell::Text), false, [];
    "scenarios" "应用场景" "Scenarios" None, false, ["应用领域", "应用范围", "适用范围", "application scenarios", "applications"];
    "appliedCases.zh" "应用案例（中文）" "Applied cases (Chinese)" Some(Cell::Text), false, [];
    "appliedCases.en" "应用案例（英文）" "Applied cases (English)" Some(Cell::Text), false, [];
    "appliedCases" "应用案例" "Applied cases" None, false, ["应用情况", "转化案例", "use cases"];
    "knowHow" "技术秘密要点" "Know-how" Some(Cell::Text), false, ["know how"];
    "inventors" "发明人（JSON）" "Inventors (JSON)" Some(Cell::Json), true,
        ["发明（设计）人", "发明设计人", "发明人", "设计人", "完成人", "成果完成人", "主要完成人", "成果负责人", "inventor", "inventors"];
    "inventorsConsent" "发明人团队同意先使用后付费" "Inventors consent" Some(Cell::Flag), false, ["发明人同意", "团队同意"];
    "owners" "权属份额（JSON）" "Owners (JSON)" Some(Cell::Json), false, [];
    "contact.name" "联系人" "Contact" Some(Cell::Text), false, ["联系人姓名", "contact name", "contact person"];
    "contact.phone" "联系电话" "Contact phone" Some(Cell::Text), false, ["电话", "手机", "联系方式", "phone", "telephone", "mobile"];
    "contact.email" "联系邮箱" "Contact e-mail" Some(Cell::Text), false, ["邮箱", "电子邮箱", "电子邮件", "email", "contact email"];
    "funding.stateFunded" "是否财政资助" "State funded" Some(Cell::Flag), false, ["财政资助", "财政资金", "government funded"];
    "funding.program" "资助计划" "Funding program" Some(Cell::Text), false, ["项目计划", "计划名称", "基金名称", "program", "programme"];
    "funding.agency" "资助机构" "Funding agency" Some(Cell::Text), false, ["agency", "funder"];
    "funding.projectNumber" "资助项目编号" "Funding project number" Some(Cell::Text), false, ["基金编号", "grant number", "project number"];
    "secrecy.level" "密级" "Secrecy" Some(Cell::Text), false, ["保密等级", "secrecy level"];
    "secrecy.cleared" "是否通过保密审查" "Cleared for publication" Some(Cell::Flag), false, ["保密审查", "已保密审查"];
    "exportClass" "技术出口类别" "Export class" Some(Cell::Text), false, ["出口类别", "技术进出口类别"];
    "rightsGrant" "赋权情况" "Rights granted to researchers" Some(Cell::Text), false, ["赋权", "赋权方式"];
    "separatelyManaged" "是否单列管理" "Separately managed" Some(Cell::Flag), false, ["单列管理"];
    "registration.number" "成果登记号" "Registration number of the achievement" Some(Cell::Text), false, ["科技成果登记号", "成果登记编号"];
    "registration.registeredOn" "成果登记日期" "Registered on" Some(Cell::Text), false, ["科技成果登记日期"];
    "transferWays" "转化方式" "Transfer ways" Some(Cell::List), true,
        ["转让方式", "合作方式", "交易方式", "拟转化方式", "转化形式", "transfer way", "cooperation mode"];
    "offers" "许可条款（JSON）" "License offers (JSON)" Some(Cell::Json), false, [];
    "entrustedBroker" "是否委托中介" "Broker entrusted" Some(Cell::Flag), false, ["委托中介"];
    "expectedInvestment" "预计投资（JSON）" "Expected investment (JSON)" Some(Cell::Json), false, ["预计投资", "所需投资", "投资额", "expected investment"];
    "cooperationNeeds" "合作需求" "Cooperation needs" Some(Cell::List), true, ["合作要求", "需求说明"];
    "fiveValues" "五元价值（JSON）" "Five values (JSON)" Some(Cell::Json), false, [];
    "attachments" "附件（JSON）" "Attachments (JSON)" Some(Cell::Json), false, [];
    "validUntil" "挂牌截止日期" "Valid until" Some(Cell::Text), false, ["截止日期", "有效期", "挂牌截止日"];
    "disclosure" "披露范围（JSON）" "Disclosure (JSON)" Some(Cell::Json), false, [];
}
