import { Checkbox, NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Part } from './editor.tsx';
import { Group } from './group.tsx';
import { FIELDS, type Need } from './values.ts';
import { useWords } from './words.ts';
import classes from './webchat.module.css';

const NEEDS = ['off', 'optional', 'required'] as const;

export function Asked({ values, set }: Part): ReactNode {
  const w = useWords();
  return (
    <>
      <Group title={w('form')} text={w('form.text')} of={['form']}>
        <div className={classes.trio}>
          {FIELDS.map((field) => (
            <NativeSelect
              key={field}
              label={w(`form.${field}`)}
              value={values.form[field] ?? 'off'}
              data={NEEDS.map((value) => ({ value, label: w(value) }))}
              onChange={(event) => {
                const need = event.currentTarget.value as Need;
                set({ form: { ...values.form, [field]: need } });
              }}
            />
          ))}
        </div>
      </Group>
      <Group title={w('asked')} of={['ask_rating', 'page_views', 'page_consent']}>
        <Checkbox
          label={w('rating')}
          checked={values.ask_rating}
          onChange={(event) => {
            set({ ask_rating: event.currentTarget.checked });
          }}
        />
        <Checkbox
          label={w('views')}
          checked={values.page_views}
          onChange={(event) => {
            set({ page_views: event.currentTarget.checked });
          }}
        />
        <Checkbox
          label={w('consent')}
          description={w('consent.text')}
          disabled={!values.page_views}
          checked={values.page_views && values.page_consent}
          onChange={(event) => {
            set({ page_consent: event.currentTarget.checked });
          }}
        />
      </Group>
    </>
  );
}
