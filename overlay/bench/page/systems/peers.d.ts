/** What the benchmark uses of its peers. They are installed only when it runs, and the types must hold without them. */

declare module 'danmaku' {
  interface Running {
    readonly style: object;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }
  export default class Danmaku {
    constructor(options: { container: HTMLElement; engine: 'canvas' | 'dom'; speed: number });
    readonly _: { readonly runningList: readonly Running[] };
    emit(comment: { text: string; style: object }): void;
  }
}

declare module 'danmu.js' {
  interface Bullet {
    readonly id: string;
    readonly el: HTMLElement | null;
  }
  export class DanmuJs {
    constructor(options: Readonly<Record<string, unknown>>);
    readonly state: { readonly bullets: readonly Bullet[] };
    sendComment(comment: Readonly<Record<string, unknown>>): void;
  }
}

declare module 'danmu' {
  interface Danmaku<T> {
    readonly data: T;
    readonly node: HTMLElement | null;
  }
  interface Manager<T> {
    mount(parent: HTMLElement): void;
    startPlaying(): void;
    push(data: T): boolean;
    each(visit: (danmaku: Danmaku<T>) => void): void;
  }
  export function create<T>(options: {
    mode: 'none' | 'strict' | 'adaptive';
    trackHeight: number;
    durationRange: [number, number];
    interval: number;
    plugin: { $createNode(danmaku: Danmaku<T>, node: HTMLElement): void };
  }): Manager<T>;
}

declare module 'artplayer' {
  export default class Artplayer {
    constructor(options: {
      readonly container: HTMLElement;
      readonly url: string;
      readonly type: string;
      readonly isLive: boolean;
      readonly muted: boolean;
      readonly autoplay: boolean;
      readonly customType: Readonly<Record<string, (video: HTMLVideoElement) => void>>;
      readonly plugins: readonly object[];
    });
    readonly currentTime: number;
    readonly template: { readonly $danmuku: HTMLElement };
    readonly plugins: {
      readonly artplayerPluginDanmuku: { emit(danmu: Readonly<Record<string, unknown>>): Promise<object> };
    };
    on(name: 'ready', handler: (value: unknown) => void): void;
    play(): Promise<void>;
  }
}

declare module 'artplayer-plugin-danmuku' {
  export default function artplayerPluginDanmuku(options: Readonly<Record<string, unknown>>): object;
}
