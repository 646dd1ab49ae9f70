# 界面文字：通知、首页、角色、状态、邮件链接打开的页面。

## 通知

notice-search-unavailable = 搜索服务暂时没有响应，以下列表直接取自数据库，未按相关度排序。
# filters 筛选条件的名称
notice-filters-ignored = { $filters ->
    [none] 部分筛选条件未能生效。
   *[other] 以下筛选条件未能生效：{ $filters }。
}
notice-started-anew = 列表已从头开始。

## 首页

landing-title = 联桥：科技成果转化平台
landing-lead = 高校和科研院所发布成果，企业用中文或英文检索、申请许可，先使用后付费。
landing-here = 功能概览
landing-frontend = 市场首页
landing-no-frontend = 此程序未包含网页界面：编译时没有找到 Node.js。安装 Node.js 20 或更高版本后重新编译即可：
landing-graphiql = 在浏览器中试用接口
landing-graphql = GraphQL 接口
landing-events = 实时订阅（graphql-transport-ws）
landing-uploads = 上传待导入的表格
landing-exports = 导出成果
landing-health = 运行状态
landing-accounts = 可登录的演示账号
landing-account-name = 姓名
landing-account-email = 邮箱
landing-account-role = 角色
landing-account-organization = 单位
landing-account-password = 所有演示账号的密码相同：
landing-no-accounts = 本站未载入演示数据。
landing-demo-only = 演示数据仅供试用，与真实单位和人员无关。

## 角色

role-tto-officer = 成果转化专员
role-tto-head = 成果转化负责人
role-sme-member = 企业成员
role-sme-owner = 企业负责人
role-advisor = 创新顾问
role-case-officer = 跨境事务专员
role-operator = 平台运营方
role-observer = 观察员

## 企业规模

size-micro = 微型企业
size-small = 小型企业
size-medium = 中型企业
size-large = 大型企业

## 状态

value-yes = 是
state-draft = 草稿
state-submitted = 已提交
state-approved = 已批准
state-published = 已发布
state-suspended = 已暂停
state-withdrawn = 已撤回
state-expired = 已到期
state-transferred = 已转让
state-pending = 待核验
state-verified = 已核验
state-rejected = 未通过
state-granted = 已获准
state-active = 有效
state-completed = 已完成
state-terminated = 已终止
state-queued = 排队中
state-running = 进行中
state-finished = 已结束
state-failed = 失败
state-accepted = 已接受
state-declined = 已谢绝
state-revoked = 已撤销
state-cancelled = 已取消
state-fulfilled = 已解决
state-refused = 未予发布
state-open = 待答复
state-interested = 感兴趣
state-passed = 未采纳

## 各类事物（用于“这不是……的编号”）

kind-organization = 单位
kind-user = 用户
kind-membership = 成员资格
kind-session = 登录会话
kind-listing = 成果
kind-listing-revision = 成果的一个版本
kind-demand = 需求
kind-demand-revision = 需求的一个版本
kind-demand-proposal = 需求方案
kind-demand-split = 需求拆分建议
kind-match-feedback = 匹配反馈
kind-license-request = 许可申请
kind-license = 许可
kind-obligation = 应付款项
kind-import-run = 导入任务
kind-import-preset = 导入方案
kind-import-problem = 导入问题
kind-upload = 上传的文件
kind-audit-entry = 审计记录
kind-outbox-event = 事件
kind-delivery = 事件投递
kind-mail-message = 邮件
kind-feed-entry = 动态
kind-rule-version = 规则版本
kind-size-declaration = 规模申报
kind-email-change = 邮箱变更
kind-invitation = 邀请
kind-api-token = API 令牌
kind-linked-login = 关联登录
kind-advisor = 顾问
kind-conflict-declaration = 利益冲突申报
kind-mandate = 委托
kind-mandate-request = 委托请求
kind-broker-case = 顾问案件
kind-case-conflict = 已披露的利益关系
kind-service-log = 服务记录
kind-introduction = 引荐
kind-case-task = 事项
kind-case-pick = 顾问挑选的成果
kind-case-outcome = 案件成果
kind-case-fee = 服务费或补贴
kind-service-platform = 服务平台
kind-saved-search = 保存的搜索

