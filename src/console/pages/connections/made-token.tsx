// A token in the one moment in which it can be read.

import { Alert, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { CopyField } from '../../parts/copy-field';
import type { Answer } from '../../shell/api';
import { dayWords } from '../../parts/moment';

export function MadeToken({ made }: { readonly made: Answer<'connections.create'> }): ReactElement {
  const { token } = made;
  return (
    <Stack>
      <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title="Shown this once, and never again">
        Only its fingerprint is kept here: nobody can look it up later. Copy it now into the identity
        provider, or into your password store. If it is lost, make a new one.
      </Alert>
      <CopyField label="Token" text={token.text} />
      <div>
        {token.expires === null
          ? 'It does not end by itself.'
          : `It ends ${dayWords(token.expires)}; you are told on the overview before that.`}
      </div>
    </Stack>
  );
}
