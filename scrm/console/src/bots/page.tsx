import '@mantine/core/styles/Pill.layer.css';
import '@mantine/core/styles/PillsInput.layer.css';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useAsked } from '../conditions/asked.ts';
import room from '../conditions/room.module.css';
import { useTongue } from '../conditions/tongue.ts';
import { useCan } from '../session/me.ts';
import { PHONE } from '../shell/rail.tsx';
import { useMistakes } from '../shell/refusals/words.ts';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { overwrite, useResource } from '../state/resource.ts';
import { useDraft } from '../state/unsaved.ts';
import classes from './bots.module.css';
import { bots } from './calls.ts';
import { Changes } from './changes.tsx';
import { blankDraft, definitionOf, draftOf, isReady, mistakesElsewhere } from './draft.ts';
import { FiguresPart } from './figures.tsx';
import { Head } from './head.tsx';
import { withMeaning } from './learning.ts';
import { Responders } from './responders.tsx';
import { Trying } from './trying.tsx';
import type { Bot, Definition } from './types.ts';
import { Whole } from './whole.tsx';
import { useWords } from './words.ts';

const PackOffer = lazy(() => import('../packs/offer.tsx'));
const PARTS = ['responders', 'changes', 'figures', 'try'] as const;
type Part = (typeof PARTS)[number];

export default function BotsPage(props: { part: string | null }): ReactNode {
  const tongue = useTongue();
  const { data, problem, reload } = useResource(`bots/${tongue}`, () => bots.get(tongue));
  const [brought, setBrought] = useState(false);
  if (problem && !data) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading />;
  const part = PARTS.find((one) => one === props.part) ?? 'responders';
  const bring = async (): Promise<void> => {
    const fresh = await bots.get(tongue);
    overwrite<Bot>(`bots/${tongue}`, () => fresh);
    setBrought(true);
  };
  return (
    <Editor
      key={`${data.version}/${brought}`}
      bot={data}
      part={part}
      onBrought={() => void bring()}
    />
  );
}

/** The draft on the left, a chat with it always beside; on a phone that is a part of its own. */
function Editor(props: { bot: Bot; part: Part; onBrought: () => void }): ReactNode {
  const { bot, part } = props;
  const w = useWords();
  const isPhone = useMediaQuery(PHONE) ?? false;
  const mayWrite = useCan('bots.write');
  const kept = bot.definition && JSON.stringify(definitionOf(draftOf(bot.definition)));
  const [draft, setDraft] = useDraft(
    'bot',
    () => (bot.definition ? draftOf(bot.definition) : blankDraft()),
    (now) => now.responders.length > 0 && JSON.stringify(definitionOf(now)) !== kept,
  );
  const [made, setMade] = useState<number | null>(null);
  const [, navigate] = useLocation();
  const definition = definitionOf(draft);
  const isDirty = draft.responders.length > 0 && JSON.stringify(definition) !== kept;
  const ready = isReady(draft);
  const { answer, problem } = useChecked(definition, ready);
  const errors = useMistakes(problem);
  const shown = !isPhone && part === 'try' ? 'responders' : part;
  return (
    <div className={classes.page}>
      <section className={classes.pane} data-shown={shown !== 'try'} aria-label={w('title')}>
        <Head
          bot={bot}
          definition={definition}
          isDirty={isDirty}
          ready={ready && problem === null}
          onRevert={() => {
            setDraft(bot.definition ? draftOf(bot.definition) : blankDraft());
          }}
        />
        <Parts shown={shown} isPhone={isPhone} />
        {shown === 'responders' && (
          <div className={classes.body}>
            {problem && errors.length === 0 && <ProblemNote problem={problem} />}
            {mistakesElsewhere(errors).map((one) => (
              <p key={one.field + one.detail} className={room.wrong} role="alert" translate="no">
                {one.detail}
              </p>
            ))}
            <Responders draft={draft} set={setDraft} errors={errors} opens={made} />
            {bot.definition === null && draft.responders.length === 0 && mayWrite && (
              <Suspense fallback={null}>
                <PackOffer onDone={props.onBrought} />
              </Suspense>
            )}
            <Whole draft={draft} set={setDraft} errors={errors} />
          </div>
        )}
        {shown === 'changes' && (
          <Changes bot={bot} definition={definition} reading={answer?.reading ?? ''} />
        )}
        {shown === 'figures' && (
          <FiguresPart
            definition={definition}
            ready={!isDirty || (ready && problem === null)}
            isDirty={isDirty}
            onLearned={(learned) => {
              setDraft(draftOf(learned));
            }}
            onMeaning={(text) => {
              const [now, one] = withMeaning(draft, text);
              setDraft(now);
              setMade(one.id);
              navigate('/bots');
            }}
          />
        )}
      </section>
      <aside className={classes.beside} data-shown={!isPhone || shown === 'try'}>
        {isPhone && <Parts shown={shown} isPhone />}
        <Trying definition={definition} ready={ready} isLive={bot.state === 'live'} />
      </aside>
    </div>
  );
}

function useChecked(definition: Definition, ready: boolean) {
  const language = useTongue();
  return useAsked(ready ? JSON.stringify(definition) : null, (asked) =>
    bots.check(JSON.parse(asked) as Definition, language),
  );
}

function Parts({ shown, isPhone }: { shown: Part; isPhone: boolean }): ReactNode {
  const w = useWords();
  return (
    <nav className={`${room.tabs} ${classes.parts}`} aria-label={w('parts')}>
      {PARTS.filter((one) => isPhone || one !== 'try').map((one) => (
        <Link
          key={one}
          href={one === 'responders' ? '/bots' : `/bots/${one}`}
          aria-current={one === shown ? 'page' : undefined}
        >
          {w(`part.${one}`)}
        </Link>
      ))}
    </nav>
  );
}
