import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { useT } from '../i18n/context.tsx';
import { createKeptStore, useStore } from '../state/store.ts';
import classes from './panes.module.css';

/** Widths of the panes of this browser's windows. */
export const paneWidths = createKeptStore('scrm.panes', { list: 332, panel: 304 });

type Pane = 'list' | 'panel';
const LIMITS: Record<Pane, readonly [number, number]> = { list: [280, 520], panel: [260, 460] };
const STEP = 16;

export function setPaneWidth(pane: Pane, width: number): void {
  const [least, most] = LIMITS[pane];
  const fitting = Math.round(Math.min(most, Math.max(least, width)));
  paneWidths.set((all) => ({ ...all, [pane]: fitting }));
}

/** The line between two panes: drag it, or focus it and use the arrow keys. */
export function Divider(props: { pane: Pane }): ReactNode {
  const t = useT();
  const width = useStore(paneWidths, (all) => all[props.pane]);
  const drag = useRef<{ x: number; width: number } | null>(null);
  const [least, most] = LIMITS[props.pane];
  const isRtl = document.documentElement.dir === 'rtl';
  const grows = (props.pane === 'list') !== isRtl ? 1 : -1;

  const onPointerDown = (event: PointerEvent): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!drag.current) return;
    setPaneWidth(props.pane, drag.current.width + grows * (event.clientX - drag.current.x));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    setPaneWidth(props.pane, width + grows * step);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t(props.pane === 'list' ? 'pane.list' : 'pane.panel')}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      className={classes.divider}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        drag.current = null;
      }}
      onKeyDown={onKeyDown}
    />
  );
}
