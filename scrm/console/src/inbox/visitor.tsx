import { Button } from '@mantine/core';
import { IconBan, IconCircleCheck, IconShieldCheck } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { type Visitor, visitors as calls } from '../api/visitors.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Conversation } from '../api/types.ts';
import { intlTag } from '../i18n/catalogue.ts';
import { useFormat, useLanguage, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { useCan } from '../session/me.ts';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { showUndo } from '../shell/toasts.ts';
import { useResource } from '../state/resource.ts';
import classes from './visitor.module.css';
import { setBlocked, useVisitors } from './visitors.ts';

/** Who writes from the website: where they are now, whence they came, what they looked at. */
export default function VisitorSection(props: { conversation: Conversation }): ReactNode {
  const { conversation } = props;
  const t = useT();
  const known = useVisitors(conversation);
  const visitor = known.data?.items[0];
  if (known.problem && !known.data) {
    return <ProblemNote problem={known.problem} onRetry={known.reload} />;
  }
  if (!known.data) return <Loading rows={5} height={18} />;
  if (!visitor) return null;
  const others = (known.data?.items.length ?? 1) - 1;
  const isHere = known.data?.items.some((one) => one.here) ?? false;
  return (
    <section className={classes.visitor}>
      <h2>
        {t('visitor.title')}
        <Here visitor={visitor} isHere={isHere} />
      </h2>
      <Facts visitor={visitor} />
      {others > 0 && <p className={classes.more}>{t('visitor.browsers', { count: others })}</p>}
      <Earlier conversation={conversation} now={visitor.page_url} />
      <Blocking conversation={conversation} isBlocked={visitor.blocked} />
    </section>
  );
}

function Here(props: { visitor: Visitor; isHere: boolean }): ReactNode {
  const t = useT();
  const format = useFormat();
  const now = useNow();
  const { last_seen } = props.visitor;
  return (
    <span className={classes.here} data-here={props.isHere} title={format.exact(last_seen)}>
      {props.isHere ? t('visitor.here') : t('visitor.left', { time: format.since(last_seen, now) })}
    </span>
  );
}

function Facts({ visitor }: { visitor: Visitor }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { locale } = useLanguage();
  const campaign = Object.entries(visitor.campaign);
  return (
    <dl>
      {visitor.page_url !== '' && (
        <Fact label={t('visitor.page')}>
          <WebLink url={visitor.page_url} words={visitor.page_title} />
        </Fact>
      )}
      {visitor.referrer !== '' && (
        <Fact label={t('visitor.referrer')}>
          <WebLink url={visitor.referrer} words="" />
        </Fact>
      )}
      {campaign.length > 0 && (
        <Fact label={t('visitor.campaign')}>
          {campaign.map(([name, value]) => (
            <span key={name} className={classes.campaign} translate="no" title={name}>
              <small>{name.replace('utm_', '')}</small> <bdi>{value}</bdi>
            </span>
          ))}
        </Fact>
      )}
      {visitor.locale !== '' && (
        <Fact label={t('visitor.language')}>{languageName(visitor.locale, intlTag(locale))}</Fact>
      )}
      <Fact label={t('visitor.visits')}>
        {t('visitor.visitsSince', {
          count: visitor.visits,
          date: format.date(visitor.first_seen),
        })}
      </Fact>
      <Fact label={t('visitor.account')}>
        {visitor.subject === '' ? (
          t('visitor.unproven')
        ) : (
          <span className={classes.proven} title={t('visitor.proven')}>
            <IconShieldCheck size={15} aria-label={t('visitor.proven')} />
            <bdi translate="no">{visitor.subject}</bdi>
          </span>
        )}
      </Fact>
    </dl>
  );
}

function Fact(props: { label: string; children: ReactNode }): ReactNode {
  return (
    <div className={classes.fact}>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function languageName(locale: string, tag: string): string {
  try {
    return new Intl.DisplayNames(tag, { type: 'language' }).of(locale) ?? locale;
  } catch {
    return locale; // a browser may say anything of its language
  }
}

/** Of an address that a visitor's browser told, only what a click can't be misled by. */
function WebLink(props: { url: string; words: string }): ReactNode {
  const parsed = URL.canParse(props.url) ? new URL(props.url) : null;
  const where = parsed ? `${parsed.host}${parsed.pathname === '/' ? '' : parsed.pathname}` : '';
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) return null;
  return (
    <a href={props.url} title={props.url} target="_blank" rel="noopener noreferrer" translate="no">
      {props.words !== '' && <bdi>{props.words}</bdi>}
      <small dir="ltr">{where}</small>
    </a>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The pages before this one, where the site keeps them. */
function Earlier(props: { conversation: Conversation; now: string }): ReactNode {
  const { contact_id } = props.conversation;
  const t = useT();
  const format = useFormat();
  const now = useNow();
  const { data } = useResource(`contact/${contact_id}/pages`, () => calls.pages(contact_id));
  const [newest, ...rest] = data?.items ?? [];
  const pages = newest && newest.data.url !== props.now ? [newest, ...rest] : rest;
  if (pages.length === 0) return null;
  return (
    <details className={classes.earlier}>
      <summary>{t('visitor.earlier')}</summary>
      <ol>
        {pages.map((entry) => (
          <li key={entry.id}>
            <WebLink url={textOf(entry.data.url)} words={textOf(entry.data.title)} />
            <time dateTime={entry.at} title={format.exact(entry.at)}>
              {format.ago(entry.at, now)}
            </time>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Blocking(props: { conversation: Conversation; isBlocked: boolean }): ReactNode {
  const { conversation, isBlocked } = props;
  const t = useT();
  const may = useCan('conversations.write');
  const [problem, setProblem] = useState<Problem | null>(null);
  const set = async (blocked: boolean): Promise<void> => {
    setProblem(null);
    const withdraw = blocked
      ? showUndo('done.visitorBlocked', () => void set(false), { name: conversation.contact.name })
      : null;
    try {
      await setBlocked(conversation, blocked);
    } catch (cause) {
      withdraw?.();
      setProblem(asProblem(cause));
    }
  };
  if (!may) return null;
  const Icon = isBlocked ? IconCircleCheck : IconBan;
  return (
    <>
      {isBlocked && <p className={classes.blocked}>{t('visitor.blocked')}</p>}
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        className={classes.block}
        leftSection={<Icon size={15} aria-hidden />}
        onClick={() => void set(!isBlocked)}
      >
        {t(isBlocked ? 'visitor.unblock' : 'visitor.block')}
      </Button>
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}
