import { Modal, TextInput } from '@mantine/core';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { contacts } from '../../api/calls.ts';
import type { Contact } from '../../api/types.ts';
import { useT } from '../../i18n/context.tsx';
import { Avatar } from '../../shell/avatar.tsx';
import { Empty, Loading, ProblemNote } from '../../shell/states.tsx';
import { useResource } from '../../state/resource.ts';
import { Compare } from './compare.tsx';
import classes from './joining.module.css';

/** Find the other one, look at both side by side, say that they are one person. */
export default function JoinDialog(props: { contact: Contact; onClose: () => void }): ReactNode {
  const { contact } = props;
  const t = useT();
  const [other, setOther] = useState<Contact | null>(null);
  return (
    <Modal
      opened
      size={other ? 'lg' : 'md'}
      onClose={props.onClose}
      title={t('join.title', { name: contact.name })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {other ? (
        <Compare
          survivor={contact.id}
          other={other.id}
          onDone={props.onClose}
          onBack={() => {
            setOther(null);
          }}
        />
      ) : (
        <Choose but={contact.id} onChoose={setOther} />
      )}
    </Modal>
  );
}

function Choose(props: { but: string; onChoose: (contact: Contact) => void }): ReactNode {
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
        aria-label={t('join.who')}
        placeholder={t('join.who')}
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
