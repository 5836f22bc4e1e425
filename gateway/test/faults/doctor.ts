/** Does to a site what a schedule says. */
import type { Fault } from './schedule.ts';
import type { Member, Site } from './site.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One fault from its beginning to its end. */
export async function inflict(site: Site, fault: Fault): Promise<void> {
  const { redis, entrance } = site;
  const { kind, forMs } = fault;
  switch (kind) {
    case 'redis freezes':
      redis.freeze();
      await pause(forMs);
      redis.thaw();
      return;
    case 'redis restarts with its data':
    case 'redis restarts empty':
      await redis.kill();
      if (kind === 'redis restarts empty') redis.forget();
      await pause(forMs);
      await redis.start();
      return;
    case 'redis restarts with an old copy':
      return setBack(site, forMs);
    case 'redis is emptied':
      await redis.admin.flushall();
      return;
    case 'redis takes no writes':
      await redis.admin.call('REPLICAOF', '127.0.0.1', '1');
      await pause(forMs);
      await redis.admin.call('REPLICAOF', 'NO', 'ONE');
      return;
    case 'viewers are cut off':
      return entrance.cut();
    case 'viewers hear nothing':
      entrance.silence();
      await pause(forMs);
      return entrance.speak();
    case 'viewers are gone without a word':
      return entrance.abandon('near');
    case 'gateways are gone without a word':
      return entrance.abandon('far');
    default:
      return ail(site, fault);
  }
}

/** The faults of one gateway. */
async function ail(site: Site, { kind, forMs, which }: Fault): Promise<void> {
  const member = memberAt(site, which);
  switch (kind) {
    case 'gateway is killed':
      await site.remove(member, 'SIGKILL');
      await site.add();
      return;
    case 'gateway is replaced':
      await site.add();
      await site.remove(member, 'SIGTERM');
      return;
    case 'gateway freezes':
      member.gateway.signal('SIGSTOP');
      await pause(forMs);
      member.gateway.signal('SIGCONT');
      return;
    case 'gateway loses redis':
      member.line.cut();
      return;
    case 'gateway hears nothing of redis':
      member.line.silence();
      await pause(forMs);
      // What was held back is lost, as with a network that broke.
      member.line.speak();
      member.line.cut();
      return;
    default:
      throw new Error(`no such fault: ${kind}`);
  }
}

/** The copy is some time old when it comes to power. */
async function setBack({ redis }: Site, forMs: number): Promise<void> {
  const copy = redis.copy();
  try {
    await pause(forMs);
    await redis.kill();
    copy.giveBack();
    await redis.start();
  } finally {
    copy.remove();
  }
}

function memberAt(site: Site, which: number): Member {
  const member = site.members[Math.floor(which * site.members.length)];
  if (!member) throw new Error('no gateway is left');
  return member;
}
