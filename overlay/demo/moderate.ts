/**
 * The moderators' desk: everything said in a room as it is said, and what can be done about it.
 * It knows the room by the address, and the moderator by a token that never leaves this tab but for the gateway.
 */
import { createActs } from './desk/acts.ts';
import { createChosenRow } from './desk/chosen-row.ts';
import { createCommentBook, queryFor } from './desk/comment-book.ts';
import { confirmFirst } from './desk/confirm.ts';
import { shortcutsOf } from './desk/desk-keys.ts';
import { createEarlier } from './desk/earlier.ts';
import { setUpAudit } from './desk/audit-card.ts';
import { setUpExport } from './desk/export-card.ts';
import { setUpHeld } from './desk/held-card.ts';
import { createIntake } from './desk/intake.ts';
import { createLiveList } from './desk/live-list.ts';
import { setUpPersonDialog } from './desk/person-dialog.ts';
import { setUpRates } from './desk/rates-card.ts';
import { createRoomApi } from './desk/room-api.ts';
import { setUpRoom } from './desk/room-card.ts';
import { createRoomLine } from './desk/room-line.ts';
import { setUpSanctions } from './desk/sanctions-card.ts';
import { setUpShortcuts } from './desk/shortcuts.ts';
import { setUpSignIn } from './desk/sign-in.ts';
import { fillLists } from './desk/options.ts';
import { makeTabs, setUpTabs, type Tab } from './desk/tabs.ts';
import { createToasts } from './desk/toasts.ts';
import { forgetToken, keepToken, takeToken } from './desk/token.ts';
import { DESK_WORDS, type DeskSpeech } from './desk/words.ts';
import { setUpWords } from './desk/words-card.ts';
import { element } from './element.ts';
import { setUpCrowd } from './panel/crowd-card.ts';
import { deskRoomOf, socketUrl } from './room.ts';
import { createSpeech } from './speech.ts';
import { setUpTheme } from './theme.ts';

const KEPT_COMMENTS = 3000;
const QUICK_MUTE_SECONDS = 600;

const room = deskRoomOf(location.pathname);
const speech: DeskSpeech = createSpeech(document.documentElement, DESK_WORDS, 'pageTitle');
const toasts = createToasts(speech);
fillLists();
makeTabs();
const book = createCommentBook(KEPT_COMMENTS);
let token = takeToken() ?? '';
let tab: Tab = 'held';

const api = createRoomApi(
  room,
  () => token,
  (code) => signOut(code === 'token_expired' ? 'signInAgain' : 'signInInvalid'),
);
const earlier = createEarlier(api, book);
const acts = createActs(api, toasts, speech, () => void refresh());
const live = createLiveList(book, earlier.load, speech);
const held = setUpHeld(acts, () => Date.now() + (line.clockOffsetMs() ?? 0), speech);
const roomCard = setUpRoom(acts, confirmFirst(speech), speech);
const words = setUpWords(api, acts, speech);
const sanctions = setUpSanctions(api, acts, book, speech);
const audit = setUpAudit(api, speech);
const person = setUpPersonDialog(book, acts, sanctions, speech);
const chosen = createChosenRow(
  book,
  live,
  ({ comment }) => person.open(comment.user),
  (tool) => doing[tool](),
);
const tabs = setUpTabs((opened) => {
  tab = opened;
  void refresh();
});
const intake = createIntake(api, book, (late) => {
  live.grown();
  live.recalled(late);
});
const line = createRoomLine(
  room,
  { intake, live, held, earlier, roomCard, onJoined: readLists, onSignedOut: signOut },
  speech,
);
setUpExport(room, api, toasts, speech);
const askRates = setUpRates(api, isAtWork);
const signIn = setUpSignIn(
  (tried) => {
    token = tried;
    return api.held();
  },
  (good) => {
    keepToken(good);
    line.open(good);
    askRates();
    void refresh();
  },
  speech,
);

element('room', HTMLElement).textContent = room;
element('sign-in-how', HTMLElement).textContent =
  `JWT_SECRET=… npm start\nJWT_SECRET=… npm run token -- --sub me --role moderator`;
setUpTheme(document.documentElement, element('theme', HTMLButtonElement));
element('language', HTMLButtonElement).addEventListener('click', () => speech.switchLanguage());
element('sign-out', HTMLButtonElement).addEventListener('click', () => signOut('signedOut'));
setUpCrowd({ url: socketUrl(location.href, room), scene: () => 'night', askedRate: undefined }, speech);

const search = element('search', HTMLInputElement);
search.addEventListener('input', () => live.search(queryFor(search.value)));
const doing = {
  recall: () => withChosen(({ comment }) => acts.recall(comment)),
  mute: () =>
    withChosen(({ comment: { user } }) => {
      void acts.sanction(user, { kind: 'mute', seconds: QUICK_MUTE_SECONDS }, sanctions.of(user.id));
    }),
  ban: () => withChosen(({ comment: { user } }) => void acts.sanction(user, { kind: 'ban' }, sanctions.of(user.id))),
  shadow: () =>
    withChosen(({ comment: { user } }) => void acts.sanction(user, { kind: 'shadow' }, sanctions.of(user.id))),
  pin: () => withChosen(({ comment }) => roomCard.pin(comment.id)),
  more: () => withChosen(({ comment }) => person.open(comment.user)),
  undo: () => void acts.undoLast(),
};
setUpShortcuts(shortcutsOf({ chosen, live, roomCard, search, doing }));
tabs.open(matchMedia('(max-width: 900px)').matches ? 'live' : 'room');
if (token === '') signIn.ask();
else void signIn.attempt(token);

function isAtWork(): boolean {
  return document.body.classList.contains('at-work');
}

function withChosen(act: (entry: NonNullable<ReturnType<typeof chosen.entry>>) => void): void {
  const entry = chosen.entry();
  if (entry) act(entry);
}

/** What is needed whichever panel is open. */
function readLists(): void {
  void words.load();
  void sanctions.load();
}

/** What the open panel shows may have changed. */
async function refresh(): Promise<void> {
  if (!isAtWork()) return;
  if (tab === 'sanctions') await sanctions.load();
  if (tab === 'audit') await audit.load();
  if (tab === 'room') await words.load();
}

/** What is on the page stays; whoever signs in next goes on with it. */
function signOut(why: 'signedOut' | 'signInAgain' | 'signInInvalid'): void {
  if (!isAtWork()) return;
  line.close();
  token = '';
  forgetToken();
  if (why === 'signedOut') location.reload();
  else signIn.ask(why);
}
