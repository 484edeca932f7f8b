const ASK_EVERY_MS = 1_000;

/** Asks until the hub answers; the answer ends that. */
export function whenTheHubAnswers(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const again = (): void => {
    if (!over) timer = setTimeout(ask, ASK_EVERY_MS);
  };
  const ask = (): void => {
    fetch('/livez', { cache: 'no-store' }).then(({ ok }) => {
      if (over) return;
      if (ok) then();
      else again();
    }, again);
  };
  ask();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
