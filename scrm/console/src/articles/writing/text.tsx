import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Language } from '../types.ts';
import { LONGEST, type Values } from './draft.ts';
import { Shown } from './shown.tsx';
import { useWords } from './words.ts';
import classes from './writing.module.css';

const MODES = ['write', 'preview'] as const;
type Mode = (typeof MODES)[number];

/** The title and the Markdown of one language, or what becomes of it. */
export function TextFields(props: {
  language: Language;
  values: Values;
  set: (change: Partial<Values>) => void;
}): ReactNode {
  const { language, values, set } = props;
  const w = useWords();
  const [mode, setMode] = useState<Mode>('write');
  return (
    <section className={classes.text} aria-label={w(`lang.${language}`)} lang={language}>
      <TextInput
        label={w('text.title')}
        placeholder={w('text.title.hint')}
        maxLength={LONGEST.title}
        dir="auto"
        translate="no"
        value={values[`${language}.title`]}
        onChange={(event) => {
          set({ [`${language}.title`]: event.currentTarget.value });
        }}
      />
      <SegmentedControl
        size="xs"
        className={classes.mode}
        aria-label={w('mode')}
        data={MODES.map((one) => ({ value: one, label: w(`mode.${one}`) }))}
        value={mode}
        onChange={setMode}
      />
      {mode === 'write' ? (
        <Textarea
          aria-label={w('text.body')}
          placeholder={w('text.body.hint')}
          autosize
          minRows={12}
          maxLength={LONGEST.body}
          dir="auto"
          translate="no"
          value={values[`${language}.body`]}
          onChange={(event) => {
            set({ [`${language}.body`]: event.currentTarget.value });
          }}
        />
      ) : (
        <Shown body={values[`${language}.body`]} />
      )}
    </section>
  );
}
