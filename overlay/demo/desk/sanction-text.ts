/** A sanction in one line. */
import type { Sanction } from './answers.ts';
import type { DeskSpeech } from './words.ts';

const KIND_WORDS = { mute: 'muted', ban: 'banned', shadow: 'shadowed' } as const;

export function sanctionText(sanction: Sanction, speech: DeskSpeech): string {
  const { kind, until, byAddress, reason, by } = sanction;
  const parts = [
    speech.say(KIND_WORDS[kind]),
    until === undefined ? speech.say('untilLifted') : speech.say('untilTime', { time: momentText(until, speech) }),
    ...(byAddress ? [speech.say('withAddress')] : []),
    speech.say('byWhom', { name: by.name }),
    ...(reason === undefined ? [] : [`“${reason}”`]),
  ];
  return parts.join(' · ');
}

/** Day and time, the day only when it is another one. */
export function momentText(timeMs: number, speech: DeskSpeech): string {
  const at = new Date(timeMs);
  const isToday = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(speech.language() === 'zh' ? 'zh-CN' : 'en-GB', {
    ...(!isToday && { month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
  });
}
