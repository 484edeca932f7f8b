import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { messages } from '../../../mock/cast.ts';
import { Problem } from '../../api/problem.ts';
import type { Message } from '../../api/types.ts';
import { loadCatalogue } from '../../i18n/catalogue.ts';
import { LanguageProvider } from '../../i18n/context.tsx';
import { DeliveryLine } from '../delivery-line.tsx';
import { PendingBubble } from '../pending.tsx';
import { quoted } from './words.ts';

async function fate(reason: string, locale: 'en' | 'zh' = 'zh'): Promise<void> {
  const message = { ...messages[0], status: 'failed', delivery_id: null, reason } as Message;
  render(
    <LanguageProvider locale={locale} catalogue={await loadCatalogue(locale)}>
      <DeliveryLine message={message} />
    </LanguageProvider>,
  );
}

test('why a message did not arrive is said in the reader’s language', async () => {
  await fate('chat_not_found');
  await screen.findByText('未送达：平台上找不到这个聊天');
});

test('a reason of a later hub is named, in a sentence all the same', async () => {
  await fate('weather');
  await screen.findByText('未送达：原因代码“weather”');
});

test('what the hub refused on the way is said in the reader’s language', async () => {
  const detail = 'This conversation was imported; there is no channel to answer on';
  const problem = new Problem({ status: 409, code: 'read_only_channel', detail });
  const pending = { key: '1', content: { text: 'Hi' }, files: [], private: false, at: '', problem };
  render(
    <LanguageProvider locale="zh" catalogue={await loadCatalogue('zh')}>
      <MantineProvider>
        <PendingBubble conversation="1" pending={pending} />
      </MantineProvider>
    </LanguageProvider>,
  );
  await screen.findByText(/这是导入的历史记录，没有可以回复的渠道/);
});

test('the platform’s words are quoted only where ours leave something to say', () => {
  expect(quoted('refused', 'Bad Request: nope')).toBe('Bad Request: nope');
  expect(quoted('too_many_files', 'Telegram takes one file in a message')).toBe('');
});
