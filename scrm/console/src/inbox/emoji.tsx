import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/context.tsx';
import { EMOJI } from './emoji-data.ts';
import classes from './composer.module.css';

const RECENT_KEY = 'scrm.emoji';
const RECENT = 16;

function recent(): string[] {
  return (localStorage.getItem(RECENT_KEY) ?? '').split(' ').filter(Boolean);
}

/** A small set, found by English or Chinese words; what was used last comes first. */
export default function EmojiPicker(props: { onPick: (emoji: string) => void }): ReactNode {
  const t = useT();
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLocaleLowerCase();
  const found = EMOJI.filter(([, words]) => words.includes(wanted)).map(([emoji]) => emoji);
  const shown = wanted === '' ? [...new Set([...recent(), ...found])] : found;
  const pick = (emoji: string): void => {
    const next = [emoji, ...recent().filter((other) => other !== emoji)].slice(0, RECENT);
    localStorage.setItem(RECENT_KEY, next.join(' '));
    props.onPick(emoji);
  };
  return (
    <div className={classes.emoji}>
      <input
        type="search"
        data-autofocus
        aria-label={t('emoji.search')}
        placeholder={t('emoji.search')}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          const first = shown[0];
          if (event.key !== 'Enter' || !first) return;
          event.preventDefault();
          pick(first);
        }}
      />
      <div className={classes.emojiGrid}>
        {shown.map((emoji) => (
          <button
            key={emoji}
            type="button"
            translate="no"
            onClick={() => {
              pick(emoji);
            }}
          >
            {emoji}
          </button>
        ))}
        {shown.length === 0 && <p>{t('emoji.none')}</p>}
      </div>
    </div>
  );
}
