import { TextInput } from '@mantine/core';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { contacts } from '../../api/calls.ts';
import type { Contact } from '../../api/types.ts';
import { useT } from '../../i18n/context.tsx';
import { Avatar } from '../../shell/avatar.tsx';
import { Empty, Loading, ProblemNote } from '../../shell/states.tsx';
import { useResource } from '../../state/resource.ts';
import classes from './choose.module.css';

/** Find somebody by what is known of them. `label` says what for; `but` is nobody to choose. */
export function Choose(props: {
  label: string;
  but?: string;
  onChoose: (contact: Contact) => void;
}): ReactNode {
  const t = useT();
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query.trim());
  const found = useResource(`contacts/find/${wanted}`, () =>
    contacts.list({ q: wanted, limit: 20 }),
  );
  const others = found.data?.items.filter((one) => one.id !== props.but);
  return (
    <div className={classes.choose}>
      <TextInput
        data-autofocus
        aria-label={props.label}
        placeholder={props.label}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
        }}
      />
      <div className={classes.people}>
        {found.problem && <ProblemNote problem={found.problem} onRetry={found.reload} />}
        {!found.data && !found.problem && <Loading />}
        {others?.length === 0 && <Empty title={t('start.nobody')} />}
        {others?.map((one) => (
          <button
            key={one.id}
            type="button"
            className={classes.person}
            onClick={() => {
              props.onChoose(one);
            }}
          >
            <Avatar name={one.name} photo={one.photo} size={28} />
            <span dir="auto" translate="no">
              {one.name}
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}
