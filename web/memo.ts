// A component that is drawn again only if something it was given is another.

import { Component, type ComponentChild, type JSX } from "preact";

export function memo<Props extends object>(draw: (props: Props) => JSX.Element): (props: Props) => JSX.Element {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const names = new Set([...Object.keys(this.props), ...Object.keys(next)]) as Set<keyof Props>;
      return [...names].some((name) => this.props[name] !== next[name]);
    }

    override render(): ComponentChild {
      return draw(this.props as Props);
    }
  }
  return Memo as unknown as (props: Props) => JSX.Element;
}
