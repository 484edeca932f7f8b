import { ActionIcon } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Contact } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';
import classes from './contacts.module.css';
import { InlineField, useContactChange } from './inline.tsx';

/** What else is known: any name, any value; emptying a value removes it. */
export function Attributes({ contact }: { contact: Contact }): ReactNode {
  const t = useT();
  const may = useCan('contacts.write');
  const [adding, setAdding] = useState(false);
  const names = Object.keys(contact.attributes).sort();
  if (names.length === 0 && !may) return null;
  return (
    <section className={classes.section}>
      <h2>
        {t('contact.attributes')}
        {may && (
          <ActionIcon
            size={24}
            aria-label={t('contact.attribute.add')}
            onClick={() => {
              setAdding(true);
            }}
          >
            <IconPlus size={15} />
          </ActionIcon>
        )}
      </h2>
      {names.map((name) => (
        <InlineField
          key={name}
          id={contact.id}
          label={
            <span dir="auto" translate="no">
              {name}
            </span>
          }
          value={String(contact.attributes[name] ?? '')}
          patch={(value) => ({ attributes: { [name]: value } })}
        />
      ))}
      {adding && (
        <NewAttribute
          id={contact.id}
          onDone={() => {
            setAdding(false);
          }}
        />
      )}
    </section>
  );
}

function NewAttribute(props: { id: string; onDone: () => void }): ReactNode {
  const t = useT();
  const { change } = useContactChange(props.id);
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const save = (): void => {
    if (name.trim() !== '' && value.trim() !== '') {
      void change({ attributes: { [name.trim()]: value.trim() } });
    }
    props.onDone();
  };
  return (
    <form
      className={classes.field}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onDone();
      }}
    >
      <input
        className={classes.value}
        autoFocus
        aria-label={t('contact.attribute.name')}
        placeholder={t('contact.attribute.name')}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <input
        className={classes.value}
        aria-label={t('contact.attribute.value')}
        placeholder={t('contact.attribute.value')}
        value={value}
        onChange={(event) => {
          setValue(event.currentTarget.value);
        }}
      />
      <button type="submit" hidden aria-hidden tabIndex={-1} />
    </form>
  );
}
