import type { ReactNode } from 'react';
import type { LastMessage } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { ATTACHMENT, fileKind } from './file-kinds.ts';
import classes from './list.module.css';
import { omittedIn, OmittedLine } from './omitted.tsx';

const WORDLESS = /^(?:\[([a-z]+)\])?$/;

/** The last words of a conversation; what came without words is named in the reader's own. */
export function LastLine({ message }: { message: LastMessage }): ReactNode {
  const t = useT();
  if (message.text === '/start') return t('message.started');
  if (/^\/start [\w-]{43}$/.test(message.text)) return t('message.startedByOurs');
  if (message.text === '[deleted]') return t('message.deleted');
  const omitted = omittedIn(message.text);
  if (omitted) return <OmittedLine file={omitted} />;
  const wordless = WORDLESS.exec(message.text);
  const kind = wordless && (wordless[1] ? fileKind(wordless[1]) : ATTACHMENT);
  if (!kind) return <span translate="no">{message.text}</span>;
  const Icon = kind.icon;
  return (
    <>
      <Icon size={14} aria-hidden className={classes.kind} />
      {t(kind.words)}
    </>
  );
}