# 邮件链接打开的页面。
page-password = 密码
page-new-password = 新密码
page-email = 邮箱
page-name = 姓名
page-request-password-title = 忘记密码
page-request-password-text = 请输入您账号的邮箱。如果该邮箱有账号，我们会发送一个链接，供您设置新密码。
page-request-password-button = 发送链接
page-request-password-done = 如果该邮箱有账号，链接已经发出，请查收邮件。
page-reset-password-title = 设置新密码
page-reset-password-text = 请设置至少 10 个字符且不易被猜到的密码。设置后，所有设备上的登录都会退出。
page-reset-password-button = 设置密码
page-reset-password-done = 密码已更改，现在可以用新密码登录了。
page-confirm-email-title = 确认新邮箱
page-confirm-email-text = 点击按钮后，您的账号将改用这个邮箱。如果您没有申请过，请关闭本页。
page-confirm-email-button = 确认
page-confirm-email-done = 您的账号已改用这个邮箱。
page-undo-email-title = 撤销邮箱更换
page-undo-email-text = 更换邮箱的人知道您的旧密码，请设置至少 10 个字符的新密码。之后账号恢复使用这个邮箱，所有登录都会退出。
page-undo-email-button = 撤销更换
page-undo-email-done = 账号已恢复使用这个邮箱，现在可以用新密码登录了。
page-invitation-title = 您收到一份邀请
# organization: 单位名称；roles: 角色
page-invitation-text = { $organization ->
    [none] 有单位邀请您加入。请输入您账号的密码以接受邀请。
   *[other] { $organization } 邀请您加入，您的角色：{ $roles }。请输入您账号的密码以接受邀请。
}
page-invitation-newcomer = { $organization ->
    [none] 有单位邀请您加入。接受邀请需要为这个邮箱注册账号，请填写姓名，并设置至少 10 个字符的密码。
   *[other] { $organization } 邀请您加入，您的角色：{ $roles }。接受邀请需要为这个邮箱注册账号，请填写姓名，并设置至少 10 个字符的密码。
}
page-invitation-elsewhere = { $organization ->
    [none] 有单位邀请您加入。您的账号没有设置密码：请通过贵单位统一身份认证登录，然后在“我的邀请”中接受。
   *[other] { $organization } 邀请您加入，您的角色：{ $roles }。您的账号没有设置密码：请通过贵单位统一身份认证登录，然后在“我的邀请”中接受。
}
page-invitation-button = 接受
page-invitation-done = 您已加入，现在可以登录了。
page-decline-title = 已谢绝邀请
page-decline-button = 谢绝
page-decline-done = 您已谢绝邀请，其他没有任何改变。
page-verify-email-title = 确认邮箱
page-verify-email-text = 请输入您注册时设置的密码，确认这个邮箱属于您。确认后即可登录。如果您没有注册过，请关闭本页。
page-verify-email-button = 确认
page-verify-email-done = 邮箱已确认，现在可以登录了。
page-unsubscribe-title = 关闭此类邮件
page-unsubscribe-text = 点击按钮后，我们不再向您发送此类邮件。与您的申请和许可有关的邮件仍会送达。
page-unsubscribe-button = 关闭
page-unsubscribe-done = 已关闭。您不会再收到此类邮件，之后可以在设置中重新打开。
page-code = 验证码
page-sign-in-title = 登录
page-sign-in-text = 您的账号已开启两步验证，请输入验证器显示的验证码，或使用一个恢复码。
page-sign-in-button = 登录

## 网页界面：脚本载入之前和没有脚本时显示的文字

