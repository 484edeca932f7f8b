import { ActionIcon, Button, SegmentedControl, Switch, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Misplaced } from '../api/problem.ts';
import conditions from '../conditions/conditions.module.css';
import classes from './bots.module.css';
import { type AnswerDraft, apart, blankButton, type ButtonDraft, type Texts } from './draft.ts';
import { isTongue, useWords } from './words.ts';

const MOST_BUTTONS = 20;

/** What the person reads: a text in each language, and buttons. */
export function AnswerFields(props: {
  answer: AnswerDraft;
  set: (answer: AnswerDraft) => void;
  /** Where it stands in the JSON. */
  place: string;
  errors: readonly Misplaced[];
}): ReactNode {
  const { answer, set, place, errors } = props;
  const w = useWords();
  return (
    <div className={classes.part}>
      <TextFields
        texts={answer.text}
        what="answer"
        place={`${place}.text`}
        errors={errors}
        set={(text) => {
          set({ ...answer, text });
        }}
      />
      <Switch
        size="xs"
        label={w('answer.light')}
        checked={answer.isLight}
        onChange={(event) => {
          set({ ...answer, isLight: event.currentTarget.checked });
        }}
      />
      {answer.buttons.map((one, index) => (
        <ButtonFields
          key={one.id}
          button={one}
          place={`${place}.buttons.${index}`}
          errors={errors}
          set={(changed) => {
            const buttons = answer.buttons.map((each) => (each.id === one.id ? changed : each));
            set({ ...answer, buttons });
          }}
          onRemove={() => {
            set({ ...answer, buttons: answer.buttons.filter(({ id }) => id !== one.id) });
          }}
        />
      ))}
      {answer.buttons.length < MOST_BUTTONS && (
        <Button
          size="compact-sm"
          variant="subtle"
          className={conditions.add}
          leftSection={<IconPlus size={14} />}
          onClick={() => {
            set({ ...answer, buttons: [...answer.buttons, blankButton()] });
          }}
        >
          {w('button.add')}
        </Button>
      )}
    </div>
  );
}

/** One text for each language, or one for all with the way to more. */
function TextFields(props: {
  texts: Texts;
  what: 'answer' | 'label';
  place: string;
  errors: readonly Misplaced[];
  set: (texts: Texts) => void;
}): ReactNode {
  const { texts, what, place, errors, set } = props;
  const w = useWords();
  const languages = Object.keys(texts).filter((one) => !('' in texts) || one === '');
  const whole = errors.find(({ field }) => field === place)?.detail;
  const Field = what === 'answer' ? Textarea : TextInput;
  return (
    <div className={classes.texts}>
      {languages.map((language, index) => (
        <Field
          key={language}
          size="xs"
          {...(what === 'answer' && { autosize: true, minRows: 2, maxRows: 12 })}
          label={
            language === ''
              ? w(what)
              : isTongue(language)
                ? w(`${what}.${language}`)
                : `${w(what)} (${language})`
          }
          maxLength={what === 'answer' ? 4000 : 60}
          dir="auto"
          error={
            errors.find(({ field }) => language !== '' && field === `${place}.${language}`)
              ?.detail ?? (index === 0 ? whole : undefined)
          }
          value={texts[language] ?? ''}
          onChange={(event) => {
            set({ ...texts, [language]: event.currentTarget.value });
          }}
        />
      ))}
      {'' in texts && what === 'answer' && (
        <Button
          size="compact-xs"
          variant="subtle"
          className={conditions.add}
          onClick={() => {
            set(apart(texts));
          }}
        >
          {w('answer.each')}
        </Button>
      )}
    </div>
  );
}

function ButtonFields(props: {
  button: ButtonDraft;
  place: string;
  errors: readonly Misplaced[];
  set: (button: ButtonDraft) => void;
  onRemove: () => void;
}): ReactNode {
  const { button, place, errors, set } = props;
  const w = useWords();
  const wrong = errors.find(({ field }) => field === `${place}.${button.does}`)?.detail;
  return (
    <div className={conditions.leaf} role="group" aria-label={w('button')}>
      <div className={conditions.leafHead}>
        <b>{w('button')}</b>
        <ActionIcon size={24} aria-label={w('button.remove')} onClick={props.onRemove}>
          <IconX size={14} />
        </ActionIcon>
      </div>
      <TextFields
        texts={button.label}
        what="label"
        place={`${place}.label`}
        errors={errors}
        set={(label) => {
          set({ ...button, label });
        }}
      />
      <div className={classes.target}>
        <SegmentedControl
          size="xs"
          aria-label={w('button.does')}
          data={(['value', 'url'] as const).map((one) => ({
            value: one,
            label: w(`button.${one}`),
          }))}
          value={button.does}
          onChange={(does) => {
            set({ ...button, does });
          }}
        />
        <TextInput
          size="xs"
          aria-label={w(`button.${button.does}`)}
          placeholder={button.does === 'url' ? 'https://' : w('button.value.hint')}
          dir="auto"
          translate="no"
          error={wrong}
          value={button.target}
          onChange={(event) => {
            set({ ...button, target: event.currentTarget.value });
          }}
        />
      </div>
    </div>
  );
}
