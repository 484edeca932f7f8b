import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { channels } from '../api/calls.ts';
import type { Channel } from '../api/types.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useCall } from './section.tsx';
import { useWords } from './words.ts';

/** Who may get campaigns there; kept as soon as it is chosen. */
export function Basis(props: {
  channel: Channel;
  onChange: (channel: Channel) => void;
}): ReactNode {
  const { channel } = props;
  const w = useWords();
  const { busy, problem, run } = useCall();
  return (
    <>
      <h3>{w('basis')}</h3>
      <NativeSelect
        size="xs"
        aria-label={w('basis')}
        description={w('basis.text')}
        disabled={busy}
        value={channel.marketing_basis}
        data={[
          { value: 'wrote_to_us', label: w('basis.wrote_to_us') },
          { value: 'opted_in', label: w('basis.opted_in') },
        ]}
        onChange={(event) => {
          const marketing_basis = event.currentTarget.value as Channel['marketing_basis'];
          void run(async () => {
            props.onChange(await channels.update(channel.id, { marketing_basis }));
          });
        }}
      />
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}
