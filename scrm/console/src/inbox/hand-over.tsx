import { IconRobot } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { HandOver, Said } from '../api/types.ts';
import { wordsIn } from '../conditions/words.ts';
import classes from './hand-over.module.css';

/** What was said last says why somebody is called; the rest is a click away. */
const SHOWN = 4;

const useWords = wordsIn(
  {
    asked: 'The bot calls for a person, as its answer says',
    not_understood: 'The bot did not understand twice in a row',
    loop: 'The bot has answered so often that it may be talking with a program',
    last: 'What was said last',
    earlier: 'Show {n} earlier',
    fewer: 'Show fewer',
    bot: 'Bot',
    colleague: 'colleague',
    meaning: 'meaning “{intent}”',
    location: 'Location',
    contact: 'A contact’s card',
    attachments: 'Attachment',
  },
  {
    asked: '机器人按回复设置转人工',
    not_understood: '机器人连续两次没有听懂',
    loop: '机器人连续回复过多，对方可能是程序',
    last: '最近的对话',
    earlier: '显示更早的 {n} 条',
    fewer: '收起',
    bot: '机器人',
    colleague: '同事',
    meaning: '意图“{intent}”',
    location: '位置',
    contact: '名片',
    attachments: '附件',
  },
);

/** The note by which the bot calls for a person, in the reader's language: why, and what was said. */
export default function HandOverCard({ call }: { call: HandOver }): ReactNode {
  const w = useWords();
  const [isWhole, setWhole] = useState(false);
  const hidden = call.lines.length - SHOWN;
  const lines = isWhole ? call.lines : call.lines.slice(-SHOWN);
  return (
    <div className={classes.card}>
      <p>
        <IconRobot size={16} aria-hidden />
        <b>{w(call.reason)}</b>
      </p>
      {hidden > 0 && (
        <button
          type="button"
          aria-expanded={isWhole}
          onClick={() => {
            setWhole(!isWhole);
          }}
        >
          {isWhole ? w('fewer') : w('earlier', { n: hidden })}
        </button>
      )}
      <ul aria-label={w('last')}>
        {lines.map((one, index) => (
          <li key={index} data-by={one.by}>
            <Speaker one={one} />
            {one.text === '' ? (
              <span className={classes.wordless}>{w(one.what ?? 'attachments')}</span>
            ) : (
              <span dir="auto" translate="no">
                {one.text}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Speaker({ one }: { one: Said }): ReactNode {
  const w = useWords();
  if (one.by !== 'bot') {
    return (
      <small>
        <bdi translate="no">{one.name}</bdi>
        {one.by === 'colleague' && ` · ${w('colleague')}`}
      </small>
    );
  }
  return (
    <small>
      {w('bot')}
      {one.responder && (
        <>
          {' · '}
          <bdi translate="no">{one.responder}</bdi>
        </>
      )}
      {one.intent && ` · ${w('meaning', { intent: one.intent })}`}
    </small>
  );
}
