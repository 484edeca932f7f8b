import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** A button that adds one of several kinds. */
export function AddMenu<Kind extends string>(props: {
  label: string;
  kinds: readonly Kind[];
  labelOf: (kind: Kind) => string;
  className: string | undefined;
  variant: 'default' | 'subtle';
  onAdd: (kind: Kind) => void;
  /** What may be added besides. */
  children?: ReactNode;
}): ReactNode {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          size="compact-sm"
          variant={props.variant}
          className={props.className}
          leftSection={<IconPlus size={14} />}
        >
          {props.label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {props.kinds.map((kind) => (
          <Menu.Item
            key={kind}
            onClick={() => {
              props.onAdd(kind);
            }}
          >
            {props.labelOf(kind)}
          </Menu.Item>
        ))}
        {props.children}
      </Menu.Dropdown>
    </Menu>
  );
}
