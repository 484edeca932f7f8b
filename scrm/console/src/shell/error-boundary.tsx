import { Button } from '@mantine/core';
import { Component, type ReactNode, useEffect, useState } from 'react';
import { useT } from '../i18n/context.tsx';
import { whenTheHubAnswers } from './coming-back.ts';
import { Empty } from './states.tsx';

const RELOADED = 'scrm.reloaded';
const NOT_AGAIN_MS = 30_000;

/** A part of the page did not come: the hub is away, or is a newer one that has other parts. */
let isPartMissing = false;
window.addEventListener('vite:preloadError', () => {
  isPartMissing = true;
});

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

/** Loaded anew by itself where that helps; once, for a part that is never there would do so for ever. */
function comesBack(): boolean {
  return isPartMissing && Date.now() - Number(sessionStorage.getItem(RELOADED)) > NOT_AGAIN_MS;
}

function loadAnew(): void {
  sessionStorage.setItem(RELOADED, String(Date.now()));
  window.location.reload();
}

function Broken(): ReactNode {
  const t = useT();
  const [waits] = useState(comesBack);
  useEffect(() => (waits ? whenTheHubAnswers(loadAnew) : undefined), [waits]);
  return (
    <Empty
      title={t(waits ? 'problem.offline' : 'broken.title')}
      text={t(waits ? 'stream.waiting' : 'broken.text')}
    >
      <Button onClick={loadAnew}>{t('broken.reload')}</Button>
    </Empty>
  );
}
