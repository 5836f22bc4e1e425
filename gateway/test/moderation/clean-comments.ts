/** Believable comments without a blocked word in them, in several languages, some of them close to one. */
import type { Chance } from './seeded.ts';

interface Language {
  readonly templates: readonly string[];
  readonly words: Readonly<Record<string, readonly string[]>>;
}

const LANGUAGES: readonly Language[] = [
  {
    templates: [
      'that {noun} was {adjective}', 'who else is {doing} right now?', '{adjective} {noun}, {adjective} stream', "it's {verb} {number} times already",
      '{number} {verb} combo!!!', 'hello from {place} :)', '{laugh} {laugh} that {noun}', 'can we get {number} likes?', "I'm {doing}, be right back",
      'the {noun} of {place} is {adjective}', '@{name} you are {adjective}', 'first time {doing} here', '{name}: "{adjective} {noun}"', 'gg {name}, {number}-{number}',
    ],
    words: {
      noun: ['class', 'glasses', 'closer look', 'assist', 'grass', 'classic', 'soundtrack', 'casserole', 'scampi', 'stupor', 'damson', 'moratorium', 'landscape', 'mast', 'spa', 'hut', 'bass solo'],
      adjective: ['amazing', 'so good', 'classy', 'passable', 'idiomatic', 'great', 'L8', 'w1ld', 'insane', 'lowest', 'scenic', 'cool', 'tense', 'loose', 'stupendous'],
      doing: ['watching', 'closing', 'losing track', 'cooking', 'assessing it', 'studying', 'streaming', 'damning no one', 'eating'],
      verb: ['hit', 'missed', 'scored', 'jumped', 'as sold', 'seen'],
      place: ['Brazil 🇧🇷', 'Casablanca', 'Essex', 'Scunthorpe', 'Osaka', 'Seoul', 'Idaho', 'Penistone', 'the casa'],
      name: ['Ana', 'Kim', 'Lo5', 'Max', 'Yuki', 'dj_mo', 'Igor'],
      laugh: ['lol', 'haha', 'hahaha', 'XD', 'lmao'],
      number: ['1', '5', '10', '55', '100', '455', '1337', '2024', '8008'],
    },
  },
  {
    templates: ['{what}{end}', '{who}{what}', '{what}，{what}', '{number}{end}', '前方{what}！', '{who}是{place}来的{end}', '{what} {what}', '弹幕{what}{end}'],
    words: {
      what: ['高能预警', '太好看了', '好听', '泪目', '名场面', '可爱', '打卡', '博物馆真大', '赌上一切', '瓜真甜', '傻傻分不清', '笨手笨脚', '鸟蛋', '骗我眼泪'],
      who: ['主播', '楼上', '我', '这个人', '小哥哥'],
      place: ['北京', '上海', '广州', '东北', '台湾'],
      end: ['', '！', '！！！', '哈哈哈', '233333', '啊啊啊', '～', '。'],
      number: ['666', '2333', '8888', '1', '520'],
    },
  },
  {
    templates: ['{what}{end}', '{who}{what}', '{what}、{what}', '{what}{what}{end}'],
    words: {
      what: ['かわいい', 'すごい', 'きれい', '最高', 'うまい', '草', 'それな', '8888', '馬が好き', '鹿せんべい', 'ばかり見てる', 'バナナ', 'カーブ', 'マヌカハニー'],
      who: ['この人', '主さん', 'みんな', '初見です、'],
      end: ['', 'ｗｗｗ', '！', '〜', 'ですね', '。'],
    },
  },
  {
    templates: ['{what} {end}', '{who} {what}', '{what} {what}', '다시 {what}'],
    words: {
      what: ['대박', '귀엽다', '최고예요', '재밌다', '멋있어요', '바다 보러 가자', '보고 싶다', '바로 시작', '멍때리는 중', '청소'],
      who: ['언니', '형', '우리', '방송'],
      end: ['ㅋㅋㅋ', 'ㅠㅠ', '!!', '', '~'],
    },
  },
  {
    templates: ['{what} {end}', '{who} {what}', 'Это {what}!', '¡{es}!', 'qué {es}', '{de}, oder?', 'Das ist {de}', '{fr} !', "c'est {fr}"],
    words: {
      what: ['очень красиво', 'круто', 'дура лекс', 'просто огонь', 'сор из избы', 'смешно', 'рот на замок', 'спасибо за стрим', 'во дворе'],
      who: ['Ребята,', 'Он', 'Стример'],
      end: ['))))', '!', '', '👍'],
      es: ['tontería no', 'bonito', 'genial', 'locura', 'montón de gente', 'increíble'],
      de: ['schön', 'Dummy', 'stark', 'der Idealfall', 'lustig', 'gut gemacht'],
      fr: ['super', 'magnifique', 'trop bien', "l'idée du siècle", 'un casting parfait'],
    },
  },
]; // prettier-ignore

/** One comment; a hundred thousand of them hold a few thousand different ones. */
export function cleanComment(chance: Chance): string {
  const { templates, words } = chance.pick(LANGUAGES);
  return chance.pick(templates).replaceAll(/\{(\w+)\}/g, (_, name: string) => chance.pick(words[name] ?? ['']));
}
