import { Button, NumberInput, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Part } from './editor.tsx';
import { Group } from './group.tsx';
import { TextsByLanguage } from './texts.tsx';
import type { Greeting } from './values.ts';
import { useWords } from './words.ts';
import classes from './webchat.module.css';

const LONGEST_WAIT = 3_600;

export function Greetings({ values, set }: Part): ReactNode {
  const w = useWords();
  const { greetings } = values;
  const change = (at: number, change: Partial<Greeting>): void => {
    set({ greetings: greetings.map((one, index) => (index === at ? { ...one, ...change } : one)) });
  };
  return (
    <Group title={w('greetings')} text={w('greetings.text')} of={['greetings']}>
      {greetings.map((greeting, index) => (
        <fieldset
          key={index}
          className={classes.greeting}
          aria-label={`${w('greetings')} ${index + 1}`}
        >
          <div className={classes.pair}>
            <TextInput
              label={w('pages')}
              description={w('pages.text')}
              dir="ltr"
              required
              withAsterisk={false}
              maxLength={200}
              value={greeting.pages}
              onChange={(event) => {
                change(index, { pages: event.currentTarget.value });
              }}
            />
            <NumberInput
              label={w('after')}
              min={0}
              max={LONGEST_WAIT}
              allowDecimal={false}
              hideControls
              value={greeting.after}
              onChange={(after) => {
                change(index, { after: typeof after === 'number' ? after : 0 });
              }}
            />
          </div>
          <TextsByLanguage
            of={`${w('greetings')} ${index + 1}`}
            texts={greeting.text}
            set={(text) => {
              change(index, { text });
            }}
          />
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            onClick={() => {
              set({ greetings: greetings.filter((_, at) => at !== index) });
            }}
          >
            {w('remove')}
          </Button>
        </fieldset>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => {
          set({ greetings: [...greetings, { pages: '/*', after: 20, text: {} }] });
        }}
      >
        {w('greetings.add')}
      </Button>
    </Group>
  );
}
