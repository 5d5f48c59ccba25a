// Settings: what the gateway does where SCIM and iManage disagree, its brake, its notices, and its own configuration.

import { Divider, Stack } from '@mantine/core';
import { Fragment, type ReactElement } from 'react';
import { Answered } from '../../parts/answered';
import { Brake } from '../../parts/brake';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import { useAsk } from '../../shell/api';
import { useMay } from '../../shell/signed-in';
import { EffectiveSettings } from './effective-settings';
import { NoticesSection } from './notices-section';
import { RuleCard } from './rule-card';

export function SettingsPage(): ReactElement {
  const rules = useAsk('rules.show', {});
  const isAdmin = useMay('admin');
  return (
    <>
      <PageHead
        title="Settings"
        lead="Rules, brake and notices of this customer, and what the gateway is configured to."
      />
      <Brake />
      <Section
        title="Rules"
        lead="What the gateway does where identity providers and iManage disagree. A change acts at once and wins over the configuration file."
      >
        <Answered query={rules} lines={12}>
          {(shown) => (
            <Stack gap="md">
              {shown.rules.map((rule, at) => (
                <Fragment key={rule.name}>
                  {at > 0 && <Divider />}
                  <RuleCard rule={rule} />
                </Fragment>
              ))}
            </Stack>
          )}
        </Answered>
      </Section>
      <NoticesSection />
      {isAdmin && <EffectiveSettings />}
    </>
  );
}
