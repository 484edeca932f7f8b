import { TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { Problem } from '../api/problem.ts';
import { Mistakes } from '../conditions/builder.tsx';
import room from '../conditions/room.module.css';
import { useLanguage } from '../i18n/context.tsx';
import { type Answer, useCount } from '../segments/preview.ts';
import { useCan } from '../session/me.ts';
import { useMistakes } from '../shell/refusals/words.ts';
import { forget, useDraft } from '../state/unsaved.ts';
import { useState } from 'react';
import { Acts } from './acts.tsx';
import { AudienceFields } from './audience.tsx';
import classes from './campaigns.module.css';
import { ChannelFields } from './channels.tsx';
import { campaigns } from './calls.ts';
import { isDated } from './dated.ts';
import { definitionOf, type Draft, meantBy } from './draft.ts';
import { MessageFields } from './message.tsx';
import { plain } from './mistakes.ts';
import { type Place, Places } from './places.tsx';
import { Preview } from './preview.tsx';
import { ReportPart } from './report.tsx';
import { TemplatesMenu } from './templates/using.tsx';
import { TestPart } from './testing.tsx';
import { type Refused, standing } from './standing.ts';
import type { Meant, WholeCampaign } from './types.ts';
import { type Fixed, WhenFields } from './when.tsx';
import { useWords } from './words.ts';

/** From here on the editor has one column: `room.module.css` says so as well. */
const NARROW = '(max-width: 1080px)';

/** A campaign from its draft to its report: what became of it above, what it says below. */
export function CampaignEditor(props: { whole: WholeCampaign | null; starts: Draft }): ReactNode {
  const { whole } = props;
  const w = useWords();
  const first = JSON.stringify(definitionOf(props.starts));
  const key = `campaigns/${whole?.id ?? 'new'}`;
  const [draft, setDraft] = useDraft(
    key,
    () => props.starts,
    (now) => JSON.stringify(definitionOf(now)) !== first,
  );
  const [refused, setRefused] = useState<Refused | null>(null);
  const [who, setWho] = useState('');
  const definition = definitionOf(draft);
  const problem = standing(refused, definition);
  const isDirty = JSON.stringify(definition) !== first;
  const answer = useMeant(draft, whole?.id);
  const mistakes = useAll(problem, answer.problem);
  const isOver = whole?.state === 'finished' || whole?.state === 'cancelled';
  const isLive = whole !== null && ['running', 'paused'].includes(whole.state);
  const hasBegun =
    whole !== null &&
    (whole.runs > whole.occurrences.length ||
      whole.occurrences.some((one) => one.frozen_at !== null));
  const isDaily = isDated(whole?.versions[0]?.definition.schedule);
  const fixed = fixedOf(hasBegun, isLive, isDaily && (isLive || whole?.state === 'scheduled'));
  const isNarrow = useMediaQuery(NARROW) ?? false;
  const preview = (
    <Preview draft={draft} people={answer.preview?.sample ?? []} who={who} onWho={setWho} />
  );
  const mayWrite = useCan('campaigns.write') && !isOver;
  const saved = {
    ...{ whole, definition, isDirty },
    setProblem: (found: Problem | null): void => {
      setRefused(found && { problem: found, of: definition });
    },
    onKept: (): void => {
      forget(key);
    },
  };
  const acts = (
    <Acts
      {...saved}
      people={answer.preview?.count ?? null}
      problem={problem}
      onRevert={() => {
        setRefused(null);
        setDraft(props.starts);
      }}
    />
  );
  const fields = (
    <div className={`${room.editor} ${room.sided} ${classes.editor}`}>
      <form
        className={room.fields}
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        <fieldset className={classes.form} disabled={!mayWrite}>
          <Places value={mistakes}>
            <Mistakes value={mistakes}>
              <Fields
                draft={draft}
                set={setDraft}
                answer={answer}
                fixed={fixed}
                preview={isNarrow && preview}
              />
            </Mistakes>
          </Places>
        </fieldset>
      </form>
      {!isOver && <div className={`${room.question} ${room.actions}`}>{acts}</div>}
      <aside className={room.beside}>
        {!isNarrow && preview}
        {!isOver && <TestPart {...saved} />}
      </aside>
    </div>
  );
  if (!whole || whole.version === 0) return fields;
  return (
    <>
      <ReportPart whole={whole} />
      <details
        className={classes.said}
        open={whole.state === 'missed' || whole.state === 'scheduled' || (!isOver && isDirty)}
      >
        <summary>{w(isOver ? 'said.over' : 'said')}</summary>
        {fields}
      </details>
    </>
  );
}

function fixedOf(hasBegun: boolean, isLive: boolean, isDaily: boolean): Fixed {
  if (!hasBegun) return 'nothing';
  if (isDaily) return 'date';
  return isLive ? 'whom' : 'nothing';
}

function Fields(props: {
  draft: Draft;
  set: (draft: Draft) => void;
  answer: Answer<Meant>;
  /** What can't be changed any more: where its audience is frozen whom it goes to and when, and on
   * dates of people which date that is. */
  fixed: Fixed;
  /** Right under the words, where there is no room beside them. */
  preview: ReactNode;
}): ReactNode {
  const { draft, set, answer, fixed } = props;
  const w = useWords();
  const change = (part: Partial<Draft>): void => {
    set({ ...draft, ...part });
  };
  return (
    <>
      <NameField value={draft.name} set={change} />
      <section className={classes.part} aria-label={w('audience')}>
        <h2>{w('audience')}</h2>
        {fixed === 'date' && <p className={room.dim}>{w('fixed.date')}</p>}
        <fieldset className={classes.settled} disabled={fixed === 'whom'}>
          <AudienceFields draft={draft} set={change} answer={answer} />
        </fieldset>
      </section>
      <section className={classes.part} aria-label={w('channels')}>
        <h2>{w('channels')}</h2>
        <ChannelFields chosen={draft.channels} set={change} />
      </section>
      <section className={classes.part} aria-label={w('message')}>
        <h2>{w('message')}</h2>
        <TemplatesMenu draft={draft} set={change} />
        <MessageFields draft={draft} set={change} people={answer.preview?.sample ?? []} />
        {props.preview}
      </section>
      <section className={classes.part} aria-label={w('when')}>
        <h2>{w('when')}</h2>
        <WhenFields draft={draft} set={change} fixed={fixed} />
      </section>
    </>
  );
}

function NameField(props: { value: string; set: (part: Partial<Draft>) => void }): ReactNode {
  const w = useWords();
  const at = Places.useAt();
  return (
    <TextInput
      label={w('name')}
      placeholder={w('name.hint')}
      maxLength={100}
      dir="auto"
      translate="no"
      error={at('name')}
      value={props.value}
      onChange={(event) => {
        props.set({ name: event.currentTarget.value });
      }}
    />
  );
}

/** Whom the draft means now; what the hub has against the question stands at its place. */
function useMeant(draft: Draft, own: string | undefined): Answer<Meant> {
  const meant = meantBy(draft);
  return useCount(meant && JSON.stringify(meant), (asked) => {
    const { audience, exclude } = JSON.parse(asked) as NonNullable<typeof meant>;
    return campaigns.meant(audience, exclude, own);
  });
}

function useAll(refused: Problem | null, asked: Problem | null): readonly Place[] {
  const { locale } = useLanguage();
  const ofHub = plain(refused?.errors ?? [], useMistakes(refused), locale);
  const ofQuestion = useMistakes(asked);
  const known = new Set(ofHub.map((one) => one.field));
  return [...ofHub, ...ofQuestion.filter((one) => !known.has(one.field))];
}
