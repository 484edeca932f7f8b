import type { ReactNode } from 'react';
import room from '../../conditions/room.module.css';
import { useFormat } from '../../i18n/context.tsx';
import { PlatformMark } from '../../shell/platform-mark.tsx';
import { useResource } from '../../state/resource.ts';
import { useWords } from '../words.ts';
import { templates } from './calls.ts';
import own from './templates.module.css';
import type { OnChannel, WholeTemplate } from './types.ts';

/** What each channel makes of the saved draft, as the hub writes it for this person. */
export function Sizes(props: { whole: WholeTemplate; who: string; isDirty: boolean }): ReactNode {
  const { whole, who, isDirty } = props;
  const w = useWords();
  const isBlank = !whole.message.text;
  const key = isDirty || isBlank ? null : `templates/preview/${whole.id}/${whole.edition}/${who}`;
  const { data } = useResource(key, () =>
    templates.preview(whole.id, who === '' ? undefined : who),
  );
  if (isBlank) return null;
  if (isDirty) return <p className={room.dim}>{w('tpl.sizes.save')}</p>;
  if (!data || data.lacks !== '') return null;
  return (
    <ul className={own.sizes} aria-label={w('tpl.sizes')}>
      {data.channels.map((one) => (
        <li key={one.channel_id}>
          <PlatformMark platform={one.platform} size={14} />
          <Size channel={one} />
        </li>
      ))}
    </ul>
  );
}

function Size({ channel }: { channel: OnChannel }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const { name, refused, parts } = channel;
  if (refused !== '') {
    return <span className={own.bad}>{w('tpl.sizes.refused', { name, why: refused })}</span>;
  }
  const [length, limit] = [format.number(channel.length), format.number(channel.limit)];
  const word = parts === 1 ? 'tpl.sizes.one' : 'tpl.sizes.many';
  return <span>{w(word, { name, length, limit, n: format.number(parts) })}</span>;
}
