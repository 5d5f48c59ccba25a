// What gives others access is asked for soon after the sign-in: shows who one is once more, then does what was asked.

import { Button, Stack, Text } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useDo, type Answer, type AnswerName, type Input } from '../shell/api';
import { hasProblem } from '../shell/failure';
import { useSessionQuery } from '../shell/session';
import { TokenForm } from '../shell/token-form';
import { Dialogue } from './dialogue';

interface FreshDo<N extends AnswerName> {
  /** As `useDo` does it; where the sign-in is too long ago, again after it. */
  readonly act: (input: Input<N>) => Promise<Answer<N>>;
  /** To be drawn where the action is. */
  readonly dialogue: ReactElement;
}

type Decide = (isFresh: boolean) => void;

export function useFreshDo<N extends AnswerName>(name: N): FreshDo<N> {
  const { mutateAsync } = useDo(name);
  const [decide, setDecide] = useState<Decide | null>(null);
  const asked = async (): Promise<boolean> => {
    const isFresh = await new Promise<boolean>((resolve) => {
      setDecide(() => resolve);
    });
    setDecide(null);
    return isFresh;
  };
  const act = async (input: Input<N>): Promise<Answer<N>> => {
    try {
      return await mutateAsync(input);
    } catch (error) {
      if (!hasProblem(error, 'reauthenticate') || !(await asked())) throw error;
      return mutateAsync(input);
    }
  };
  return { act, dialogue: <SignInAgain decide={decide} /> };
}

function SignInAgain({ decide }: { readonly decide: Decide | null }): ReactElement {
  const session = useSessionQuery();
  const oidc = session.data?.how === 'oidc' ? session.data.methods.oidc : null;
  return (
    <Dialogue isOpen={decide !== null} onClose={() => decide?.(false)} title="Sign in once more">
      <Stack>
        <Text>
          This gives somebody access to iManage, and your sign-in was a while ago. Show once more who you are.
        </Text>
        {oidc === null ? (
          <TokenForm label="Sign in and go on" isMainWay onDone={() => decide?.(true)} />
        ) : (
          <>
            <Text size="sm">You come back to this page; then do it once more.</Text>
            <Button component="a" href={againUrl(oidc.startUrl)}>
              {oidc.label}
            </Button>
          </>
        )}
      </Stack>
    </Dialogue>
  );
}

function againUrl(startUrl: string): string {
  const { pathname, search } = window.location;
  return `${startUrl}?${new URLSearchParams({ next: pathname + search, fresh: '1' }).toString()}`;
}
