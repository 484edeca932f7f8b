import { memo, type ReactNode, useLayoutEffect, useRef } from 'react';
import type { Message } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { MessageRow } from './message-row.tsx';
import { isSamePart, type ThreadRow } from './thread-rows.ts';
import classes from './thread.module.css';

interface Props {
  rows: readonly ThreadRow[];
  name: string;
  photo: string | null;
  at: number | null;
  onReply: ((message: Message) => void) | null;
}

function isSame(one: Props, other: Props): boolean {
  return (
    one.name === other.name &&
    one.photo === other.photo &&
    one.at === other.at &&
    one.onReply === other.onReply &&
    isSamePart(one.rows, other.rows)
  );
}

/** Some dozens of rows: of a long thread only the part that changed is drawn again. */
export const ThreadPartView = memo(function ThreadPartView(props: Props): ReactNode {
  const { rows } = props;
  const t = useT();
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // Its size is no longer what the browser noted.
    if (element.current) delete element.current.dataset.settled;
  }, [rows]);
  return (
    <div className={classes.part} ref={element} data-part>
      {rows.map((row) =>
        row.kind === 'day' ? (
          <DayLine key={row.key} at={row.at} />
        ) : row.kind === 'new' ? (
          <div key={row.key} className={classes.newLine}>
            <span>{t('thread.new')}</span>
          </div>
        ) : (
          <MessageRow
            key={row.key}
            message={row.message}
            repliedTo={row.repliedTo}
            name={props.name}
            photo={props.photo}
            startsGroup={row.startsGroup}
            endsGroup={row.endsGroup}
            isFound={row.message.seq === props.at}
            onReply={props.onReply}
          />
        ),
      )}
    </div>
  );
}, isSame);

function DayLine({ at }: { at: string }): ReactNode {
  const format = useFormat();
  return (
    <div className={classes.day}>
      <time dateTime={at}>{format.day(at)}</time>
    </div>
  );
}
