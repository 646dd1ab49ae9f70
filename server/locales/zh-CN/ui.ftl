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
