// Who joined and who left a group by one change.

import { List, Text, type TitleOrder } from '@mantine/core';
import type { ReactElement } from 'react';
import { PersonLink } from '../../parts/links';
import { Section, type LogShown } from './detail-section';

interface MembersProps {
  readonly members: LogShown['members'];
  readonly order: TitleOrder;
}

export function Members({ members, order }: MembersProps): ReactElement {
  const { added, removed, moreAdded, moreRemoved } = members;
  return (
    <>
      {added.length > 0 && (
        <Section title={`Joined (${added.length + moreAdded})`} order={order}>
          <Names names={added} more={moreAdded} />
        </Section>
      )}
      {removed.length > 0 && (
        <Section title={`Left (${removed.length + moreRemoved})`} order={order}>
          <Names names={removed} more={moreRemoved} />
        </Section>
      )}
    </>
  );
}

interface NamesProps {
  readonly names: LogShown['members']['added'];
  readonly more: number;
}

function Names({ names, more }: NamesProps): ReactElement {
  return (
    <>
      <List>
        {names.map(({ id, name }) => (
          <List.Item key={id}>
            <PersonLink id={id} name={name} />
          </List.Item>
        ))}
      </List>
      {more > 0 && <Text c="dimmed">and {more} more</Text>}
    </>
  );
}
