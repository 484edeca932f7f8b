import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '../i18n/context.tsx';
import type { Pages } from '../state/pages.ts';
import { ProblemNote } from './states.tsx';

/** Below a list that is asked for page by page: what went wrong, and the way on. */
export function More({ pages, compact }: { pages: Pages<unknown>; compact?: boolean }): ReactNode {
  const t = useT();
  return (
    <>
      {pages.failed && <ProblemNote problem={pages.failed} />}
      {pages.next !== null && (
        <Button
          variant="subtle"
          color="gray"
          {...(compact ? { size: 'compact-xs' } : { fullWidth: true })}
          onClick={() => void pages.more()}
        >
          {t('showMore')}
        </Button>
      )}
    </>
  );
}
