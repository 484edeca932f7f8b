import { ActionIcon, Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { http } from '../api/client.ts';
import { useFormat } from '../i18n/context.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { overwrite, useResource } from '../state/resource.ts';
import { useUnsaved, without } from '../state/unsaved.ts';
import { Section, useCall } from './section.tsx';
import { SaveBar } from './webchat/save-bar.tsx';
import { ClosedDays, Day, Week } from './webchat/shifts.tsx';
import { type Hours, OFFICE, officeWeek, renamed, tidiedHours } from './webchat/values.ts';
import classes from './webchat/webchat.module.css';
import { useWords } from './webchat/words.ts';

/** `zone` is what an empty one in `hours` means too. */
interface Office {
  hours: Hours;
  zone: string;
  open: boolean;
  opens_at: string | null;
}

const KEY = 'settings/hours';

/** When somebody is there: for the bot, and for each site without hours of its own. */
export default function OfficeHoursPage(): ReactNode {
  const w = useWords();
  const { data, problem, reload } = useResource(KEY, () => http.get<Office>('/settings/hours'));
  return (
    <Section title={w('office')} text={w('office.text')}>
      {problem && !data && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={6} />}
      {data && <Form office={data} />}
    </Section>
  );
}

function Form({ office }: { office: Office }): ReactNode {
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [draft, setDraft] = useUnsaved<Hours>('hours');
  const [isSaved, setSaved] = useState(false);
  const values = { ...office.hours, ...draft };
  const isChanged =
    JSON.stringify(tidiedHours(values)) !== JSON.stringify(tidiedHours(office.hours));
  const set = (change: Partial<Hours>): void => {
    setSaved(false);
    setDraft((now) => ({ ...now, ...change }));
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const worked = await run(async () => {
      const now = await http.patch<Office>('/settings/hours', tidiedHours(values));
      overwrite<Office>(KEY, () => now);
    });
    if (worked) setDraft((now) => without(now, draft));
    setSaved(worked);
  };
  return (
    <form className={classes.office} onSubmit={(event) => void save(event)}>
      <Now office={office} />
      <Fields values={values} zone={office.zone} set={set} />
      <SaveBar
        problem={problem}
        busy={busy}
        isChanged={isChanged}
        saved={isSaved ? w('office.saved') : ''}
        onDiscard={() => {
          setDraft(() => ({}));
        }}
      />
    </form>
  );
}

/** As it is kept, whatever stands in the fields. */
function Now({ office }: { office: Office }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const { open, opens_at: opens } = office;
  if (open || opens === null) {
    return <p className={classes.now}>{w(open ? 'office.open' : 'office.closed')}</p>;
  }
  return (
    <p className={classes.now}>{w('office.opens').replace('{time}', () => format.exact(opens))}</p>
  );
}

function Fields(props: {
  values: Hours;
  zone: string;
  set: (change: Partial<Hours>) => void;
}): ReactNode {
  const { values, set } = props;
  const w = useWords();
  const hasWeek = Object.keys(values.week).length > 0;
  const [keptWeek, keepWeek] = useState<Hours['week']>();
  return (
    <>
      <SegmentedControl
        aria-label={w('office')}
        size="xs"
        data={[
          { value: 'always', label: w('office.always') },
          { value: 'week', label: w('office.week') },
        ]}
        value={hasWeek ? 'week' : 'always'}
        onChange={(mode) => {
          if (mode === 'always') keepWeek(values.week);
          set({ week: mode === 'week' ? (keptWeek ?? officeWeek()) : {} });
        }}
      />
      {hasWeek && <Week week={values.week} set={(week) => set({ week })} />}
      <ClosedDays heading="h3" days={values.closed} set={(closed) => set({ closed })} />
      <OwnDays days={values.days} set={(days) => set({ days })} />
      <NativeSelect
        label={w('zone')}
        translate="no"
        value={values.zone}
        data={[
          { value: '', label: w('zone.own') },
          ...new Set([props.zone, ...Intl.supportedValuesOf('timeZone')]),
        ]}
        onChange={(event) => {
          set({ zone: event.currentTarget.value });
        }}
      />
    </>
  );
}

function OwnDays(props: { days: Hours['days']; set: (days: Hours['days']) => void }): ReactNode {
  const { days, set } = props;
  const w = useWords();
  return (
    <div role="group" aria-label={w('office.days')}>
      <h3>{w('office.days')}</h3>
      <p className={classes.dim}>{w('office.days.text')}</p>
      {Object.entries(days).map(([day, shifts], index) => (
        <div key={index} className={classes.ownDay}>
          <input
            type="date"
            required
            className={classes.time}
            aria-label={`${w('office.day')} ${index + 1}`}
            value={day}
            onChange={(event) => {
              set(renamed(days, day, event.currentTarget.value));
            }}
          />
          <Day
            name={day || w('office.day')}
            shifts={shifts}
            set={(changed) => {
              set({ ...days, [day]: changed });
            }}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${w('remove')}: ${day || index + 1}`}
            onClick={() => {
              set(Object.fromEntries(Object.entries(days).filter(([other]) => other !== day)));
            }}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} />}
        disabled={'' in days}
        onClick={() => {
          set({ ...days, '': [OFFICE] });
        }}
      >
        {w('closed.add')}
      </Button>
    </div>
  );
}
