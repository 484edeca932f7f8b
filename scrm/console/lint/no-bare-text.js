/** Attributes that a person reads or hears. */
const SPOKEN = new Set(['alt', 'aria-label', 'description', 'label', 'placeholder', 'title']);
const LETTERS = /\p{L}{2,}/u;

/**
 * Every text that people see comes from the catalogue; a bare one in JSX is an error.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const noBareText = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { bare: 'Text for people belongs in src/locales: use t(…).' },
  },
  create(context) {
    const check = (node, text) => {
      if (typeof text === 'string' && LETTERS.test(text))
        context.report({ node, messageId: 'bare' });
    };
    return {
      JSXText: (node) => check(node, node.value),
      JSXAttribute: (node) => {
        if (!SPOKEN.has(node.name.name) || node.value?.type !== 'Literal') return;
        check(node, node.value.value);
      },
      'JSXElement > JSXExpressionContainer': (node) => {
        const { expression } = node;
        if (expression.type === 'Literal') check(node, expression.value);
        if (expression.type !== 'TemplateLiteral') return;
        for (const quasi of expression.quasis) check(node, quasi.value.cooked);
      },
    };
  },
};
