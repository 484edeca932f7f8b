/** Who works here, on which channels. Development only. */
import type { Channel, Platform, User } from '../src/api/types.ts';

export const MINUTE = 60_000;
export const NOW = Date.now();
export const ago = (minutes: number): string => new Date(NOW - minutes * MINUTE).toISOString();

let lastId = 1000;
export const newId = (): string => String(++lastId);

export const ME = '1';
export const users: User[] = [
  ['1', 'Anna Berg', 'owner', 0],
  ['2', 'Tomás Ruiz', 'admin', 4],
  ['3', '陈小雨', 'agent', 1],
  ['4', 'Sam Okafor', 'agent', 90],
  ['5', '', 'viewer', 0],
].map(([id, name, role, seen]) => ({
  id: String(id),
  email: `${String(id)}@shop.example`,
  name: String(name),
  role: role as User['role'],
  locale: null,
  photo: '',
  away: id === '4',
  disabled: false,
  pending: name === '',
  last_seen: name === '' ? null : ago(Number(seen)),
}));

export const TELEGRAM = { id: '11', name: 'Lotus Tea', platform: 'telegram' };
export const SUPPORT = { id: '12', name: 'Lotus Wholesale', platform: 'telegram' };
export const ARCHIVE = { id: '13', name: 'WhatsApp, Lin family', platform: 'archive' };

export const channels: Channel[] = [
  {
    ...TELEGRAM,
    state: 'active',
    paused_reason: null,
    health: {
      state: 'ok',
      detail: '',
      display: '@lotus_tea_bot',
      checked_at: ago(3),
      facts: {},
    },
    mode: 'polling',
    settings: { token: '••••' },
    webhook_url: null,
    last_inbound_at: ago(1),
    last_outbound_at: ago(6),
    marketing_basis: 'wrote_to_us',
    queued: 0,
    created_at: ago(90_000),
  },
  {
    ...SUPPORT,
    state: 'paused',
    paused_reason: 'credentials_rejected',
    health: {
      state: 'broken',
      detail: 'Unauthorized',
      display: '@lotus_wholesale_bot',
      checked_at: ago(42),
      facts: {},
    },
    mode: 'webhook',
    settings: { token: '••••' },
    webhook_url: 'https://hub.shop.example/hooks/12',
    last_inbound_at: ago(300),
    last_outbound_at: ago(310),
    marketing_basis: 'wrote_to_us',
    queued: 3,
    created_at: ago(40_000),
  },
  {
    ...ARCHIVE,
    state: 'archive',
    paused_reason: null,
    health: { state: '', detail: '', display: '', checked_at: null, facts: {} },
    mode: 'webhook',
    settings: { kind: 'whatsapp' },
    webhook_url: 'https://hub.shop.example/hooks/13',
    last_inbound_at: ago(60 * 24 * 40),
    last_outbound_at: null,
    marketing_basis: 'wrote_to_us',
    queued: 0,
    created_at: ago(20_000),
  },
];

export const platforms: Platform[] = [
  {
    name: 'telegram',
    label: 'Telegram',
    settings: [
      {
        name: 'token',
        label: 'Bot token',
        secret: true,
        required: true,
        help: 'From @BotFather, such as 123456:ABC-DEF',
      },
      {
        name: 'mode',
        label: 'Mode',
        secret: false,
        required: false,
        default: 'polling',
        choices: ['polling', 'webhook'],
      },
      {
        name: 'api_base',
        label: 'API address',
        secret: false,
        required: false,
        default: 'https://api.telegram.org',
      },
    ],
    capabilities: ['webhook', 'polling', 'typing', 'buttons'],
    limits: { text: 4096, caption: 1024, text_unit: 'utf16', buttons: 100 },
  },
];
