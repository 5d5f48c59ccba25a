// A dialogue over the page: its heading names it, Escape and a button close it. Knows nothing of what it asks.

import { Group, Modal } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

interface DialogueProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** More room, for what is to be read or copied. */
  readonly isWide?: boolean;
  /** A click beside it does not close it: what it shows would be lost. */
  readonly isKept?: boolean;
  readonly children: ReactNode;
}

/** Put together by hand, because the library's own head is a second banner of the page to a screen reader. */
export function Dialogue(props: DialogueProps): ReactElement {
  const { isOpen, onClose, title, isWide = false, isKept = false, children } = props;
  return (
    <Modal.Root opened={isOpen} onClose={onClose} size={isWide ? 'lg' : 'md'} closeOnClickOutside={!isKept}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body pt="md">
          <Group justify="space-between" wrap="nowrap" align="flex-start" mb="md">
            <Modal.Title fw={600} fz="lg">
              {title}
            </Modal.Title>
            <Modal.CloseButton aria-label="Close" />
          </Group>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
