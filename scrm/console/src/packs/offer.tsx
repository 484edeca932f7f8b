import { Button, Select } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { asProblem, type Problem } from '../api/problem.ts';
import { useTongue } from '../conditions/tongue.ts';
import { wordsIn } from '../conditions/words.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { type Brought, type Pack, packs, type Spoken } from './calls.ts';
import classes from './packs.module.css';
import en from './words-en.json';
import zh from './words-zh.json';

const useWords = wordsIn<keyof typeof en>(en, zh);
const SPOKEN = ['both', 'en', 'zh'] as const;

/** What others begin with, where there is nothing yet. */
export default function PackOffer(props: { onDone: () => void }): ReactNode {
  const tongue = useTongue();
  const { data } = useResource(`packs/${tongue}`, () => packs.list(tongue));
  return data?.items.map((one) => <Offer key={one.name} pack={one} onDone={props.onDone} />);
}

function Offer({ pack, onDone }: { pack: Pack; onDone: () => void }): ReactNode {
  const w = useWords();
  const [spoken, setSpoken] = useState<Spoken>('both');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [brought, setBrought] = useState<Brought[] | null>(null);
  const bring = async (): Promise<void> => {
    setBusy(true);
    try {
      setBrought((await packs.apply(pack.name, spoken)).items);
      setProblem(null);
      onDone();
    } catch (cause) {
      setProblem(asProblem(cause));
    }
    setBusy(false);
  };
  if (brought) {
    const made = brought.filter((one) => one.fate === 'made').length;
    return <p role="status">{w('done', { made })}</p>;
  }
  return (
    <section className={classes.offer} aria-label={w('title')}>
      <b>{w('title')}</b>
      <p>{pack.about}</p>
      <p>{w('text', { rules: pack.rules.length, articles: pack.articles.length })}</p>
      <div className={classes.choice}>
        <Select
          size="xs"
          aria-label={w('language')}
          data={SPOKEN.map((one) => ({ value: one, label: w(one) }))}
          value={spoken}
          allowDeselect={false}
          onChange={(chosen) => {
            setSpoken(SPOKEN.find((one) => one === chosen) ?? 'both');
          }}
        />
        <Button size="xs" loading={busy} onClick={() => void bring()}>
          {w('bring', { name: pack.title })}
        </Button>
      </div>
      {problem && <ProblemNote problem={problem} />}
    </section>
  );
}
