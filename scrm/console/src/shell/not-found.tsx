import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useT } from '../i18n/context.tsx';
import { Empty } from './states.tsx';

export function NotFound(): ReactNode {
  const t = useT();
  return (
    <Empty title={t('notfound.title')} text={t('notfound.text')}>
      <Link href="/inbox">{t('notfound.back')}</Link>
    </Empty>
  );
}
