# 每个错误代码一句话。键名是 error- 加上代码的短横线小写形式。
# 参数在代码缺省时取值 none，此时选用 [none] 分支；可用参数写在各句上方。
# 写法：先说哪里不对，再说怎么办；不责怪、不用行话、不用感叹号，标点用全角。

## 入口

error-bad-user-input = 无法识别这次提交的内容，请检查后再试。
error-unauthenticated = 请先登录。
error-forbidden = 您没有进行此项操作的权限。如需办理，请联系本单位的管理员。
error-not-found = 没有找到相应内容，它可能已被移走，或不对您开放。
# cost 本次查询的开销，max 允许的上限
error-cost-exceeded = { $max ->
    [none] 这次查询的范围过大，请减少字段或每页数量后再试。
   *[other] { $cost ->
        [none] 这次查询的开销超过上限 { $max }，请减少字段或每页数量后再试。
       *[other] 这次查询的开销为 { $cost }，超过上限 { $max }，请减少字段或每页数量后再试。
    }
}
# seconds 多少秒后可以再试
error-throttled = { $seconds ->
    [none] 操作过于频繁，请稍后再试。
   *[other] 操作过于频繁，请在 { $seconds } 秒后再试。
}
error-unavailable = 系统的一部分暂时没有响应，请稍后再试。
error-internal = 系统出现故障，我们已经记录。请稍后再试；如仍不成功，请把请求编号告诉我们。
error-persisted-query-not-found = 服务器尚未保存这条查询，请连同查询全文再发送一次。
error-operation-unknown = 该操作不属于网页前端。程序请改用 Bearer 令牌登录。
error-request-too-large = 这次提交的内容过大，请减少后再发送。
error-not-acceptable = 本接口只以 JSON 回复，请接受 application/graphql-response+json 或 application/json。
error-media-type-unsupported = 本接口只接受 UTF-8 编码的 JSON，请以 application/json 发送。
error-method-not-allowed = 该地址不接受这种请求方法，请参阅 Allow 响应头。
error-request-timeout = 请求未能在规定时间内送达，请换用更快的网络后重新发送。

## 编号、分页、版本

# kind 需要哪一类编号
error-invalid-id = { $kind ->
    [none] 编号不正确，请核对后再试。
   *[other] 这不是{ $kind }的编号，请核对后再试。
}
# max 每页最多多少条
error-page-size-invalid = { $max ->
    [none] 请用 first 或 last 给出每页数量，二者选一。
   *[other] 请用 first 或 last 给出每页数量，二者选一，取值为 1 至 { $max }。
}
error-cursor-mismatch = 分页位置与当前的列表、筛选或排序不符，请从第一页重新开始。
# current 现在的版本号或状态
error-stale-version = { $current ->
    [none] 在您查看之后，内容已被他人修改。请重新载入，再作修改。
   *[other] 在您查看之后，内容已被他人修改（现为{ $current }）。请重新载入，再作修改。
}
# from 现在的状态，to 想要变成的状态
error-transition-not-allowed = { $fromState ->
    [none] { $toState ->
        [none] 当前状态下不能进行此项操作。
       *[other] 当前状态下不能变更为“{ $toState }”。
    }
   *[other] { $toState ->
        [none] 目前处于“{ $fromState }”状态，不能进行此项操作。
       *[other] 目前处于“{ $fromState }”状态，不能变更为“{ $toState }”。
    }
}
error-idempotency-key-reused = 这个幂等键已用于另一份内容，请换一个新的键。
error-idempotency-in-progress = 同一请求正在处理，请稍候再查看结果。

## 字段

