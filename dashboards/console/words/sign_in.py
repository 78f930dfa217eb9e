"""Signing in and out, and the own account."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "sign_in": ("登录", "Sign in"),
    "sign_out": ("退出登录", "Sign out"),
    "sign_in_login": ("账号", "Account"),
    "sign_in_password": ("密码", "Password"),
    "sign_in_with": ("用 {0} 登录", "Sign in with {0}"),
    "sign_in_by_token": ("用操作员令牌登录", "Sign in with the operator's token"),
    "sign_in_token": ("操作员令牌", "Operator's token"),
    "sign_in_token_help": (
        "令牌在数据目录的 run.json 中（仅本机所有者可读），生产环境为 NENGHENG_TOKEN",
        "The token stands in run.json of the data directory (readable by its owner only); in "
        "production it is NENGHENG_TOKEN",
    ),
    "sign_in_accounts_help": (
        "账号由运维人员建立；忘记密码请联系运维人员重设",
        "Accounts are made by the operator, who can also set a new password",
    ),
    "sign_in_demo_help": (
        "模拟演示：账号与密码在数据目录的 run.json 中，也可运行 `nengheng users list --demo`",
        "This is a simulated demo: accounts and passwords stand in run.json of the data directory; "
        "`nengheng users list --demo` prints them",
    ),
    "sign_in_wrong": (
        "账号与密码不符，或账号已停用；请重试",
        "Account and password do not belong together, or the account is shut out; try again",
    ),
    "sign_in_wrong_token": ("这不是正在运行的平台的操作员令牌", "This is not the operator's token"),
    "sign_in_too_many": (
        "失败次数过多，请稍后再试",
        "Too many have failed; try again later",
    ),
    "sign_in_elsewhere": (
        "登录请求来自其他网站，已拒绝；请在本页登录",
        "Another site sent this sign-in; use this page",
    ),
    "sign_in_network": ("平台没有应答，请重试", "The platform does not answer; try again"),
    "sign_in_unknown": (
        "{0} 认识您，但平台没有对应的账号；请联系运维人员",
        "{0} knows you, but no account here is yours; ask the operator",
    ),
    "sign_in_failed": ("{0} 登录没有完成，请重试", "Signing in with {0} did not work; try again"),
    "session_ended": ("{0} 的登录已失效", "{0} is no longer signed in"),
    "sign_in_again": ("请重新登录", "sign in again"),
    "sign_in_ended": ("登录已过期或已退出，请重新登录", "Your sign-in has ended; sign in again"),
    "own_account": ("我的账号", "Own account"),
    "own_none": (
        "当前不是以账号登录：没有可以管理的登录与密码",
        "You are not signed in with an account: there are no sessions and no password to manage",
    ),
    "own_sessions": ("我的登录", "Where I am signed in"),
    "own_since": ("登录时间", "since"),
    "own_last": ("最近使用", "last used"),
    "own_from": ("来自", "from"),
    "own_browser": ("浏览器", "browser"),
    "own_this": ("当前", "this one"),
    "own_everywhere": ("全部退出", "Sign out everywhere"),
    "own_change": ("修改密码", "Change the password"),
    "own_current": ("原密码", "Password until now"),
    "own_new": ("新密码", "New password"),
    "own_rules": (
        "至少 12 个字符，建议用一句话；修改后其他登录全部失效",
        "At least 12 characters, best a sentence; all other sessions end",
    ),
    "own_changed": ("密码已修改", "The password is changed"),
    "own_wrong": ("原密码不对，请重试", "The password until now is another one; try again"),
    "own_weak": (
        "新密码太短、太长或太常见，请换一句话",
        "The new one is too short, too long or tried by everybody first; take another sentence",
    ),
}
