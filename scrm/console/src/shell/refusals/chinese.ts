/** What the hub says against an input, in Chinese: its sentences are English, and many. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  // times and days
  [/^must end after it begins/, '结束时间必须晚于开始时间；跨过午夜的，先到 24:00，次日再接着写'],
  [/^must not overlap/, '时间段不能重叠'],
  [/^must be a day such as/, '请填写日期，例如 2027-12-25'],
  [/^(must be the name of a|is no) time zone/, '请填写时区名称，例如 Asia/Shanghai'],
  [/^string should match pattern '\^\(\[01\]/, '请填写时间，例如 09:00'],
  [/^is no length of time/, '请填写时长，例如 12h、30d 或 8w'],
  [/^is no date/, '请填写日期，例如 2026-11-23'],
  // how much
  [/^string should have at least 1 character/, '不能为空'],
  [/^string should have at least (\d+) characters/, '至少需要 $1 个字符'],
  [/^string should have at most (\d+) characters?/, '最多 $1 个字符'],
  [/^list should have at most (\d+) items?/, '最多 $1 项'],
  [/^has (\d+) characters; (\d+) are the most/, '有 $1 个字符，最多 $2 个'],
  [/^holds (\d+); (\d+) are the most/, '有 $1 项，最多 $2 项'],
  [/^are more than (\d+)/, '最多 $1 个'],
  [/^is longer than (\d+) (?:characters|bytes)/, '太长了，最多 $1 个字符'],
  [/^holds more than ([\d,]+) words/, '词太多，最多 $1 个，请拆成两条'],
  [/^needs (?:at least )?(\d+)(?: to (\d+))? characters/, '至少需要 $1 个字符'],
  [/^has to be a number of seconds from 0 to (\d+)/, '请填写 0 到 $1 之间的秒数'],
  [/^has to be a whole number from 0 to (\d+)/, '请填写 0 到 $1 之间的整数'],
  [/^input should be greater than or equal to (-?[\d.]+)/, '不能小于 $1'],
  [/^input should be less than or equal to (-?[\d.]+)/, '不能大于 $1'],
  [/^input should be a valid (?:integer|number)/, '请填写数字'],
  [/^is in the past/, '时间已过'],
  [/^is past (\d+)/, '数字太大，最大为 $1'],
  // what is missing
  [/^(?:field required|is missing)/, '还没有填写'],
  [/^is empty, and would be found in every text/, '不能为空，否则任何文字都会匹配'],
  [/^is empty; write a text, or one for each/, '还没有内容，请写一段文字，或每种语言各写一段'],
  [
    /^is wrong in line (\d+): it asks for (\S+), which nobody has; did you mean ([\w.]+)/,
    '第 $1 行：$2 没有人有，是不是想写 $3？',
  ],
  [/^is an empty list/, '还没有任何内容，请添加，或把它去掉'],
  [/^is empty/, '不能为空'],
  [/^asks nothing/, '还没有条件，请补充'],
  [/^has 0 keys instead of one/, '还没有条件，请补充'],
  [/^holds no word/, '没有任何词，请添加，或去掉这个条件'],
  [/^holds an empty word/, '有一个空词，任何文字都会匹配，请去掉'],
  [/^has no (?:word in it|letter, digit)/, '里面没有可识别的文字'],
  [/^needs two values/, '需要两个值，小的在前'],
  [/^needs a title and a body/, '发布前需要标题和正文'],
  [/^holds no text; write a title and a body/, '还没有内容，请至少用一种语言写标题和正文'],
  [/^holds no text/, '还没有标题，请至少用一种语言写标题'],
  [/^must have words in one language/, '请至少用一种语言填写'],
  // what is not right
  [/^is no event/, '没有这种事件'],
  [/^is no comparison/, '没有这种比较方式'],
  [/^is no intent/, '没有这个意图'],
  [/^is no colleague's mail address/, '没有同事使用这个邮箱'],
  [/^is not a mail address/, '这不是邮箱地址'],
  [/^is the name of an earlier responder/, '前面已有同名的回复规则，请换一个名称'],
  [/^is not known here/, '这里没有这一项'],
  [/^is no category/, '没有这个分类'],
  [/^is no id/, '找不到所选的这一项'],
  [/^has the larger first/, '大的在前，请把两个值对调'],
  [/^has a date and a number/, '一个是日期，一个是数字，请写同一种'],
  [/^holds a quotation mark/, '含有引号，请去掉'],
  [/^has to begin with https/, '必须以 https:// 或 http:// 开头'],
  [/^must be addresses such as/, '请填写网址，例如 https://shop.example'],
  [/^must begin with \/ or \*/, '必须以 / 或 * 开头，例如 /cart*'],
  [/^can't stand beside url/, '按钮要么打开网址，要么发送内容，只能选一种'],
  [/^can't hand over beside articles/, '引用文章的回复不能同时转人工'],
  [/^says for whom a hand-over is/, '指定了转给谁，请同时选择转人工'],
  [/^says how long a tag stays/, '标签的时长要和添加标签一起写'],
  [/^is one too many: a condition has at most (\d+)/, '条件太多，最多 $1 个'],
  [/^lies (\d+) groups deep/, '分组嵌套太深'],
  [/^opens `(.)` and does not close it/, '有“$1”没有对应的结尾，请补上，或在前面加 \\'],
  [/^holds half a character/, '含有不完整的字符，请重新输入'],
  [/^is not a token of BotFather's/, '这不是 BotFather 给的令牌，令牌形如 123456:ABC-DEF'],
  [/^is not your password/, '密码不正确'],
  [/^\d+ is not an uploaded file/, '有文件没有上传成功，请去掉后重新添加'],
  [/^could not be tried, because/, '无法尝试连接，请检查本机网络或代理'],
];

/** Of refusals for which no sentence is known, by their code. */
const GENERAL: Readonly<Record<string, string>> = {
  invalid: '填写的内容不符合要求',
  bad_condition: '条件有误',
  bad_rule: '规则有误',
  bad_bot: '机器人的设置有误',
  bad_articles: '文章有误',
  name_taken: '这个名称已被使用，请换一个',
  too_costly: '这个条件要查很久，请缩小范围',
  tag_in_use: '规则或分群还在使用这个标签，请先在那里修改',
  team_in_use: '启用中的规则或机器人还在使用这个团队，请先在那里修改',
  nobody_named: '规则要分给的团队或同事已不在',
  not_filled: '这条规则没有对过去生效过，没有可撤回的',
  still_filling: '规则还在应用到过去，请等它结束，或先暂停规则',
  rule_is_live: '规则会马上重新打上标签，请先暂停规则',
  not_published: '还没有发布过',
  archived: '它已归档，请先恢复',
  changed_meanwhile: '别人刚改过它，请先看看改了什么，再保存您的',
  bad_template: '模板有误',
  category_used: '这个分类下还有文章（包括已归档的），请先移走',
  conflict: '别人先改了，或当前状态不允许',
  read_only_channel: '这是导入的历史记录，没有可以回复的渠道',
  not_reachable: '对方在这个渠道上没有地址',
  being_sent: '有消息正在发给对方，请稍后再试',
  being_imported: '对方的聊天记录正在导入，请稍后再试',
  same_contact: '不能与自己合并',
  joined_away: '这位联系人已合并到另一位',
  resend_under_way: '活动正在重新发送，请稍候',
  sent_already: '对方已收到，或可能已收到',
  already_separated: '这两位联系人已经拆分过',
  too_large: '文件或内容超过允许的大小',
  key_reused: '这个请求已经用别的内容发过一次，请刷新页面',
  weak_password: '密码需要 10 到 200 个字符',
  bad_credentials: '邮箱或密码不正确',
  user_exists: '这个邮箱已经是同事了',
  last_owner: '至少要保留一位所有者',
  link_expired: '链接已用过或已过期',
  channel_unreachable: '连接不上这个平台，请检查网络或代理',
};
const OTHERWISE = '没有被接受';

const PLACES: Readonly<Record<string, string>> = {
  name: '名称',
  title: '标题',
  body: '正文',
  text: '文字',
  email: '邮箱',
  password: '密码',
  zone: '时区',
  timezone: '时区',
  week: '每周时间',
  closed: '休息日',
  days: '特别安排的日期',
  sites: '网站',
  token: '令牌',
  shortcut: '快捷词',
  attachments: '附件',
  file: '文件',
  when: '触发时机',
  if: '条件',
  then: '动作',
  texts: '内容',
  category_id: '分类',
  amount: '金额',
  en: '英文',
  zh: '中文',
  mon: '星期一',
  tue: '星期二',
  wed: '星期三',
  thu: '星期四',
  fri: '星期五',
  sat: '星期六',
  sun: '星期日',
};

/** A sentence of the hub's in Chinese; null where we have none for it. */
export function sentence(detail: string): string | null {
  const bare = detail.replace(/^value error, /i, '');
  const said = bare.charAt(0).toLowerCase() + bare.slice(1);
  for (const [pattern, words] of SENTENCES) {
    const found = pattern.exec(said);
    if (found) {
      return words.replace(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '');
    }
  }
  return null;
}

export function general(code: string): string {
  return GENERAL[code] ?? OTHERWISE;
}

/** The steps of a place that have a name; a number among them counts from one. */
export function place(field: string | null): string {
  const steps = (field ?? '').split('.').map((step) => {
    if (/^\d+$/.test(step)) return `第 ${Number(step) + 1} 项`;
    return /^\d{4}-\d\d-\d\d$/.test(step) ? step : (PLACES[step] ?? '');
  });
  return steps.filter((step) => step !== '').join(' ');
}