face-site = 联桥
face-heading = 好技术，先用起来
face-lead = 高校院所的成果在这里公开许可条件。中小企业找到合适的，可以先使用，见效之后再付费。
face-search = 搜索
face-find = 找成果
face-newest = 最新成果
face-none = 没有符合条件的成果。
face-offered = { $count ->
    [none] 可申请许可的成果
   *[other] { $organization } · { $count } 项成果可申请许可
}
face-count = { $count ->
    [none] 成果
   *[other] { $count } 项成果
}
face-problem = 解决什么问题
face-benefit = 好在哪里
face-summary = 技术简介
face-scenarios = 适用场景
face-cases = 应用案例
face-figures = 关键指标
face-today = 现有水平
face-terms = 许可条件
face-free = 免费使用月数：
face-term = 许可期限（月）：
face-price = 许可费
face-example = 若许可今日生效，到期：

# 未采纳方案的原因。
pass-too-early = 成熟度不够
pass-too-dear = 价格过高
pass-wrong-field = 领域不符
pass-already-solved = 已经解决
pass-demand-ended = 需求已结束
pass-unclear-benefit = 优势不明显
pass-terms = 条件不合适
pass-other = 其他原因
face-needs = 企业技术需求
face-find-needs = 找需求
face-demands = { $count ->
    [none] 需求
   *[other] 共 { $count } 条需求
}
face-solution = 目前怎么做
face-target = 期望达到
face-tests = 验收指标
face-deadline = 期望解决时间
face-budget = 预算

## 为什么匹配，以及不利之处

