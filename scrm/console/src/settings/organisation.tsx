import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { organisation } from '../api/calls.ts';
import type { Organisation as Values } from '../api/types.ts';
import { LOCALE_NAMES, LOCALES } from '../i18n/catalogue.ts';
import { useT } from '../i18n/context.tsx';
import { DEFAULT_ACCENT } from '../shell/colour.ts';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { overwrite, useResource } from '../state/resource.ts';
import { Section, useCall } from './section.tsx';
import classes from './settings.module.css';
import { useWords } from './words.ts';

export default function OrganisationPage(): ReactNode {
  const t = useT();
  const w = useWords();
  const { data, problem, reload } = useResource('settings', organisation.get);
  return (
    <Section title={t('settings.organisation')} text={w('organisation.text')}>
      {problem && !data && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={4} />}
      {data && <OrganisationForm initial={data} />}
    </Section>
  );
}

function OrganisationForm({ initial }: { initial: Values }): ReactNode {
  const t = useT();
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [values, setValues] = useState(initial);
  const [saved, setSaved] = useState(false);
  const set = (change: Partial<Values>): void => {
    setSaved(false);
    setValues((all) => ({ ...all, ...change }));
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const worked = await run(async () => {
      const { organisation_name, timezone, locale, accent, reopen_after_days } = values;
      const kept = await organisation.update({
        organisation_name,
        timezone,
        locale,
        accent,
        reopen_after_days,
      });
      overwrite<Values>('settings', () => kept);
    });
    setSaved(worked);
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <TextInput
        label={w('organisation.name')}
        required
        withAsterisk={false}
        value={values.organisation_name}
        onChange={(event) => {
          set({ organisation_name: event.currentTarget.value });
        }}
      />
      <NativeSelect
        translate="no"
        label={w('organisation.zone')}
        value={values.timezone}
        data={[...new Set([values.timezone, ...Intl.supportedValuesOf('timeZone')])]}
        onChange={(event) => {
          set({ timezone: event.currentTarget.value });
        }}
      />
      <NativeSelect
        translate="no"
        label={w('organisation.locale')}
        value={values.locale}
        data={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
        onChange={(event) => {
          set({ locale: event.currentTarget.value });
        }}
      />
      <label className={classes.switch}>
        <span>{w('organisation.accent')}</span>
        <input
          type="color"
          value={values.accent ?? DEFAULT_ACCENT}
          onChange={(event) => {
            set({ accent: event.currentTarget.value });
          }}
        />
      </label>
      <NumberInput
        label={w('organisation.reopen')}
        description={w('organisation.reopen.text')}
        min={1}
        max={365}
        hideControls
        value={values.reopen_after_days ?? ''}
        onChange={(days) => {
          set({ reopen_after_days: typeof days === 'number' ? days : null });
        }}
      />
      {problem && <ProblemNote problem={problem} />}
      <div className={classes.buttons}>
        <Button type="submit" loading={busy}>
          {t('save')}
        </Button>
        {saved && (
          <span className={classes.saved} role="status">
            {t('saved')}
          </span>
        )}
      </div>
    </form>
  );
}
