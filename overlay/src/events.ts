/** Typed events, the only ones in the overlay: they exist at its public edge. */

export type Handler<Payload> = (payload: Payload) => void;

export interface Events<Map> {
  /** Calls `handler` at every event of this name; answers the function that ends it. */
  on<Name extends keyof Map>(name: Name, handler: Handler<Map[Name]>): () => void;
  emit<Name extends keyof Map>(name: Name, payload: Map[Name]): void;
  /** Whether anybody listens. */
  heardBy(name: keyof Map): boolean;
  clear(): void;
}

/** A handler that throws is reported to the page (`window.onerror`) and does not keep others from being called. */
export function createEvents<Map>(): Events<Map> {
  const handlers = new globalThis.Map<keyof Map, Set<Handler<never>>>();
  return {
    on(name, handler) {
      // A wrapper of its own, so that the same function given twice is heard and ended twice.
      const heard: Handler<never> = (payload) => handler(payload);
      const set = handlers.get(name) ?? new Set();
      handlers.set(name, set.add(heard));
      return () => set.delete(heard);
    },
    emit(name, payload) {
      for (const handler of handlers.get(name) ?? []) {
        try {
          handler(payload as never);
        } catch (error) {
          reportError(error);
        }
      }
    },
    heardBy: (name) => (handlers.get(name)?.size ?? 0) > 0,
    clear: () => handlers.clear(),
  };
}
