import { Button } from '@mantine/core';
import { IconPlus, IconTemplate } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Page } from '../../api/types.ts';
import { useMoving } from '../../conditions/moving.ts';
import room from '../../conditions/room.module.css';
import { useFormat, useT } from '../../i18n/context.tsx';
import { useCan } from '../../session/me.ts';
import { Empty, Loading, ProblemNote } from '../../shell/states.tsx';
import { overwrite, useResource } from '../../state/resource.ts';
import classes from '../campaigns.module.css';
import { Tabs } from '../tabs.tsx';
import { useWords } from '../words.ts';
import { templates } from './calls.ts';
import own from './templates.module.css';
import type { Template } from './types.ts';

/** The words that are kept to be used again, the newest first. */
export function TemplateList(): ReactNode {
  const t = useT();
  const w = useWords();
  const [, navigate] = useLocation();
  const mayWrite = useCan('campaigns.write');
  const [archived, setArchived] = useState(false);
  const key = `templates/list/${archived}`;
  const { data, problem, reload } = useResource(key, () => templates.list({ archived }));
  useMoving(data?.items ?? [], null, '/campaigns/templates');
  const more = async (page: Page<Template>): Promise<void> => {
    const next = await templates.list({ archived }, page.next ?? undefined);
    overwrite<Page<Template>>(key, (known) => ({
      items: [...(known?.items ?? []), ...next.items],
      next: next.next,
    }));
  };
  const add = (): void => {
    navigate('/campaigns/templates/new');
  };
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Tabs open="templates" />
        {mayWrite && (
          <Button size="compact-sm" leftSection={<IconPlus size={15} />} onClick={add}>
            {w('tpl.add')}
          </Button>
        )}
      </header>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={6} />}
      {data?.items.length === 0 && (
        <Empty
          icon={<IconTemplate size={32} stroke={1.4} />}
          title={w(archived ? 'tpl.archived.none' : 'tpl.none')}
          text={archived ? undefined : w(mayWrite ? 'tpl.none.text' : 'tpl.none.read')}
        >
          {mayWrite && !archived && (
            <Button variant="default" onClick={add}>
              {w('tpl.none.do')}
            </Button>
          )}
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <ul className={classes.rows} aria-label={w('tab.templates')}>
          {data.items.map((one) => (
            <Row key={one.id} template={one} />
          ))}
        </ul>
      )}
      {data?.next != null && (
        <Button variant="subtle" color="gray" fullWidth onClick={() => void more(data)}>
          {t('showMore')}
        </Button>
      )}
      <footer className={classes.foot}>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-pressed={archived}
          onClick={() => {
            setArchived(!archived);
          }}
        >
          {w('archived')}
        </Button>
      </footer>
    </div>
  );
}

function Row({ template }: { template: Template }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const { id, name, message, version, is_changed: isChanged, updated_at: at } = template;
  const state = version === 0 ? 'draft' : isChanged ? 'changed' : 'ready';
  return (
    <li>
      <Link href={`/campaigns/templates/${id}`} className={`${classes.row} ${own.row}`}>
        <span className={room.rowName}>
          <b dir="auto" translate="no">
            {name}
          </b>
          <small dir="auto" translate={message.text ? 'no' : undefined}>
            {message.text ?? w('tpl.blank')}
          </small>
        </span>
        <span className={room.state} data-state={version === 0 ? 'draft' : 'live'}>
          {w(`tpl.${state}`, { version })}
        </span>
        <time className={room.count} dateTime={at} title={format.exact(at)}>
          {format.date(at)}
        </time>
      </Link>
    </li>
  );
}
