import { Button, Modal } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { imports } from '../api/calls.ts';
import { newKey } from '../api/client.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Import } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { onStream } from '../stream/source.ts';
import { ImportProgress } from './progress.tsx';
import classes from './imports.module.css';
import { useWords } from '../settings/words.ts';

/** A chat export, from "is this right?" to the report. */
export default function ImportDialog(props: {
  file: File;
  onClose: () => void;
  onOpen: (conversation: string) => void;
}): ReactNode {
  const { file } = props;
  const t = useT();
  const w = useWords();
  const format = useFormat();
  const [current, setCurrent] = useState<Import | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [key] = useState(newKey);
  const id = current?.id;
  useEffect(
    () =>
      onStream('import.changed', (event) => {
        if (event.import.id === id) setCurrent(event.import);
      }),
    [id],
  );
  const start = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const timezone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
      setCurrent(await imports.start(file, { kind: 'whatsapp', timezone }, key));
    } catch (cause) {
      setProblem(asProblem(cause));
    }
    setBusy(false);
  };
  const conversation = current?.report?.conversation_id;
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={w('import.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className={classes.dialog}>
        <p>
          <b dir="auto" translate="no">
            {file.name}
          </b>{' '}
          <small>{format.bytes(file.size)}</small>
        </p>
        {problem && <ProblemNote problem={problem} />}
        {current ? (
          <ImportProgress value={current} onAnswered={setCurrent} />
        ) : (
          <p className={classes.hint}>{w('import.explain')}</p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={props.onClose}>
            {t(current ? 'close' : 'cancel')}
          </Button>
          {!current && (
            <Button loading={busy} onClick={() => void start()}>
              {w('import.start')}
            </Button>
          )}
          {conversation && (
            <Button
              onClick={() => {
                props.onOpen(conversation);
              }}
            >
              {w('import.open')}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}
