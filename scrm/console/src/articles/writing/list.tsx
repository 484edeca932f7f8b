import { Button, Select } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useDeferredValue } from 'react';
import { Link, useLocation } from 'wouter';
import type { Page } from '../../api/types.ts';
import { Tabs } from '../../bots/tabs.tsx';
import { useMoving } from '../../conditions/moving.ts';
import room from '../../conditions/room.module.css';
import { useTongue } from '../../conditions/tongue.ts';
import { useT } from '../../i18n/context.tsx';
import { useCommands } from '../../keys/commands.ts';
import { useCan } from '../../session/me.ts';
import { PHONE } from '../../shell/rail.tsx';
import { Empty, Loading, ProblemNote } from '../../shell/states.tsx';
import { overwrite, useResource } from '../../state/resource.ts';
import { createStore, useStore } from '../../state/store.ts';
import { useUnsavedKeys } from '../../state/unsaved.ts';
import { articles, categories } from '../calls.ts';
import { type Article, LANGUAGES } from '../types.ts';
import { bringBack } from './acts.ts';
import { nameOf, titleOf } from './draft.ts';
import { useWords } from './words.ts';
import classes from './writing.module.css';

interface Filter {
  q: string;
  category: string;
}

/** On a phone the list goes and comes back: what was looked for stays. */
const filter = createStore<Filter>({ q: '', category: '' });

export function ArticleList({ open }: { open: string | null }): ReactNode {
  const w = useWords();
  const [, navigate] = useLocation();
  const mayWrite = useCan('articles.write');
  const { q, category } = useStore(filter);
  const wanted = { q: useDeferredValue(q.trim()), category };
  const key = `articles/list/${wanted.category}/${wanted.q}`;
  const found = useResource(key, () => articles.list(wanted));
  useMoving(found.data?.items ?? [], open, '/articles');
  const isAll = wanted.q === '' && wanted.category === '';
  return (
    <>
      <header className={room.head}>
        <Tabs open="articles" />
        {mayWrite && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={15} />}
            aria-label={w('add.whole')}
            onClick={() => {
              navigate('/articles/new');
            }}
          >
            {w('add')}
          </Button>
        )}
      </header>
      <Filters />
      <div className={room.rows}>
        {found.problem && <ProblemNote problem={found.problem} onRetry={found.reload} />}
        {!found.data && !found.problem && <Loading rows={6} />}
        {found.data?.items.length === 0 && <Nothing isAll={isAll} />}
        {found.data && <Rows page={found.data} open={open} />}
        {found.data?.next != null && (
          <More key={key} of={key} wanted={wanted} cursor={found.data.next} />
        )}
        {mayWrite && isAll && <PutAway />}
      </div>
    </>
  );
}

function Filters(): ReactNode {
  const w = useWords();
  const tongue = useTongue();
  const { q, category } = useStore(filter);
  const { data } = useResource('articles/categories', categories.list);
  const shelves = data?.items ?? [];
  const mayWrite = useCan('articles.write');
  useCommands([
    {
      id: 'search',
      label: 'articles.search',
      group: 'inbox',
      keys: '/',
      run: () => {
        document.getElementById('article-search')?.focus();
      },
    },
  ]);
  return (
    <div className={classes.filters}>
      <input
        id="article-search"
        type="search"
        className={classes.search}
        aria-label={w('search')}
        placeholder={w('search')}
        maxLength={200}
        value={q}
        onChange={(event) => {
          const { value } = event.currentTarget;
          filter.set((now) => ({ ...now, q: value }));
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <div className={classes.shelf}>
        {shelves.length > 0 && (
          <Select
            size="xs"
            aria-label={w('category')}
            renderOption={({ option }) => (
              <span translate={option.value === '' ? undefined : 'no'}>{option.label}</span>
            )}
            data={[
              { value: '', label: w('all') },
              ...shelves.map(({ id, names }) => ({ value: id, label: nameOf(names, tongue) })),
            ]}
            value={shelves.some(({ id }) => id === category) ? category : ''}
            onChange={(chosen) => {
              filter.set((now) => ({ ...now, category: chosen ?? '' }));
            }}
          />
        )}
        {mayWrite && <Link href="/articles/categories">{w('categories')}</Link>}
      </div>
    </div>
  );
}

function Nothing({ isAll }: { isAll: boolean }): ReactNode {
  const w = useWords();
  const [, navigate] = useLocation();
  const mayWrite = useCan('articles.write');
  const isPhone = useMediaQuery(PHONE) ?? false;
  if (!isAll) return <Empty title={w('nothing')} text={w('nothing.text')} />;
  return (
    <Empty title={w('empty')} text={isPhone && mayWrite ? w('empty.text') : undefined}>
      {isPhone && mayWrite && (
        <Button
          onClick={() => {
            navigate('/articles/new');
          }}
        >
          {w('write')}
        </Button>
      )}
    </Empty>
  );
}

function Rows({ page, open }: { page: Page<Article>; open: string | null }): ReactNode {
  const unsaved = useUnsavedKeys();
  return page.items.map((one) => (
    <Row
      key={one.id}
      article={one}
      selected={one.id === open}
      isUnsaved={unsaved.includes(`articles/${one.id}`)}
    />
  ));
}

function Row(props: { article: Article; selected: boolean; isUnsaved: boolean }): ReactNode {
  const { article } = props;
  const w = useWords();
  const tongue = useTongue();
  const { data } = useResource('articles/categories', categories.list);
  const shelf = data?.items.find((one) => one.id === article.category_id);
  const languages = LANGUAGES.filter((language) => article.texts[language]);
  return (
    <Link
      href={`/articles/${article.id}`}
      className={room.row}
      aria-current={props.selected ? 'true' : undefined}
    >
      <span className={room.rowName}>
        <b dir="auto" translate="no" title={titleOf(article, tongue)}>
          {titleOf(article, tongue)}
        </b>
        <small>
          {shelf && <span translate="no">{nameOf(shelf.names, tongue)} · </span>}
          {languages.map((language) => w(`lang.${language}`)).join(', ')}
          {props.isUnsaved && <em> · {w('unsaved')}</em>}
        </small>
      </span>
      <span
        className={room.state}
        data-state={article.state}
        title={w(`state.${article.state}.hint`)}
      >
        {w(`state.${article.state}`)}
      </span>
    </Link>
  );
}

function More(props: { of: string; wanted: Filter; cursor: string }): ReactNode {
  const t = useT();
  const load = async (): Promise<void> => {
    const more = await articles.list({ ...props.wanted, cursor: props.cursor });
    overwrite<Page<Article>>(props.of, (known) => ({
      items: [...(known?.items ?? []), ...more.items],
      next: more.next,
    }));
  };
  return (
    <Button variant="subtle" color="gray" fullWidth onClick={() => void load()}>
      {t('showMore')}
    </Button>
  );
}

/** What nobody reads, to be brought back. */
function PutAway(): ReactNode {
  const w = useWords();
  const tongue = useTongue();
  const { data } = useResource('articles/list-archived', () => articles.list({ archived: true }));
  if (!data || data.items.length === 0) return null;
  return (
    <details className={classes.away}>
      <summary>{w('archived')}</summary>
      <ul>
        {data.items.map((one) => (
          <li key={one.id}>
            <span dir="auto" translate="no">
              {titleOf(one, tongue)}
            </span>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`${w('back')}: ${titleOf(one, tongue)}`}
              onClick={() => void bringBack(one.id)}
            >
              {w('back')}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
