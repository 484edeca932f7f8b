import { Button, Select } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { http } from '../api/client.ts';
import { type Tag, tags } from '../api/tags.ts';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import { useCall } from '../settings/section.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { showToast } from '../shell/toasts.ts';
import { invalidate, useResource } from '../state/resource.ts';
import classes from './tags.module.css';
import { useWords } from './words.ts';

/** Whoever has this tag gets another instead: said with numbers, for it can't be undone. */
export function MergeTag({ tag, onClose }: { tag: Tag; onClose: () => void }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const { data } = useResource('tags', tags.all);
  const { busy, problem, run } = useCall();
  const [into, setInto] = useState<string | null>(null);
  const others = (data?.items ?? []).filter(({ id }) => id !== tag.id);
  const chosen = others.find(({ id }) => id === into);
  const merge = async (): Promise<void> => {
    const worked = await run(() => mergeAll(tag.id, into ?? ''));
    invalidate('tags');
    if (!worked) return;
    showToast({ text: 'saved' });
    onClose();
  };
  return (
    <div
      className={classes.merging}
      role="group"
      aria-label={w('merge.whole', { tag: tag.name })}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <Select
        size="xs"
        label={w('merge.into')}
        placeholder={w('merge.hint')}
        searchable
        translate="no"
        renderOption={({ option }) => <span translate="no">{option.label}</span>}
        data={others.map(({ id, name }) => ({ value: id, label: name }))}
        value={into}
        onChange={setInto}
      />
      {chosen && (
        <p>
          {tag.people === 0
            ? w('merge.none', { tag: tag.name, into: chosen.name })
            : w(tag.people === 1 ? 'merge.one' : 'merge.many', {
                n: format.number(tag.people),
                tag: tag.name,
                into: chosen.name,
              })}{' '}
          {w('merge.final')}
        </p>
      )}
      <div className={room.buttons}>
        <Button size="xs" loading={busy} disabled={!chosen} onClick={() => void merge()}>
          {w('merge.do')}
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          {w('cancel')}
        </Button>
      </div>
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}

/** A merging that was broken off, because something named the tag meanwhile: what to do about it. */
export function Unfinished({ tag, into }: { tag: Tag; into: string }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const { data } = useResource('tags', tags.all);
  const { busy, problem, run } = useCall();
  const name = data?.items.find(({ id }) => id === into)?.name ?? '';
  const goOn = async (): Promise<void> => {
    const worked = await run(() => mergeAll(tag.id, into));
    invalidate('tags');
    if (worked) showToast({ text: 'saved' });
  };
  const values = { n: format.number(tag.people), tag: tag.name, into: name };
  return (
    <div className={classes.unfinished} role="group" aria-label={w('merging.go_on')}>
      <p>
        {w(tag.people === 1 ? 'merging.one' : 'merging.many', values)}{' '}
        {tag.uses.length > 0 && w('merging.named')}
      </p>
      {tag.uses.length === 0 && (
        <Button size="xs" variant="default" loading={busy} onClick={() => void goOn()}>
          {w('merging.go_on')}
        </Button>
      )}
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}

/** Some hundred people at a call. */
async function mergeAll(id: string, into: string): Promise<void> {
  for (let left = 1; left > 0;) {
    const done = await http.post<{ moved: number; left: number }>(`/tags/${id}/merge`, { into });
    left = done.moved > 0 ? done.left : 0;
  }
}
