// Every word the pages show, in English and Chinese.

const WORDS = {
  en: {
    about: "Each phone belongs to one simulated customer. Write from it, and the hub hears it as Telegram would tell it.",
    addPerson: "Add a customer",
    attach: "Attach",
    back: "All phones",
    block: "Block this bot",
    blocked: "You blocked this bot",
    bot: "bot",
    cancel: "Cancel",
    contact: "My contact",
    document: "Document",
    edit: "Edit",
    edited: "edited",
    editing: "Edit message",
    empty: "No messages yet. Press Start or write the first one.",
    firstName: "First name",
    location: "Location",
    message: "Message",
    messages: "Messages",
    more: "More",
    newest: "To the newest message",
    nobody: "Nobody has a phone yet. Add a customer above.",
    noMessages: "no messages yet",
    noSuchBot: "There is no bot of this name in the simulation.",
    pause: "Pause",
    photo: "Photo",
    play: "Play",
    reply: "Reply",
    replying: "Reply",
    sampleVoice: "Sample voice note",
    send: "Send",
    start: "Start",
    startAsNew: "Start as somebody new",
    sticker: "Sticker",
    title: "Phones",
    today: "Today",
    typing: "typing…",
    unblock: "Unblock",
    unsupported: "This kind of message is not shown here",
    voice: "Voice note",
    whosePhone: "This link opens a chat on a phone. Whose phone is it?",
    yesterday: "Yesterday",
  },
  zh: {
    about: "每部手机属于一位模拟客户。在上面写消息，系统会像从 Telegram 收到一样听到它。",
    addPerson: "添加客户",
    attach: "添加附件",
    back: "所有手机",
    block: "屏蔽此机器人",
    blocked: "你已屏蔽此机器人",
    bot: "机器人",
    cancel: "取消",
    contact: "我的名片",
    document: "文件",
    edit: "编辑",
    edited: "已编辑",
    editing: "编辑消息",
    empty: "还没有消息。点“开始”或直接写第一条。",
    firstName: "名字",
    location: "位置",
    message: "消息",
    messages: "消息列表",
    more: "更多",
    newest: "回到最新消息",
    nobody: "还没有人有手机。请在上方添加客户。",
    noMessages: "还没有消息",
    noSuchBot: "模拟环境里没有叫这个名字的机器人。",
    pause: "暂停",
    photo: "照片",
    play: "播放",
    reply: "回复",
    replying: "回复",
    sampleVoice: "示例语音",
    send: "发送",
    start: "开始",
    startAsNew: "以新客户开始",
    sticker: "贴纸",
    title: "手机",
    today: "今天",
    typing: "正在输入…",
    unblock: "取消屏蔽",
    unsupported: "此类消息在这里不显示",
    voice: "语音",
    whosePhone: "这个链接会在手机上打开聊天。用谁的手机？",
    yesterday: "昨天",
  },
};

const asked = new URLSearchParams(location.search);

export const language = (asked.get("lang") ?? navigator.language).startsWith("zh") ? "zh" : "en";

export const word = (name) => WORDS[language][name];

/** Language and theme of the page, and the words of elements that name them. */
export function dress() {
  const root = document.documentElement;
  root.lang = language;
  if (window.parent !== window) root.dataset.embedded = "";
  const machine = window.matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    root.dataset.theme = asked.get("theme") ?? (machine.matches ? "dark" : "light");
  };
  machine.addEventListener("change", paint);
  paint();
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label));
    if (element.matches("button, a")) element.title = word(element.dataset.label);
  }
  for (const element of document.querySelectorAll("[data-placeholder]")) {
    element.placeholder = word(element.dataset.placeholder);
  }
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = word(element.dataset.text);
  }
}

/** What an address passes on to another page of this place. */
export function passOn(path, more = {}) {
  const kept = new URLSearchParams(more);
  for (const name of ["lang", "theme"]) if (asked.has(name)) kept.set(name, asked.get(name));
  return kept.size ? `${path}?${kept}` : path;
}
