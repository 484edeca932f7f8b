import { fireEvent, render, screen } from '@testing-library/react';
import { type ReactNode, useState } from 'react';
import { expect, test } from 'vitest';
import { ClockField, timeOf } from './clock-field.tsx';

const TO = 'To';

test.each([
  ['9', '09:00'],
  ['930', '09:30'],
  ['1815', '18:15'],
  ['9.30', '09:30'],
  ['18：15', '18:15'],
  ['24:00', '00:00'],
  ['25', null],
  ['12:60', null],
  ['9 AM', null],
  ['', null],
])('%s is the time %s', (typed, time) => {
  expect(timeOf(typed)).toBe(time);
});

function Field(): ReactNode {
  const [time, setTime] = useState('17:30');
  return <ClockField label={TO} value={time} set={setTime} />;
}

test('a time is of 24 hours, and what is none is put back', () => {
  render(<Field />);
  const field = screen.getByLabelText<HTMLInputElement>(TO);
  expect(field.value).toBe('17:30');
  fireEvent.change(field, { target: { value: '905' } });
  fireEvent.blur(field);
  expect(field.value).toBe('09:05');
  fireEvent.change(field, { target: { value: 'noon' } });
  fireEvent.blur(field);
  expect(field.value).toBe('09:05');
});

test('what is no time stays marked for who asks to be told, and sends no form', () => {
  const told: boolean[] = [];
  const set = (): void => undefined;
  render(<ClockField label={TO} value="17:30" set={set} told={(wrong) => told.push(wrong)} />);
  const field = screen.getAllByLabelText<HTMLInputElement>(TO).at(-1);
  if (!field) throw new Error('no field');
  fireEvent.change(field, { target: { value: '9 pm' } });
  expect(fireEvent.keyDown(field, { key: 'Enter' })).toBe(false);
  expect(field.value).toBe('9 pm');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  fireEvent.change(field, { target: { value: '21' } });
  fireEvent.blur(field);
  expect(told).toEqual([true, false]);
});
