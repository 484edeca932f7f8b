import { ActionIcon } from '@mantine/core';
import { IconArrowLeft, IconX } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { ContactCard } from '../contacts/card.tsx';
import { useT } from '../i18n/context.tsx';
import { Loading } from '../shell/states.tsx';
import { useStore } from '../state/store.ts';
import { inbox } from './store.ts';

const VisitorSection = lazy(() => import('./visitor.tsx'));

/** The person beside the conversation. */
export default function SidePanel(props: {
  conversation: string;
  isPhone: boolean;
  onClose: () => void;
}): ReactNode {
  const t = useT();
  const shown = useStore(inbox, (state) => state.conversations[props.conversation]);
  const contact = shown?.contact_id;
  return (
    <>
      <div
        style={{
          display: 'flex',
          padding: '12px 12px 0',
          justifyContent: props.isPhone ? 'flex-start' : 'flex-end',
        }}
      >
        <ActionIcon aria-label={t('thread.panel.close')} onClick={props.onClose}>
          {props.isPhone ? <IconArrowLeft size={20} /> : <IconX size={16} />}
        </ActionIcon>
      </div>
      {contact && (
        <ContactCard key={contact} id={contact} compact>
          {shown.channel.platform === 'webchat' && (
            <Suspense fallback={<Loading rows={5} height={18} />}>
              <VisitorSection key={shown.id} conversation={shown} />
            </Suspense>
          )}
        </ContactCard>
      )}
    </>
  );
}
