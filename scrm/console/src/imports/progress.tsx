import { Button, Progress, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { imports } from '../api/calls.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Import, ImportReport } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { type Word, useWords } from '../settings/words.ts';
import classes from './imports.module.css';

const QUESTIONS: Record<string, Word> = {
  me: 'import.ask.me',
  date_order: 'import.ask.date_order',
  timezone: 'import.ask.timezone',
};
/** Choices that are words of the hub and not names from the file. */
const CHOICES: Record<string, Word> = {
  'date_order/dmy': 'import.order.dmy',
  'date_order/mdy': 'import.order.mdy',
  'date_order/ymd': 'import.order.ymd',
  'me/-': 'import.me.none',
};

/** Where an import stands: moving, asking, done with its report, or failed with the reason. */
export function ImportProgress(props: {
  value: Import;
  onAnswered: (next: Import) => void;
}): ReactNode {
  const { value } = props;
  const w = useWords();
  const format = useFormat();
  switch (value.state) {
    case 'needs_answer':
      return <Question value={value} onAnswered={props.onAnswered} />;
    case 'done':
      return value.report && <Report report={value.report} />;
    case 'failed':
      return (
        <p className={classes.failed} role="alert">
          {w('import.failed')} <span translate="no">{value.error}</span>
        </p>
      );
    default:
      return (
        <div role="status">
          <Progress value={value.progress * 100} aria-label={w('import.progress')} />
          <p className={classes.hint}>
            {value.state === 'queued'
              ? w('import.queued')
              : w('import.running', { share: format.percent(value.progress) })}
          </p>
        </div>
      );
  }
}

function Question(props: { value: Import; onAnswered: (next: Import) => void }): ReactNode {
  const { value } = props;
  const w = useWords();
  const [own, setOwn] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const { question } = value;
  if (!question) return null;
  const key = QUESTIONS[question.field];
  const answer = async (text: string): Promise<void> => {
    setProblem(null);
    try {
      props.onAnswered(await imports.answer(value.id, question.field, text));
    } catch (cause) {
      setProblem(asProblem(cause));
    }
  };
  return (
    <div className={classes.question}>
      <b>{key ? w(key) : <span translate="no">{question.field}</span>}</b>
      {question.field === 'me' && <p className={classes.hint}>{w('import.ask.me.why')}</p>}
      {question.example && (
        <p className={classes.hint}>
          {w('import.example')} <code translate="no">{question.example}</code>
        </p>
      )}
      <div className={classes.choices}>
        {question.choices.map((choice) => {
          const word = CHOICES[`${question.field}/${choice}`];
          return (
            <Button key={choice} variant="default" onClick={() => void answer(choice)}>
              {word ? (
                w(word)
              ) : (
                <span dir="auto" translate="no">
                  {choice}
                </span>
              )}
            </Button>
          );
        })}
      </div>
      {question.choices.length === 0 && (
        <form
          className={classes.choices}
          onSubmit={(event) => {
            event.preventDefault();
            void answer(own.trim());
          }}
        >
          <TextInput
            required
            aria-label={key ? w(key) : question.field}
            value={own}
            onChange={(event) => {
              setOwn(event.currentTarget.value);
            }}
          />
          <Button type="submit">{w('import.answer')}</Button>
        </form>
      )}
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}

function Report({ report }: { report: ImportReport }): ReactNode {
  const t = useT();
  const w = useWords();
  const format = useFormat();
  const figures: readonly [Word, string][] = [
    ['import.messages', format.number(report.messages)],
    ['import.added', format.number(report.added)],
    ['import.already', format.number(report.already)],
    ['import.system', format.number(report.system)],
    ['import.media', format.number(report.media_omitted)],
  ];
  const more = report.bad_line_count - report.bad_lines.length;
  return (
    <div className={classes.report}>
      <dl>
        {figures.map(([key, figure]) => (
          <div key={key}>
            <dt>{w(key)}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
      {report.from && report.to && (
        <p className={classes.hint}>
          {w('import.range', {
            from: format.date(report.from),
            to: format.date(report.to),
          })}
        </p>
      )}
      <p className={classes.hint}>
        {w('import.people')} <span translate="no">{report.people.join(', ')}</span>
      </p>
      {report.bad_line_count > 0 && (
        <details>
          <summary>{t('import.bad', { count: report.bad_line_count })}</summary>
          <ul>
            {report.bad_lines.map((line) => (
              <li key={line.line}>
                <b>{w('import.line', { line: line.line })}</b>{' '}
                <span translate="no">{line.why}</span>
                <code dir="auto" translate="no">
                  {line.text}
                </code>
              </li>
            ))}
            {more > 0 && <li>{t('import.bad.more', { count: more })}</li>}
          </ul>
        </details>
      )}
    </div>
  );
}
