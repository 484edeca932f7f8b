import { cleanup, fireEvent, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { useCommands } from './commands.ts';
import { useKeyboard } from './listen.ts';

const resolve = vi.fn();
const inMenu = vi.fn();

function Page({ children }: { children?: ReactNode }): ReactNode {
  useKeyboard();
  useCommands([
    { id: 'resolve', label: 'thread.resolve', group: 'conversation', keys: 'e', run: resolve },
  ]);
  return (
    <>
      <button type="button" data-testid="page" />
      <section id="layers">{children}</section>
    </>
  );
}

/** What the page makes of an "e" that falls on a button of it. */
function press(view: { getByTestId: (id: string) => HTMLElement }): void {
  fireEvent.keyDown(view.getByTestId('page'), { key: 'e' });
}

afterEach(() => {
  cleanup();
  resolve.mockClear();
  inMenu.mockClear();
});

describe('a stroke on the page', () => {
  test('is a shortcut where nothing is open', () => {
    press(render(<Page />));
    expect(resolve).toHaveBeenCalledOnce();
  });

  test.each([{ role: 'dialog' }, { 'data-menu-dropdown': true }, { role: 'listbox' }])(
    'is none while %j is open',
    (layer) => {
      press(
        render(
          <Page>
            <div {...layer} />
          </Page>,
        ),
      );
      expect(resolve).not.toHaveBeenCalled();
    },
  );

  test('is none while the code of a dialog is on its way', () => {
    press(
      render(
        <Page>
          <i hidden data-holds-keys />
        </Page>,
      ),
    );
    expect(resolve).not.toHaveBeenCalled();
  });

  test('is a shortcut again when the menu is kept but hidden', () => {
    press(
      render(
        <Page>
          <div data-menu-dropdown style={{ display: 'none' }} />
        </Page>,
      ),
    );
    expect(resolve).toHaveBeenCalledOnce();
  });

  test('goes to an open menu that has lost the focus', () => {
    const view = render(
      <Page>
        <div
          data-menu-dropdown
          tabIndex={-1}
          onKeyDown={(event) => {
            inMenu(event.key);
          }}
        />
      </Page>,
    );
    press(view);
    expect(inMenu).toHaveBeenCalledExactlyOnceWith('e');
    expect(resolve).not.toHaveBeenCalled();
  });

  test('goes into the search of an open menu', () => {
    const view = render(
      <Page>
        <div data-menu-dropdown>
          <input data-testid="search" />
        </div>
      </Page>,
    );
    press(view);
    expect(document.activeElement).toBe(view.getByTestId('search'));
    expect(resolve).not.toHaveBeenCalled();
  });
});
