import { describe, expect, it } from 'vitest';
import { without } from './unsaved.ts';

describe('what is left after saving', () => {
  it('is nothing where nothing was typed meanwhile', () => {
    const draft = { title: 'Shop', sites: ['https://shop.example'] };
    expect(without(draft, draft)).toEqual({});
  });

  it('is what was changed while it was being saved', () => {
    const sent = { title: 'Shop', sites: ['https://shop.example'] };
    expect(without({ ...sent, title: 'Our shop' }, sent)).toEqual({ title: 'Our shop' });
  });
});