error-required = 此项不能为空，请填写。
# max 最多多少个字
error-too-long = { $max ->
    [none] 内容过长，请缩短。
   *[other] 内容过长，请控制在 { $max } 个字以内。
}
# min 最少多少个字
error-too-short = { $min ->
    [none] 内容过短，请补充。
   *[other] 内容过短，请至少填写 { $min } 个字。
}
# max 最多多少项
error-too-many = { $max ->
    [none] 条目过多，请减少。
   *[other] 条目过多，请保留 { $max } 项以内。
}
# min、max 允许的范围
error-out-of-range = { $min ->
    [none] { $max ->
        [none] 数值超出允许的范围，请修改。
       *[other] 数值不能大于 { $max }，请修改。
    }
   *[other] { $max ->
        [none] 数值不能小于 { $min }，请修改。
       *[other] 数值应在 { $min } 至 { $max } 之间，请修改。
    }
}
# character 字符编码，如 U+202E
error-forbidden-characters = { $character ->
    [none] 内容中含有不可见字符或控制字符，请删除后再试。
   *[other] 内容中含有不允许的字符（{ $character }），请删除后再试。
}
error-invalid-email = 邮箱地址的格式不正确，请写成 name@example.cn 的形式。
# value 填写的内容
error-invalid-date = { $value ->
    [none] 日期无法识别，请写成 2026-03-31 的形式。
   *[other] 日期“{ $value }”无法识别，请写成 2026-03-31 的形式。
}
error-invalid-number = { $value ->
    [none] 数字无法识别，请只填写数字，如 80000.00。
   *[other] 数字“{ $value }”无法识别，请只填写数字，如 80000.00。
}
error-invalid-currency = { $value ->
    [none] 币种代码不正确，请使用三位字母代码，如 CNY。
   *[other] 币种代码“{ $value }”不正确，请使用三位字母代码，如 CNY。
}
error-invalid-country = { $value ->
    [none] 国家或地区代码不正确，请使用两位字母代码，如 CN。
   *[other] 国家或地区代码“{ $value }”不正确，请使用两位字母代码，如 CN。
}
# value 填写的内容，allowed 可以使用的代码
error-unknown-code = { $value ->
    [none] { $allowed ->
        [none] 代码不在可选范围内，请从列表中选择。
       *[other] 代码不在可选范围内，可以使用：{ $allowed }。
    }
   *[other] { $allowed ->
        [none] 代码“{ $value }”不在可选范围内，请从列表中选择。
       *[other] 代码“{ $value }”不在可选范围内，可以使用：{ $allowed }。
    }
}
error-duplicate = { $value ->
    [none] 内容重复，请保留一项。
   *[other] “{ $value }”重复出现，请保留一项。
}
error-invalid-credit-code = { $value ->
    [none] 统一社会信用代码未通过校验，请按营业执照或法人证书核对 18 位代码。
   *[other] 统一社会信用代码“{ $value }”未通过校验，请按营业执照或法人证书核对 18 位代码。
}
error-invalid-patent-number = { $value ->
    [none] 专利号或申请号未通过校验，请按证书或受理通知书核对。
   *[other] 专利号或申请号“{ $value }”未通过校验，请按证书或受理通知书核对。
}
error-invalid-ipc = { $value ->
    [none] IPC 分类号不正确，请写成 H01L 21/02 或 H01L 的形式。
   *[other] IPC 分类号“{ $value }”不正确，请写成 H01L 21/02 或 H01L 的形式。
}
# value 目前的合计
error-shares-not-whole = { $value ->
    [none] 各方份额之和应为 100%，请调整。
   *[other] 各方份额之和应为 100%，目前为 { $value }，请调整。
}

## 身份

