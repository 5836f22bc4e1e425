/** The bench's client: a process of its own, so that it can be pinned to a core. It obeys one order after the other. */
import { Audience } from './audience.ts';
import { catchUp } from './behind.ts';
import { post } from './posting.ts';
import type { ClientFact, ClientOrder } from './talk.ts';

let audience: Audience | undefined;

process.on('message', (order: ClientOrder) => void obey(order));
// The bench is gone: so is its client.
process.on('disconnect', () => process.exit(0));
tell({ type: 'ready' });

async function obey(order: ClientOrder): Promise<void> {
  if (order.type === 'connect') {
    audience?.leave();
    audience = new Audience(order);
    tell(await audience.connect(order.viewersPerRoom));
  } else if (order.type === 'more') {
    if (!audience) throw new Error('Nobody is connected.');
    tell(await audience.connect(order.viewersPerRoom));
  } else if (order.type === 'post') {
    if (!audience) throw new Error('Nobody is connected.');
    const begun = () => tell({ type: 'begun' });
    const ended = () => tell({ type: 'ended' });
    tell(await post(audience, order, { begun, ended }));
  } else if (order.type === 'behind') {
    if (!audience) throw new Error('Nobody is connected.');
    tell(await catchUp(audience, order));
  } else {
    audience?.leave();
    audience = undefined;
    tell({ type: 'left' });
  }
}

function tell(fact: ClientFact): void {
  process.send?.(fact);
}