match-why-meaning-very-near = 供需两边谈的是同一类问题，即使用词不同。
match-why-meaning-near = 供需两边意思相近。
# words：两边都出现的词
match-why-words = { $words ->
    [none] 两边说的是同样的事。
   *[other] 两边都提到：{ $words }。
}
# need：需求里的说法；offer：成果里的说法
match-why-name = { $need ->
    [none] 同样的东西，另一种叫法
   *[other] “{ $need }”即“{ $offer }”
}
match-why-names = { $names ->
    [none] 同样的东西，叫法不同。
   *[other] 同样的东西，叫法不同：{ $names }。
}
match-why-field = { $fields ->
    [none] 两边属于同一领域。
   *[other] 两边属于同一领域：{ $fields }。
}
match-against-little = 两边的文字很少互相印证，可能不是一回事，请先看标题。
match-against-field = 两边填写的领域不同。
# wanted, offered：技术成熟度
match-pass-readiness = { $wanted ->
    [none] 成熟度够用。
   *[other] 成熟度够用：成果为{ $offered }级，要求不低于{ $wanted }级。
}
match-fail-readiness = { $wanted ->
    [none] 成熟度还不够。
   *[other] 成熟度还不够：成果为{ $offered }级，要求不低于{ $wanted }级。可以问问是否安排了中试。
}
match-untold-readiness = { $wanted ->
    [none] 成果方没有写明成熟度。
   *[other] 成果方没有写明成熟度，要求不低于{ $wanted }级。可以请对方提供检测或中试结果。
}
# wanted, offered：许可或转让方式
match-pass-mode = { $wanted ->
    [none] 可以按希望的方式取得。
   *[other] 可以按希望的方式取得：{ $offered }。
}
match-fail-mode = { $wanted ->
    [none] 不能按希望的方式取得。
   *[other] 成果方提供的是{ $offered }，希望的是{ $wanted }。可以问问对方能否商量。
}
match-untold-mode = { $wanted ->
    [none] 成果方没有写明怎样取得。
   *[other] 成果方没有写明怎样取得，希望的是{ $wanted }。
}
# wanted：预算；offered：使用前的价格
match-pass-budget = { $wanted ->
    [none] 在预算之内。
   *[other] 在预算之内：使用前需付{ $offered }，预算最高{ $wanted }。
}
match-pass-budget-nothing = { $wanted ->
    [none] 产生收入之前不用付费。
   *[other] 产生收入之前不用付费，预算为{ $wanted }。
}
match-fail-budget = { $wanted ->
    [none] 超出预算。
   *[other] 超出预算：使用前需付{ $offered }，预算最高{ $wanted }。
}
match-untold-budget = { $wanted ->
    [none] 价格没有写明，需要面谈。
   *[other] 价格没有写明，需要面谈，预算最高{ $wanted }。
}
match-untold-budget-currency = { $wanted ->
    [none] 价格与预算币种不同。
   *[other] 价格为{ $offered }，预算为{ $wanted }，币种不同，无法直接比较。
}
# wanted, offered：付款方式
match-pass-payment = { $offered ->
    [none] 可以按接受的方式付款。
   *[other] 可以按接受的方式付款：{ $offered }。
}
match-pass-payment-free = 不用付费。
match-fail-payment = { $wanted ->
    [none] 不能按接受的方式付款。
   *[other] 成果方要求的付款方式是{ $offered }，能接受的是{ $wanted }。可以问问对方能否商量。
}
match-untold-payment = { $wanted ->
    [none] 成果方没有写明付款方式。
   *[other] 成果方没有写明付款方式，能接受的是{ $wanted }。
}
match-pass-price-later = { $offered ->
    [none] 以后要付的也在预算内。
   *[other] 有收入后付{ $offered }，在预算{ $wanted }以内。
}
match-fail-price-later = { $offered ->
    [none] 以后要付的超出预算。
   *[other] 先用不付费，但有收入后要付{ $offered }，超过预算{ $wanted }。
}
match-untold-price-later = { $offered ->
    [none] 以后要付的与预算币种不同。
   *[other] 有收入后要付{ $offered }，与预算{ $wanted }币种不同，无法直接比较。
}
match-pass-use-first = 可以先使用后付费。
match-fail-use-first = 希望先使用后付费，成果方目前不提供。可以问问能否商量。
match-untold-use-first = 希望先使用后付费，成果方没有写明是否提供。
match-pass-exclusivity = 仍可独家取得：平台上没有当地对他人的许可。
match-fail-exclusivity = 已向所有人开放或已许可他人，不能再独家取得。
match-untold-exclusivity = 没有写明是否仍可独家取得。
# wanted：国家或地区；offered：没有
match-fail-available = { $wanted ->
    [none] 已有独占或排他许可，不能再取得许可。
   *[other] 在{ $wanted }已有独占或排他许可，到期前不能再取得许可。
}
match-fail-abroad = { $offered ->
    [none] 成果方在境外，而需求没有说明欢迎境外方案。
   *[other] 成果方在{ $offered }，而需求没有说明欢迎境外方案。
}
# wanted：优先合作地区；offered：成果方所在地
match-pass-preferred-region = { $offered ->
    [none] 成果方在优先合作的地区。
   *[other] 成果方在{ $offered }，属于优先合作的地区。
}
match-fail-preferred-region = { $wanted ->
    [none] 成果方不在优先合作的地区。
   *[other] 成果方在{ $offered }，不在优先合作的{ $wanted }。
}
match-untold-preferred-region = { $wanted ->
    [none] 没有写明成果方在哪里。
   *[other] 没有写明成果方在哪里，优先合作的是{ $wanted }。
}
match-pass-cooperation = 希望合作研发，成果方愿意合作实施。
match-untold-cooperation = 希望合作研发，成果方没有写明是否愿意，可以问问。
# wanted, offered：国家或地区；没有即为全球
match-pass-region = { $offered ->
    [none] 使用地域不限。
   *[other] 可以在需要的地方使用：{ $wanted }。
}
match-fail-region = { $wanted ->
    [none] 不能在需要的地方使用。
   *[other] 只能在{ $offered }使用，而需求在{ $wanted }。
}
match-untold-region = { $wanted ->
    [none] 成果方没有写明可以在哪里使用。
   *[other] 成果方没有写明可以在哪里使用，需求在{ $wanted }。
}
match-pass-export = { $wanted ->
    [none] 可以自由出口。
   *[other] 可以自由出口到{ $wanted }。
}
match-fail-export = { $wanted ->
    [none] 属于禁止出口的技术。
   *[other] 属于禁止出口的技术，而需求在{ $wanted }。
}
match-license-export = { $wanted ->
    [none] 出口须经商务主管部门许可。
   *[other] 出口到{ $wanted }须经商务主管部门许可，需要数周时间。
}
match-untold-export = { $wanted ->
    [none] 能否出口尚未确定。
   *[other] 能否出口到{ $wanted }尚未确定。
}

