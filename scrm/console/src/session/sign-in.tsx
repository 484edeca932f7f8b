import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { session } from '../api/calls.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { useT } from '../i18n/context.tsx';
import { useProblemText } from '../shell/states.tsx';
import { Door } from './door.tsx';
import { loadMe } from './me.ts';

export function SignIn(): ReactNode {
  const t = useT();
  const explain = useProblemText();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await session.signIn(email.trim(), password);
      await loadMe();
    } catch (cause) {
      setProblem(asProblem(cause));
      setBusy(false);
    }
  };
  const message =
    problem?.code === 'bad_credentials' ? t('signin.bad') : problem && explain(problem);
  return (
    <Door title={t('signin.title')}>
      <form onSubmit={(event) => void submit(event)}>
        <TextInput
          label={t('signin.email')}
          type="email"
          autoComplete="username"
          required
          autoFocus
          withAsterisk={false}
          value={email}
          onChange={(event) => {
            setEmail(event.currentTarget.value);
          }}
        />
        <PasswordInput
          label={t('signin.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': t('signin.show') }}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
          }}
        />
        {message && <p role="alert">{message}</p>}
        <Button type="submit" loading={busy} fullWidth>
          {t('signin.submit')}
        </Button>
        <small>{t('signin.help')}</small>
      </form>
    </Door>
  );
}
