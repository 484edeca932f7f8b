import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Message } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { Quote } from './bubble.tsx';
import classes from './composer.module.css';

export function ReplyQuote(props: { message: Message; onClose: () => void }): ReactNode {
  const t = useT();
  return (
    <div className={classes.replyTo}>
      <Quote message={props.message} />
      <ActionIcon size={22} aria-label={t('composer.noReply')} onClick={props.onClose}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}
