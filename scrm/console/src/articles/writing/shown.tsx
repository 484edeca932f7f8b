import { createElement, type ReactNode } from 'react';
import { useAsked } from '../../conditions/asked.ts';
import { ProblemNote } from '../../shell/states.tsx';
import { articles } from '../calls.ts';
import { useWords } from './words.ts';
import classes from './writing.module.css';

/** What Markdown becomes; anything else is shown as what stands in it. */
const TAGS = new Set(
  'p h2 h3 h4 h5 h6 ul ol li a strong em code pre blockquote hr br table thead tbody tr th td'.split(
    ' ',
  ),
);
const LEADS = /^(https?:|mailto:|tel:|\/|#)/i;

/** A text as readers of the help page see it: the hub itself renders it. */
export function Shown({ body }: { body: string }): ReactNode {
  const w = useWords();
  const { answer, problem } = useAsked(body.trim() === '' ? null : body, articles.preview);
  if (body.trim() === '') return <p className={classes.dim}>{w('preview.none')}</p>;
  if (problem) return <ProblemNote problem={problem} />;
  return (
    <div className={classes.shown} dir="auto" translate="no" aria-busy={answer === null}>
      {answer && elementsOf(answer.html)}
    </div>
  );
}

/** Elements of this page's own: nothing of the text can bring others, or scripts. */
export function elementsOf(html: string): ReactNode[] {
  return childrenOf(new DOMParser().parseFromString(html, 'text/html').body);
}

function childrenOf(parent: Element): ReactNode[] {
  return [...parent.childNodes].map((node, index) => {
    if (node.nodeType === Node.TEXT_NODE) return isBetweenCells(parent) ? null : node.textContent;
    if (node.nodeType !== Node.ELEMENT_NODE) return null;
    const element = node as Element;
    const tag = element.tagName.toLowerCase();
    const children = childrenOf(element);
    if (!TAGS.has(tag)) return element.textContent;
    const more = tag === 'a' ? linkOf(element) : {};
    return createElement(tag, { key: index, ...more }, ...children);
  });
}

/** Where a table may hold rows and cells, and no text. */
function isBetweenCells({ tagName }: Element): boolean {
  return ['TABLE', 'THEAD', 'TBODY', 'TR'].includes(tagName);
}

function linkOf(element: Element): object {
  const href = element.getAttribute('href') ?? '';
  return LEADS.test(href) ? { href, target: '_blank', rel: 'noopener noreferrer' } : {};
}
