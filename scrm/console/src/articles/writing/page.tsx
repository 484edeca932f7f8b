import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft, IconBook2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import room from '../../conditions/room.module.css';
import { useCan } from '../../session/me.ts';
import { PHONE } from '../../shell/rail.tsx';
import { Empty, Loading, ProblemNote } from '../../shell/states.tsx';
import { useResource } from '../../state/resource.ts';
import { articles } from '../calls.ts';
import { bringBack } from './acts.ts';
import { Asking } from './asking.tsx';
import { Categories } from './categories.tsx';
import { ArticleEditor } from './editor.tsx';
import { ArticleList } from './list.tsx';
import { useWords } from './words.ts';
import classes from './writing.module.css';

/** All articles on the left, one of them beside, and what they answer. */
export default function ArticlesPage({ article }: { article: string | null }): ReactNode {
  const w = useWords();
  const isPhone = useMediaQuery(PHONE) ?? false;
  const shows = isPhone ? (article ? 'pane' : 'list') : 'all';
  return (
    <div className={room.page} data-shows={shows}>
      <section className={`${room.list} ${classes.list}`} aria-label={w('title')}>
        <ArticleList open={article} />
      </section>
      <section className={room.pane} aria-label={w('article')}>
        {isPhone && article && (
          <Link href="/articles" className={room.backward}>
            <IconArrowLeft size={18} /> {w('title')}
          </Link>
        )}
        <div className={`${room.editor} ${classes.editor}`}>
          <Pane article={article} />
          <aside className={classes.beside}>
            <Asking />
          </aside>
        </div>
      </section>
    </div>
  );
}

function Pane({ article }: { article: string | null }): ReactNode {
  if (article === null) return <Start />;
  if (article === 'categories') return <Categories />;
  if (article === 'new') return <ArticleEditor key="new" article={null} />;
  return <Kept key={article} id={article} />;
}

function Kept({ id }: { id: string }): ReactNode {
  const w = useWords();
  const mayWrite = useCan('articles.write');
  const { data, problem, reload } = useResource(`articles/one/${id}`, () => articles.get(id));
  if (problem && !data) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading />;
  if (data.archived_at === null) return <ArticleEditor article={data} />;
  return (
    <Empty title={w('gone')} text={w('gone.text')}>
      {mayWrite && (
        <Button variant="default" onClick={() => void bringBack(id)}>
          {w('back')}
        </Button>
      )}
    </Empty>
  );
}

function Start(): ReactNode {
  const w = useWords();
  const [, navigate] = useLocation();
  const mayWrite = useCan('articles.write');
  const { data } = useResource('articles/list//', () => articles.list({}));
  if (!data) return <Loading />;
  const isFirst = data.items.length === 0;
  const firstText = mayWrite ? 'empty.text' : 'empty.read';
  return (
    <Empty
      icon={<IconBook2 size={32} stroke={1.4} />}
      title={w(isFirst ? 'empty' : 'none')}
      text={w(isFirst ? firstText : 'none.text')}
    >
      {mayWrite && (
        <Button
          variant={isFirst ? 'filled' : 'default'}
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
