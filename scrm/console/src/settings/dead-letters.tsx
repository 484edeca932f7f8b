import { Button, Popover, TextInput } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { deadLetters } from '../api/calls.ts';
import type { DeadLetter } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { useCan } from '../session/me.ts';
import { PlatformMark } from '../shell/platform-mark.tsx';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { useCall } from './section.tsx';
import classes from './settings.module.css';
import { useWords } from './words.ts';

/** What came in and could not be understood: kept whole, to be read again after a fix. */
export function DeadLetters(): ReactNode {
  const w = useWords();
  const may = useCan('deadletters.replay');
  const { data, problem, reload } = useResource('deadletters', () => deadLetters.list());
  const all = useCall();
  if (problem && !data) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading rows={3} height={56} />;
  if (data.items.length === 0) {
    return (
      <Empty
        icon={<IconCircleCheck size={30} stroke={1.4} />}
        title={w('dead.none')}
        text={w('dead.none.text')}
      />
    );
  }
  return (
    <>
      <div className={classes.row}>
        <p className={classes.text}>
          <small>{w('dead.text')}</small>
        </p>
        {may && (
          <Button
            size="compact-sm"
            variant="default"
            loading={all.busy}
            onClick={() => void all.run(deadLetters.replayAll).then(reload)}
          >
            {w('dead.replayAll')}
          </Button>
        )}
      </div>
      {all.problem && <ProblemNote problem={all.problem} />}
      <ul className={classes.rows} style={{ marginTop: 12 }}>
        {data.items.map((letter) => (
          <li key={letter.id}>
            <LetterRow letter={letter} may={may} onChanged={reload} />
          </li>
        ))}
      </ul>
    </>
  );
}

function LetterRow(props: { letter: DeadLetter; may: boolean; onChanged: () => void }): ReactNode {
  const { letter, may, onChanged } = props;
  const t = useT();
  const w = useWords();
  const format = useFormat();
  const now = useNow();
  const { busy, problem, run } = useCall();
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className={classes.row}>
        <PlatformMark platform={letter.channel.platform} size={20} />
        <div className={classes.text}>
          <b translate="no">{letter.error}</b>
          <small>
            <span translate="no">{`${letter.channel.name} · ${letter.kind} · `}</span>
            <time title={format.exact(letter.received_at)}>
              {format.ago(letter.received_at, now)}
            </time>
            {' · '}
            {letter.unreadable ? w('dead.unreadable') : t('dead.tries', { count: letter.tries })}
          </small>
        </div>
        <div className={classes.buttons}>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-expanded={open}
            onClick={() => {
              setOpen(!open);
            }}
          >
            {w(open ? 'dead.hide' : 'dead.show')}
          </Button>
          {may && (
            <>
              <Button
                size="compact-sm"
                variant="default"
                disabled={busy}
                onClick={() => void run(() => deadLetters.replay(letter.id)).then(onChanged)}
              >
                {w('dead.replay')}
              </Button>
              <Discard
                onDiscard={(reason) =>
                  void run(() => deadLetters.discard(letter.id, reason)).then(onChanged)
                }
              />
            </>
          )}
        </div>
      </div>
      {problem && <ProblemNote problem={problem} />}
      {open && (
        <pre className={classes.body} translate="no" tabIndex={0}>
          {letter.body}
        </pre>
      )}
    </>
  );
}

/** Can't be undone, so it asks why. */
function Discard(props: { onDiscard: (reason: string) => void }): ReactNode {
  const w = useWords();
  const [reason, setReason] = useState('');
  return (
    <Popover position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <Button size="compact-sm" variant="default">
          {w('dead.discard')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            props.onDiscard(reason.trim());
          }}
        >
          <small className={classes.dim}>{w('dead.discard.text')}</small>
          <TextInput
            size="xs"
            required
            data-autofocus
            aria-label={w('dead.discard.why')}
            placeholder={w('dead.discard.why')}
            value={reason}
            onChange={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
          <Button type="submit" size="xs" color="red">
            {w('dead.discard')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
