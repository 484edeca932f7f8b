import { Button, FileButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { session } from '../api/calls.ts';

import { loadMe, useMe } from '../session/me.ts';
import { Avatar } from '../shell/avatar.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { useCall } from './section.tsx';
import classes from './settings.module.css';
import { useWords } from './words.ts';

/** What customers of website chat see beside an answer; initials where there is none. */
export function MyPhoto(): ReactNode {
  const w = useWords();
  const { user } = useMe();
  const { busy, problem, run } = useCall();
  const change = (call: () => Promise<unknown>): void => {
    void run(async () => {
      await call();
      await loadMe();
    });
  };
  return (
    <>
      <div className={classes.photo}>
        <Avatar name={user.name} photo={user.photo} size={56} />
        <div>
          <div className={classes.buttons}>
            <FileButton
              accept="image/png,image/jpeg,image/webp,image/gif"
              onChange={(file) => {
                if (file) change(() => session.setPhoto(file));
              }}
            >
              {(button) => (
                <Button {...button} size="xs" variant="default" loading={busy}>
                  {w(user.photo ? 'profile.photo.change' : 'profile.photo.choose')}
                </Button>
              )}
            </FileButton>
            {user.photo && (
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                disabled={busy}
                onClick={() => {
                  change(session.removePhoto);
                }}
              >
                {w('profile.photo.remove')}
              </Button>
            )}
          </div>
          <small>{w('profile.photo.text')}</small>
        </div>
      </div>
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}
