import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Said } from '../api/types.ts';
import { loadCatalogue } from '../i18n/catalogue.ts';
import { LanguageProvider } from '../i18n/context.tsx';
import HandOverCard from './hand-over.tsx';

const LINES: Said[] = [
  { by: 'person', name: 'Ada', text: 'One' },
  { by: 'person', name: 'Ada', text: 'Two' },
  { by: 'person', name: 'Ada', text: '', what: 'location' },
  { by: 'bot', responder: 'Price', intent: 'price', text: 'Three' },
  { by: 'colleague', name: 'Kim', text: 'Four' },
];

test('a note of the bot is read in the reader’s language, and the older words are folded', async () => {
  const catalogue = await loadCatalogue('zh');
  render(
    <LanguageProvider locale="zh" catalogue={catalogue}>
      <HandOverCard call={{ reason: 'loop', lines: LINES }} />
    </LanguageProvider>,
  );
  screen.getByText('机器人连续回复过多，对方可能是程序');
  expect(screen.queryByText('One')).toBeNull();
  screen.getByText('位置');
  screen.getByText(/意图“price”/);
  fireEvent.click(screen.getByRole('button', { name: '显示更早的 1 条' }));
  screen.getByText('One');
  fireEvent.click(screen.getByRole('button', { name: '收起' }));
  expect(screen.queryByText('One')).toBeNull();
});
