import type { ReactNode } from 'react';
import type { Omitted } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import classes from './attachments.module.css';
import { ATTACHMENT, fileKind } from './file-kinds.ts';
import list from './list.module.css';

const MARKER = /^\[([a-z]+) omitted\](?: (.+))?$/;

/** What a list has as the text of a message that was nothing but a file left out. */
export function omittedIn(line: string): Omitted | null {
  const found = MARKER.exec(line);
  return found?.[1] ? { kind: found[1], name: found[2] } : null;
}

/** A file that an export left out, where its bubble would show it. */
export function OmittedFile({ file }: { file: Omitted }): ReactNode {
  const t = useT();
  const { icon: Icon, words } = fileKind(file.kind) ?? ATTACHMENT;
  const note = t('file.omitted', { file: t(words) });
  return (
    <div className={classes.omitted}>
      <span className={classes.documentIcon}>
        <Icon size={20} aria-hidden />
      </span>
      <span className={classes.documentText}>
        {file.name && (
          <b dir="auto" translate="no">
            {file.name}
          </b>
        )}
        <small>{note}</small>
      </span>
    </div>
  );
}

/** The same in one line: in a list, a quote or a search hit. */
export function OmittedLine({ file }: { file: Omitted }): ReactNode {
  const t = useT();
  const { icon: Icon, words } = fileKind(file.kind) ?? ATTACHMENT;
  return (
    <>
      <Icon size={14} aria-hidden className={list.kind} />
      <span translate={file.name ? 'no' : undefined}>
        {t('file.omitted', { file: file.name || t(words) })}
      </span>
    </>
  );
}
