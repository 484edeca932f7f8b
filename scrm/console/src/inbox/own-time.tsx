import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/context.tsx';
import { hubNow } from '../i18n/hub-time.ts';
import { ClockField } from '../shell/clock-field.tsx';
import { localField } from './snooze-times.ts';
import classes from './thread.module.css';

const DAY_MS = 24 * 3_600_000;

/** Any day and time from now on. */
export default function OwnTime(props: { onChoose: (until: string) => void }): ReactNode {
  const t = useT();
  const [today] = useState(() => localField(new Date(hubNow())).slice(0, 10));
  const [own, setOwn] = useState(() => localField(new Date(hubNow() + DAY_MS)));
  const [isWrong, setWrong] = useState(false);
  const [day = '', time = ''] = own.split('T');
  return (
    <form
      className={classes.ownTime}
      onSubmit={(event) => {
        event.preventDefault();
        props.onChoose(new Date(own).toISOString());
      }}
    >
      <TextInput
        flex={1}
        miw={0}
        type="date"
        size="xs"
        required
        aria-label={t('snooze.own')}
        min={today}
        value={day}
        onChange={(event) => {
          setOwn(`${event.currentTarget.value}T${time}`);
        }}
      />
      <ClockField
        label={t('snooze.time')}
        value={time}
        told={setWrong}
        set={(chosen) => {
          setOwn(`${day}T${chosen}`);
        }}
      />
      <Button type="submit" size="xs" flex="none" disabled={isWrong}>
        {t('snooze.set')}
      </Button>
    </form>
  );
}
