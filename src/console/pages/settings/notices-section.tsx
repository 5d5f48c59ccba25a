// Notices: sends a test to every place that alerts are told to, and says what came of it.

import { Alert, Button, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { InnerLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { Trouble } from '../../parts/trouble';
import { useDo } from '../../shell/api';
import { useMay } from '../../shell/signed-in';

export function NoticesSection(): ReactElement {
  const test = useDo('notices.test');
  const mayTest = useMay('admin');
  return (
    <Section
      title="Notices"
      lead="Alerts are sent to a webhook and by e-mail, where the configuration names them."
      actions={
        mayTest && (
          <Button
            variant="default"
            size="xs"
            loading={test.isPending}
            onClick={() => {
              test.mutate({});
            }}
          >
            Send a test
          </Button>
        )
      }
    >
      <Stack gap="sm" aria-live="polite">
        {test.data === undefined && (
          <Text>
            Where notices go to stands below, under the settings in effect. Alerts themselves are on the page{' '}
            <InnerLink to="/alerts">Alerts</InnerLink>.
          </Text>
        )}
        {test.isError && <Trouble error={test.error} />}
        {test.data !== undefined && (
          <>
            {test.data.says !== '' && <Text>{test.data.says}</Text>}
            {test.data.outcomes.map(({ name, to, sent, says }) => (
              <Alert
                key={`${name} ${to}`}
                color={sent ? 'green' : 'red'}
                title={`${name}: ${sent ? 'sent' : 'not sent'}`}
              >
                <Text>{says}</Text>
                <Text size="sm" className="code">
                  {to}
                </Text>
              </Alert>
            ))}
          </>
        )}
      </Stack>
    </Section>
  );
}
