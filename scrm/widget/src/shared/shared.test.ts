import { describe, expect, it } from 'vitest';
import { pack, readForFrame, readForLoader } from './bridge.ts';
import { contrast, inkOn, READABLE, readableOn } from './colour.ts';
import { settingsOf } from './settings.ts';

const COLOURS = ['#000000', '#ffffff', '#ffd400', '#2f6fed', '#7f7f7f', '#00c853', '#777777'];

describe('colours', () => {
  it('are measured as the guidelines do', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it.each(COLOURS)('of any site carry readable words: %s', (colour) => {
    expect(contrast(colour, inkOn(colour))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(COLOURS)('of any site can be read as words, light and dark: %s', (colour) => {
    for (const ground of ['#ffffff', '#17181b']) {
      expect(contrast(readableOn(ground, colour), ground)).toBeGreaterThanOrEqual(READABLE);
    }
  });

  it('stay what they are where they can be read', () => {
    expect(readableOn('#ffffff', '#1b4fb8')).toBe('#1b4fb8');
  });
});

describe('messages between the windows', () => {
  const pass = { token: 't', box: 'b' };

  it('are read as they were packed', () => {
    const token = { type: 'token', token: 'new', instead: 'old' } as const;
    expect(readForLoader(pack(token))).toEqual(token);
    expect(readForFrame(pack({ type: 'pass', pass }))).toEqual({ type: 'pass', pass });
  });

  it.each([
    null,
    'token',
    [],
    { type: 'token', token: 'without our mark' },
    { scrm: 'scrm/1', type: 'unheard of' },
    { scrm: 'scrm/1', type: 'token', token: 7 },
    { scrm: 'scrm/1', type: 'token', token: 'x'.repeat(5_000) },
    { scrm: 'scrm/1', type: 'unread', count: -1 },
    { scrm: 'scrm/1', type: 'unread', count: '3' },
    { scrm: 'scrm/1', type: 'pass', pass: { token: 't' } },
    { scrm: 'scrm/1', type: 'identify', identity: { toString: 1 } },
  ])('of another shape are nobody’s: %j', (data) => {
    expect([readForLoader(data), readForFrame(data)]).toEqual([null, null]);
  });

  it('carry settings that can do no harm', () => {
    const settings = settingsOf({
      colour: 'red;} * {display:none',
      position: 'top',
      greeting: { en: 'Hi', zh: 7 },
      form: { name: 'always', email: 'required' },
    });
    expect(settings).toEqual({
      title: '',
      colour: '#2f6fed',
      position: 'right',
      greeting: { en: 'Hi' },
      away: {},
      form: { name: 'off', email: 'required', phone: 'off' },
    });
  });
});
