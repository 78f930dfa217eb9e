"""Gateways: the list, one gateway's log-ins, and connecting one."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "gateways_page": ("网关接入", "Gateways"),
    "gateway_add": ("添加网关", "Add a gateway"),
    "gateway_none": ("还没有网关。", "There is no gateway yet."),
    "gateway_code": ("网关编码", "Gateway code"),
    "gateway_code_hint": (
        "1–64 个字母、数字或 _ . -，例如 GW1；接入后不再更改。",
        "1–64 letters, digits or _ . -, such as GW1; it stays for good.",
    ),
    "gateway_name": ("名称（安装位置）", "Name (where it stands)"),
    "gateway_enterprise": ("用能单位", "Enterprise"),
    "gateway_issue": ("添加并生成登录凭据", "Add it and make its log-in"),
    "gateway_added": (
        "网关 {0} 已添加，凭据仅显示这一次",
        "Gateway {0} added; its log-in is shown this once",
    ),
    "gateway_title": ("网关 {0}", "Gateway {0}"),
    "gateways_back": ("全部网关", "all gateways"),
    "delivery_end-to-end": ("端到端确认", "end-to-end"),
    "delivery_broker": ("仅到消息服务器", "to the broker only"),
    "gateway_never": ("从未到报", "never heard"),
    "gateway_silent": ("超过 1 小时未到报", "silent for over an hour"),
    "gateway_shut_out": ("无有效凭据，不能连接", "no log-in: cannot connect"),
    "gateway_until": ("有效至 {0}", "holds until {0}"),
    "refusals_title": ("消息服务器拒绝的连接", "Connections the broker refused"),
    "refusals_note": (
        "来自消息服务器最近的日志；口令错误时服务器只报告对方地址，不报告网关",
        "From the broker's latest log; of a wrong password it tells the address, not the gateway",
    ),
    "refusals_none": ("最近没有连接被拒绝", "None of late"),
    "refusals_last": ("最近一次", "last"),
    "refusals_client": ("{0} 的设备", "a device at {0}"),
    "refusals_who": ("来自", "who"),
    "refusals_what": ("原因", "why"),
    "refusals_fix": ("处理办法", "what to do"),
    "refusals_count": ("次数", "times"),
    "arrival_not": (
        "一直没有？依次检查：① 设备能访问上面的服务器地址和端口；② 用户名和口令与生成时一致"
        "（可更换口令）；③ 上报主题与上面一致；④ 设备时钟与平台时间相差不到 10 分钟。",
        "Still nothing? Check in turn: (1) the device reaches the broker's address and port; (2) "
        "user name and password are those that were shown (a new one can be given); (3) it "
        "publishes to the topic above; (4) its clock is within 10 minutes of the platform's.",
    ),
    "gateway_received": ("收到报文", "messages"),
    "gateway_quarantined": ("隔离", "quarantined"),
    "gateway_gaps": ("缺号", "gaps"),
    "gateway_gaps_found": ("报文序号缺失", "Missing message numbers"),
    "gateway_gaps_none": ("没有发现缺号。", "No number is missing."),
    "gateway_steps": ("接入步骤", "Steps"),
    "connect_secret": ("登录凭据（仅显示这一次）", "Log-in (shown this once)"),
    "connect_secret_note": (
        "平台只保存口令的散列值。离开本页后无法再看到；遗失时请更换口令。",
        "Only a hash of the password is kept. It cannot be shown again; if it is lost, give "
        "a new one.",
    ),
    "connect_no_secret": (
        "口令只在生成时显示。需要连接命令和程序时，请更换口令。",
        "A password is shown only when it is made. For the line and the program, give a new one.",
    ),
    "connect_host": ("服务器", "broker"),
    "connect_tls": ("加密 (TLS)", "encrypted (TLS)"),
    "connect_yes": ("是", "yes"),
    "connect_no": ("否", "no"),
    "connect_user": ("用户名", "user name"),
    "connect_password": ("口令", "password"),
    "connect_topic": ("上报主题", "publishes to"),
    "connect_reply": ("回执主题", "is answered on"),
    "connect_line": ("一条命令试发", "Try it by one line"),
    "connect_line_note": (
        "发送一条合法报文；测点 TEST.EP 尚未命名，会进入隔离区，不影响任何核算。",
        "Sends one valid message. Its point TEST.EP has no name yet and waits in quarantine: "
        "no account is touched.",
    ),
    "connect_program": ("带缓存的采集程序", "Program with a buffer"),
    "connect_program_note": (
        "一个 Python 文件，只依赖 paho-mqtt：先落盘再发送，收到平台回执才删除；断网、断电、被"
        "终止都不丢。",
        "One Python file, paho-mqtt only: it writes to disk first, and forgets only what the "
        "platform has confirmed.",
    ),
    "connect_download": ("下载 {0}", "Download {0}"),
    "connect_authority": ("下载 ca.crt", "Download ca.crt"),
    "connect_show": ("查看程序", "Show the program"),
    "copy": ("复制", "copy"),
    "arrival_title": ("报文到达", "Messages arriving"),
    "arrival_waiting": (
        "正在等待第一条报文……（每 2 秒查看一次）",
        "Waiting for the first message … (looks every 2 seconds)",
    ),
    "arrival_first": (
        "报文已到达：共 {0} 条，最近 {1}",
        "Arrived: {0} messages, the newest at {1}",
    ),
    "naming_title": ("为测点命名", "Name the points"),
    "naming_none": ("没有未命名的测点。", "No point waits for a name."),
    "naming_note": (
        "以下测点已有数据但未登记，报文原样保存在隔离区；命名后自动补入。预填内容由数据推测，"
        "请核对。",
        "These points send but are not registered; their messages are kept as they came. "
        "Name them, and what waited is let in. What is filled in is guessed: check it.",
    ),
    "naming_seen": ("{0} 条读数，{1} → {2}", "{0} readings, {1} → {2}"),
    "naming_do": ("命名并补入数据", "Name it and let its data in"),
    "naming_all": ("全部按推测命名", "Name all as guessed"),
    "naming_done": (
        "已登记 {0} 个测点，补入 {1} 条读数",
        "{0} points registered, {1} readings let in",
    ),
    "naming_carrier": ("能源品种", "Carrier"),
    "naming_unit": ("读数单位", "Unit of readings"),
    "naming_expected": ("上报间隔（秒）", "Time between readings (s)"),
    "naming_kind": ("类型", "Kind"),
    "naming_flow": ("流向", "Flow"),
    "naming_name": ("名称", "Name"),
    "first_title": ("首批读数", "First readings"),
    "first_none": (
        "命名后，读数曲线出现在这里。",
        "Once points have names, their readings stand here.",
    ),
    "first_account": ("首份核算（{0}）", "First account ({0})"),
    "first_account_none": (
        "首份核算在读数入库后数秒出现；时段量需要两次以上读数。",
        "The first account appears seconds after the readings; a counter needs two of them.",
    ),
    "first_energy": ("综合能耗（当量值）", "Energy (calorific)"),
    "log_ins": ("登录凭据", "Log-ins"),
    "log_in_state_holds": ("有效", "holds"),
    "log_in_state_revoked": ("已吊销", "revoked"),
    "log_in_state_expired": ("已过期", "expired"),
    "log_in_until": ("失效时间", "ends"),
    "log_in_created": ("生成时间", "made"),
    "log_in_number": ("序号", "number"),
    "log_in_none": ("没有凭据：该网关无法连接。", "It has no log-in and cannot connect."),
    "rotate": ("更换口令", "New password"),
    "rotate_keep": ("旧口令保留", "The old password"),
    "rotate_keep_0": ("立即失效", "ends now"),
    "rotate_keep_86400": ("再保留 1 天", "holds one more day"),
    "rotate_keep_604800": ("再保留 7 天", "holds seven more days"),
    "rotated": ("新口令已生成，仅显示这一次", "A new password was made; it is shown this once"),
    "revoke": ("吊销全部凭据", "Revoke all log-ins"),
    "revoke_question": ("吊销网关 {0} 的全部凭据？", "Revoke all log-ins of gateway {0}?"),
    "revoke_explain": (
        "该网关会立即断开，且不能再连接，直到生成新口令。已发送的数据不受影响。",
        "It is cut off at once and cannot connect until it is given a new password. What it "
        "sent stays.",
    ),
    "revoked": ("已吊销 {0} 个凭据", "{0} log-ins revoked"),
    "carrier_none": ("（无，产量等）", "(none: output and the like)"),
}
