import { inkOn } from '../shared/colour.ts';
import type { Looks } from '../shared/settings.ts';

/**
 * A sheet of the shadow root. `!important` on the host wins over whatever the page says of it:
 * among important rules the inner tree is the stronger one. Made by script and not by a `style`
 * element, so that the page's policy needs to allow no styles.
 */
export function sheetFor({ colour, position }: Looks): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  const ink = inkOn(colour);
  sheet.replaceSync(`
:host{all:initial!important;position:fixed!important;display:block!important;z-index:2147483647!important;
direction:ltr!important;color-scheme:light dark!important}
:host::backdrop{display:none!important}
button{all:unset;position:fixed;${position}:max(20px,env(safe-area-inset-${position}));
bottom:max(20px,env(safe-area-inset-bottom));box-sizing:border-box;width:56px;height:56px;border-radius:50%;
background:${colour};color:${ink};cursor:pointer;display:grid;place-items:center;
box-shadow:0 0 0 1px color-mix(in srgb,${ink} 25%,transparent),0 4px 16px rgb(0 0 0/.25)}
button:focus-visible{outline:3px solid ${colour};outline-offset:3px;box-shadow:0 0 0 3px ${ink}}
@media(forced-colors:active){button{border:2px solid ButtonText}}
svg{width:26px;height:26px;fill:none;stroke:currentcolor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
b{all:unset;position:absolute;top:-4px;right:-4px;min-width:20px;height:20px;padding:0 5px;
box-sizing:border-box;border-radius:10px;background:#c02626;color:#fff;text-align:center;
font:600 12px/20px system-ui,sans-serif;box-shadow:0 0 0 2px #fff}
b:empty{display:none}
div{position:fixed;${position}:max(20px,env(safe-area-inset-${position}));bottom:calc(88px + env(safe-area-inset-bottom));
width:384px;max-width:calc(100vw - 40px);height:640px;max-height:calc(100dvh - 108px);
border-radius:14px;overflow:hidden;background:Canvas;box-shadow:0 0 0 1px rgb(128 128 128/.22),0 12px 40px rgb(0 0 0/.22);visibility:hidden}
div.open{visibility:visible}
section{position:fixed;${position}:max(20px,env(safe-area-inset-${position}));bottom:calc(88px + env(safe-area-inset-bottom));
display:flex;align-items:flex-start;max-width:min(300px,calc(100vw - 40px));border-radius:14px;background:Canvas;color:CanvasText;
font:15px/1.4 system-ui,sans-serif;box-shadow:0 0 0 1px rgb(128 128 128/.3),0 6px 24px rgb(0 0 0/.2)}
section:empty{display:none}
section button{position:static;display:block;width:auto;height:auto;padding:12px 0 12px 16px;border-radius:14px;
background:none;color:inherit;box-shadow:none;overflow-wrap:anywhere}
section button+button{padding:8px 12px;font-size:20px;line-height:1}
@media(prefers-reduced-motion:no-preference){section button{animation:say .25s}@keyframes say{from{opacity:0}}}
iframe{all:unset;display:block;width:100%;height:100%;color-scheme:light dark}
@media(max-width:480px),(max-height:440px){
div{inset:0;width:auto;max-width:none;height:auto;max-height:none;border-radius:0;box-sizing:border-box;
padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left)}
div.open~button{visibility:hidden}}
`);
  return sheet;
}
