// Keeps a page that breaks from taking the others with it.

import { Component, type ReactNode } from 'react';
import { Trouble } from './trouble';

interface Broken {
  readonly isBroken: boolean;
}

export class Boundary extends Component<{ readonly children: ReactNode }, Broken> {
  override readonly state: Broken = { isBroken: false };

  static getDerivedStateFromError(): Broken {
    return { isBroken: true };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return <Trouble error="This page broke while it was drawn. Load it again; nothing was changed by it." />;
  }
}
