import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Texts } from './values.ts';
import { useWords } from './words.ts';
import classes from './webchat.module.css';

/** The languages that the chat itself speaks; words in others are kept. */
const LANGUAGES = ['en', 'zh', 'ar'] as const;
const LONGEST = 500;

export function TextsByLanguage(props: {
  /** What the texts are, for who hears the field's name and not its place. */
  of: string;
  texts: Texts;
  set: (texts: Texts) => void;
}): ReactNode {
  const w = useWords();
  return (
    <div className={classes.texts}>
      {LANGUAGES.map((language) => (
        <Textarea
          key={language}
          label={w(`lang.${language}`)}
          aria-label={`${props.of}: ${w(`lang.${language}`)}`}
          lang={language}
          dir={language === 'ar' ? 'rtl' : 'auto'}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={LONGEST}
          value={props.texts[language] ?? ''}
          onChange={(event) => {
            props.set({ ...props.texts, [language]: event.currentTarget.value });
          }}
        />
      ))}
    </div>
  );
}
