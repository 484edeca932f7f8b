import { Button, Checkbox } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { joinings } from '../../api/calls.ts';
import type { JoinPreview, JoinSide } from '../../api/joining-types.ts';
import { asProblem, type Problem } from '../../api/problem.ts';
import { useT } from '../../i18n/context.tsx';
import { LastLine } from '../../inbox/last-line.tsx';
import { Avatar } from '../../shell/avatar.tsx';
import { PlatformMark } from '../../shell/platform-mark.tsx';
import { Loading, ProblemNote } from '../../shell/states.tsx';
import { useResource } from '../../state/resource.ts';
import { join } from './acts.ts';
import { type Line, linesOf } from './lines.ts';
import classes from './joining.module.css';
import { useWords } from './words.ts';

/** Both people side by side: what stays, what is taken over, and what speaks against it. */
export function Compare(props: {
  survivor: string;
  other: string;
  onBack: () => void;
  onDone: () => void;
}): ReactNode {
  const { survivor, other } = props;
  const w = useWords();
  const key = `contact/${survivor}/join-preview/${other}`;
  const { data, problem, reload } = useResource(key, () => joinings.preview(survivor, other));
  if (problem && !data) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading rows={5} />;
  return (
    <div className={classes.compare}>
      <p>{w('join.explain', { name: data.survivor.contact.name })}</p>
      <Sides preview={data} />
      <Warnings preview={data} />
      <Decide preview={data} onBack={props.onBack} onDone={props.onDone} />
    </div>
  );
}

function Sides({ preview }: { preview: JoinPreview }): ReactNode {
  const t = useT();
  const w = useWords();
  const sides = [preview.survivor, preview.other];
  return (
    <table className={classes.sides}>
      <thead>
        <tr>
          <td />
          {sides.map((side, index) => (
            <th key={side.contact.id} scope="col">
              <Avatar name={side.contact.name} photo={side.contact.photo} size={28} />
              <span>
                <span dir="auto" translate="no">
                  {side.contact.name}
                </span>
                <small>{w(index === 0 ? 'join.stays' : 'join.goes')}</small>
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('contact.reach')}</th>
          {sides.map((side) => (
            <td key={side.contact.id}>
              <Addresses side={side} />
            </td>
          ))}
        </tr>
        <tr>
          <th scope="row">{w('join.lastSaid')}</th>
          {sides.map((side) => (
            <td key={side.contact.id}>
              <LastSaid side={side} />
            </td>
          ))}
        </tr>
        {linesOf(preview).map((line) => (
          <Row key={line.key} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ line }: { line: Line }): ReactNode {
  const t = useT();
  const w = useWords();
  return (
    <tr>
      <th scope="row">{line.label ? t(line.label) : <span translate="no">{line.key}</span>}</th>
      <td>
        <span dir="auto" translate="no">
          {line.isTaken ? line.theirs : line.ours}
        </span>
        {line.isTaken && <small className={classes.taken}>{w('join.taken')}</small>}
      </td>
      <td data-left={line.isLeft}>
        <span dir="auto" translate="no">
          {line.theirs}
        </span>
        {line.isLeft && <small>{w('join.left')}</small>}
      </td>
    </tr>
  );
}

function Addresses({ side }: { side: JoinSide }): ReactNode {
  const t = useT();
  if (side.identities.length + side.points.length === 0) return t('contact.noIdentity');
  return (
    <ul>
      {side.identities.map((one) => (
        <li key={one.id}>
          <PlatformMark platform={one.channel.platform} size={15} />
          <span dir="auto" translate="no">
            {one.username || one.display || one.external_id}
          </span>
          <small dir="auto" translate="no">
            {one.channel.name}
          </small>
        </li>
      ))}
      {side.points.map((one) => (
        <li key={`${one.kind}/${one.value}`}>
          <span dir="ltr" translate="no">
            {one.value}
          </span>
          <small>{t(one.verified ? 'join.verified' : 'join.claimed')}</small>
        </li>
      ))}
    </ul>
  );
}

function LastSaid({ side }: { side: JoinSide }): ReactNode {
  const said = side.conversations.filter((one) => one.last_message !== null);
  return (
    <ul>
      {said.map((one) => (
        <li key={one.id}>
          <span className={classes.words} dir="auto">
            {one.last_message && <LastLine message={one.last_message} />}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Warnings({ preview }: { preview: JoinPreview }): ReactNode {
  const w = useWords();
  if (preview.warnings.length === 0) return null;
  return (
    <ul className={classes.warnings}>
      {preview.warnings.map((one) => (
        <li key={one.code}>{w(`join.warn.${one.code}`)}</li>
      ))}
    </ul>
  );
}

function Decide(props: {
  preview: JoinPreview;
  onBack: () => void;
  onDone: () => void;
}): ReactNode {
  const { preview } = props;
  const w = useWords();
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const decide = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await join(preview.survivor.contact.id, preview.other.contact.id, sure);
      props.onDone();
    } catch (cause) {
      setProblem(asProblem(cause));
      setBusy(false);
    }
  };
  return (
    <>
      {preview.needs_despite && (
        <Checkbox
          autoFocus
          label={w('join.despite')}
          checked={sure}
          onChange={(event) => {
            setSure(event.currentTarget.checked);
          }}
        />
      )}
      {problem && <ProblemNote problem={problem} />}
      <div className={classes.actions}>
        <Button variant="default" onClick={props.onBack}>
          {w('join.back')}
        </Button>
        <Button
          autoFocus={!preview.needs_despite}
          loading={busy}
          disabled={preview.needs_despite && !sure}
          onClick={() => void decide()}
        >
          {w('join.join')}
        </Button>
      </div>
    </>
  );
}
