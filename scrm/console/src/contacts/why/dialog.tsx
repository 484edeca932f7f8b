import { Button, Modal, Select, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { http } from '../../api/client.ts';
import type { Contact } from '../../api/types.ts';
import { sentence } from '../../conditions/draft.ts';
import { useTongue } from '../../conditions/tongue.ts';
import { useFormat, useT } from '../../i18n/context.tsx';
import { rules } from '../../rules/calls.ts';
import type { Rule } from '../../rules/types.ts';
import { Empty, Loading, ProblemNote } from '../../shell/states.tsx';
import { useResource } from '../../state/resource.ts';
import type { Happened, Part, Why } from './types.ts';
import classes from './why.module.css';
import { useWords } from './words.ts';

/** What a rule that is in force has to do with a person: what it asks, and the very events. */
export default function WhyDialog(props: {
  contact: Contact;
  /** The name of the rule with which to begin. */
  rule: string;
  onClose: () => void;
}): ReactNode {
  const { contact } = props;
  const t = useT();
  const w = useWords();
  const tongue = useTongue();
  const key = `rules/list/${tongue}`;
  const { data, problem, reload } = useResource(key, () => rules.list(tongue));
  const published = data?.items.filter(({ version }) => version > 0);
  return (
    <Modal
      opened
      size="lg"
      onClose={props.onClose}
      title={w('title', { name: contact.name || t('contact.unnamed') })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={5} />}
      {published?.length === 0 && (
        <Empty title={w('none')} text={w('none.text')}>
          <Button component={Link} href="/rules/new" variant="default">
            {w('none.write')}
          </Button>
        </Empty>
      )}
      {published && published.length > 0 && (
        <Asking id={contact.id} published={published} first={props.rule} />
      )}
    </Modal>
  );
}

function Asking(props: { id: string; published: Rule[]; first: string }): ReactNode {
  const { published } = props;
  const w = useWords();
  const begin = published.find(({ name }) => name === props.first) ?? published[0];
  const [chosen, setChosen] = useState(begin?.id ?? null);
  return (
    <div className={classes.why}>
      <Select
        label={w('rule')}
        placeholder={w('rule.hint')}
        searchable
        translate="no"
        data={published.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={setChosen}
      />
      {chosen === null ? <p>{w('choose')}</p> : <Answer id={props.id} rule={chosen} key={chosen} />}
    </div>
  );
}

function Answer({ id, rule }: { id: string; rule: string }): ReactNode {
  const w = useWords();
  const language = useTongue();
  const { data, problem, reload } = useResource(`contact/${id}/why/${rule}/${language}`, () =>
    http.get<{ rules: Why[] }>(`/contacts/${id}/why`, { rule, language }),
  );
  if (problem) return <ProblemNote problem={problem} onRetry={reload} />;
  const why = data?.rules[0];
  if (!why) return <Loading rows={5} />;
  return (
    <>
      <p className={classes.says} role="status" dir="auto" translate="no">
        {why.says}
      </p>
      {why.at_event && (
        <section aria-label={w('then')}>
          <h3>{w('then')}</h3>
          {why.event && <Event event={why.event} />}
          <Tree parts={[why.at_event]} />
        </section>
      )}
      <section aria-label={w('now')}>
        <h3>{w('now')}</h3>
        <Tree parts={[why.now]} />
      </section>
      <Link href={`/rules/${why.rule_id}`}>{w('to.rule')}</Link>
    </>
  );
}

function Tree({ parts }: { parts: Part[] }): ReactNode {
  return (
    <ul className={classes.tree}>
      {parts.map((part, index) => (
        <Branch key={index} part={part} />
      ))}
    </ul>
  );
}

function Branch({ part }: { part: Part }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const { holds, changes_at } = part;
  const [only, ...others] = part.parts;
  // A group of one says what that one says.
  if (only && others.length === 0 && only.holds === holds && !part.found) {
    return <Branch part={only} />;
  }
  const isGroup = part.parts.length > 0;
  return (
    <li data-holds={holds}>
      <div className={classes.part}>
        {holds ? <IconCheck size={16} aria-hidden /> : <IconX size={16} aria-hidden />}
        <span>
          <VisuallyHidden>{w(holds ? 'holds' : 'fails')}: </VisuallyHidden>
          {!isGroup && (
            <b dir="auto" translate="no">
              {sentence(part.reading)}
            </b>
          )}
          <span className={classes.found} dir="auto" translate="no">
            {part.found}
          </span>
          {changes_at && !isGroup && (
            <small>{w('until', { time: format.dateTime(changes_at) })}</small>
          )}
        </span>
      </div>
      {part.events.map((event) => (
        <Event key={event.id} event={event} />
      ))}
      {isGroup && <Tree parts={part.parts} />}
    </li>
  );
}

function Event({ event }: { event: Happened }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const words = (
    <>
      <time dateTime={event.at}>{format.dateTime(event.at)}</time>
      <q dir="auto" translate="no" hidden={event.excerpt === ''}>
        {event.excerpt}
      </q>
    </>
  );
  if (event.message_id === null || event.excerpt === '') {
    return <p className={classes.event}>{words}</p>;
  }
  return (
    <Link href={`/messages/${event.message_id}`} className={classes.event} title={w('open')}>
      {words}
    </Link>
  );
}
