import { type KeyboardEvent, type ReactNode, type RefObject, useState } from 'react';
import { Link } from 'wouter';
import { quickReplies } from '../api/calls.ts';
import type { QuickReply } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { useResource } from '../state/resource.ts';
import classes from './composer.module.css';
import { matchingReplies, slashBefore } from './quick.ts';

export interface Quick {
  shown: readonly QuickReply[] | null;
  marked: number;
  pick: (reply: QuickReply) => void;
  onCaret: () => void;
  onKey: (event: KeyboardEvent) => boolean;
  open: () => void;
}

/** The replies that belong to a `/word` before the caret, and the keys that choose one. */
export function useQuickReplies(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  replace: (next: { text: string; caret: number }) => void,
): Quick {
  const [slash, setSlash] = useState<{ from: number; word: string } | null>(null);
  const [marked, setMarked] = useState(0);
  const replies = useResource('quick-replies', quickReplies.list);
  const shown = slash && replies.data ? matchingReplies(replies.data.items, slash.word) : null;
  const close = (): void => {
    setSlash(null);
    setMarked(0);
  };
  const pick = (reply: QuickReply): void => {
    if (!slash) return;
    const end = slash.from + slash.word.length + 1;
    const caret = slash.from + reply.text.length;
    replace({ text: text.slice(0, slash.from) + reply.text + text.slice(end), caret });
    close();
  };
  return {
    shown,
    marked: Math.min(marked, Math.max(0, (shown?.length ?? 0) - 1)),
    pick,
    onCaret: () => {
      const element = field.current;
      if (element) setSlash(slashBefore(element.value, element.selectionStart));
    },
    open: () => {
      const element = field.current;
      if (!element) return;
      const at = element.selectionStart;
      const gap = at > 0 && !/\s/.test(text[at - 1] ?? '') ? ' /' : '/';
      replace({ text: text.slice(0, at) + gap + text.slice(at), caret: at + gap.length });
      element.focus();
      setSlash({ from: at + gap.length - 1, word: '' });
    },
    onKey: (event) => {
      if (!shown) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const reply = shown[marked];
      if (step) setMarked((marked + step + shown.length) % Math.max(1, shown.length));
      else if ((event.key === 'Enter' || event.key === 'Tab') && reply) pick(reply);
      else if (event.key === 'Escape') close();
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}

export function QuickMenu({ quick }: { quick: Quick }): ReactNode {
  const t = useT();
  if (!quick.shown) return null;
  if (quick.shown.length === 0) {
    return (
      <div className={classes.quick}>
        <p>
          {t('quick.none')} <Link href="/settings/quick-replies">{t('quick.manage')}</Link>
        </p>
      </div>
    );
  }
  return (
    <div className={classes.quick} role="listbox" aria-label={t('composer.quick')}>
      {quick.shown.map((reply, index) => (
        <div
          key={reply.id}
          role="option"
          tabIndex={-1}
          aria-selected={index === quick.marked}
          onMouseDown={(event) => {
            event.preventDefault(); // the caret stays in the field
            quick.pick(reply);
          }}
        >
          <b translate="no">{`/${reply.shortcut.replace(/^\//, '')}`}</b>
          <span dir="auto" translate="no">
            {reply.text}
          </span>
        </div>
      ))}
    </div>
  );
}
