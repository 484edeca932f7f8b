import { Button } from '@mantine/core';
import { IconRobot } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Conversation } from '../api/types.ts';
import { wordsIn } from '../conditions/words.ts';
import { useCan } from '../session/me.ts';
import { turnBot } from './actions.ts';
import classes from './bot-line.module.css';

const useWords = wordsIn(
  {
    on: 'The bot answers here.',
    handed_over: 'The bot called for a person and is silent.',
    taken_over: 'The bot is silent: a colleague has taken over.',
    answered: 'The bot is silent: a colleague answers.',
    take_over: 'Take over',
    hand_back: 'Hand back to the bot',
  },
  {
    on: '机器人正在回复。',
    handed_over: '机器人已请求人工，不再回复。',
    taken_over: '机器人不再回复：同事已接管。',
    answered: '机器人不再回复：由同事回复。',
    take_over: '接管',
    hand_back: '交还机器人',
  },
);

/** Who answers here, the bot or we, and the way to the other. */
export default function BotLine({ conversation }: { conversation: Conversation }): ReactNode {
  const w = useWords();
  const mayWrite = useCan('conversations.write');
  const { id, bot } = conversation;
  const turn = bot.state === 'on' ? 'take_over' : 'hand_back';
  const run = (): void => void turnBot(id, turn);
  return (
    <div className={classes.line} data-why={bot.why} role="status">
      <IconRobot size={16} aria-hidden />
      <span>{w(bot.why || 'on')}</span>
      {mayWrite && (
        <Button size="compact-xs" variant="default" onClick={run}>
          {w(turn)}
        </Button>
      )}
    </div>
  );
}
