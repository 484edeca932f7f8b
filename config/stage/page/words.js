// Every word the stage shows, in English and Chinese.

const WORDS = {
  en: {
    stage: "demo stage",
    tabs: "What to look at",
    tabPhone: "Phone",
    tabShop: "Shop",
    tabInbox: "Inbox",
    sidePhone: "The customer’s phone",
    sideShop: "The shop’s site",
    shopNote: "The shop’s site: write from its chat",
    views: "Beside the inbox",
    sideInbox: "The shop’s inbox",
    people: "Customers",
    whose: "The phone of {name}",
    visitor: "The phone of {name}: yours to write from",
    theme: "Light or dark",
    other: "中文",
    up: "The hub is running",
    down: "The hub is dead",
    gone: "The demo has ended",
    pull: "Pull the plug",
    now: "Pull it now",
    again: "Pull it again",
    running: "Pulled …",
    idleTitle: "What if the hub dies while messages fly?",
    idle: "{messages} messages from 20 customers, on Telegram and on the site, in five seconds, replies going out, and after two seconds the hub is killed (kill -9). It starts again, and both sides are counted.",
    stormTitle: "Everybody writes …",
    storm: "In a moment the hub is killed, with messages in flight both ways.",
    darkTitle: "Killed",
    dark: "The customers go on writing. Telegram and their browsers keep what the hub has not acknowledged.",
    catching_upTitle: "Back after {dark} s",
    catching_up: "The hub fetches what it has missed and finds out what it was sending when it died.",
    doneTitle: "Nothing lost, nothing doubled",
    done: "The hub was dead for {dark} s, in the middle of {messages} messages. All of them are in the inbox, once and in order. {replies} {unknown}",
    wrongTitle: "Something went wrong",
    wrong: "The hub was dead for {dark} s. Not everything is where it belongs: the red figures say what. Please tell us; the logs are in the data folder.",
    lateTitle: "Not settled in a minute",
    late: "Some messages are still on their way: {waiting}. Pull again once the machine is less busy.",
    failedTitle: "The run broke off",
    failed: "The demo could not finish counting. The terminal says why.",
    repliesAll: "All {count} replies reached their customer once.",
    repliesMost: "Of {count} replies {sent} reached their customer, each once.",
    unknown: "{count} of them were on the wire in the very moment: the hub can’t know whether they arrived, says so in the inbox, and doesn’t send them twice ({arrived} did arrive).",
    unknownOne: "One of them was on the wire in the very moment: the hub can’t know whether it arrived, says so in the inbox, and doesn’t send it twice ({arrived}).",
    didArrive: "it did arrive",
    didNotArrive: "it did not arrive",
    customers: "Customers’ messages",
    answers: "The shop’s replies",
    written: "written",
    acknowledged: "acknowledged",
    in_inbox: "in the inbox",
    lost: "lost",
    doubled: "doubled",
    disordered: "out of order",
    replies: "taken by the hub",
    replies_sent: "with the customers",
    replies_unknown: "unknown",
    replies_lost: "lost",
    replies_doubled: "doubled",
    waiting: "on the way",
    source: "Counted from the simulated Telegram’s own log and the visitors’ own browsers, against the inbox as REST shows it. Afterwards the 20 conversations are resolved: the inbox has them under Resolved.",
    doorTitle: "Come in by the link",
    door: "The terminal that runs the demo shows a link. It opens this stage once.",
    spentTitle: "This link was used already",
    spent: "Each link opens the stage once. End the demo with Ctrl-C and run it again: everything goes on where it stopped, and there is a new link.",
  },
  zh: {
    stage: "演示舞台",
    tabs: "查看内容",
    tabPhone: "手机",
    tabShop: "网店",
    tabInbox: "收件箱",
    sidePhone: "客户的手机",
    sideShop: "店铺的网站",
    shopNote: "店铺的网站：可在聊天中写消息",
    views: "收件箱旁边",
    sideInbox: "店铺的收件箱",
    people: "客户",
    whose: "{name} 的手机",
    visitor: "{name} 的手机：由你来写",
    theme: "浅色或深色",
    other: "English",
    up: "系统运行中",
    down: "系统已被终止",
    gone: "演示已结束",
    pull: "拔掉电源",
    now: "现在就拔",
    again: "再拔一次",
    running: "已拔掉…",
    idleTitle: "消息正在收发时系统突然崩溃，会怎样？",
    idle: "20 位客户在 Telegram 和网站上五秒内发来 {messages} 条消息，同时店员在回复；两秒后系统被强制终止（kill -9）。重新启动后，再核对双方的记录。",
    stormTitle: "大家都在发消息…",
    storm: "马上就会终止系统，此时双向都有消息在途。",
    darkTitle: "已终止",
    dark: "客户仍在继续发。系统尚未确认的消息，由 Telegram 和他们的浏览器保留。",
    catching_upTitle: "{dark} 秒后恢复",
    catching_up: "系统正在取回错过的消息，并查清终止时正在发送的内容。",
    doneTitle: "没有丢失，也没有重复",
    done: "系统在 {messages} 条消息往来途中停了 {dark} 秒。所有消息都在收件箱里，各一条，顺序正确。{replies}{unknown}",
    wrongTitle: "出了问题",
    wrong: "系统停了 {dark} 秒。有些消息不在该在的地方，见红色数字。请告诉我们；日志在数据文件夹里。",
    lateTitle: "一分钟内没有全部到位",
    late: "还有 {waiting} 条消息在途中。等机器空闲一些再试一次。",
    failedTitle: "这次演示中断了",
    failed: "没能完成统计，原因见终端。",
    repliesAll: "{count} 条回复全部送达客户，各一次。",
    repliesMost: "{count} 条回复中有 {sent} 条送达客户，各一次。",
    unknown: "其中 {count} 条恰好在终止的一刻正在发送：系统无法得知是否送达，会在收件箱里如实标明，不会重复发送（实际送达 {arrived} 条）。",
    unknownOne: "其中 1 条恰好在终止的一刻正在发送：系统无法得知是否送达，会在收件箱里如实标明，不会重复发送（{arrived}）。",
    didArrive: "实际已送达",
    didNotArrive: "实际未送达",
    customers: "客户的消息",
    answers: "店铺的回复",
    written: "已发出",
    acknowledged: "已确认",
    in_inbox: "在收件箱",
    lost: "丢失",
    doubled: "重复",
    disordered: "乱序",
    replies: "系统已接收",
    replies_sent: "已到客户",
    replies_unknown: "结果未知",
    replies_lost: "丢失",
    replies_doubled: "重复",
    waiting: "在途",
    source: "依据模拟 Telegram 自己的日志和访客浏览器的记录，与收件箱的 REST 数据逐条核对。之后这 20 个会话会标为已解决，可在收件箱的“已解决”中查看。",
    doorTitle: "请通过链接进入",
    door: "运行演示的终端里有一个链接，可打开舞台一次。",
    spentTitle: "此链接已用过",
    spent: "每个链接只能打开一次。按 Ctrl-C 结束演示再重新运行：一切会从停下的地方继续，并给出新的链接。",
  },
};

const kept = localStorage.getItem("stage.language");
export let language = kept ?? (navigator.language.startsWith("zh") ? "zh" : "en");

export function choose(wanted) {
  language = wanted;
  localStorage.setItem("stage.language", wanted);
}

/** The words of this name, with what belongs in the braces. */
export function word(name, values = {}) {
  return WORDS[language][name].replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

/** Give every element that names its words those words. */
export function dress() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = word(element.dataset.text);
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label));
    if (element.matches("button")) element.title = word(element.dataset.label);
  }
  for (const element of document.querySelectorAll("[data-title]")) {
    element.title = word(element.dataset.title);
  }
}
