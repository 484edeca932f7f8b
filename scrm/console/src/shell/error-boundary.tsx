import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useT } from '../i18n/context.tsx';
import { Empty } from './states.tsx';

/** A mistake of ours takes down one page, says so, and offers the way back. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

function Broken(): ReactNode {
  const t = useT();
  return (
    <Empty title={t('broken.title')} text={t('broken.text')}>
      <Button
        onClick={() => {
          window.location.reload();
        }}
      >
        {t('broken.reload')}
      </Button>
    </Empty>
  );
}
