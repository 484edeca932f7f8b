import type { CSSProperties, ReactNode } from 'react';
import classes from './avatar.module.css';
import { hueOf } from './colour.ts';
import { PlatformMark } from './platform-mark.tsx';

/** One character for Chinese, Japanese and Korean names, two initials for others. Signs around a
 *  word, as in “Rita (Refund)”, are no initials; a name of signs alone shows its first. */
export function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}][^\s]*/gu) ?? [name.trim()];
  const first = [...(words[0] ?? '')][0] ?? '';
  if (/\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}/u.test(first)) return first;
  const second = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + second).toLocaleUpperCase();
}

export function Avatar(props: {
  name: string;
  photo?: string | null;
  size?: number;
  platform?: string;
}): ReactNode {
  const size = props.size ?? 34;
  const style = { '--size': `${size}px`, '--hue': hueOf(props.name) } as CSSProperties;
  return (
    <span className={classes.avatar} style={style} aria-hidden translate="no">
      {props.photo ? (
        <img src={props.photo} alt="" width={size} height={size} loading="lazy" />
      ) : (
        <span className={classes.letters} data-letters={initials(props.name)} />
      )}
      {props.platform && (
        <span className={classes.platform}>
          <PlatformMark platform={props.platform} size={Math.round(size * 0.36)} />
        </span>
      )}
    </span>
  );
}
