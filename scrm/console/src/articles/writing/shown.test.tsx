import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { elementsOf } from './shown.tsx';

function shown(html: string): string {
  return render(<div>{elementsOf(html)}</div>).container.firstElementChild?.innerHTML ?? '';
}

test('what Markdown makes is shown as it is', () => {
  const html = '<h2>Returns</h2><p>We <strong>wait</strong><br>for:</p><ul><li>a</li></ul>';
  expect(shown(html)).toBe(html);
});

test('a link opens beside the console, and leads nowhere that runs', () => {
  expect(shown('<a href="https://tea.example/">tea</a>')).toBe(
    '<a href="https://tea.example/" target="_blank" rel="noopener noreferrer">tea</a>',
  );
  expect(shown('<a href="javascript:alert(1)">tea</a>')).toBe('<a>tea</a>');
});

test('nothing else comes of it', () => {
  expect(shown('<p onclick="x()">a<img src=x onerror="x()"><style>b</style></p>')).toBe(
    '<p>ab</p>',
  );
});
