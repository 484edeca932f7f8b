import { NativeSelect, SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import type { Part } from './editor.tsx';
import { Group } from './group.tsx';
import { TextsByLanguage } from './texts.tsx';
import { ClosedDays, Week } from './shifts.tsx';
import { type Hours, NO_HOURS, officeWeek, says } from './values.ts';
import { useWords } from './words.ts';
import classes from './webchat.module.css';

export function OfficeHours({ values, set }: Part): ReactNode {
  const w = useWords();
  const { hours } = values;
  const change = (change: Partial<Hours>): void => {
    set({ hours: { ...hours, ...change } });
  };
  const hasWeek = Object.keys(hours.week).length > 0;
  const isOwn = says(hours);
  const [kept, keep] = useState<Partial<Hours>>();
  return (
    <Group title={w('hours')} text={w('hours.text')} of={['hours', 'away']}>
      <SegmentedControl
        aria-label={w('hours')}
        size="xs"
        data={[
          { value: 'house', label: w('hours.house') },
          { value: 'week', label: w('hours.own') },
        ]}
        value={isOwn ? 'week' : 'house'}
        onChange={(mode) => {
          if (mode === 'week') {
            change(kept ?? { week: officeWeek() });
          } else {
            keep(hours);
            change(NO_HOURS);
          }
        }}
      />
      {!isOwn && (
        <p className={classes.dim}>
          {w('hours.house.text')} <Link href="/settings/hours">{w('hours.house.link')}</Link>
        </p>
      )}
      {hasWeek && <Week week={hours.week} set={(week) => change({ week })} />}
      {isOwn && (
        <ClosedDays heading="h4" days={hours.closed} set={(closed) => change({ closed })} />
      )}
      {isOwn && (
        <NativeSelect
          label={w('zone')}
          value={hours.zone}
          data={[{ value: '', label: w('zone.own') }, ...Intl.supportedValuesOf('timeZone')]}
          onChange={(event) => {
            change({ zone: event.currentTarget.value });
          }}
        />
      )}
      <h4>{w('away')}</h4>
      <p className={classes.dim}>{w('away.text')}</p>
      <TextsByLanguage
        of={w('away')}
        texts={values.away}
        set={(away) => {
          set({ away });
        }}
      />
    </Group>
  );
}
