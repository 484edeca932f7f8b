import { SegmentedControl, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Part } from './editor.tsx';
import { Group } from './group.tsx';
import { TextsByLanguage } from './texts.tsx';
import { useWords } from './words.ts';
import classes from './webchat.module.css';

export function Looks({ values, set }: Part): ReactNode {
  const w = useWords();
  return (
    <>
      <Group title={w('looks')} of={['title', 'colour', 'position']}>
        <TextInput
          label={w('title')}
          description={w('title.text')}
          maxLength={80}
          value={values.title}
          onChange={(event) => {
            set({ title: event.currentTarget.value });
          }}
        />
        <label className={classes.line}>
          <span>{w('colour')}</span>
          <input
            type="color"
            value={values.colour}
            onChange={(event) => {
              set({ colour: event.currentTarget.value });
            }}
          />
        </label>
        <div className={classes.line}>
          <span>{w('corner')}</span>
          <SegmentedControl
            aria-label={w('corner')}
            size="xs"
            data={(['left', 'right'] as const).map((value) => ({ value, label: w(value) }))}
            value={values.position}
            onChange={(position) => {
              set({ position: position === 'left' ? 'left' : 'right' });
            }}
          />
        </div>
      </Group>
      <Group title={w('texts')} text={w('texts.text')} of={['greeting']}>
        <TextsByLanguage
          of={w('texts')}
          texts={values.greeting}
          set={(greeting) => {
            set({ greeting });
          }}
        />
      </Group>
    </>
  );
}