error-credentials-invalid = 邮箱或密码不正确，请重新输入。
error-email-not-verified = 邮箱尚未验证，请先打开验证邮件中的链接。
# min 最少多少位
error-password-too-weak = { $min ->
    [none] 这个密码容易被猜到，请换一个更长、不含常见词语的密码。
   *[other] 这个密码容易被猜到，请换一个至少 { $min } 位、不含常见词语的密码。
}
error-token-invalid = 链接无效、已被使用或已过期，请重新获取。
error-account-suspended = 账号已被停用。如有疑问，请联系平台运营方。
# scope: 需要的权限范围
error-scope-missing = { $scope ->
    [none] 持有 API 令牌的程序不能执行此操作，请本人登录后再试。
   *[other] 此 API 令牌没有“{ $scope }”权限范围，请新建具有该范围的令牌。
}
error-second-factor-invalid = 验证码不正确、已过期或已被使用，请输入验证器显示的下一个验证码。
error-second-factor-on = 两步验证已经开启。如需更换验证器，请先关闭两步验证。
error-second-factor-off = 尚未设置两步验证，请先开始设置。
error-second-factor-required = 您的角色须启用两步验证。请先设置验证器，设置完成前不能进行其他操作。
error-cross-site-refused = 请求带有会话 Cookie，但不是从本平台的页面发出的。请从允许的来源发送，并带上请求头 x-lianqiao-csrf。
error-provider-unavailable = 贵单位的统一身份认证服务暂时没有正常应答，请几分钟后再试。
error-provider-login-invalid = 本次登录已过期或已被使用，请回到登录页面重新开始。
# domains 可以使用的邮箱域名
error-provider-email-refused = { $domains ->
    [none] 贵单位没有确认可在本平台使用的邮箱地址。
   *[other] 贵单位没有确认可在本平台使用的邮箱地址。可以使用的邮箱域名：{ $domains }。
}
error-last-way-in = 这是您最后一种登录方式，请先设置密码或关联其他登录方式。
error-organization-not-verified = 单位尚未通过平台核验，核验通过后即可进行此项操作。
error-organization-exists = 使用该统一社会信用代码的单位已经注册，请联系该单位的管理员加入。
error-membership-exists = 该用户已经是本单位成员。
error-last-manager = 单位须保留至少一名负责人，请先指定另一名负责人。
# role 角色
error-role-not-applicable = { $role ->
    [none] 此类单位不能设置该角色，请选择其他角色。
   *[other] 此类单位不能设置“{ $role }”角色，请选择其他角色。
}
# missing 缺少的指标
error-size-evidence-missing = { $missing ->
    [none] 企业规模声明缺少数据，请补充从业人员、营业收入或资产总额。
   *[other] 企业规模声明缺少数据，请补充：{ $missing }。
}
error-size-not-applicable = 只有企业需要申报规模，该单位登记的类型不是企业。
error-size-corrected = 平台已更正该企业的规模。如果数据有变化，请先联系平台解除更正，再重新申报。

## 成果

error-consent-missing = 尚未取得共有人或发明人的同意，请先完成确认。
# missing 缺少的字段
error-listing-incomplete = { $missing ->
    [none] 成果信息尚不完整，请补齐发布所需的内容。
   *[other] 成果信息尚不完整，发布前请补齐：{ $missing }。
}
# value 权利号
error-right-expired = { $value ->
    [none] 该知识产权的保护期已满，不能再作为许可的依据。
   *[other] 知识产权 { $value } 的保护期已满，不能再作为许可的依据。
}
error-fee-overdue = 该权利的年费已逾期且超过补缴期限，请缴纳后填写最新的缴费截止日。
error-license-kind-not-offered = 本平台不发布该类许可，请改为独占、排他或普通许可。
# max 权利的最后保护日
error-term-outlives-right = { $max ->
    [none] 许可期限超出了权利的保护期，请缩短许可期限。
   *[other] 许可期限超出了权利的保护期（至 { $max }），请缩短许可期限。
}
error-not-use-first-pay-later = 这些条款不符合“先使用后付费”的要求，请调整条款，或按普通许可发布。
# value 外部编号
error-external-reference-taken = { $value ->
    [none] 已有成果使用了这个外部编号，请更换编号，或更新已有的成果。
   *[other] 已有成果使用了外部编号“{ $value }”，请更换编号，或更新已有的成果。
}
error-secrecy-not-cleared = 涉密或未经保密审查的内容不能发布，请先完成保密审查。
# state 现在的状态
error-submitter-may-not-approve = 由您本人或您所在企业提交的内容，须由其他人审核。

error-listing-not-open = { $state ->
    [none] 该成果目前不接受许可申请。
   *[other] 该成果目前处于“{ $state }”状态，不接受许可申请。
}

## 需求

# missing 缺少的字段
error-demand-incomplete = { $missing ->
    [none] 需求信息尚不完整，请补齐发布所需的内容。
   *[other] 需求信息尚不完整，发布前请补齐：{ $missing }。
}
# found 暴露身份的内容
error-identity-in-text = { $found ->
    [none] 文字中出现了能识别企业的信息，请删去名称、地址和电话，或者改为公开发布。
   *[other] “{ $found }”会暴露企业身份，请删去，或者改为公开发布。
}
error-field-not-for-activity = 学科分类限基础研究填写，技术领域限其他科技活动类型填写。请清空此项，或改选科技活动类型。
error-demand-named = 该需求曾以企业名义公开，不能再改为匿名，请另行填写新的需求。
# days 到期后的天数
error-demand-not-renewable = { $days ->
    [none] 该需求不能直接续期，请核对后重新提交。
   *[other] 到期后 { $days } 天内且未修改的需求才能直接续期，请核对后重新提交。
}
error-demand-parts-differ = 与本需求同属一次拆分的另一条需求展示方式不同：一条公开企业名称，一条匿名，读者对照即可知道企业身份。请将两条设为同一展示方式。
error-proposal-exists = 已有一份未结束的方案，请等待答复，或者先撤回原方案。
# max 一个单位可提交的方案数
# days 期限天数
error-proposals-used-up = { $max ->
    [none] 贵单位近期对该需求提交的方案已达上限，请稍后再试。
   *[other] 每个单位 { $days } 天内对同一需求最多提交 { $max } 份方案，请稍后再试。
}

