import '@mantine/core/styles/Chip.layer.css';
import { Chip, NumberInput, SegmentedControl } from '@mantine/core';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { http } from '../api/client.ts';
import { ClockField } from '../shell/clock-field.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { overwrite, useResource } from '../state/resource.ts';
import { useUnsaved, without } from '../state/unsaved.ts';
import classes from './marketing.module.css';
import { Section, useCall } from './section.tsx';
import { SaveBar } from './webchat/save-bar.tsx';
import { type Weekday, WEEKDAYS } from './webchat/values.ts';
import { useWords as useWeekdays } from './webchat/words.ts';
import { useWords } from './words.ts';

interface QuietHours {
  opens: string;
  closes: string;
  weekdays: Weekday[];
}

/** Caps are by person; `hold_after_answer` is in hours. */
interface Sending {
  quiet_hours: QuietHours | null;
  caps: { day: number | null; week: number | null };
  hold_after_answer: number;
}

interface Part {
  values: Sending;
  set: (change: Partial<Sending>) => void;
}

const KEY = 'settings/sending';
const DAYTIME: QuietHours = { opens: '09:00', closes: '20:00', weekdays: [...WEEKDAYS] };

/** What the organisation asks of all its campaigns. */
export default function MarketingPage(): ReactNode {
  const w = useWords();
  const { data, problem, reload } = useResource(KEY, () => http.get<Sending>('/settings/sending'));
  return (
    <Section title={w('marketing')} text={w('marketing.text')}>
      {problem && !data && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={6} />}
      {data && <Form kept={data} />}
    </Section>
  );
}

function Form({ kept }: { kept: Sending }): ReactNode {
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [draft, setDraft] = useUnsaved<Sending>('marketing');
  const [isSaved, setSaved] = useState(false);
  const values = { ...kept, ...draft };
  const set = (change: Partial<Sending>): void => {
    setSaved(false);
    setDraft((now) => ({ ...now, ...change }));
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const worked = await run(async () => {
      const now = await http.patch<Sending>('/settings/sending', values);
      overwrite<Sending>(KEY, () => now);
    });
    if (worked) setDraft((now) => without(now, draft));
    setSaved(worked);
  };
  const hasNoDay = values.quiet_hours?.weekdays.length === 0;
  return (
    <form className={classes.form} onSubmit={(event) => void save(event)}>
      <When values={values} set={set} />
      <HowOften values={values} set={set} />
      <AfterAnswer values={values} set={set} />
      <SaveBar
        problem={problem}
        busy={busy}
        isChanged={JSON.stringify(values) !== JSON.stringify(kept) && !hasNoDay}
        saved={isSaved ? w('marketing.saved') : ''}
        onDiscard={() => {
          setDraft(() => ({}));
        }}
      />
    </form>
  );
}

function Group(props: { title: string; text: string; children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section role="group" aria-labelledby={id}>
      <h3 id={id}>{props.title}</h3>
      <p className={classes.dim}>{props.text}</p>
      {props.children}
    </section>
  );
}

function When({ values, set }: Part): ReactNode {
  const w = useWords();
  const hours = values.quiet_hours;
  const [before, keepBefore] = useState<QuietHours>(DAYTIME);
  const turn = (mode: string): void => {
    if (hours) keepBefore(hours);
    set({ quiet_hours: mode === 'always' ? null : before });
  };
  return (
    <Group title={w('marketing.when')} text={w('marketing.when.text')}>
      <SegmentedControl
        aria-label={w('marketing.quiet')}
        size="xs"
        data={[
          { value: 'quiet', label: w('marketing.quietOn') },
          { value: 'always', label: w('marketing.always') },
        ]}
        value={hours ? 'quiet' : 'always'}
        onChange={turn}
      />
      {hours && (
        <Hours
          hours={hours}
          set={(change) => {
            set({ quiet_hours: { ...hours, ...change } });
          }}
        />
      )}
    </Group>
  );
}

function Hours(props: {
  hours: QuietHours;
  set: (change: Partial<QuietHours>) => void;
}): ReactNode {
  const { hours, set } = props;
  const w = useWords();
  const nameOf = useWeekdays();
  return (
    <>
      <div className={classes.clocks}>
        <span aria-hidden>{w('marketing.from')}</span>
        <ClockField
          label={w('marketing.from')}
          value={hours.opens}
          set={(opens) => {
            set({ opens });
          }}
        />
        <span aria-hidden>{w('marketing.to')}</span>
        <ClockField
          label={w('marketing.to')}
          value={hours.closes}
          set={(closes) => {
            set({ closes });
          }}
        />
      </div>
      <Chip.Group
        multiple
        value={hours.weekdays}
        onChange={(days) => {
          set({ weekdays: WEEKDAYS.filter((day) => days.includes(day)) });
        }}
      >
        <div className={classes.days} role="group" aria-label={w('marketing.days')}>
          {WEEKDAYS.map((day) => (
            <Chip key={day} value={day} size="xs" variant="outline">
              {nameOf(day)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      {hours.weekdays.length === 0 && (
        <p role="alert" className={classes.wrong}>
          {w('marketing.daysNone')}
        </p>
      )}
    </>
  );
}

function HowOften({ values, set }: Part): ReactNode {
  const w = useWords();
  const field = (name: 'day' | 'week', max: number): ReactNode => (
    <NumberInput
      label={w(`marketing.often.${name}`)}
      placeholder={w('marketing.often.none')}
      min={1}
      max={max}
      allowDecimal={false}
      hideControls
      value={values.caps[name] ?? ''}
      onChange={(most) => {
        set({ caps: { ...values.caps, [name]: typeof most === 'number' ? most : null } });
      }}
    />
  );
  return (
    <Group title={w('marketing.often')} text={w('marketing.often.text')}>
      <div className={classes.pair}>
        {field('day', 100)}
        {field('week', 500)}
      </div>
    </Group>
  );
}

function AfterAnswer({ values, set }: Part): ReactNode {
  const w = useWords();
  return (
    <Group title={w('marketing.answer')} text={w('marketing.answer.text')}>
      <NumberInput
        label={w('marketing.answer.hours')}
        className={classes.narrow}
        min={0}
        max={720}
        allowDecimal={false}
        hideControls
        value={values.hold_after_answer}
        onChange={(hours) => {
          set({ hold_after_answer: typeof hours === 'number' ? hours : 0 });
        }}
      />
    </Group>
  );
}
