/**
 * Fullscreen of the player, not of the video: so the comments and the comment box come along.
 * Where a page may not go fullscreen (phones of some makers), the player fills the page instead.
 */
import type { Speech } from './speech.ts';

export function setUpFullscreen(player: HTMLElement, button: HTMLButtonElement, speech: Speech): void {
  const isFull = (): boolean => document.fullscreenElement === player || player.classList.contains('player-filled');
  const tell = (): void => {
    const full = isFull();
    player.classList.toggle('player-full', full);
    document.documentElement.classList.toggle('page-behind', player.classList.contains('player-filled'));
    button.setAttribute('aria-pressed', String(full));
    button.setAttribute('aria-label', speech.say(full ? 'fullscreenEnd' : 'fullscreen'));
  };
  const fill = (filled: boolean): void => {
    player.classList.toggle('player-filled', filled);
    tell();
  };
  button.addEventListener('click', () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (isFull()) fill(false);
    else if (document.fullscreenEnabled) player.requestFullscreen().catch(() => fill(true));
    else fill(true);
  });
  document.addEventListener('fullscreenchange', tell);
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') fill(false);
  });
  speech.onChange(tell);
}