## 文件与导入

# max 允许的大小，如 20 MB
error-file-too-large = { $max ->
    [none] 文件过大，请拆分后再上传。
   *[other] 文件过大，上限为 { $max }，请拆分后再上传。
}
# allowed 可以读取的类型
error-file-type-unsupported = { $allowed ->
    [none] 无法读取这种类型的文件，请另存为 CSV、XLSX 或 JSONL。
   *[other] 无法读取这种类型的文件，可以上传：{ $allowed }。
}
error-file-damaged = 文件已损坏或不完整，请重新导出后再上传。
error-file-bomb = 文件解压后超出允许的大小，请拆分后再上传。
error-header-missing = 文件中没有可以识别的表头，请在第一行写明各列名称。
# field 缺少哪个字段
error-column-missing = { $field ->
    [none] 文件缺少必需的列，请补充，或调整表头对应关系。
   *[other] 文件缺少“{ $field }”对应的列，请补充，或调整表头对应关系。
}
# expected 表头的列数，found 本行的列数
error-row-shape = { $expected ->
    [none] 本行的列数与表头不一致，请检查分隔符和引号。
   *[other] { $found ->
        [none] 本行的列数与表头的 { $expected } 列不一致，请检查分隔符和引号。
       *[other] 本行有 { $found } 列，表头有 { $expected } 列，请检查分隔符和引号。
    }
}
# max 一格最多多少个字
error-cell-too-long = { $max ->
    [none] 单元格内容过长，请缩短。
   *[other] 单元格内容过长，请控制在 { $max } 个字以内。
}
# count 有问题的行数
error-rows-rejected = { $count ->
    [none] 部分行存在问题，而本次导入要求“全部通过才导入”，因此未导入任何内容。请修正文件，或改为只导入无误的行。
   *[other] 有 { $count } 行存在问题，而本次导入要求“全部通过才导入”，因此未导入任何内容。请修正文件，或改为只导入无误的行。
}
error-cell-error = 该单元格是表格软件报出的错误值。请修正公式，或直接填写数值。
# date 系统读作哪一天
error-ambiguous-date = { $date ->
    [none] 该日期有两种读法，系统按“月/日/年”读取。如有误，请改写为 2026-11-23 这样的格式。
   *[other] 该日期有两种读法，系统按“月/日/年”读作 { $date }。如有误，请改写为 2026-11-23 这样的格式。
}
# max 最多多少行
error-too-many-rows = { $max ->
    [none] 文件行数过多，请拆分后再导入。
   *[other] 文件行数过多，一次最多 { $max } 行，请拆分后再导入。
}
# value 外部编号，row 第一次出现的行
error-duplicate-in-file = { $value ->
    [none] 外部编号在文件中重复出现，请保留一行。
   *[other] { $row ->
        [none] 外部编号“{ $value }”在文件中重复出现，请保留一行。
       *[other] 外部编号“{ $value }”已在第 { $row } 行出现，请保留一行。
    }
}
error-import-writing = 本次导入要求“全部通过才导入”，现已开始写入，无法中止，很快即可完成。
# count 未能撤回的条目数
error-import-not-undone = { $count ->
    [none] 本次导入要求“全部通过才导入”，但最后时刻有行未被接受；部分条目在此期间已被他人修改，未能撤回，详见结果文件。
   *[other] 本次导入要求“全部通过才导入”，但最后时刻有行未被接受；有 { $count } 个条目在此期间已被他人修改，未能撤回，详见结果文件。
}

## 许可

