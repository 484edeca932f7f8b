import { SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { organisation } from '../api/calls.ts';
import room from '../conditions/room.module.css';
import { hubNow } from '../i18n/hub-time.ts';
import { useResource } from '../state/resource.ts';
import classes from './campaigns.module.css';
import type { Draft } from './draft.ts';
import { DateFields } from './dates.tsx';
import { clockIn, isOver } from './past.ts';
import { Places } from './places.tsx';
import { useWords } from './words.ts';

export type Fixed = 'nothing' | 'date' | 'whom';
type SetPart = (part: Partial<Draft>) => void;

/** When it goes, and what it waits for. */
export function WhenFields({
  draft,
  set,
  fixed,
}: {
  draft: Draft;
  set: SetPart;
  fixed: Fixed;
}): ReactNode {
  const w = useWords();
  const isSettled = fixed === 'whom';
  const at = Places.useAt();
  const wrong = at('schedule');
  return (
    <>
      <SegmentedControl
        size="xs"
        className={classes.start}
        disabled={fixed !== 'nothing'}
        aria-label={w('when')}
        data={(['now', 'at', 'date'] as const).map((kind) => ({
          value: kind,
          label: w(`when.${kind}`),
        }))}
        value={draft.when === 'unset' ? '' : draft.when}
        onChange={(when) => {
          set({ when: when as Draft['when'] });
        }}
      />
      {draft.when === 'at' && (
        <fieldset className={classes.settled} disabled={isSettled}>
          <AtFields draft={draft} set={set} isSettled={isSettled} />
        </fieldset>
      )}
      {draft.when === 'date' && (
        <DateFields
          draft={draft.date}
          isFixed={fixed === 'date'}
          set={(date) => {
            set({ date });
          }}
        />
      )}
      {wrong && (
        <p className={room.wrong} role="alert">
          {wrong}
        </p>
      )}
      <h3 className={room.label}>{w('purpose')}</h3>
      <SegmentedControl
        size="xs"
        className={classes.start}
        disabled={isSettled}
        aria-label={w('purpose')}
        data={(['marketing', 'service'] as const).map((one) => ({
          value: one,
          label: w(`purpose.${one}`),
        }))}
        value={draft.purpose}
        onChange={(purpose) => {
          set({ purpose });
        }}
      />
      <p className={room.dim}>{w(`purpose.${draft.purpose}.hint`)}</p>
      {draft.purpose === 'marketing' && (
        <>
          <Switch
            label={w('hold')}
            description={w('hold.hint')}
            checked={draft.hold}
            onChange={(event) => {
              set({ hold: event.currentTarget.checked });
            }}
          />
          <Switch
            label={w('quiet')}
            description={w('quiet.hint')}
            checked={draft.quiet}
            onChange={(event) => {
              set({ quiet: event.currentTarget.checked });
            }}
          />
        </>
      )}
      <Switch
        label={w('tracks')}
        description={w('tracks.hint')}
        checked={draft.tracks}
        onChange={(event) => {
          set({ tracks: event.currentTarget.checked });
        }}
      />
      <TextInput
        className={classes.late}
        label={w('late')}
        description={w(draft.when === 'date' ? 'late.daily' : 'late.hint')}
        placeholder="2h"
        maxLength={8}
        translate="no"
        error={at('max_lateness')}
        value={draft.lateness}
        onChange={(event) => {
          set({ lateness: event.currentTarget.value });
        }}
      />
    </>
  );
}

function AtFields(props: { draft: Draft; set: SetPart; isSettled: boolean }): ReactNode {
  const { draft, set, isSettled } = props;
  const w = useWords();
  const at = Places.useAt();
  const { data } = useResource('settings', organisation.get);
  const zone = data?.timezone ?? '';
  const now = hubNow();
  const over =
    data !== undefined && !isSettled && isOver(draft.at, draft.zone, zone, now)
      ? w('at.over')
      : null;
  return (
    <div className={classes.at}>
      <TextInput
        type="datetime-local"
        label={w('at')}
        min={clockIn(zone, now)}
        error={over ?? at('schedule.at')}
        value={draft.at}
        onChange={(event) => {
          set({ at: event.currentTarget.value });
        }}
      />
      <Select
        label={w('zone')}
        data={(['organisation', 'contact'] as const).map((one) => ({
          value: one,
          label: w(`zone.${one}`, { zone }),
        }))}
        error={at('schedule.zone')}
        value={draft.zone}
        onChange={(picked) => {
          if (picked) set({ zone: picked });
        }}
      />
    </div>
  );
}
