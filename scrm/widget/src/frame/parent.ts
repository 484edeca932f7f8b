/** The page around this frame, as far as it is our loader. */
import { pack, readForFrame, type ToFrame, type ToLoader } from '../shared/bridge.ts';

export class Parent {
  /** Where the loader's page is from, since its first word. Nobody else is answered or heard. */
  #origin = '';

  listen(heard: (message: ToFrame) => void): void {
    addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
      if (source !== window.parent || source === window) return;
      const message = readForFrame(data);
      if (!message) return;
      // Which sites may hold this frame at all is the policy's affair: `frame-ancestors`.
      if (message.type === 'hello' && this.#origin === '') this.#origin = origin;
      if (origin === this.#origin && origin !== 'null') heard(message);
    });
  }

  tell(message: ToLoader): void {
    if (this.#origin !== '') window.parent.postMessage(pack(message), this.#origin);
  }
}
