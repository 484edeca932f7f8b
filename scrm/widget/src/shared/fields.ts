/** What came from outside is `unknown` until it was read field by field. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

export function textOf(fields: Fields | null, name: string): string {
  const value = fields?.[name];
  return typeof value === 'string' ? value : '';
}

/** A whole number from 0 up, else null. */
export function countOf(fields: Fields | null, name: string): number | null {
  const value = fields?.[name];
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;
}

export function listOf(fields: Fields | null, name: string): Fields[] {
  const value = fields?.[name];
  if (!Array.isArray(value)) return [];
  return value.map(fieldsOf).filter((one) => one !== null);
}