## 为什么不在列表里

absence-not-published = 尚未发布，所以不在任何列表里。
absence-refused = 这项需求已经把它放到一边。撤回反馈后会重新回到列表。
absence-outranked = 有200条以上更合适的排在前面。
absence-not-proposed = 两边的用词和意思还不足以把它们联系起来。如果确实是一回事，请用对方的说法写一写问题或效果。

## 成果方可以怎样改进

advice-interested = 有企业感兴趣，请在一周内答复对方的询问。
advice-too-early = 请写明实验室以外做过哪些试验，并给出数据；还没有做的，请写明可以在哪个中试平台做、费用多少、需要几周。
advice-too-dear = 请给出门槛更低的起步方式：先使用后付费、免入门费的收益提成，或者只许可一个厂区。
advice-wrong-field = 请在标题和摘要里直接写明用在哪个行业，并检查所选的行业。
advice-unclear-benefit = 请用一个数字与现有做法比较：成本、时间、废品率或能耗。
advice-terms = 请再提供一套条件：另一种许可方式、另一个地域，或者更短的期限。
advice-known-already = 有需要的企业已经了解它。新的结果或新的条件才是新消息。
advice-other = 有企业因其他原因放弃，可以请顾问帮助了解。

## 平台如何把技术提升到所需的成熟度

# from, to: technology readiness levels; weeks, cost: phrases from below
match-bridge = { $from ->
    [none] 可经平台提升到所需的成熟度。
   *[other] 从{ $from }级到{ $to }级：{ $steps ->
        [1] 一步
        [2] 两步
        [3] 三步
       *[other] { $steps }步
    }，{ $weeks }，{ $cost }。
}
match-bridge-weeks = { $min ->
    [none] 若干周
   *[other] { $min }至{ $max }周
}
match-bridge-weeks-exact = { $weeks ->
    [none] 若干周
    [1] 1周
   *[other] { $weeks }周
}
match-bridge-weeks-untold = 部分平台未说明周期
match-bridge-weeks-silent = 未说明周期
match-bridge-cost = { $min ->
    [none] 需一定费用
   *[other] { $min }至{ $max }
}
match-bridge-cost-untold = 部分平台未说明费用
match-bridge-cost-silent = 未说明费用
match-bridge-cost-currencies = 费用币种不同，不作合计
match-bridge-none = { $from ->
    [none] 这里没有平台能进一步提升。
   *[other] 从{ $from }级到{ $to }级：这里没有平台能进一步提升。
}
match-bridge-none-field = { $from ->
    [none] 这里没有平台能进一步提升。
   *[other] 从{ $from }级到{ $to }级：这里没有平台能进一步提升该领域的技术。
}
match-bridge-short = { $from ->
    [none] 这里的平台可以进一步提升，但达不到所需的成熟度。
   *[other] 从{ $from }级到{ $to }级：这里的平台可提升到{ $reached }级，之后没有平台接续。
}
match-bridge-elsewhere = 以下平台不全在意向地区（或未说明地区）。

## 顾问的待办

# months 签约后的月数
follow-up-after-contract = { $months ->
    [none] 签约后回访
   *[other] 签约后 { $months } 个月回访
}
# days 提前的天数；date 应付款日
follow-up-before-payment = { $date ->
    [none] 付款前回访
   *[other] { $date }应付款前 { $days } 日回访
}
# date 服务义务的最后一日
follow-up-duty-ends = { $date ->
    [none] 服务义务到期
   *[other] { $date }服务义务到期
}

## 申报材料
fee-kind-fee = 服务费
fee-kind-subsidy = 补贴
outcome-kind-license = 许可
outcome-kind-assignment = 转让
outcome-kind-development = 开发
outcome-kind-consulting = 咨询
outcome-kind-service = 服务
