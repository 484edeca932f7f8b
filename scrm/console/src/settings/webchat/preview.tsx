import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLanguage } from '../../i18n/context.tsx';
import { tidied, type Values } from './values.ts';
import { useWords } from './words.ts';
import classes from './webchat.module.css';

/** So long after the last key the preview follows. */
const PAUSE_MS = 400;

/**
 * The widget itself, on a page of the hub's own origin: it is handed what is not saved yet, and
 * rehearses, which means that nothing of it reaches the hub.
 */
export function Preview({ siteKey, values }: { siteKey: string; values: Values }): ReactNode {
  const w = useWords();
  const { locale } = useLanguage();
  const frame = useRef<HTMLIFrameElement>(null);
  const [isAway, setAway] = useState(false);
  const { title, colour, position, greeting, greetings, away, form } = tidied(values);
  const settings = { title, colour, position, greeting, greetings, away, form, open: !isAway };
  const draft = JSON.stringify({ locale: locale === 'zh' ? 'zh' : 'en', settings });
  useEffect(() => {
    const tell = (): void => {
      const message = { scrm: 'preview/1', draft: JSON.parse(draft) as unknown };
      frame.current?.contentWindow?.postMessage(message, location.origin);
    };
    const heard = ({ source, origin, data }: MessageEvent<unknown>): void => {
      const isOurs = source === frame.current?.contentWindow && origin === location.origin;
      if (isOurs && data === 'preview/1 ready') tell();
    };
    addEventListener('message', heard);
    const timer = setTimeout(tell, PAUSE_MS);
    return () => {
      removeEventListener('message', heard);
      clearTimeout(timer);
    };
  }, [draft]);
  return (
    <aside className={classes.preview} aria-label={w('preview')}>
      <header>
        <h3>{w('preview')}</h3>
        <SegmentedControl
          aria-label={w('preview')}
          size="xs"
          data={[
            { value: 'open', label: w('preview.open') },
            { value: 'away', label: w('preview.away') },
          ]}
          value={isAway ? 'away' : 'open'}
          onChange={(state) => {
            setAway(state === 'away');
          }}
        />
      </header>
      <div className={classes.stage}>
        <iframe ref={frame} title={w('preview')} src={`/widget/${siteKey}/preview`} />
      </div>
      <p className={classes.dim}>{w('preview.text')}</p>
    </aside>
  );
}
