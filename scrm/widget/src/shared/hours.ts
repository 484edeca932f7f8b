import { textOf, type Fields } from './fields.ts';

/** Whether somebody is there, and if not, from when on: null where the hub can't tell. */
export interface Hours {
  isOpen: boolean;
  opensAt: Date | null;
}

export const ALWAYS: Hours = { isOpen: true, opensAt: null };

/** A hub that says nothing of hours has none. */
export function hoursOf(fields: Fields | null): Hours {
  const at = new Date(textOf(fields, 'opens_at'));
  return {
    isOpen: fields?.open !== false,
    opensAt: Number.isNaN(at.getTime()) ? null : at,
  };
}
