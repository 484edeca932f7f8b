import { Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Contact } from '../../api/types.ts';
import { useT } from '../../i18n/context.tsx';
import { Choose } from '../choosing/choose.tsx';
import { Compare } from './compare.tsx';

/** Find the other one, look at both side by side, say that they are one person. */
export default function JoinDialog(props: { contact: Contact; onClose: () => void }): ReactNode {
  const { contact } = props;
  const t = useT();
  const [other, setOther] = useState<Contact | null>(null);
  return (
    <Modal
      opened
      size={other ? 'lg' : 'md'}
      onClose={props.onClose}
      title={t('join.title', { name: contact.name })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {other ? (
        <Compare
          survivor={contact.id}
          other={other.id}
          onDone={props.onClose}
          onBack={() => {
            setOther(null);
          }}
        />
      ) : (
        <Choose label={t('join.who')} but={contact.id} onChoose={setOther} />
      )}
    </Modal>
  );
}
