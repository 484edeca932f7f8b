import { Button, Switch, Textarea, TextInput } from '@mantine/core';
import { IconSlash } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { quickReplies } from '../api/calls.ts';
import { newKey } from '../api/client.ts';
import type { QuickReply } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { showUndo } from '../shell/toasts.ts';
import { useResource } from '../state/resource.ts';
import { Section, useCall } from './section.tsx';
import classes from './settings.module.css';
import { useWords } from './words.ts';

export default function QuickReplies(): ReactNode {
  const t = useT();
  const w = useWords();
  const { data, problem, reload } = useResource('quick-replies', quickReplies.list);
  const [editing, setEditing] = useState<string | null>(null);
  const close = (): void => {
    setEditing(null);
    reload();
  };
  const { run, problem: failed } = useCall();
  const remove = (reply: QuickReply): void => {
    void run(() => quickReplies.delete(reply.id)).then((worked) => {
      reload();
      const { shortcut, text, shared } = reply;
      if (worked) {
        showUndo(
          'quick.deleted',
          () => void quickReplies.create({ shortcut, text, shared }, newKey()).then(reload),
          { name: `/${shortcut}` },
        );
      }
    });
  };
  return (
    <Section
      title={t('settings.quick')}
      text={w('quick.text')}
      action={
        <Button
          onClick={() => {
            setEditing('new');
          }}
        >
          {w('quick.add')}
        </Button>
      }
    >
      {(problem ?? failed) && <ProblemNote problem={(problem ?? failed)!} onRetry={reload} />}
      {!data && !problem && <Loading rows={3} />}
      {data?.items.length === 0 && editing === null && (
        <Empty
          icon={<IconSlash size={30} stroke={1.4} />}
          title={w('quick.empty')}
          text={w('quick.empty.text')}
        />
      )}
      {editing === 'new' && <ReplyForm onDone={close} />}
      <ul className={classes.rows}>
        {data?.items.map((reply) => (
          <li key={reply.id}>
            {editing === reply.id ? (
              <ReplyForm reply={reply} onDone={close} />
            ) : (
              <div className={classes.row}>
                <div className={classes.text}>
                  <b translate="no">{`/${reply.shortcut.replace(/^\//, '')}`}</b>
                  <p dir="auto" translate="no">
                    {reply.text}
                  </p>
                  <small>{w(reply.shared ? 'quick.shared' : 'quick.own')}</small>
                </div>
                <div className={classes.buttons}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => {
                      setEditing(reply.id);
                    }}
                  >
                    {t('edit')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => {
                      remove(reply);
                    }}
                  >
                    {t('delete')}
                  </Button>
                </div>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ReplyForm(props: { reply?: QuickReply; onDone: () => void }): ReactNode {
  const { reply } = props;
  const t = useT();
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '');
  const [text, setText] = useState(reply?.text ?? '');
  const [shared, setShared] = useState(reply?.shared ?? true);
  const [key] = useState(newKey);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const body = { shortcut: shortcut.trim().replace(/^\//, ''), text: text.trim(), shared };
    const worked = await run(() =>
      reply ? quickReplies.update(reply.id, body) : quickReplies.create(body, key),
    );
    if (worked) props.onDone();
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => void submit(event)}
      style={{ marginBottom: 16 }}
    >
      <TextInput
        label={w('quick.shortcut')}
        leftSection={<IconSlash size={15} aria-hidden />}
        required
        withAsterisk={false}
        pattern="\/?\S+"
        autoFocus
        value={shortcut}
        onChange={(event) => {
          setShortcut(event.currentTarget.value);
        }}
      />
      <Textarea
        label={w('quick.words')}
        required
        withAsterisk={false}
        rows={4}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <Switch
        label={w('quick.share')}
        checked={shared}
        onChange={(event) => {
          setShared(event.currentTarget.checked);
        }}
      />
      {problem && <ProblemNote problem={problem} />}
      <div className={classes.buttons}>
        <Button type="submit" size="xs" loading={busy}>
          {t('save')}
        </Button>
        <Button size="xs" variant="default" onClick={props.onDone}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
