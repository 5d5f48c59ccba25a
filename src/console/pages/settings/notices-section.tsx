// Notices: where alerts are told, and the button that sends a test there.

import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { InnerLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { TestNotices } from '../../parts/test-notices';
import { useMay } from '../../shell/signed-in';

export function NoticesSection(): ReactElement {
  const mayTest = useMay('admin');
  return (
    <Section
      title="Notices"
      lead="Alerts are sent to a webhook and by e-mail, where the configuration names them."
      actions={mayTest && <TestNotices />}
    >
      <Text>
        Where notices go to stands below, under the settings in effect. Alerts themselves are on the page{' '}
        <InnerLink to="/alerts">Alerts</InnerLink>.
      </Text>
    </Section>
  );
}
