import { Button } from '@mantine/core';
import { IconPlus, IconSpeakerphone } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Page } from '../api/types.ts';
import { useMoving } from '../conditions/moving.ts';
import room from '../conditions/room.module.css';
import { useFormat, useT } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { overwrite, useResource } from '../state/resource.ts';
import { FateBar } from './bar.tsx';
import { campaigns } from './calls.ts';
import classes from './campaigns.module.css';
import { AllStop } from './stopping.tsx';
import { isDated } from './dated.ts';
import { Tabs } from './tabs.tsx';
import type { Campaign } from './types.ts';
import { useFollowing } from './following.ts';
import { useCounted, useWords } from './words.ts';

/** All campaigns and how each stands, the newest first. */
export function CampaignList(): ReactNode {
  const t = useT();
  const w = useWords();
  const [, navigate] = useLocation();
  const mayWrite = useCan('campaigns.write');
  const [archived, setArchived] = useState(false);
  const key = `campaigns/list/${archived}`;
  const { data, problem, reload } = useResource(key, () => campaigns.list(archived));
  useMoving(data?.items ?? [], null, '/campaigns');
  useFollowing(data?.items.some((one) => one.state === 'running') ?? false);
  const more = async (page: Page<Campaign>): Promise<void> => {
    const next = await campaigns.list(archived, page.next ?? undefined);
    overwrite<Page<Campaign>>(key, (known) => ({
      items: [...(known?.items ?? []), ...next.items],
      next: next.next,
    }));
  };
  const add = (): void => {
    navigate('/campaigns/new');
  };
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Tabs open="campaigns" />
        <AllStop />
        {mayWrite && (
          <Button size="compact-sm" leftSection={<IconPlus size={15} />} onClick={add}>
            {w('add')}
          </Button>
        )}
      </header>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={6} />}
      {data?.items.length === 0 && (
        <Empty
          icon={<IconSpeakerphone size={32} stroke={1.4} />}
          title={w(archived ? 'archived.none' : 'none')}
          text={archived ? undefined : w(mayWrite ? 'none.text' : 'none.read')}
        >
          {mayWrite && !archived && (
            <Button variant="default" onClick={add}>
              {w('none.do')}
            </Button>
          )}
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <ul className={classes.rows} aria-label={w('title')}>
          {data.items.map((one) => (
            <Row key={one.id} campaign={one} />
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

function Row({ campaign }: { campaign: Campaign }): ReactNode {
  const w = useWords();
  const counted = useCounted();
  const { id, name, size, state } = campaign;
  return (
    <li>
      <Link href={`/campaigns/${id}`} className={classes.row}>
        <span className={room.rowName}>
          <b dir="auto" translate={name === '' ? undefined : 'no'}>
            {name === '' ? w('unnamed') : name}
          </b>
          <small>
            <When campaign={campaign} />
          </small>
        </span>
        <span className={room.state} data-state={toneOf(state)}>
          {w(`state.${state}`)}
        </span>
        <span className={room.count}>{size > 0 ? counted('people', size) : ''}</span>
        <span className={classes.rowBar}>{size > 0 && <RowBar campaign={campaign} />}</span>
      </Link>
    </li>
  );
}

/** The room's colours of states. */
export function toneOf(state: Campaign['state']): string {
  if (state === 'running' || state === 'scheduled') return 'live';
  return state === 'missed' ? 'paused' : state;
}

export function When({ campaign }: { campaign: Campaign }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const { due_at: due, state } = campaign;
  if (due === null) return w('when.written', { time: format.dateTime(campaign.updated_at) });
  const isOpen = ['scheduled', 'running', 'paused'].includes(state);
  if (isOpen && isDated(campaign.definition.schedule)) {
    return w('when.daily');
  }
  const time = format.dateTime(due);
  return (
    <time dateTime={due} title={format.exact(due)}>
      {w(state === 'scheduled' ? 'when.due' : 'when.began', { time })}
    </time>
  );
}

function RowBar({ campaign }: { campaign: Campaign }): ReactNode {
  const { data } = useResource(`campaigns/report/${campaign.id}`, () =>
    campaigns.report(campaign.id),
  );
  return data ? <FateBar report={data} /> : null;
}
