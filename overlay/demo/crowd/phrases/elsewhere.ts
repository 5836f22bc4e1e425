import type { Phrasebook } from './phrasebook.ts';

const SPANISH: Phrasebook = {
  language: 'es',
  weight: 2.5,
  chat: ['hola desde {place}', 'qué bonito todo', 'no me lo creo', 'saludos a todo el chat', 'me quedo a vivir aquí'],
  scenes: { night: ['qué luna más bonita', 'mira el reflejo'], day: ['qué mar tan azul', 'quiero vacaciones ya'] },
  moments: {
    fireworks: ['¡fuegos artificiales!', '¡olé!'],
    finale: ['¡espectacular!', '¡otra, otra!'],
    dolphins: ['¡delfines!'],
    train: ['ahí viene el tren'],
  },
  repeats: { laugh: [['ja', 3, 7]], awe: [['guau ', 1, 2]], praise: [['olé ', 1, 3]] },
  places: ['Madrid', 'Bogotá', 'Buenos Aires', 'México', 'Lima'],
};

const THAI: Phrasebook = {
  language: 'th',
  weight: 2,
  chat: ['สวัสดีจาก{place}', 'สวยมากเลย', 'ภาพชัดมาก', 'ดูแล้วสบายใจ', 'อยากไปเที่ยวจัง'],
  scenes: { night: ['พระจันทร์สวยจัง', 'คิดถึงลอยกระทง'], day: ['ทะเลสีฟ้ามาก', 'อากาศดีจัง'] },
  moments: { fireworks: ['พลุมาแล้ว!', 'ว้าววว'], lanterns: ['โคมลอยสวยมาก', 'ขอให้โชคดี'], dolphins: ['โลมา!!'] },
  repeats: { laugh: [['5', 3, 8]], awe: [['ว้าว', 1, 2]], praise: [['เก่งมาก', 1, 1]] },
  places: ['กรุงเทพ', 'เชียงใหม่', 'ภูเก็ต'],
};

const ARABIC: Phrasebook = {
  language: 'ar',
  weight: 2,
  chat: ['تحية من {place}', 'ما أجمل هذا المنظر', 'السلام عليكم جميعا', 'الجودة ممتازة', 'أول مرة هنا'],
  scenes: { night: ['القمر رائع الليلة', 'أضواء المدينة جميلة'], day: ['البحر أزرق جدا', 'يوم مشمس جميل'] },
  moments: { fireworks: ['ألعاب نارية!', 'يا سلام'], finale: ['مبهر جدا', 'رائع رائع رائع'], train: ['القطار وصل'] },
  repeats: { laugh: [['ه', 4, 9]], awe: [['واو ', 1, 2]], praise: [['ممتاز ', 1, 2]] },
  places: ['القاهرة', 'الرباط', 'عمّان', 'دبي'],
};

const OTHERS: Phrasebook = {
  language: 'fr',
  weight: 2,
  chat: [
    'coucou de {place}',
    'trop beau',
    'Grüße aus Wien',
    'einfach schön',
    'привет из {place}',
    'очень красиво',
    'olá do Brasil',
    'que lindo',
    'xin chào từ Hà Nội',
    'đẹp quá',
    'नमस्ते दिल्ली से',
    'बहुत सुंदर',
    'ciao a tutti',
  ],
  scenes: {
    night: ['quelle lune', 'какая луна', 'Wahnsinn, die Spiegelung'],
    day: ['vive le printemps', 'море зовёт', 'Fernweh…'],
  },
  moments: {
    fireworks: ['oh la belle bleue', 'ух ты', 'Wow, so schön'],
    finale: ['bravo !', 'браво!'],
    dolphins: ['des dauphins !', 'дельфины!'],
  },
  repeats: { laugh: [['mdr ', 1, 2]], awe: [['ooh ', 1, 3]], praise: [['bravo ', 1, 2]] },
  places: ['Paris', 'Lyon', 'Montréal', 'Bruxelles'],
};

const EMOJI: Phrasebook = {
  language: 'und',
  weight: 5,
  chat: [
    '👏👏👏',
    '😍',
    '🔥🔥🔥',
    '❤️',
    '👍🏽',
    '👩‍👩‍👧‍👦 全家一起看',
    '🧑‍🚀 space says hi',
    '🐈‍⬛',
    '🏳️‍🌈',
    '🫶🏻',
    '☕️😌',
    '🥹🥹',
    '👨🏾‍💻 摸鱼中',
    '🇯🇵🤝🇨🇳🤝🇰🇷',
    '(｡･ω･｡)ﾉ♡',
    'ヽ(✿ﾟ▽ﾟ)ノ',
    '╰(*°▽°*)╯',
    '_(:з」∠)_',
  ],
  scenes: { night: ['🌕✨', '🎡💜', '🌃', '🌙😴'], day: ['🌊⛵️', '🌸🌸🌸', '☀️😎', '🏖️'] },
  moments: {
    fireworks: ['🎆', '🎇🎇🎇', '🤩🎆'],
    heart: ['💗💗💗', '👩‍❤️‍👨', '💘'],
    finale: ['🎆🎇🎆🎇🎆', '🙌🏼🙌🏽🙌🏿', '🥲👏'],
    lanterns: ['🏮🏮🏮', '🙏✨'],
    meteor: ['🌠', '💫🙏'],
    train: ['🚃🚃🚃💨', '🚂'],
    dolphins: ['🐬🌊', '🐬🐬'],
    balloons: ['🎈🎈', '🎈🧺'],
    petals: ['🌸🍃', '💮'],
    gulls: ['🕊️🕊️', '🍟❗'],
  },
  repeats: { laugh: [['😂', 2, 5]], awe: [['😍', 2, 4]], praise: [['👏🏻', 2, 4]] },
  places: [''],
};

export const ELSEWHERE: readonly Phrasebook[] = [SPANISH, THAI, ARABIC, OTHERS, EMOJI];
