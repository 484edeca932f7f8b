import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { messages } from '../../mock/cast.ts';
import type { Message } from '../api/types.ts';
import { loadCatalogue } from '../i18n/catalogue.ts';
import { LanguageProvider } from '../i18n/context.tsx';
import { ActivityLine } from './activity.tsx';

const BY = { kind: 'user', id: '1', name: 'Kim' };
const TEAM = { id: '2', name: '退款组' };

test.each([
  [false, 'Kim 将会话移出了团队 退款组'],
  [true, 'Kim 归档了团队 退款组，会话不再属于团队'],
])('a thread says how it lost its team (archived: %s)', async (archived, words) => {
  const activity = { kind: 'assigned', by: BY, left_team: TEAM, archived };
  const message = { ...messages[0], direction: 'activity', content: { activity } } as Message;
  render(
    <LanguageProvider locale="zh" catalogue={await loadCatalogue('zh')}>
      <ActivityLine message={message} />
    </LanguageProvider>,
  );
  expect(screen.getByText(words)).toBeDefined();
});
