import { Button, Modal, TextInput } from '@mantine/core';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { contacts } from '../../api/calls.ts';
import { asProblem, type Problem } from '../../api/problem.ts';
import type { Contact, ErasePreview } from '../../api/types.ts';
import { useT } from '../../i18n/context.tsx';
import { useWords } from './words.ts';
import { Loading, ProblemNote } from '../../shell/states.tsx';
import { showToast } from '../../shell/toasts.ts';
import { invalidate, useResource } from '../../state/resource.ts';
import classes from './erasing.module.css';
import { isSaid } from './said.ts';

/** What erasing takes and what it leaves, and the name to type before it can be done. */
export default function EraseDialog(props: { contact: Contact; onClose: () => void }): ReactNode {
  const { contact } = props;
  const t = useT();
  const w = useWords();
  const key = `erasing/${contact.id}`;
  const { data, problem, reload } = useResource(key, () => contacts.erasePreview(contact.id));
  return (
    <Modal
      opened
      size="md"
      onClose={props.onClose}
      title={w('title', { name: contact.name })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={5} />}
      {data && <Decide contact={contact} preview={data} onClose={props.onClose} />}
    </Modal>
  );
}

function Decide(props: {
  contact: Contact;
  preview: ErasePreview;
  onClose: () => void;
}): ReactNode {
  const { contact, preview } = props;
  const t = useT();
  const w = useWords();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const wanted = contact.name || w('word');
  const may = isSaid(typed, wanted) && !busy;
  const erase = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await contacts.erase(contact.id, reason.trim());
    } catch (cause) {
      setProblem(asProblem(cause));
      setBusy(false);
      return;
    }
    props.onClose();
    navigate('/contacts');
    invalidate('contacts/');
    showToast({ text: 'erase.done' });
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (may) void erase();
  };
  return (
    <form className={classes.erase} onSubmit={submit}>
      <What preview={preview} />
      <TextInput
        autoFocus
        autoComplete="off"
        spellCheck={false}
        label={w('type', { name: wanted })}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
        }}
      />
      <TextInput
        label={w('reason')}
        description={w('reason.text')}
        maxLength={500}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      {problem && <ProblemNote problem={problem} />}
      <div className={classes.actions}>
        <Button variant="default" onClick={props.onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" color="red" disabled={!may} loading={busy}>
          {w('erase')}
        </Button>
      </div>
    </form>
  );
}

function What({ preview }: { preview: ErasePreview }): ReactNode {
  const t = useT();
  const w = useWords();
  const { conversations, messages, contacts: people } = preview;
  return (
    <>
      <h3>{w('goes')}</h3>
      <ul>
        <li>
          {w('goes.said', {
            conversations: t('erase.conversations', { count: conversations }),
            messages: t('erase.messages', { count: messages }),
          })}
        </li>
        <li>{w('goes.known')}</li>
        <li>{w('goes.rest')}</li>
        {people > 1 && <li>{t('erase.goes.joined', { count: people - 1 })}</li>}
      </ul>
      <h3>{w('stays')}</h3>
      <ul>
        <li>{w('stays.proof')}</li>
        <li>{w('stays.optOut')}</li>
        <li>{w('stays.backups')}</li>
      </ul>
      <p className={classes.final}>{w('final')}</p>
    </>
  );
}