error-offer-not-found = 该成果没有这项许可条款，请重新选择。
# size 企业规模，allowed 条款适用的规模
error-size-not-eligible = { $size ->
    [none] 贵企业的规模不在这项条款的适用范围内，请选择其他条款。
   *[other] 贵企业为{ $size }，不在这项条款的适用范围内，请选择其他条款。
}
error-request-exists = 贵单位对这项条款的申请正在办理，不必重复提交。
error-own-listing = 本单位不能申请许可本单位的成果。
error-enterprise-seat-missing = 许可由企业申请，您尚未加入任何企业。请先登记企业，或请企业邀请您加入。
# until 该许可的最后一日
error-exclusivity-conflict = { $until ->
    [none] 已有独占或排他许可生效，目前无法进行此项操作。
   *[other] 已有独占或排他许可生效（至 { $until }），在此之前无法进行此项操作。
}
# expected 应有的合计，found 目前的合计
error-schedule-mismatch = { $expected ->
    [none] 付款计划各期之和与价款不一致，请核对金额。
   *[other] { $found ->
        [none] 付款计划各期之和应为 { $expected }，请核对金额。
       *[other] 付款计划各期之和为 { $found }，应为 { $expected }，请核对金额。
    }
}
error-reason-required = 请填写理由，以便对方了解。
# mode 付款方式
error-payment-mode-unsupported = { $mode ->
    [none] 目前还不能在平台上约定这种付款方式，请选择其他方式。
   *[other] 目前还不能在平台上约定“{ $mode }”这种付款方式，请选择其他方式，或与转移机构联系。
}
# earliestDueOn 最早可以付费的日期，mode 申请的付款方式，两者都没有时是未使用“先使用后付费”名义
error-terms-not-as-asked = { $earliestDueOn ->
    [none] { $mode ->
        [none] 企业申请的是“先使用后付费”，请按此名义许可，或说明理由后拒绝。
       *[other] 企业申请按“{ $mode }”付款，请按此方式安排付款，或说明理由后拒绝。
    }
   *[other] 已承诺企业在 { $earliestDueOn } 之前不付费，请推迟付款日期，或说明理由后拒绝。
}
# country 企业所在国家或地区
error-negotiation-gate = 向境外企业许可属于技术出口，须先完成分类判定，必要时取得许可后，方可洽谈条款。

## 顾问

error-advisor-exists = 您已申请过担任顾问，请查看您的顾问档案。
error-advisor-not-available = 该顾问今日不在聘期内或暂不接案，请选择其他顾问。
error-conflicts-not-confirmed = 顾问须先确认（近十二个月内）其利益冲突申报完整无遗漏。
error-conflict-of-interest = 该顾问与其中一方存在利益关系，无法保持中立，请另选他人。
error-mandate-exists = 该企业与该顾问已有有效委托。如需变更，请先终止原委托。
error-mandate-request-exists = 您已向该企业提出委托请求，企业尚未答复。
# until: 顾问不得再次提出请求的最后一日
error-mandate-requested-before = { $until ->
    [none] 近期已向该企业提出过委托请求，请稍后再提出。
   *[other] 近期已向该企业提出过委托请求。{ $until }之后方可再次提出。
}
error-mandate-requests-used-up = { $max ->
    [none] 同时等待答复的企业已达上限。请撤回一项请求，或等待企业答复。
   *[other] 同时等待答复的企业最多{ $max }家。请撤回一项请求，或等待企业答复。
}
error-case-exists = 此事已有进行中的案件。
error-case-demand-exists = 该案件已有对应的需求或许可申请。
error-mandate-missing = 此操作需要企业的有效委托。请先请企业出具委托。
error-conflict-unresolved = 顾问已披露与一方的利益关系，须待双方同意后方可继续。
error-first-contact-missing = 请先记录与企业的首次联系。
error-introduction-missing = 对方尚未确认任何引荐。请先登记引荐并等待对方答复。
error-follow-up-missing = 请先完成签约后的回访，再结案。
# minimum: what the rule says; count: how many there are
error-shortlist-too-short = { $minimum ->
    [none] 候选数量不足。请继续挑选，或说明为何没有更多。
   *[other] 候选清单至少 { $minimum } 项，目前 { $count } 项。请继续挑选，或说明为何没有更多。
}
error-follow-up-note-missing = 请先记录本次回访，并设为客户可见。
error-outcome-missing = 请先申报案件成果（合同）。
error-outcome-exists = 该合同已申报过。每份合同只计一次。
error-outcome-not-confirmed = 须先由双方确认该成果。
error-outcome-not-validated = 须先由运营人员核验该成果。
error-fee-not-agreed = 企业的委托未约定服务费，不能登记服务费。
