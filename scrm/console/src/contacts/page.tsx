import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAddressBook, IconArrowLeft, IconPlus, IconX } from '@tabler/icons-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { Link, Redirect, useLocation, useSearch } from 'wouter';
import { contacts } from '../api/calls.ts';
import { newKey } from '../api/client.ts';
import type { Contact, Page } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { useCommands } from '../keys/commands.ts';
import { useCan } from '../session/me.ts';
import { Avatar } from '../shell/avatar.tsx';
import { PHONE } from '../shell/rail.tsx';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { showToast } from '../shell/toasts.ts';
import { overwrite, useResource } from '../state/resource.ts';
import { ContactCard } from './card.tsx';
import classes from './contacts.module.css';
import { ContactTimeline } from './timeline/timeline.tsx';

const PAGE = 100;

export default function ContactsPage(props: { contact: string | null }): ReactNode {
  const t = useT();
  const isPhone = useMediaQuery(PHONE) ?? false;
  const shows = isPhone ? (props.contact ? 'contact' : 'list') : 'all';
  return (
    <div className={classes.page} data-shows={shows}>
      <section className={classes.list} aria-label={t('nav.contacts')}>
        <ContactList open={props.contact} />
      </section>
      <section className={classes.contact} aria-label={t('contact.title')}>
        {props.contact ? (
          <ContactView key={props.contact} id={props.contact} isPhone={isPhone} />
        ) : (
          <Empty
            icon={<IconAddressBook size={32} stroke={1.4} />}
            title={t('contacts.none')}
            text={t('contacts.none.text')}
          />
        )}
      </section>
    </div>
  );
}

function ContactView(props: { id: string; isPhone: boolean }): ReactNode {
  const t = useT();
  const { data } = useResource(`contact/${props.id}`, () => contacts.get(props.id));
  if (data?.joined_into) return <Redirect to={`/contacts/${data.joined_into}`} replace />;
  return (
    <>
      {props.isPhone && (
        <Link href="/contacts" className={classes.back}>
          <IconArrowLeft size={18} /> {t('nav.contacts')}
        </Link>
      )}
      <div className={classes.columns}>
        <ContactCard id={props.id} />
        <div className={classes.timeline}>
          <h2>{t('contact.timeline')}</h2>
          <ContactTimeline id={props.id} />
        </div>
      </div>
    </>
  );
}

interface Wanted {
  q: string;
  tag: string;
}

async function loadMore(key: string, wanted: Wanted, page: Page<Contact>): Promise<void> {
  const more = await contacts.list({ ...wanted, cursor: page.next ?? undefined, limit: PAGE });
  overwrite<Page<Contact>>(key, (known) => ({
    items: [...(known?.items ?? []), ...more.items],
    next: more.next,
  }));
}

function ContactList({ open }: { open: string | null }): ReactNode {
  const t = useT();
  const [query, setQuery] = useState('');
  const [, navigate] = useLocation();
  const tag = new URLSearchParams(useSearch()).get('tag') ?? '';
  const deferred = useDeferredValue(query.trim());
  const wanted = { q: tag === '' ? deferred : '', tag };
  const search = tag === '' ? '' : `?tag=${encodeURIComponent(tag)}`;
  const key = `contacts/list/${wanted.q}${search}`;
  const found = useResource(key, () => contacts.list({ ...wanted, limit: PAGE }));
  const mayWrite = useCan('contacts.write');
  const page = found.data;
  const move = (step: number): void => {
    const items = page?.items ?? [];
    const at = items.findIndex((contact) => contact.id === open);
    const next = items[Math.min(items.length - 1, Math.max(0, at + step))];
    if (next) navigate(`/contacts/${next.id}${search}`);
  };
  useCommands([
    {
      id: 'list-next',
      label: 'list.next',
      group: 'inbox',
      keys: 'j',
      keysOnly: true,
      run: () => {
        move(1);
      },
    },
    {
      id: 'list-previous',
      label: 'list.previous',
      group: 'inbox',
      keys: 'k',
      keysOnly: true,
      run: () => {
        move(-1);
      },
    },
    {
      id: 'search',
      label: 'contacts.search',
      group: 'inbox',
      keys: '/',
      run: () => {
        document.getElementById('contact-search')?.focus();
      },
    },
  ]);
  const create = async (): Promise<void> => {
    try {
      const made = await contacts.create({ name: query.trim() || t('contact.unnamed') }, newKey());
      setQuery('');
      navigate(`/contacts/${made.id}`);
    } catch {
      showToast({ text: 'problem.offline', tone: 'bad' });
    }
  };
  return (
    <>
      <header className={classes.head}>
        <h2>{t('nav.contacts')}</h2>
        {mayWrite && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={15} />}
            onClick={() => void create()}
          >
            {t('contacts.add')}
          </Button>
        )}
      </header>
      {tag === '' ? (
        <input
          id="contact-search"
          type="search"
          className={classes.search}
          aria-label={t('contacts.search')}
          placeholder={t('contacts.search')}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      ) : (
        <Tagged tag={tag} />
      )}
      <div className={classes.rows}>
        {found.problem && <ProblemNote problem={found.problem} onRetry={found.reload} />}
        {!page && !found.problem && <Loading rows={9} />}
        {page?.items.length === 0 && (
          <Empty
            title={t(key === 'contacts/list/' ? 'contacts.empty' : 'search.none')}
            text={t('contacts.empty.text')}
          />
        )}
        {page?.items.map((contact) => (
          <ContactRow
            key={contact.id}
            contact={contact}
            href={`/contacts/${contact.id}${search}`}
            selected={contact.id === open}
          />
        ))}
        {page?.next != null && (
          <Button
            variant="subtle"
            color="gray"
            fullWidth
            onClick={() => void loadMore(key, wanted, page)}
          >
            {t('showMore')}
          </Button>
        )}
      </div>
    </>
  );
}

/** The list is of those who have a tag, until somebody wants all. */
function Tagged({ tag }: { tag: string }): ReactNode {
  const t = useT();
  return (
    <p className={classes.tagged}>
      <span>{t('contacts.tagged')}</span>
      <b dir="auto" translate="no">
        {tag}
      </b>
      <Link href="/contacts" aria-label={t('contacts.untagged')} title={t('contacts.untagged')}>
        <IconX size={15} />
      </Link>
    </p>
  );
}

function ContactRow(props: { contact: Contact; href: string; selected: boolean }): ReactNode {
  const { contact } = props;
  const t = useT();
  const format = useFormat();
  const now = useNow();
  return (
    <Link
      href={props.href}
      className={classes.row}
      aria-current={props.selected ? 'true' : undefined}
    >
      <Avatar name={contact.name} photo={contact.photo} size={30} />
      <span className={classes.rowName}>
        <b dir="auto" translate="no">
          {contact.name}
        </b>
        {contact.stage && <small translate="no">{contact.stage}</small>}
      </span>
      {contact.last_seen && (
        <time
          dateTime={contact.last_seen}
          title={t('contact.lastSeen', { time: format.exact(contact.last_seen) })}
        >
          {format.ago(contact.last_seen, now)}
        </time>
      )}
    </Link>
  );
}
