import { IconMail, IconPhone } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { contacts, joinings } from '../api/calls.ts';
import type { ContactPoint } from '../api/joining-types.ts';
import type { Identity } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { isKnown, useReason } from '../inbox/reasons/words.ts';
import { PlatformMark } from '../shell/platform-mark.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import classes from './contacts.module.css';
import { CameBy } from './joining/evidence.tsx';

/** The addresses of a person, and whether a message would reach them there now. */
export function Identities({ id }: { id: string }): ReactNode {
  const t = useT();
  const format = useFormat();
  const reasonOf = useReason();
  const identities = useResource(`contact/${id}/identities`, () => contacts.identities(id));
  const ways = useResource(`contact/${id}/reachability`, () => contacts.reachability(id));
  const points = useResource(`contact/${id}/points`, () => contacts.points(id));
  const hasJoined = identities.data?.items.some((one) => one.home_id !== null) ?? false;
  const known = useResource(hasJoined ? `contact/${id}/joinings` : null, () => joinings.of(id));
  const cameBy = new Map(
    known.data?.items.filter((one) => !one.undone_at).map((one) => [one.other.id, one]),
  );
  const problem = identities.problem ?? ways.problem;
  return (
    <section className={classes.section}>
      <h2>{t('contact.reach')}</h2>
      {problem && <ProblemNote problem={problem} onRetry={identities.reload} />}
      {!identities.data && !problem && <Loading rows={1} />}
      {identities.data?.items.length === 0 && (
        <p className={classes.identity}>{t('contact.noIdentity')}</p>
      )}
      {identities.data?.items.map((identity) => {
        const way = ways.data?.items.find((one) => one.identity_id === identity.id);
        const can = way?.can ?? identity.reachable;
        const joining = cameBy.get(identity.home_id ?? '');
        const code = [identity.unreachable_reason ?? '', way?.why ?? ''].find(isKnown);
        return (
          <div key={identity.id} className={classes.identity}>
            <PlatformMark platform={identity.channel.platform} size={17} />
            <div>
              <span translate="no">{called(identity)}</span>
              <small dir="auto" translate="no">
                {identity.channel.name}
              </small>
              <small className={can ? classes.can : classes.cannot}>
                {can ? (
                  t(way?.why === 'paused' ? 'contact.paused' : 'contact.can')
                ) : code ? (
                  reasonOf(code)
                ) : (
                  <span translate="no">{way?.text ?? ''}</span>
                )}
                {identity.unreachable_since && ` · ${format.date(identity.unreachable_since)}`}
              </small>
              {joining && <CameBy joining={joining} />}
            </div>
          </div>
        );
      })}
      {points.data?.items.map((point) => (
        <Point key={`${point.kind}/${point.value}`} point={point} />
      ))}
    </section>
  );
}

/** A phone or mail address: to be called or written to by other means. */
function Point({ point }: { point: ContactPoint }): ReactNode {
  const t = useT();
  const isMail = point.kind === 'email';
  const Icon = isMail ? IconMail : IconPhone;
  return (
    <div className={classes.identity}>
      <Icon size={17} aria-hidden />
      <div>
        <a href={`${isMail ? 'mailto' : 'tel'}:${point.value}`} dir="ltr" translate="no">
          {point.value}
        </a>
        <small>{t(point.verified ? 'join.verified' : 'join.claimed')}</small>
      </div>
    </div>
  );
}

/** A user name as platforms write it; a visitor's nickname is none. */
function called({ username, display, external_id }: Identity): string {
  if (!username) return display || external_id;
  return username.includes(' ') ? username : `@${username.replace(/^@/, '')}`;
}
