// One entry for every shell. Each module looks for its own markup and rests when there is none.
import { arrows } from "./arrows.js";
import { autosave } from "./autosave.js";
import { choices } from "./choices.js";
import { clocks } from "./clock.js";
import { dialogs } from "./dialog.js";
import { drawings } from "./drawing.js";
import { elsewhere } from "./elsewhere.js";
import { errorSummary } from "./error-summary.js";
import { finder } from "./finder.js";
import { leave, neverFromMemory } from "./leave.js";
import { menus } from "./menu.js";
import { passkeys } from "./passkey.js";
import { printing } from "./printing.js";
import { rows } from "./rows.js";
import { scrollers } from "./scrollers.js";
import { themeMenu } from "./theme-menu.js";
import { toasts } from "./toast.js";

const start = (root) => {
  errorSummary(root);
  dialogs(root);
  choices(root);
  autosave(root);
  clocks(root);
  finder(root);
  scrollers(root);
  drawings(root);
  passkeys(root);
  rows(root);
  toasts(root);
  arrows(root);
  elsewhere(root);
};

themeMenu();
menus();
printing();
leave();
neverFromMemory();
start(document);
document.addEventListener("htmx:afterSettle", (event) => start(event.target));
