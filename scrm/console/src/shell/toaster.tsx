import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useT } from '../i18n/context.tsx';
import { useCommands } from '../keys/commands.ts';
import { useStore } from '../state/store.ts';
import { dismissToast, type Toast, toasts, undoLatest } from './toasts.ts';
import classes from './toaster.module.css';

export function Toaster(): ReactNode {
  const t = useT();
  const shown = useStore(toasts);
  useCommands([
    {
      id: 'undo',
      label: 'undo',
      group: 'general',
      keys: 'z',
      run: () => {
        undoLatest();
      },
    },
  ]);
  return (
    <div className={classes.toaster} role="status" aria-live="polite" aria-label={t('notices')}>
      {shown.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

const UNDO_KEY = 'z';

function ToastView({ toast }: { toast: Toast }): ReactNode {
  const t = useT();
  const { action } = toast;
  return (
    <div className={classes.toast} data-tone={toast.tone}>
      <span>{t(toast.text, toast.values)}</span>
      {action && (
        <button
          type="button"
          onClick={() => {
            dismissToast(toast.id);
            action.run();
          }}
        >
          {t(action.label)}
          {action.isUndo && (
            <kbd aria-hidden translate="no">
              {UNDO_KEY}
            </kbd>
          )}
        </button>
      )}
      <ActionIcon
        size={22}
        className={classes.close}
        aria-label={t('close')}
        onClick={() => {
          dismissToast(toast.id);
        }}
      >
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}
