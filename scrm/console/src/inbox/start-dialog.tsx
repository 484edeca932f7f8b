import { Button, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { contacts, conversations } from '../api/calls.ts';
import { newKey } from '../api/client.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { ContactBrief } from '../api/types.ts';
import { Choose } from '../contacts/choosing/choose.tsx';
import { useT } from '../i18n/context.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { PlatformMark } from '../shell/platform-mark.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import classes from './start.module.css';
import people from '../contacts/choosing/choose.module.css';
import { keepConversation } from './store.ts';

/** Write first: choose who, choose where they can be reached, say it. */
export default function StartDialog(props: {
  onClose: () => void;
  contact?: ContactBrief;
}): ReactNode {
  const t = useT();
  const [contact, setContact] = useState<ContactBrief | null>(props.contact ?? null);
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('start.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {contact ? (
        <Write
          contact={contact}
          onClose={props.onClose}
          onBack={() => {
            setContact(null);
          }}
        />
      ) : (
        <Choose label={t('start.who')} onChoose={setContact} />
      )}
    </Modal>
  );
}

function Write(props: {
  contact: ContactBrief;
  onClose: () => void;
  onBack: () => void;
}): ReactNode {
  const { contact } = props;
  const t = useT();
  const [, navigate] = useLocation();
  const ways = useResource(`contact/${contact.id}/reachability`, () =>
    contacts.reachability(contact.id),
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [key] = useState(newKey);
  const open = ways.data?.items.filter((way) => way.can) ?? [];
  const channel = chosen ?? open[0]?.channel_id ?? null;
  const start = async (): Promise<void> => {
    if (!channel || text.trim() === '') return;
    setBusy(true);
    setProblem(null);
    try {
      const content = { text: text.trim(), format: 'light' as const };
      const made = await conversations.start(
        { contact_id: contact.id, channel_id: channel, content },
        key,
      );
      keepConversation(made.conversation);
      props.onClose();
      navigate(`/inbox/${made.conversation.id}`);
    } catch (cause) {
      setProblem(asProblem(cause));
      setBusy(false);
    }
  };
  if (ways.problem) return <ProblemNote problem={ways.problem} onRetry={ways.reload} />;
  if (!ways.data) return <Loading rows={3} />;
  return (
    <div className={classes.write}>
      <button type="button" className={people.person} onClick={props.onBack}>
        <Avatar name={contact.name} photo={contact.photo} size={28} />
        <span dir="auto" translate="no">
          {contact.name}
        </span>
      </button>
      <div className={classes.ways} role="radiogroup" aria-label={t('start.where')}>
        {ways.data.items.map((way) => (
          <label key={way.identity_id} data-off={!way.can}>
            <input
              type="radio"
              name="way"
              disabled={!way.can}
              checked={channel === way.channel_id}
              onChange={() => {
                setChosen(way.channel_id);
              }}
            />
            <PlatformMark platform={way.channel.platform} size={16} />
            <span dir="auto" translate="no">
              {way.channel.name}
            </span>
            {!way.can && (
              <small dir="auto" translate="no">
                {way.text}
              </small>
            )}
          </label>
        ))}
        {open.length === 0 && <p>{t('start.unreachable')}</p>}
      </div>
      <textarea
        rows={4}
        dir="auto"
        aria-label={t('start.words')}
        placeholder={t('start.words')}
        disabled={open.length === 0}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void start();
        }}
      />
      {problem && <ProblemNote problem={problem} />}
      <Button loading={busy} disabled={!channel || text.trim() === ''} onClick={() => void start()}>
        {t('composer.send')}
      </Button>
    </div>
  );
}
