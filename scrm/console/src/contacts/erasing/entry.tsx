import { Button } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Contact } from '../../api/types.ts';
import { useT } from '../../i18n/context.tsx';

const EraseDialog = lazy(() => import('./dialog.tsx'));

/** The way to remove somebody for good; only for whoever may. */
export default function EraseEntry({ contact }: { contact: Contact }): ReactNode {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button
        size="compact-sm"
        variant="subtle"
        c="var(--bad)"
        ml={-8}
        mt={20}
        leftSection={<IconEraser size={15} />}
        onClick={() => {
          setOpen(true);
        }}
      >
        {t('erase.open')}
      </Button>
      <Suspense>
        {open && (
          <EraseDialog
            contact={contact}
            onClose={() => {
              setOpen(false);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
