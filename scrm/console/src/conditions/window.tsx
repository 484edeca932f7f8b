import { NumberInput, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { partsOf } from './draft.ts';
import classes from './conditions.module.css';
import { useWords } from './words.ts';

export type Side = 'within' | 'before';
const UNITS = ['m', 'h', 'd', 'w'] as const;

/** When: at any time, in the last so and so many days, or longer ago than that. */
export function WindowFields(props: {
  choices: readonly ('ever' | Side)[];
  value: readonly [Side, string] | null;
  set: (value: [Side, string] | null) => void;
}): ReactNode {
  const { value, set } = props;
  const w = useWords();
  const [number, unit] = partsOf(value?.[1] ?? '7d');
  return (
    <>
      <Select
        size="xs"
        label={w('since')}
        data={props.choices.map((one) => ({ value: one, label: w(`since.${one}`) }))}
        value={value?.[0] ?? 'ever'}
        onChange={(side) => {
          set(side === 'within' || side === 'before' ? [side, `${number}${unit}`] : null);
        }}
      />
      {value && (
        <>
          <NumberInput
            size="xs"
            className={classes.number}
            label={w('number')}
            min={1}
            max={9999}
            allowDecimal={false}
            clampBehavior="strict"
            value={number}
            onChange={(chosen) => {
              if (typeof chosen === 'number' && chosen >= 1) set([value[0], `${chosen}${unit}`]);
            }}
          />
          <Select
            size="xs"
            className={classes.unit}
            label={w('unit')}
            data={UNITS.map((one) => ({ value: one, label: w(`unit.${one}`) }))}
            value={unit}
            onChange={(chosen) => {
              if (chosen) set([value[0], `${number}${chosen}`]);
            }}
          />
        </>
      )}
    </>
  );
}
