import { Button, PasswordInput, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useT } from '../../i18n/context.tsx';
import { CopyField } from '../copy-field.tsx';
import type { Part } from './editor.tsx';
import { Group } from './group.tsx';
import { newSecret, snippet } from './values.ts';
import { useWords } from './words.ts';

/** What most come for, and so the first thing on the page. */
export function Snippet({ siteKey }: { siteKey: string }): ReactNode {
  const w = useWords();
  return (
    <Group title={w('snippet')} text={w('snippet.text')} of={['key']}>
      <CopyField label={w('snippet')} value={snippet(location.origin, siteKey)} />
    </Group>
  );
}

export function OnSite(props: Part & { hasSecret: boolean }): ReactNode {
  const { values, set } = props;
  const w = useWords();
  return (
    <>
      <Group title={w('sites')} text={w('sites.text')} of={['sites']}>
        <Textarea
          aria-label={w('sites')}
          dir="ltr"
          autosize
          minRows={2}
          maxRows={8}
          value={values.sites.join('\n')}
          onChange={(event) => {
            set({ sites: event.currentTarget.value.split('\n') });
          }}
        />
      </Group>
      <Secret {...props} />
    </>
  );
}

/** Write-only: what is made here is seen until it is saved, to be copied to the site's server. */
function Secret({ values, set, hasSecret }: Part & { hasSecret: boolean }): ReactNode {
  const w = useWords();
  const t = useT();
  const [made, setMade] = useState('');
  const { identity_secret: secret } = values;
  const isMade = secret !== '' && secret === made;
  const type = (identity_secret: string): void => {
    set({ identity_secret });
  };
  return (
    <Group title={w('secret')} text={w('secret.text')} of={['identity_secret']}>
      {isMade ? (
        <CopyField label={w('secret')} value={secret} />
      ) : (
        <PasswordInput
          aria-label={w('secret')}
          description={hasSecret ? w('secret.has') : undefined}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('signin.show') }}
          value={secret}
          onChange={(event) => {
            type(event.currentTarget.value.trim());
          }}
        />
      )}
      <Button
        size="compact-sm"
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => {
          const fresh = newSecret();
          setMade(fresh);
          type(fresh);
        }}
      >
        {w('secret.make')}
      </Button>
    </Group>
  );
}
