import { Button, Modal, Select, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { http } from '../../api/client.ts';
import type { Problem } from '../../api/problem.ts';
import { tags, type Worn } from '../../api/tags.ts';
import type { Contact } from '../../api/types.ts';
import { sentence } from '../../conditions/draft.ts';
import { useTongue } from '../../conditions/tongue.ts';
import { useFormat, useT } from '../../i18n/context.tsx';
import { rules } from '../../rules/calls.ts';
import { useCan } from '../../session/me.ts';
import { Empty, Loading, ProblemNote } from '../../shell/states.tsx';
import { useResource } from '../../state/resource.ts';
import { eventWord } from '../events.ts';
import { OwnData } from '../timeline/data.tsx';
import { Details } from '../timeline/details.tsx';
import { isOwn, nameOf } from '../timeline/own-data.ts';
import { useWords as useTimelineWords } from '../timeline/words.ts';
import type { Happened, Part, Why } from './types.ts';
import classes from './why.module.css';
import { useWords } from './words.ts';

/** What rules that are in force have to do with a person: what they ask, and the very events. */
export default function WhyDialog(props: {
  contact: Contact;
  /** The tag by a rule with which to begin. */
  first: Worn | null;
  onClose: () => void;
}): ReactNode {
  const { contact, first } = props;
  const t = useT();
  const w = useWords();
  const mayOpenRules = useCan('rules.read');
  return (
    <Modal
      opened
      size="lg"
      onClose={props.onClose}
      title={w('title', { name: contact.name || t('contact.unnamed') })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {mayOpenRules ? (
        <OfRules id={contact.id} first={first?.rule ?? ''} />
      ) : (
        <OfTags id={contact.id} first={first?.name ?? ''} />
      )}
    </Modal>
  );
}

interface Choice {
  value: string;
  label: string;
}

function OfRules(props: { id: string; first: string }): ReactNode {
  const tongue = useTongue();
  const key = `rules/list/${tongue}`;
  const { data, problem, reload } = useResource(key, () => rules.list(tongue));
  const published = data?.items.filter(({ version }) => version > 0);
  const choices = published?.map(({ id, name }) => ({ value: id, label: name }));
  return <Asking {...props} by="rule" {...{ choices, problem, reload }} />;
}

/** Who may not open rules asks by what they see: a tag, and all rules that give it answer. */
function OfTags(props: { id: string; first: string }): ReactNode {
  const { data, problem, reload } = useResource('tags', tags.all);
  const given = data?.items.filter(({ uses }) =>
    uses.some(({ how, state }) => how === 'puts' && state !== 'draft'),
  );
  const choices = given?.map(({ name }) => ({ value: name, label: name }));
  return <Asking {...props} by="tag" {...{ choices, problem, reload }} />;
}

function Asking(props: {
  id: string;
  by: 'rule' | 'tag';
  first: string;
  choices: Choice[] | undefined;
  problem: Problem | null;
  reload: () => void;
}): ReactNode {
  const { by, choices, problem } = props;
  const w = useWords();
  const [picked, setPicked] = useState<string | null>(null);
  if (!choices) {
    return problem ? (
      <ProblemNote problem={problem} onRetry={props.reload} />
    ) : (
      <Loading rows={5} />
    );
  }
  if (choices.length === 0) return <NoRules />;
  const first = choices.find(({ label }) => label === props.first) ?? choices[0];
  const chosen = picked ?? first!.value;
  return (
    <div className={classes.why}>
      <Select
        label={w(by)}
        searchable
        allowDeselect={false}
        translate="no"
        data={choices}
        value={chosen}
        onChange={setPicked}
      />
      <Answer id={props.id} by={by} of={chosen} key={chosen} />
    </div>
  );
}

function NoRules(): ReactNode {
  const w = useWords();
  const mayWrite = useCan('rules.write');
  return (
    <Empty title={w('none')} text={w('none.text')}>
      {mayWrite && (
        <Button component={Link} href="/rules/new" variant="default">
          {w('none.write')}
        </Button>
      )}
    </Empty>
  );
}

function Answer(props: { id: string; by: 'rule' | 'tag'; of: string }): ReactNode {
  const { id, by, of } = props;
  const language = useTongue();
  const key = `contact/${id}/why/${by}/${of}/${language}`;
  const { data, problem, reload } = useResource(key, () =>
    http.get<{ rules: Why[] }>(`/contacts/${id}/why`, { [by]: of, language }),
  );
  if (problem) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading rows={5} />;
  return data.rules.map((why) => <OneRule key={why.rule_id} why={why} isNamed={by === 'tag'} />);
}

/** `isNamed`: nothing else says which rule it is. */
function OneRule({ why, isNamed }: { why: Why; isNamed: boolean }): ReactNode {
  const w = useWords();
  const mayOpen = useCan('rules.read');
  return (
    <>
      {isNamed && (
        <h3 dir="auto" translate="no">
          {why.name}
        </h3>
      )}
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
      {mayOpen && <Link href={`/rules/${why.rule_id}`}>{w('to.rule')}</Link>}
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

/** What happened, where no words of theirs say it. */
function What({ event }: { event: Happened }): ReactNode {
  const w = useTimelineWords();
  const word = eventWord(event.kind);
  return (
    <span>
      {word ? w(word) : <span translate="no">{nameOf(event.kind)}</span>}
      <Details entry={event} />
      {isOwn(event.kind) && <OwnData data={event.data} />}
    </span>
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
    return (
      <p className={classes.event}>
        {words}
        <What event={event} />
      </p>
    );
  }
  return (
    <Link href={`/messages/${event.message_id}`} className={classes.event} title={w('open')}>
      {words}
    </Link>
  );
}
